"""review.json is the published contract: its keys, its order, the same bytes from the same inputs, readable again."""

import json

import pytest
from reviews import AS_OF, PLAIN, review_of, written

from nameplate.errors import UsageError
from nameplate.report import json_file

TOP = {"schema", "as_of", "holder", "register", "sources", "devices", "findings", "problems", "totals"}
DEVICE = {"id", "subjects", "site", "identifiers", "attribution"}
ATTRIBUTION = {
    "maker",
    "probability",
    "verdict",
    "proof",
    "brand",
    "model",
    "firmware_family",
    "alternatives",
    "claims",
    "contradictions",
    "would_settle",
}
VERDICTS = {"forbidden", "forbidden_if", "restricted", "allowed_by_exception", "not_covered", "cannot_tell"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("json"), PLAIN)


@pytest.fixture(scope="module")
def review(folder):
    return json.loads((folder / "review.json").read_text(encoding="utf-8"))


def test_the_top_level_is_the_contracts(review):
    assert set(review) >= TOP
    assert review["schema"] == "nameplate/review/1"
    assert review["as_of"] == AS_OF.isoformat()
    assert set(review["register"]) == {"version", "as_of"}
    assert review["holder"]["name"] == "Example District"


def test_sources_are_the_contracts(review):
    (source,) = review["sources"]
    assert set(source) >= {"path", "sha256", "reader", "rows", "problems"}
    assert (source["reader"], source["rows"], source["problems"]) == ("delimited", 5, 0)
    assert len(source["sha256"]) == 64


def test_devices_are_the_contracts(review):
    for device in review["devices"]:
        assert set(device) >= DEVICE
        assert set(device["subjects"][0]) == {"source", "locator", "subject"}
        assert set(device["identifiers"]) == {"mac", "serial", "ip", "asset_tag"}
        attribution = device["attribution"]
        assert set(attribution) >= ATTRIBUTION
        assert attribution["verdict"] in {"identified", "cannot_tell", "nothing_known"}
        assert attribution["proof"] in {"unit", "firmware", "registrant", "brand", "lineage", None}
        assert 0 <= attribution["probability"] <= 1
        for claim in attribution["claims"]:
            assert set(claim) >= {"about", "value", "rule", "strength", "observation", "facts"}
            assert set(claim["observation"]) == {"source", "locator", "kind", "value"}


def test_findings_are_the_contracts(review):
    assert review["findings"]
    ids = {device["id"] for device in review["devices"]}
    for finding in review["findings"]:
        assert set(finding) == {"device", "order", "verdict", "conditions", "duties", "chain", "missing"}
        assert finding["verdict"] in VERDICTS
        assert finding["device"] in ids
        assert all(set(duty) >= {"verb", "due"} for duty in finding["duties"])
        assert all("says" in step for step in finding["chain"])


def test_totals_count_every_unit_once(review):
    totals = review["totals"]
    assert totals["units"] == 7
    assert sum(totals["by_verdict"].values()) == 7
    assert totals["by_verdict"] == {"cannot_tell": 1, "forbidden": 4, "forbidden_if": 1, "not_covered": 1}
    assert totals["by_maker"] == {"axis": 1, "dahua": 3, "hikvision": 2}
    assert totals["dropped_credentials"] == 2


def keys_in_order(value) -> bool:
    if isinstance(value, dict):
        return list(value) == sorted(value) and all(map(keys_in_order, value.values()))
    return all(map(keys_in_order, value)) if isinstance(value, list) else True


def test_keys_are_sorted_throughout(review):
    assert keys_in_order(review)


@pytest.mark.parametrize(
    "name", ["review.json", "findings.csv", "walk-list.csv", "report.html", "observations.parquet"]
)
def test_two_runs_give_the_same_bytes(tmp_path, name):
    first = (written(tmp_path, PLAIN) / name).read_bytes()
    again = (written(tmp_path, PLAIN) / name).read_bytes()
    assert first == again


def test_a_review_is_read_back_as_it_was(tmp_path, folder):
    again = json_file.read(folder)
    assert again.devices[0].attribution.maker == "hikvision"
    assert json_file.read(folder / "review.json") == again
    json_file.write(again, None, None, tmp_path)  # type: ignore[arg-type]
    assert (tmp_path / "review.json").read_bytes() == (folder / "review.json").read_bytes()


def test_what_is_no_review_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no review there"):
        json_file.read(tmp_path)
    (tmp_path / "review.json").write_text('{"schema": 1}', encoding="utf-8")
    with pytest.raises(UsageError, match="not a review of this version"):
        json_file.read(tmp_path)


def test_the_same_units_in_another_order_of_files_have_the_same_ids(tmp_path):
    lines = PLAIN.splitlines(keepends=True)
    turned = lines[0] + "".join(reversed(lines[1:]))
    one, other = review_of(tmp_path / "a", PLAIN), review_of(tmp_path / "b", turned)
    named = [{d.id for d in review.devices if d.identifiers.serial} for review in (one, other)]
    assert named[0] == named[1]
    assert len(named[0]) == 4
