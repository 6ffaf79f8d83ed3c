"""Cases on the command line: four people, refusals, a newer review, forms, and a bundle for an auditor."""

import pytest

HOLDER = """\
name: Contractor
actors: [contractor]
jurisdictions: [US]
sites: [{id: gate, name: Gate, match: {site: ["Gate"]}, purposes: [government_facility]}]
"""
LIST = (
    "Manufacturer,Model,Serial,Category,Site,Purchase Date\n"
    "Hikvision,DS-2CD2142FWD-I,KX4410001,camera,Gate,2022-03-01\n"
    "Dahua,IPC-HFW1230S,KX4410002,camera,Gate,2022-03-01\n"
)
ROLES = {
    "alice": ("analyst", "technician"),
    "bob": ("approver", "receiver"),
    "carol": ("inventory_taker",),
    "dan": ("disposer",),
}


@pytest.fixture
def office(nameplate, tmp_path, monkeypatch):
    """A store in an empty folder, with a server's key and four people, and a review taken in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NAMEPLATE_PASSPHRASE", "a passphrase")
    (tmp_path / "holder.yaml").write_text(HOLDER)
    (tmp_path / "list.csv").write_text(LIST)
    assert nameplate("ledger", "open", "--origin", "example.org/review", "--server-key", "server.key").code == 0
    for name, roles in ROLES.items():
        key = nameplate("user", "key", name, "--out", f"{name}.key", "--json").json["key"]
        wanted = [word for role in roles for word in ("--role", role)]
        assert nameplate("user", "add", key, *wanted, "--server-key", "server.key").code == 0
    take_in(nameplate, "list.csv", "one")
    return nameplate


def take_in(nameplate, source, out):
    nameplate("review", source, "--holder", "holder.yaml", "--out", out, "--format", "json", "--quiet")
    result = nameplate("case", "import", out, "--key", "alice.key")
    assert result.code == 0, result.err
    return result.out


def step(nameplate, who, case, act, *words):
    return nameplate("case", "step", case, act, *words, "--key", f"{who}.key")


def test_a_case_from_its_opening_to_the_proof_and_the_auditor(office, tmp_path):
    opened = office("case", "open", "--by", "maker", "--where", "maker=dahua", "--key", "alice.key", "--json").json
    case = opened["cases"][0]["id"]
    assert step(office, "carol", case, "gather", "what=photo", "--attach", "list.csv").code == 0
    assert step(office, "alice", case, "assess", "says=stands", "contract=W912").code == 0
    reply = office("case", "reply", case, "--whom", "maker", "--says", "We disagree.", "--key", "alice.key")
    assert reply.code == 0
    assert office("case", "decide", case, "remove", "--why", "s.889", "--key", "alice.key").code == 0
    refused = office("case", "approve", case, "--key", "alice.key")
    assert (refused.code, "may not do 'approve'" in refused.err) == (2, True)
    assert "decided" in office("case", "approve", case, "--key", "bob.key").out
    assert step(office, "alice", case, "carry_out", "day=2026-11-01", "how=unplugged").code == 0
    assert step(office, "carol", case, "verify", "by=photo").code == 0
    assert step(office, "bob", case, "close").code == 0
    shown = office("case", "show", case).out
    assert "answer of the maker: We disagree." in shown
    assert "bob: approve" in shown
    assert office("case", "replay", case).out == f"{case}: every verdict comes out as it was\n"
    assert office("ledger", "head", "--out", "head.note", "--server-key", "server.key").code == 0
    assert office("ledger", "export", "b.zip", "--server-key", "server.key", "--json").json["entries"] > 10
    assert office("verify", "b.zip", "--head", "head.note").code == 0


def test_a_newer_review_keeps_decisions_and_opens_again_what_it_contradicts(office, tmp_path):
    office("case", "open", "--key", "alice.key")
    for act in (("assess", "says=x"), ("request", "decision=remove", "why=x")):
        assert office("case", "step", "all", *act, "--where", "verdict=forbidden", "--key", "alice.key").code == 0
    assert office("case", "approve", "all", "--where", "state=second_review", "--key", "bob.key").code == 0
    assert "reopened" not in take_in(office, "list.csv", "two")
    (tmp_path / "holder.yaml").write_text(HOLDER.replace("government_facility", "commercial"))
    (tmp_path / "newer.csv").write_text(LIST)
    told = take_in(office, "newer.csv", "three")
    assert told.count("reopened c-") == 2
    assert "was forbidden, now" in told
    assert office("case", "list", "--json").json["states"] == {"reopened": 2}


def test_the_same_review_again_changes_nothing(office):
    again = office("case", "import", "one", "--key", "alice.key")
    assert "was taken in before (import 1); nothing changed" in again.out


def test_forms_are_filled_from_cases(office, tmp_path):
    office("case", "open", "--key", "alice.key")
    names = ["first_report", "representation", "removal_plan", "public_records"]
    wanted = [word for name in names for word in ("--form", name)]
    result = office("case", "export", "all", "--where", "verdict=forbidden", *wanted, "--out", "forms", "--json")
    assert result.code == 0, result.err
    assert [(tmp_path / path).exists() for path in result.json["written"]] == [True] * 8
    assert "KX4410001" in (tmp_path / "forms/removal_plan.html").read_text()
    assert "KX4410001" not in (tmp_path / "forms/public_records.html").read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("case", "step", "c-1", "assess", "says=x", "--key", "alice.key"), "case 'c-1': not in this store"),
        (("case", "step", "all", "assess", "says=x", "--key", "alice.key"), "say which cases with --where"),
        (("case", "open", "--by", "colour", "--key", "alice.key"), "--by colour: choose one of device, model"),
        (("case", "list", "--where", "colour=red"), "'colour' filters no cases"),
        (("case", "step", "c-1", "assess", "says", "--key", "alice.key"), "write it as field=value"),
        (("case", "step", "c-1", "assess", "says=x"), "--key: name your key file"),
        (("case", "show", "c-1", "--db", "none.db"), "none.db: there is no such store"),
        (("user", "add", "nonsense", "--role", "analyst", "--server-key", "server.key"), "nonsense"),
        (("ledger", "export", "list.csv", "--server-key", "server.key"), "is there already"),
        (("ledger", "head", "--out", "h.note", "--server-key", "alice.key"), "alice is not the server"),
        (("ledger", "open", "--origin", "x", "--server-key", "server.key"), "has a ledger already"),
        (("case", "export", "all", "--where", "state=opened", "--form", "poem"), "'poem' is no form"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(office, words, says):
    result = office(*words)
    assert result.code == 2
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_everything_goes_into_another_store_and_back(office):
    assert office("ledger", "dump", "all.jsonl").code == 0
    assert office("ledger", "load", "all.jsonl", "--db", "copy.db").code == 0
    assert office("ledger", "dump", "again.jsonl", "--db", "copy.db").code == 0
    with open("all.jsonl", "rb") as one, open("again.jsonl", "rb") as other:  # noqa: PTH123
        assert one.read() == other.read()
    assert office("ledger", "list", "--db", "copy.db", "--json").json["entries"][0]["act"] == "key_added"


def test_a_key_is_replaced_and_the_old_one_signs_nothing_more(office):
    new = office("user", "key", "alice", "--out", "alice2.key", "--json").json["key"]
    assert office("user", "revoke", "alice", "--why", "lost", "--replace", new, "--server-key", "server.key").code == 0
    refused = office("case", "open", "--key", "alice.key")
    assert "this key of alice was revoked" in refused.err
    assert office("case", "open", "--key", "alice2.key").code == 0
    assert len(office("user", "list", "--json").json["people"]) == 6
