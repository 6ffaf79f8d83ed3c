"""Names of makers in cells and in free text: in any script, never inside other words, not where a context says no."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nameplate.identify.names import contexts, fold
from units import names


def cell(text: str) -> str | None:
    found = names().in_cell(text)
    return found.id if found else None


def text(words: str) -> set[str]:
    return {found.id for found in names().in_text(words)}


@pytest.mark.parametrize(
    ("written", "maker"),
    [
        ("Hikvision", "hikvision"),
        ("HIKVISION DIGITAL TECHNOLOGY CO., LTD.", "hikvision"),
        ("Hikvision USA Inc.", "hikvision"),
        ("hikvision - outdoor", "hikvision"),
        ("Zhejiang Dahua Technology Co.,Ltd", "dahua"),
        ("Axis Communications AB", "axis"),
        ("Hanwha Techwin", "hanwha"),
        ("Huawei-3Com", "h3c"),
        ("TP-LINK", "tp-link"),
        ("Autel lntelligent Technology", "autel"),
        ("Kaspersky Lab Middle-East FZ-LLC", "kaspersky"),
        ("LT Security Inc.", "lts"),
    ],
)
def test_a_maker_cell_names_its_maker_whatever_its_legal_form(written, maker):
    assert cell(written) == maker


@pytest.mark.parametrize(
    ("written", "maker"),
    [
        ("海康威视", "hikvision"),
        ("杭州海康威视数字技术股份有限公司", "hikvision"),
        ("大华", "dahua"),
        ("هيكفيجن", "hikvision"),
        ("داهوا", "dahua"),
        ("Хиквижн", "hikvision"),
        ("ＨＩＫＶＩＳＩＯＮ", "hikvision"),
        ("Hikvisíon", "hikvision"),
    ],
)
def test_a_name_is_known_in_any_script(written, maker):
    assert cell(written) == maker


@pytest.mark.parametrize("written", ["海康威视摄像机", "كاميرا هيكفيجن", "камера Хиквижн", "ＨＩＫＶＩＳＩＯＮ dome"])
def test_a_name_is_known_in_free_text_of_any_script(written):
    assert text(written) == {"hikvision"}


@pytest.mark.parametrize(
    "look_alike",
    [
        "Nautel Ltd",
        "Autelan",
        "Stereotaxis",
        "Pelcombe",
        "Opelcomm",
        "Ganatechwin",
        "Hyesung Techwin",
        "Techwinsemi",
        "Univision",
        "Dahua Road",
        "aztec",
        "Hikvisioneer",
        "Generic",
        "unknown",
        "",
    ],
)
def test_a_look_alike_names_nobody(look_alike):
    assert cell(look_alike) is None
    assert text(f"camera of {look_alike}, north") == set()


def test_a_company_with_a_makers_name_inside_its_own_is_another_company():
    assert cell("Jorex Lorex India Private Limited") is None


@pytest.mark.parametrize("cell_text", ["Hikvision or Dahua", "Hikvision/Axis", "Axis / Hikvision"])
def test_a_cell_that_names_two_makers_names_neither(cell_text):
    assert cell(cell_text) is None


@pytest.mark.parametrize("word", ["Stanley", "Luma", "Rhino", "Sharp", "Hunt", "Zeus"])
def test_an_ordinary_word_is_a_name_only_as_a_whole_cell(word):
    assert cell(word) is not None
    assert text(f"the {word.lower()} gate, camera 3") == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Hikvision dome, 4 MP", {"hikvision"}),
        ("dome 4MP (hikvision)", {"hikvision"}),
        ("Hikvision's dome", {"hikvision"}),
        ("HIKVISION海康威视摄像机", {"hikvision"}),
        ("كاميرا هيكفيجن", {"hikvision"}),
        ("وهيكفيجن", {"hikvision"}),
        ("bosch drill; hikvision camera", {"bosch", "hikvision"}),
    ],
)
def test_free_text_names_what_it_names(words, found):
    assert text(words) == found


def test_a_near_miss_of_one_maker_may_be_the_name_of_another():
    assert text("Huawei-3Com switch") == {"h3c"}


@pytest.mark.parametrize(
    "words",
    [
        "recorder compatible with Hikvision",
        "recorder, works with Hikvision and others",
        "new Axis dome, replaces Hikvision in lobby",
        "wall mount for Hikvision turret",
        "Hikvision compatible bracket",
        "not a Hikvision",
        "formerly Hikvision",
        "enregistreur compatible avec Hikvision",
        "kompatibel mit Hikvision",
        "compatible con Hikvision",
        "متوافق مع هيكفيجن",
    ],
)
def test_a_context_takes_a_name_away(words):
    assert "hikvision" not in text(words)


@pytest.mark.parametrize(
    "words", ["Hikvision, compatible with ONVIF", "Hikvision dome on wall mount", "works, Hikvision"]
)
def test_the_same_words_elsewhere_take_nothing_away(words):
    assert text(words) == {"hikvision"}


def test_a_compatible_thing_written_with_a_dash_is_not_the_makers():
    assert text("Hikvision-compatible dome") == set()


@pytest.mark.parametrize("lang", sorted({context.lang for context in contexts()}))
def test_every_language_of_contexts_has_both_sides_of_the_name(lang):
    assert {"before", "after"} & {c.side for c in contexts() if c.lang == lang}


@example("\U0001d400")
@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(words):
    assert fold(fold(words)) == fold(words)


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_text_around_a_name_never_makes_it_another_makers(before, after):
    hits = names().in_text(f"{before} Hikvision {after}")
    alone = {found.id for part in (before, after) for found in names().in_text(part)}
    assert {found.id for found in hits} <= alone | {"hikvision"}


@given(st.text(max_size=60))
def test_any_text_is_looked_through(words):
    names().in_cell(words)
    for found in names().in_text(words):
        assert found.text in fold(words)
