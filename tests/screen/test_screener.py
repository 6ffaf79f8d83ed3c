"""Names against lists: what matches, what does not, and why."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.screen import AT_LEAST, features, many, model
from nameplate.screen.party import Party, Query
from nameplate.screen.screener import Screener


def first(screener: Screener, text: str, country: str = "") -> tuple[str, float]:
    found = next(screener.screen([Query(1, text, country)])).matches
    return (found[0].entry, found[0].score) if found else ("", 0.0)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Orbitek", "a:1"),
        ("ZHEJIANG ORBITEK TECH CO LTD", "a:1"),
        ("Supplier: Zhejiang Orbitek Technology / inv. 4711", "a:1"),
        ("Sergei Petrovich Ivanov", "a:2"),
        ("Сергей Иванов Петрович", "a:2"),
        ("Rosalejos Compania Minera", "a:4"),
        ("海雲天視", "a:5"),
        ("Hikvision", "reg:hikvision"),
        ("Хиквижн", "reg:hikvision"),
        ("海康威視", "reg:hikvision"),
        ("ZTE Corporation", "reg:zte"),
    ],
)
def test_a_listed_name_is_found_however_it_is_written(small, text, entry):
    found, score = first(small, text)
    assert (found, score >= AT_LEAST) == (entry, True)


@pytest.mark.parametrize("text", ["Seaside Bakery", "Brown Corp.", "Company", "Mariposa Dental Clinic", "Хлебозавод"])
def test_a_name_of_somebody_else_is_no_match(small, text):
    assert first(small, text)[1] < AT_LEAST


def test_the_packaged_weights_are_of_the_features_that_are_computed():
    assert model.load().features == features.NAMES


def test_a_shared_word_alone_is_no_match(small):
    assert first(small, "Technology Company")[1] < AT_LEAST
    assert first(small, "Shipping")[1] < AT_LEAST


def test_reasons_say_which_word_matched_and_what_was_left_out(small):
    why = small.one("Orbitec GmbH").matches[0].why
    assert any("orbitec ~ orbitek" in reason for reason in why)
    assert any("weighs nothing: gmbh" in reason for reason in why)


def test_a_country_that_disagrees_lowers_the_score_and_is_told(small):
    same, other = (next(small.screen([Query(1, "Orbitek", c)])).matches[0] for c in ("CN", "PE"))
    assert other.score < same.score
    assert any("country PE" in reason for reason in other.why)


def test_answers_come_in_the_order_of_the_queries_and_best_first(small):
    answers = list(small.screen([Query(i, text) for i, text in enumerate(["Orbitek", "", "Hikvision", "Orbitek"])]))
    assert [a.id for a in answers] == [0, 1, 2, 3]
    assert answers[0].matches == answers[3].matches
    assert all(list(a.matches) == sorted(a.matches, key=lambda m: -m.score) for a in answers)


def test_a_name_without_words_says_that_it_cannot_be_compared(small):
    assert small.one("\u200b ... !").problem


def test_two_words_that_are_nearly_one_of_a_list_are_taken_as_one(small):
    why = small.one("Hick Vision Digital").matches[0].why
    assert any(reason.startswith("hickvision ~ hikvision") for reason in why)


def test_two_words_that_only_remind_of_one_stay_two(small):
    assert all("hawkvision" not in reason for m in small.one("Hawk Vision Ltd").matches for reason in m.why)


def test_a_name_that_is_too_long_to_be_one_says_that_it_was_cut(small):
    answer = small.one("Orbitek " + "x" * 10_000)
    assert "longer than 400 characters" in answer.problem


def test_of_names_as_likely_the_one_in_the_same_letters_is_shown(small):
    assert small.one("Dahua").matches[0].name == "Dahua"


def test_a_party_is_answered_once(small):
    entries = [m.entry for m in small.one("Orbitek Technology").matches]
    assert len(entries) == len(set(entries))


def test_one_name_gives_the_same_answer_alone_and_among_others(small):
    alone = small.one("Orbitec").matches
    among = list(small.screen([Query(i, t) for i, t in enumerate(["Xyz", "Orbitec", "Dahua", "Ivanov"])]))[1].matches
    assert [(m.entry, pytest.approx(m.score, abs=1e-4)) for m in alone] == [(m.entry, m.score) for m in among]


def test_an_empty_list_answers_nothing(make_list):
    assert next(iter(Screener([make_list({})]).screen([Query(1, "Orbitek")]))).matches == ()


def test_a_listed_name_of_ten_thousand_characters_does_no_harm(make_list):
    screener = Screener([make_list({"a:1": ("x" * 10_000,), "a:2": ("Orbitek",)})])
    assert first(screener, "Orbitek")[0] == "a:2"


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_any_text_is_answered(small, text):
    for match in small.one(text).matches:
        assert 0 <= match.score <= 1
        assert isinstance(match, msgspec.Struct)


def test_parties_of_a_real_list_are_found_by_their_own_names(real):
    parties: list[Party] = [p for one in real for p in one.parties if p.list in {"un", "csl"}][::40]
    screener = Screener([one for one in real if one.edition.list in {"un", "csl"}])
    answers = screener.screen([Query(at, party.names[0]) for at, party in enumerate(parties)])
    missed = [
        p.names[0] for p, a in zip(parties, answers, strict=True) if p.entry not in [m.entry for m in a.matches[:3]]
    ]
    assert len(missed) <= len(parties) // 20


def test_a_long_batch_on_all_cores_gives_the_same_answers(small, monkeypatch):
    queries = [Query(at, text) for at, text in enumerate(["Orbitek", "Seaside Bakery", "Hikvision", "Ivanov"])]
    monkeypatch.setattr(many, "SHORT", 1)
    assert list(many.screen(small, queries)) == list(small.screen(queries))
