"""`orders`, `makers`, `ask`: what the register says, with citations, as words and as JSON."""

import pytest

from nameplate.register import load

BAD_ORDER = """\
order:
  id: OWN-1
  title: A rule of our own
  jurisdiction: US
  issuer: The board
  kind: policy
  summary: x
  citations: []
  status_history: [{from: 2025-01-01, status: in_force}]
  text_seen: true
  facts: []
  bound: [{actors: [public_body]}]
  targets: [{by: entity, entities: [no-such-maker]}]
"""


def test_orders_list_gives_every_order_with_its_status_of_the_day(nameplate):
    found = nameplate("orders", "list", "--json", "--as-of", "2026-11-24")
    assert found.code == 0
    assert {o["id"] for o in found.json["orders"]} == set(load.load().orders)
    states = {o["id"]: o["in_force"] for o in found.json["orders"]}
    assert (states["US-889B"], states["CA-ICA-HIK"], states["US-5949"]) == (True, None, False)
    assert "US-889B" in nameplate("orders", "list").out


def test_orders_show_gives_facts_and_their_citations(nameplate):
    found = nameplate("orders", "show", "us-889b", "--json").json
    assert found["order"]["id"] == "US-889B"
    cited = {key for fact in found["order"]["facts"] for key in fact["cite"]}
    assert cited == set(found["citations"])
    assert "http" in nameplate("orders", "show", "US-889B").out


def test_an_order_that_does_not_exist_is_named_with_the_nearest(nameplate):
    found = nameplate("orders", "show", "US-889C")
    assert found.code == 2
    assert "did you mean US-889" in found.err


def test_orders_check_is_clean_for_our_own_and_finds_faults_in_others(nameplate, files):
    assert nameplate("orders", "check").code == 0
    folder = files / "own" / "orders"
    folder.mkdir(parents=True)
    (folder / "OWN-1.yaml").write_text(BAD_ORDER)
    found = nameplate("orders", "check", "--register", "own", "--json")
    assert found.code == 1
    assert {fault["item"] for fault in found.json["faults"]} == {"OWN-1"}
    assert any("no-such-maker" in fault["what"] for fault in found.json["faults"])


def test_an_own_order_stands_beside_the_packaged_ones(nameplate, files):
    folder = files / "own" / "orders"
    folder.mkdir(parents=True)
    (folder / "OWN-1.yaml").write_text(BAD_ORDER.replace("no-such-maker", "hikvision"))
    rows = {o["id"]: o for o in nameplate("orders", "list", "--register", "own", "--json").json["orders"]}
    assert rows["OWN-1"]["own"] is True
    assert rows["US-889B"]["own"] is False


def test_orders_timeline_lists_events_by_date(nameplate):
    assert nameplate("orders", "timeline", "hikvision").code == 0


def test_makers_list_gives_every_maker(nameplate):
    found = nameplate("makers", "list", "--json").json
    assert {m["id"] for m in found["makers"]} == set(load.load().makers)
    hikvision = next(m for m in found["makers"] if m["id"] == "hikvision")
    assert hikvision["seat"] == "CN"
    assert "lts" in hikvision["brands"]
    assert "hikvision" in nameplate("makers", "list").out


@pytest.mark.parametrize("named", ["hikvision", "ezviz", "HIKVISION"])
def test_makers_show_takes_a_maker_or_company_id(nameplate, named):
    found = nameplate("makers", "show", named, "--json").json
    assert found["maker"]["id"] == "hikvision"
    assert all(line["cite"] for line in found["lineage"])


def test_makers_show_takes_a_brand(nameplate):
    found = nameplate("makers", "show", "honeywell", "--json").json
    assert found["brand"]["id"] == "honeywell"
    text = nameplate("makers", "show", "honeywell").out
    assert "Dahua" in text
    assert "2022-04-30" in text


def test_a_maker_that_does_not_exist_is_named_with_the_nearest(nameplate):
    found = nameplate("makers", "show", "hikvison")
    assert found.code == 2
    assert "did you mean hikvision" in found.err


def ask(nameplate, *more: object):
    return nameplate("ask", "--category", "camera", "--holder", "holder.yaml", "--as-of", "2026-11-24", *more)


@pytest.mark.parametrize(("maker", "code"), [("hikvision", 1), ("lts", 1), ("axis", 0)])
def test_ask_exits_as_review_does(nameplate, files, maker, code):
    assert ask(nameplate, "--maker", maker, "--site", "north").code == code


