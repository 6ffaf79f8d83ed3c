"""Who says it, of whom, when and how surely, in the ways that news of each language tells it."""

import datetime as dt

import pytest

from nameplate.identify import rulebook
from nameplate.register.load import load
from nameplate.watch import events
from nameplate.watch.makers import MakerFinder
from nameplate.watch.proposals import propose
from nameplate.watch.reading import read
from nameplate.watch.shapes import Event

DAY = dt.date(2026, 3, 4)  # a Wednesday


@pytest.fixture(scope="module")
def finder() -> MakerFinder:
    return MakerFinder(load(), rulebook.packaged())


def one(finder: MakerFinder, code: str, text: str, kind: str) -> Event:
    (found,) = [e for e in events.read(text, code, DAY, finder) if e.type == kind]
    return found


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", "Lithuania banned the use of Dahua cameras, Defence Minister Jonas Petraitis said.", "Jonas Petraitis"),
        ("en", "According to Jonas Petraitis, Lithuania banned the use of Dahua cameras.", "Jonas Petraitis"),
        (
            "fr",
            "La Lituanie a interdit l'usage des caméras Dahua, a annoncé le ministre Jonas Petraitis.",
            "Jonas Petraitis",
        ),
        ("fr", "Selon Jonas Petraitis, la Lituanie a interdit l'usage des caméras Dahua.", "Jonas Petraitis"),
        ("es", "Lituania prohibió el uso de cámaras Dahua, informó el ministro Jonas Petraitis.", "Jonas Petraitis"),
        (
            "de",
            "Litauen hat die Nutzung von Dahua-Kameras untersagt, sagte Minister Jonas Petraitis.",
            "Jonas Petraitis",
        ),
        ("de", "Jonas Petraitis zufolge hat Litauen die Nutzung von Dahua-Kameras untersagt.", "Jonas Petraitis"),
        ("ru", "Литва запретила использование камер Dahua, заявил министр Йонас Петрайтис.", "Йонас Петрайтис"),
        ("ru", "По словам министра Йонаса Петрайтиса, Литва запретила использование камер Dahua.", "Петрайтиса"),
        ("ar", "قال وزير الدفاع يوناس بترايتيس إن ليتوانيا حظرت استخدام كاميرات داهوا.", "يوناس بترايتيس"),
        ("ar", "حظرت ليتوانيا استخدام كاميرات داهوا، بحسب ما أعلن الوزير يوناس بترايتيس.", "يوناس بترايتيس"),
        ("zh", "立陶宛国防部长彼得拉伊蒂斯表示，立陶宛禁止使用大华摄像头。", "彼得拉伊蒂斯"),
    ],
)
def test_reported_speech_goes_to_its_speaker(finder, code, text, speaker):
    found = one(finder, code, text, "use_prohibited")
    assert speaker in (found.attributed_to or "")
    assert (found.jurisdiction, found.stance) == ("LT", "asserted")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Lithuania said it has banned the use of Dahua cameras."),
        ("ru", "Литва объявила, что запретила использование камер Dahua."),
        ("ar", "أعلنت ليتوانيا أنها حظرت استخدام كاميرات داهوا."),
        ("zh", "立陶宛政府宣布，禁止使用大华摄像头。"),
    ],
)
def test_a_government_that_announces_its_own_act_is_its_actor(finder, code, text):
    found = one(finder, code, text, "use_prohibited")
    assert (found.attributed_to, found.actor) == (None, "Government of Lithuania")


@pytest.mark.parametrize(
    ("code", "text", "stance"),
    [
        ("en", "Lithuania plans to ban the use of Dahua cameras.", "planned"),
        ("en", "Lithuania has not banned the use of Dahua cameras.", "denied"),
        ("en", "Lithuania has reportedly banned the use of Dahua cameras.", "alleged"),
        ("en", "Dahua cameras may not be used in Lithuania from 1 June 2026.", "planned"),
        ("fr", "La Lituanie envisage d'interdire l'usage des caméras Dahua.", "planned"),
        ("de", "Litauen hat die Nutzung von Dahua-Kameras nicht verboten.", "denied"),
        ("es", "Lituania estudia prohibir el uso de cámaras Dahua.", "planned"),
        ("ru", "Литва планирует запретить использование камер Dahua.", "planned"),
        ("ar", "تعتزم ليتوانيا حظر استخدام كاميرات داهوا.", "planned"),
        ("zh", "立陶宛政府拟禁止使用大华摄像头。", "planned"),
    ],
)
def test_plans_denials_and_rumours_are_told_apart(finder, code, text, stance):
    assert one(finder, code, text, "use_prohibited").stance == stance


def test_what_a_later_sentence_reports_belongs_to_the_one_before(finder):
    text = "Lithuania banned the use of Dahua cameras. This was announced by Minister Jonas Petraitis on Monday."
    found = one(finder, "en", text, "use_prohibited")
    assert "Jonas Petraitis" in (found.attributed_to or "")
    assert found.date == dt.date(2026, 3, 2)


def test_the_company_means_the_maker_named_before(finder):
    text = "Lithuania banned the use of Dahua cameras. The company said it strongly disagrees with the decision."
    found = one(finder, "en", text, "objection")
    assert (found.target, found.attributed_to, found.jurisdiction) == ("dahua", "dahua", "LT")


def test_makers_of_one_list_share_the_verb(finder):
    found = events.read("Lithuania banned the use of Dahua, Hikvision and Huawei equipment.", "en", DAY, finder)
    assert sorted(e.target or "" for e in found) == ["dahua", "hikvision", "huawei"]


def test_a_text_taken_over_from_nobody_knows_where_asks_for_the_original(finder):
    text = "Lithuania banned the use of Dahua cameras.\n\nThis content was republished automatically.\n"
    proposal = propose(read.articles(text.encode(), "a.txt")[0], finder, finder.register)
    assert any("does not say from where" in question for question in proposal.questions)
