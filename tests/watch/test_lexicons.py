"""The words of every language hold to their own examples."""

import datetime as dt

import pytest

from nameplate.identify import rulebook
from nameplate.register.load import load
from nameplate.watch import events, lexicon, places, sentences
from nameplate.watch.makers import MakerFinder

DAY = dt.date(2025, 6, 28)


@pytest.fixture(scope="module")
def finder() -> MakerFinder:
    return MakerFinder(load(), rulebook.packaged())


CASES = [(code, one) for code in lexicon.LANGUAGES for one in lexicon.language(code).examples]


@pytest.mark.parametrize(("code", "one"), CASES)
def test_an_example_is_that_event_and_its_near_miss_is_not(finder, code, one):
    assert [e.type for e in events.read(one.text.replace("{maker}", "Hikvision"), code, DAY, finder)] == [one.type]
    missed = events.read(one.near_miss.replace("{maker}", "Hikvision"), code, DAY, finder)
    assert one.type not in [e.type for e in missed]


@pytest.mark.parametrize("one", lexicon.authorities(), ids=lambda one: one.id)
def test_an_authority_is_found_in_its_example_only(one):
    def named(text: str) -> list[str]:
        return [who.name for s in sentences.split(text) for who in places.find(s, "en")]

    assert one.name in named(one.example) or one.id == "bmi"
    assert one.name not in named(one.near_miss)


SPELT = [(g.maker, form.rstrip("*")) for g in lexicon.garbled() for form in g.forms]


def makers(finder: MakerFinder, text: str, code: str) -> list[str]:
    return [m.maker for s in sentences.split(text) for m in finder.find(s, code)]


@pytest.mark.parametrize(
    "spelt", ["هيكفشيون", "هيكفون", "هيكفيجن", "Haikang", "Hick Vision", "Хиквижн", "海康威视", "Hikvisoin"]
)
def test_a_mangled_name_is_its_maker(finder, spelt):
    assert makers(finder, f"({spelt})", "ar" if "\u0600" < spelt[0] < "\u06ff" else "en") == ["hikvision"]


@pytest.mark.parametrize(("maker", "form"), SPELT)
def test_a_spelling_of_the_data_is_its_maker(finder, maker, form):
    assert maker in makers(finder, f"« {form.title()} »", "en")


@pytest.mark.parametrize("text", [n for g in lexicon.garbled() for n in g.near_misses])
def test_a_namesake_is_no_maker(finder, text):
    assert makers(finder, text.title(), "en") == []