def test_ask_gives_every_order_considered(nameplate, files):
    found = ask(nameplate, "--maker", "hikvision", "--site", "north", "--json").json
    assert {f["order"] for f in found["findings"]} == set(load.load().orders)
    assert {"forbidden", "not_covered"} <= {f["verdict"] for f in found["findings"]}
    assert all(f["chain"] for f in found["findings"])


def test_ask_counts_from_the_purchase(nameplate, files):
    def louisiana(day: str) -> str:
        found = ask(nameplate, "--maker", "hikvision", "--site", "north", "--acquired", day, "--json").json
        return next(f["verdict"] for f in found["findings"] if f["order"] == "US-LA")

    assert (louisiana("2020-01-01"), louisiana("2022-01-01")) == ("not_covered", "forbidden")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--maker", "hikvision", "--site", "nowhere"], "it has north, annex"),
        (["--maker", "hikvision", "--acquired", "last year"], "not a date"),
        (["--maker", "hikvision", "--category", "kamera"], "choose one of camera"),
    ],
)
def test_wrong_questions_are_exit_2(nameplate, files, more, says):
    found = ask(nameplate, *more)
    assert found.code == 2
    assert says in found.err


def test_a_misspelt_maker_is_not_taken_for_an_innocent_one(nameplate, files):
    found = ask(nameplate, "--maker", "hikvison", "--site", "north")
    assert found.code == 2 or "hikvision" in found.err


def test_timeline_of_all_and_of_one_maker(nameplate):
    everything = nameplate("orders", "timeline", "--json").json["events"]
    one = nameplate("orders", "timeline", "hikvision", "--json").json["events"]
    assert 0 < len(one) < len(everything)
    assert all(set(event) == {"date", "order", "jurisdiction", "says"} for event in one)


def test_a_timeline_of_a_misspelt_maker_is_wrong_use(nameplate):
    assert nameplate("orders", "timeline", "hikvison").code == 2


def test_orders_diff_tells_what_changed_with_its_source(nameplate):
    found = nameplate("orders", "diff", "2025-06-01", "2025-07-01", "--json").json
    assert (found["from"], found["to"]) == ("2025-06-01", "2025-07-01")
    federal = next(o for o in found["orders"] if o["order"] == "CA-FED-USE")
    assert (federal["before"], federal["after"]) == (False, True)
    assert all(set(change) == {"date", "what", "says", "fact", "cite"} for change in federal["changes"])
    text = nameplate("orders", "diff", "2025-06-01", "2025-07-01").out
    assert "CA-FED-USE" in text
    assert "not in force, then in force" in text
    assert "http" in text


def test_orders_diff_of_one_maker_leaves_others_out(nameplate):
    found = nameplate("orders", "diff", "2018-01-01", "2026-11-24", "--maker", "Huawei", "--json").json["orders"]
    orders = {o["order"] for o in found}
    assert "UK-DVD-HUAWEI" in orders
    assert "CA-ICA-HIK" not in orders


def test_orders_diff_says_that_nothing_changed(nameplate):
    assert "nothing changed" in nameplate("orders", "diff", "2017-01-01", "2017-01-02").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("2026-01-01", "2025-01-01"), "lies after"),
        (("yesterday", "2025-01-01"), "FROM yesterday: not a date"),
        (("2025-01-01", "2025-13-01"), "TO 2025-13-01: not a date"),
        (("2025-01-01", "2026-01-01", "--maker", "hikvison"), "did you mean hikvision"),
    ],
)
def test_a_wrong_diff_is_exit_2(nameplate, arguments, says):
    found = nameplate("orders", "diff", *arguments)
    assert found.code == 2
    assert says in found.err


def test_a_timeline_can_be_drawn(nameplate, tmp_path):
    path = tmp_path / "t.svg"
    found = nameplate(
        "orders", "timeline", "hikvision", "--jurisdiction", "us", "--picture", path, "--as-of", "2026-11-24"
    )
    assert (found.code, found.out) == (0, "")
    text = path.read_text(encoding="utf-8")
    assert "US-889B" in text
    assert "CA-QC" not in text


def test_a_timeline_of_one_country_has_its_states_too(nameplate):
    events = nameplate("orders", "timeline", "--jurisdiction", "CA", "--json").json["events"]
    assert {e["jurisdiction"] for e in events} == {"CA", "CA-QC"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--jurisdiction", "XX"), "it has AU, CA"),
        (("--picture", "/no/such/folder/t.svg"), "cannot be written"),
        (("--as-of", "today"), "not a date"),
    ],
)
def test_a_wrong_timeline_is_exit_2(nameplate, arguments, says):
    found = nameplate("orders", "timeline", *arguments)
    assert found.code == 2
    assert says in found.err
