"""A bundle's acts by the rules of its own workflow: what the ledger's checks, which know no review, leave open."""

from pathlib import Path

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import bundle
from nameplate.ledger.checks.findings import Report, Verification
from nameplate.ledger.container import Limits, opened, read
from nameplate.ledger.entry import Entry
from nameplate.review import lawful


def judged(found: Verification, path: Path, limits: Limits | None = None) -> Verification:
    """The verification of the bundle at `path` with one check more: whether the workflow allowed every act."""
    report = Report()
    try:
        _judge(_entries(path, limits or Limits()), report)
    except LedgerError as error:
        report.skip("rules", f"the entries cannot be read: {error}")
    intact = found.intact and not report.failed("rules")
    return msgspec.structs.replace(found, intact=intact, checks=(*found.checks, *report.checks()))


def _entries(path: Path, limits: Limits) -> list[Entry]:
    with opened(path, limits) as container:
        data = read(container, bundle.ENTRIES, limits.entries)
    return lawful.decode(data.split(b"\n"))


def _judge(entries: list[Entry], report: Report) -> None:
    course = lawful.course(entries)
    for one in course.unlawful:
        report.fail("rules", one.says, one.entry)
    if course.workflow is None and not course.unlawful:
        report.warn("rules", "the ledger holds no workflow and no act on a case: it is not one of a review")
    else:
        says = f"every act was allowed by the workflow, to who signed it (cases: {len(course.cases):,})"
        report.passed("rules", says)
