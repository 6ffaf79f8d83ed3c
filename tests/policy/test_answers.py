"""The questionnaire and its answers: what is asked, what may be answered, and that no answer contradicts in silence."""

import datetime as dt
from typing import get_args

import pytest

from nameplate.errors import DocumentError
from nameplate.model import PURPOSES, Actor, Category, Finding, Holder, Site
from nameplate.policy import answers, questionnaire, questions
from nameplate.policy.holder import FUNDING
from nameplate.register import load
from units import devices

REGISTER = load.load()
AS_OF = dt.date(2026, 11, 24)
HOLDER = Holder(
    "Example",
    actors=("public_body",),
    jurisdictions=("US",),
    sites=(
        Site("north", "North High", purposes=("public_safety",)),
        Site("annex", "Annex"),
        Site("empty", purposes=()),
    ),
)


def finding(device: str, *missing: str, order: str = "US-LA") -> Finding:
    return Finding(device, order, "forbidden_if", (), (), (), missing)


def given(tmp_path, text: str) -> answers.Answers:
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return answers.load(path, REGISTER, AS_OF)


def one(tmp_path, identifier: str, answer: str) -> answers.Answers:
    return given(tmp_path, f"questions: [{{id: {identifier}, answer: {answer}}}]\n")


@pytest.fixture(scope="module")
def units():
    """Three lines: two cameras at the annex (one of them four units), one thing of no place."""
    row = {"inventory.maker": "Hikvision", "inventory.model": "DS-2CD2143G0-I"}
    return devices(
        [
            row | {"inventory.serial": "DS0000001", "inventory.site": "Annex", "inventory.quantity": "4"},
            row | {"inventory.serial": "DS0000002", "inventory.site": "annex"},
            row | {"inventory.serial": "DS0000003"},
        ],
        HOLDER,
    )


def test_questions_are_asked_once_for_each_site_and_count_units(units):
    found = [finding(d.id, "site.purposes", "device.maker") for d in units] + [
        finding(units[1].id, "site.purposes", order="US-GA")
    ]
    opened = questionnaire.open_inputs(units, found, HOLDER)
    asked = questionnaire.of_review(opened, AS_OF, HOLDER, REGISTER, {})
    total = sum(d.quantity for d in units if d.site == "annex")
    assert [(q.id, q.units, q.orders) for q in asked.questions] == [("site.purposes/annex", total, ("US-GA", "US-LA"))]
    assert "at Annex used for" in asked.questions[0].ask
    assert {e.where for e in asked.elsewhere} == {
        "holder file, sites, purposes",
        "a typed plate, a seller's letter, a scan",
    }


def test_a_question_about_the_holder_is_asked_once(units):
    opened = questionnaire.open_inputs(units, [finding(d.id, "site.funding") for d in units], HOLDER)
    asked = questionnaire.of_review(opened, AS_OF, HOLDER, REGISTER, {})
    assert [q.id for q in asked.questions] == ["holder.funding"]
    assert asked.questions[0].units == sum(d.quantity for d in units)


def test_no_more_questions_than_anybody_answers():
    opened = [questionnaire.Open("site.purposes", f"s{n}", 200 - n, ("US-LA",), {f"s{n}": 1}) for n in range(120)]
    asked = questionnaire.of_review(opened, AS_OF, HOLDER, REGISTER, {})
    assert (len(asked.questions), asked.left_out) == (questionnaire.MOST, 20)
    assert asked.questions[0].id == "site.purposes/s0"


def test_words_that_can_be_answered_are_those_that_policy_knows():
    def words(name: str) -> set[str]:
        return set(questions.answer_kind(name, REGISTER).words)

    assert words("category") == set(get_args(Category))
    assert words("actors") == set(get_args(Actor)) - {"named_company", "anyone"}
    assert words("funding") == set(FUNDING)
    assert words("purposes") == set(PURPOSES)
    used = {s for order in REGISTER.orders.values() for bound in order.bound for s in bound.sectors}
    assert words("sectors") == used | {"none_of_these"}
    assert {q.answer for q in questions.table().values()} - {None} == set(questions._data().answers)


@pytest.mark.parametrize(
    ("identifier", "answer", "where", "value"),
    [
        ("site.purposes/annex", "[public_safety, education]", "purposes", ("public_safety", "education")),
        ("site.purposes/annex", "commercial", "purposes", ("commercial",)),
        ("site.sensitive/annex", "yes", "sensitive", True),
        ("site.sensitive/annex", "'no'", "sensitive", False),
        ("site.funding/annex", "[own_funds]", "funding", ("own_funds",)),
    ],
)
def test_an_answer_about_a_site_goes_to_that_site(tmp_path, identifier, answer, where, value):
    merged = answers.merge(HOLDER, one(tmp_path, identifier, answer), None)
    assert getattr(merged.sites[1], where) == value
    assert (merged.sites[0], merged.sites[2]) == (HOLDER.sites[0], HOLDER.sites[2])


@pytest.mark.parametrize(
    ("identifier", "answer", "key", "value"),
    [
        ("holder.sectors", "[none_of_these]", "sectors", ()),
        ("holder.sectors", "[telecom]", "sectors", ("telecom",)),
        ("holder.funding", "e_rate", "funding", ("e_rate",)),
        ("holder.component_reading", "strict", "component_reading", "strict"),
    ],
)
def test_an_answer_about_the_holder_goes_to_the_holder(tmp_path, identifier, answer, key, value):
    assert getattr(answers.merge(HOLDER, one(tmp_path, identifier, answer), None), key) == value


