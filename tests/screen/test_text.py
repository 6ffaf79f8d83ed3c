"""Names made comparable: folding, readings, legal forms, context, sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.screen.text import knowledge
from nameplate.screen.text.fold import LONGEST, fold
from nameplate.screen.text.name import MOST_WORDS, name
from nameplate.screen.text.scripts import readings, script_of
from nameplate.screen.text.sound import as_seen, skeletons, spoken

SCRIPTS = knowledge.scripts()
EXAMPLES = [e for s in (*SCRIPTS.scripts.values(), SCRIPTS.indic, SCRIPTS.hangul, SCRIPTS.kana) for e in s.examples]


def words(text: str, *, cell: bool = False) -> list[str]:
    return [word.key for word in name(text, cell=cell).words if not word.form]


@pytest.mark.parametrize(("word", "reading"), EXAMPLES)
def test_a_word_of_another_script_has_the_reading_of_its_example(word, reading):
    assert reading in readings(fold(word))


@pytest.mark.parametrize(("word", "reading"), knowledge.sounds().examples)
def test_a_word_carried_over_by_ear_has_the_reading_of_its_example(word, reading):
    assert reading in readings(fold(word))


@pytest.mark.parametrize("text", ["زد تي إي", "제트티이", "ゼットティーイー", "зед ти и", "ज़ेड टी ई", "זד טי אי"])
def test_letters_that_are_spelled_out_in_another_script_are_one_word(text):
    (word,) = name(text).words
    assert "zte" in readings(word.key)


def test_a_conjunction_is_not_taken_for_a_letter():
    assert words("Новак и Сыновья") == ["новак", "и", "сыновья"]


@pytest.mark.parametrize(("seen", "meant"), knowledge.misread().examples)
def test_what_a_machine_misreads_looks_like_what_was_meant(seen, meant):
    assert as_seen(seen.lower()) == as_seen(meant.lower())


@pytest.mark.parametrize("phrase", [*knowledge.contexts().before, *knowledge.contexts().after], ids=lambda p: p.cell)
def test_words_around_a_name_are_cut_off(phrase):
    assert [w.key for w in name(phrase.cell, cell=True).words] == [w.key for w in name(phrase.left).words]
    assert name(phrase.cell, cell=True).cut


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Orbitek Co., Ltd.", ["orbitek"]),
        ("ООО Хиквижн", ["хиквижн"]),
        ("Sociedad de Responsabilidad Limitada Sol", ["sol"]),
        ("شركة هيكفيجن", ["هيكفيجن"]),
        ("杭州海康威视数字技术股份有限公司", ["杭州", "海康威视", "数字", "技术"]),
        ("주식회사 다후아", ["다후아"]),
    ],
)
def test_legal_forms_of_many_languages_weigh_nothing(text, left):
    assert words(text) == left


def test_a_name_never_becomes_empty():
    assert words("Company Limited") == ["company", "limited"]
    assert words("11420 CORP.") == ["11420"]


def test_initials_are_one_word():
    assert words("A.W.A. Engineering") == ["awa", "engineering"]


def test_model_numbers_and_goods_weigh_nothing_in_a_cell():
    assert words("NVR Orbitek NVR5216-16P", cell=True) == ["orbitek"]
    assert words("Bullet Trade", cell=True) == ["bullet", "trade"]


def test_invisible_and_bidirectional_characters_are_taken_out():
    assert fold("Orb\u200bi\u202etek\u00ad") == "orbitek"


def test_letters_that_look_like_those_of_the_word_are_replaced():
    assert fold("Нikvisiоn") == "hikvision"
    assert fold("Хиквижн") == "хиквижн"


def test_traditional_han_is_simplified():
    assert words("海康威視") == ["海康威视"]


def test_sounds_and_consonants_meet_across_spellings():
    assert spoken("akhmadovitch") == spoken("ahmadovich")
    assert set(skeletons("hikvision")) & set(skeletons("haikbijeon"))


def test_the_script_of_a_name_is_told():
    assert [script_of(t) for t in ("Orbitek", "Łódź", "Хик", "海康", "ハイク")] == [
        "latin",
        "latin",
        "cyrillic",
        "han",
        "kana",
    ]


@given(st.text(max_size=12_000))
def test_any_text_can_be_cut_into_words(text):
    found = name(text, cell=True)
    assert len(found.words) <= MOST_WORDS
    assert all(word.key for word in found.words)
    assert len(fold(text)) <= LONGEST * 4


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_latin_word_reads_as_itself(word):
    assert readings(word)[0] == word
