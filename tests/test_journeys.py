"""The journeys of people who use Nameplate, end to end on the examples, judged by the truth beside them.

Each review runs once, as the command does it. The scorer is the bench's; the truth never enters the review.
"""

import csv
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
NAMES = ("district", "contractor", "municipalite")
FORBIDDING = {"forbidden", "forbidden_if"}


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("district_truth", ROOT / "bench" / "district_truth.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Journey:
    """One example reviewed: the exit code, the review, its folder, and every scored unit with its outcome."""

    code: int
    review: dict[str, Any]
    folder: Path
    outcomes: list[tuple[dict[str, Any], str, Any]]

    def named(self, outcome: str) -> list[str]:
        """Units with this outcome."""
        return [unit["unit"] for unit, found, _ in self.outcomes if found.startswith(outcome)]


@pytest.fixture(scope="module")
def journeys(tmp_path_factory) -> dict[str, Journey]:
    """All examples reviewed, as `nameplate review FOLDER --holder FOLDER/holder.yaml` does it."""
    found = {}
    for name in NAMES:
        out = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "nameplate", "review", f"examples/{name}", "--quiet", "--out", str(out)]
        command += ["--holder", f"examples/{name}/holder.yaml", "--as-of", "2026-11-24"]
        done = subprocess.run(command, cwd=ROOT, timeout=240, check=False, capture_output=True, text=True)
        assert "Traceback" not in done.stderr, done.stderr
        review = json.loads((out / "review.json").read_text(encoding="utf-8"))
        outcomes = _scorer().outcomes(out, EXAMPLES / "truth" / f"{name}.jsonl")
        found[name] = Journey(done.returncode, review, out, outcomes)
    return found


@pytest.fixture(params=NAMES)
def journey(request, journeys) -> Journey:
    """Each journey in turn."""
    return journeys[request.param]


def test_nobody_is_accused_and_no_maker_is_wrong(journey):
    assert journey.named("ACCUSED") == []
    assert journey.named("WRONG maker") == []


def test_direct_evidence_is_never_missed(journey):
    assert journey.named("MISSED direct evidence") == []
    assert journey.named("NOT FOUND") == []


def test_what_cannot_be_told_says_what_would_settle_it(journey):
    assert journey.named("undecided WITHOUT a way to settle") == []
    open_ones = [d["attribution"] for d in journey.review["devices"] if d["attribution"]["verdict"] == "cannot_tell"]
    assert all(one["would_settle"] for one in open_ones)


def test_most_units_are_decided(journey):
    """An IT lead rejects a list with a third "unknown" (users.md): undecided stays for what truly is."""
    undecidable = [unit for unit, _, _ in journey.outcomes if unit["expect"] == "cannot_tell"]
    undecided = [unit for unit, outcome, _ in journey.outcomes if outcome.startswith("right: undecided")]
    assert len(undecided) <= len(undecidable) + 0.1 * len(journey.outcomes)


def test_every_forbidding_finding_goes_down_to_a_row_and_up_to_a_source(journey):
    rows = {d["id"]: tuple(p["locator"] for p in d["subjects"]) for d in journey.review["devices"]}
    for finding in journey.review["findings"]:
        if finding["verdict"] in FORBIDDING:
            observed = [s["observation"]["locator"] for s in finding["chain"] if s.get("observation")]
            assert observed
            assert all(locator.startswith(rows[finding["device"]]) for locator in observed)
            assert any("http" in (s.get("cite") or "") for s in finding["chain"])


def test_nothing_in_the_files_is_unreadable_and_no_credential_is_written(journey):
    assert journey.review["unreadable"] == []
    assert journey.code == 1
    for path in journey.folder.iterdir():
        if path.suffix not in {".xlsx", ".parquet"}:
            assert "not-a-secret" not in path.read_text(encoding="utf-8-sig")


def test_reviewing_again_gives_the_same_bytes(journeys, tmp_path):
    """The smallest example once more, with other hashing and threads: inputs, register and day decide, nothing else."""
    command = [sys.executable, "-m", "nameplate", "review", "examples/contractor", "--quiet", "--out", str(tmp_path)]
    command += ["--holder", "examples/contractor/holder.yaml", "--as-of", "2026-11-24", "--format", "json,csv"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "POLARS_MAX_THREADS": "1", "TZ": "Pacific/Auckland"}
    subprocess.run(command, cwd=ROOT, timeout=240, check=False, env=environment)
    for name in ("review.json", "findings.csv", "walk-list.csv"):
        assert (tmp_path / name).read_bytes() == (journeys["contractor"].folder / name).read_bytes()


def verdict_by_order(journey: Journey) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for finding in journey.review["findings"]:
        found.setdefault(finding["order"], Counter())[finding["verdict"]] += 1
    return found


def test_the_district_knows_how_many_where_and_by_which_money(journeys):
    """School district IT lead: numbers equal to the own count, schools kept, a list to walk with."""
    journey = journeys["district"]
    units = journey.review["totals"]["units"]
    assert 700 <= units <= 800
    sites = Counter(d["site"] for d in journey.review["devices"])
    holder = {site["id"] for site in journey.review["holder"]["sites"]}
    assert len(holder & set(sites)) == 12
    orders = verdict_by_order(journey)
    assert orders["US-LA"]["forbidden"] > 0
    assert "forbidden_if" in orders["US-LA"]
    with (journey.folder / "walk-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        walk = list(csv.DictReader(stream))
    assert walk
    assert all(row["read_off_the_plate"] for row in walk)


def test_the_district_sees_relabelled_units_under_their_makers(journeys):
    journey = journeys["district"]
    found = {
        (d["attribution"]["brand"], d["attribution"]["maker"])
        for d in journey.review["devices"]
        if d["attribution"]["verdict"] == "identified"
    }
    relabelled = {
        (brand, maker) for brand, maker in found if brand and brand != maker and maker in {"hikvision", "dahua"}
    }
    assert len(relabelled) >= 5


def test_a_sellers_claim_of_compliance_stands_beside_a_forbidden_unit(journeys):
    forbidden = {f["device"] for f in journeys["district"].review["findings"] if f["verdict"] == "forbidden"}
    claimed = [d for d in journeys["district"].review["devices"] if d["attested"] and d["id"] in forbidden]
    assert claimed


def test_the_contractor_can_sign_or_knows_the_clock(journeys):
    """Compliance officer: representation basis, and the reports of one and ten business days."""
    journey = journeys["contractor"]
    reports = [
        [duty["due"] for duty in f["duties"] if duty["verb"] == "report"]
        for f in journey.review["findings"]
        if f["order"] == "US-889B" and f["verdict"] == "forbidden"
    ]
    assert reports
    assert all(due == ["2026-11-25", "2026-12-10"] for due in reports)
    assert verdict_by_order(journey)["US-889B"]["forbidden_if"] > 0


def test_the_municipality_is_judged_by_its_own_law(journeys):
    """Municipality: which order binds us at all; American law is not applied to it."""
    journey = journeys["municipalite"]
    orders = set(verdict_by_order(journey))
    assert "CA-QC" in orders
    assert not any(order.startswith(("US", "UK", "AU")) for order in orders)
    assert {e["order"] for e in journey.review["not_covered"]} >= {"US-889B", "CA-ICA-HIK"}


def test_french_lists_are_read_with_their_accents(journeys):
    names = {d["site"] for d in journeys["municipalite"].review["devices"]}
    assert {"hotel-de-ville", "bibliotheque", "caserne", "usine", "garage"} <= names
    assert "\ufffd" not in (journeys["municipalite"].folder / "review.json").read_text(encoding="utf-8")