def test_who_and_where_can_be_answered_of_a_holder_of_whom_nothing_is_known(tmp_path):
    text = "questions: [{id: holder.actors, answer: [grantee]}, {id: holder.jurisdictions, answer: ['US', 'US-LA']}]"
    merged = answers.merge(Holder("x"), given(tmp_path, text), None)
    assert (merged.actors, merged.jurisdictions) == (("grantee",), ("US", "US-LA"))


def test_a_site_that_only_lists_name_is_added(tmp_path):
    merged = answers.merge(HOLDER, one(tmp_path, "site.purposes/Boat House", "[commercial]"), None)
    assert merged.sites[-1] == Site("Boat House", purposes=("commercial",))


@pytest.mark.parametrize("answer", ["", "unknown", "[unknown]", "[]", "null"])
def test_unknown_and_empty_leave_a_question_open(tmp_path, answer):
    assert one(tmp_path, "site.purposes/annex", answer).given == {}


@pytest.mark.parametrize(
    ("identifier", "answer", "words"),
    [
        ("site.purposes/annex", "[public_saftey]", ["public_saftey", "did you mean 'public_safety'", "none_of_these"]),
        ("site.purposes/annex", "[unknown, commercial]", ["stand alone"]),
        ("holder.sectors", "[none_of_these, telecom]", ["stand alone"]),
        ("site.purpose/annex", "[commercial]", ["no question", "did you mean 'site.purposes/annex'"]),
        ("site.purposes", "[commercial]", ["no question 'site.purposes'", "site.purposes/SITE"]),
        ("holder.actors/annex", "[grantee]", ["no question"]),
        ("order.status", "[in_force]", ["no question 'order.status'"]),
        ("site.sensitive/annex", "maybe", ["unknown answer 'maybe'", "yes, no, unknown"]),
        ("site.sensitive/annex", "[yes, no]", ["one answer, not 2"]),
        ("device.acquired/annex", "last year", ["'last year' is no answer", "2022-03-01"]),
        ("device.acquired/annex", "2027-03-01", ["is no answer"]),
        ("holder.jurisdictions", "[Louisiana]", ["is no answer", "ISO 3166"]),
        ("holder.funding", "3", ["the answer is int"]),
        ("device.category/x", "kamera", ["did you mean 'camera'"]),
    ],
)
def test_a_wrong_answer_is_named_with_file_question_and_what_is_allowed(tmp_path, identifier, answer, words):
    with pytest.raises(DocumentError) as raised:
        one(tmp_path, identifier, answer)
    assert str(raised.value).startswith(str(tmp_path / "answers.yaml"))
    assert [word for word in [identifier.partition("/")[0], *words] if word not in str(raised.value)] == []


def test_a_misspelt_key_beside_an_answer_is_refused_with_its_line(tmp_path):
    with pytest.raises(DocumentError, match="line 3: unknown key 'anwser'; did you mean 'answer'"):
        given(tmp_path, "questions:\n  - id: holder.funding\n    anwser: [e_rate]\n")


def test_a_misspelt_site_is_not_taken_for_a_new_one(tmp_path):
    with pytest.raises(DocumentError, match=r"'site.purposes/anex'.*did you mean 'annex'"):
        answers.merge(HOLDER, one(tmp_path, "site.purposes/anex", "[commercial]"), None)


@pytest.mark.parametrize(
    ("identifier", "answer", "place"),
    [
        ("site.purposes/north", "[commercial]", r"holder.yaml: site 'north', purposes: \[public_safety\]"),
        ("site.purposes/empty", "[commercial]", r"site 'empty', purposes: \[\]"),
        ("holder.actors", "[grantee]", r"holder.yaml: actors: \[public_body\]"),
    ],
)
def test_an_answer_that_contradicts_the_holder_file_is_an_error_with_both_places(tmp_path, identifier, answer, place):
    found = one(tmp_path, identifier, answer)
    with pytest.raises(DocumentError, match=f"answers.yaml: '{identifier}': the answer .* contradicts .*{place}"):
        answers.merge(HOLDER, found, tmp_path / "holder.yaml")


def test_an_answer_that_repeats_the_holder_file_is_none(tmp_path):
    assert answers.merge(HOLDER, one(tmp_path, "site.purposes/north", "[public_safety]"), None) == HOLDER


def test_one_question_answered_in_two_ways_is_an_error(tmp_path):
    text = "questions: [{id: holder.funding, answer: e_rate}]\nanswered: [{id: holder.funding, answer: own_funds}]\n"
    with pytest.raises(DocumentError, match="answered twice"):
        given(tmp_path, text)


def test_a_day_and_a_kind_fill_only_what_no_list_says(tmp_path, units):
    known = devices(
        [{"inventory.maker": "Axis", "inventory.site": "annex", "inventory.acquired": "2020-02-02"}], HOLDER
    )
    found = given(tmp_path, "questions: [{id: device.acquired/annex, answer: 2022-03-01}]")
    filled, unfit = answers.fill([*units, *known], found)
    days = [d.acquired for d in filled]
    assert days == [dt.date(2022, 3, 1) if d.site == "annex" else None for d in units] + [dt.date(2020, 2, 2)]
    assert unfit == []


def test_an_answer_about_what_no_unit_is_becomes_a_problem(tmp_path, units):
    _, (problem,) = answers.fill(units, one(tmp_path, "device.category/Z-9", "camera"))
    assert problem.locator == "device.category/Z-9"
    assert problem.source.endswith("answers.yaml")
