"""Verify a bundle with nothing but the bundle and what the auditor holds: the whole way on one page.

Everything in the bundle is the work of a stranger until it is checked. What the bundle alone can show is that it agrees
with itself; that its keeper did not write all of it anew is shown by keys and heads that somebody else holds.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from nameplate.errors import LedgerError
from nameplate.ledger import bundle
from nameplate.ledger.checks import heads, lines, parts
from nameplate.ledger.checks.findings import Check, Name, Report, SignerReport, Verification
from nameplate.ledger.checks.heads import Heads, Shown
from nameplate.ledger.container import Container, Limits, opened, read
from nameplate.ledger.entry import Attachment, read_entry
from nameplate.ledger.registry import Registry
from nameplate.ledger.trust import HeldFile, Trust

ALONE = 3 * lines.SLICE
"""Up to so many entries one process does the work: to start others would take longer."""

Progress = Callable[[int, int], None]
"""Told how many entries are done, of how many."""


def verify_bundle(
    path: Path,
    trust: Trust | None = None,
    *,
    limits: Limits | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Verify the bundle at `path`, a ZIP or a folder, in `workers` processes (default: one a core;
    1 stays in this process, which a script without a main module of its own needs).

    Whatever is wrong with the bundle is a failed check. Raises `LedgerError` only if there is no bundle at all
    to look at, or a head that the auditor gives is none.
    """
    held, bounds = trust or Trust(), limits or Limits()
    mine = [heads.read_held(file) for file in held.heads]
    with opened(path, bounds) as container:
        return _verify(container, held, mine, bounds, workers or os.cpu_count() or 1, progress or _silent)


def _verify(
    container: Container, trust: Trust, mine: list[Shown], limits: Limits, workers: int, progress: Progress
) -> Verification:
    report = Report()
    digests = parts.check_sums(container, limits, report)
    ledger = _lines(container, limits, report)
    origin = _origin(ledger, report)
    registry, problems = lines.key_table(ledger)
    for problem in problems:
        report.add(problem)
    leaves, attachments, uses = _entries(origin, ledger, registry, report, workers, progress)
    parts.check_keys(container, limits, registry.records(), report)
    parts.check_attachments(attachments, digests, container, report)
    found = Heads(origin, len(ledger), registry, trust, report)
    found.check([*_shown(container, limits, report), *mine], leaves)
    for stamp in (*_stamps(container, limits, report), *trust.stamps):
        found.stamp(stamp)
    _held_keys(registry, trust, report)
    known = found.reports()
    witnessed = max((head.size for head in known if head.witnesses), default=0)
    _conclude(report, len(known), witnessed, len(ledger), len(mine))
    checks = report.checks()
    return Verification(
        intact=not any(check.outcome == "failed" for check in checks),
        origin=origin or None,
        entries=len(ledger),
        witnessed=witnessed,
        heads=known,
        signers=_signers(registry, uses, trust),
        checks=checks,
    )


def _lines(container: Container, limits: Limits, report: Report) -> list[bytes]:
    try:
        data = read(container, bundle.ENTRIES, limits.entries)
    except LedgerError as error:
        report.fail("entries", str(error), file=bundle.ENTRIES)
        return []
    if data.count(b"\n") > limits.lines:
        report.fail("entries", f"more than {limits.lines:,} lines", file=bundle.ENTRIES)
        return []
    found = data.split(b"\n")
    if found.pop():
        report.fail("entries", "the last line does not end: the file was cut off", file=bundle.ENTRIES)
    if any(len(line) > limits.line for line in found):
        report.fail("entries", f"a line longer than {limits.line:,} bytes", file=bundle.ENTRIES)
        return []
    if not found:
        report.fail("entries", "there is not one entry", file=bundle.ENTRIES)
    return found


def _origin(ledger: Sequence[bytes], report: Report) -> str:
    """The name of the ledger, as its first entry states it."""
    try:
        return read_entry(ledger[0]).entry.origin if ledger else ""
    except LedgerError:
        report.fail("entries", "the first entry cannot be read, so nobody knows which ledger this is", 0)
        return ""


def _entries(
    origin: str, ledger: Sequence[bytes], registry: Registry, report: Report, workers: int, progress: Progress
) -> tuple[list[bytes], list[tuple[int, Attachment]], Counter[tuple[str, str]]]:
    leaves: list[bytes] = []
    attachments: list[tuple[int, Attachment]] = []
    uses: Counter[tuple[str, str]] = Counter()
    for done in _run(list(lines.slices(origin, ledger, registry)), workers):
        leaves += [done.leaves[i : i + 32] for i in range(0, len(done.leaves), 32)]
        attachments += done.attachments
        uses += done.uses
        for problem in done.problems:
            report.add(problem)
        progress(len(leaves), len(ledger))
    report.passed("entries", f"{len(ledger):,} entries, each in its form and in its place")
    report.passed("signatures", f"{len(ledger):,} signatures, each by a key that was in force")
    report.passed("clock", "no entry's time is before that of the entry before it")
    return leaves, attachments, uses


def _run(work: list[lines.Slice], workers: int) -> Iterator[lines.Checked]:
    if workers == 1 or sum(len(one.lines) for one in work) <= ALONE:
        yield from map(lines.check, work)
        return
    # a fresh process, not a fork: whoever calls may have threads
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(lines.check, work)


def _shown(container: Container, limits: Limits, report: Report) -> Iterator[Shown]:
    """The heads in the bundle: its own, and those that came back from witnesses."""
    for name in container.names:
        where: Name = "heads" if name.startswith(bundle.CHECKPOINTS) else "witnesses"
        if where == "heads" or (name.startswith(bundle.WITNESSES) and name.endswith(".note")):
            try:
                yield heads.read_note(where, name, read(container, name, limits.note))
            except LedgerError as error:
                report.fail(where, str(error), file=name)


def _stamps(container: Container, limits: Limits, report: Report) -> Iterator[HeldFile]:
    for name in container.names:
        if name.startswith(bundle.WITNESSES) and not name.endswith(".note"):
            try:
                yield HeldFile(name, read(container, name, limits.note))
            except LedgerError as error:
                report.fail("witnesses", str(error), file=name)


def _held_keys(registry: Registry, trust: Trust, report: Report) -> None:
    """The ledger's keys against those that the auditor holds; the one that opened the ledger vouches for all others."""
    known = registry.all()
    names = {k.verifier.name for k in known}
    for key in trust.keys:
        if key.name in names and key not in {k.verifier for k in known}:
            report.fail("held keys", f"the ledger's key of {key.name} is not the one that you hold")
    if not known or known[0].verifier not in trust.keys:
        opener = known[0].record.key if known else "nobody"
        report.skip("held keys", f"you hold no key of {opener}, who opened the ledger; name it with --key")
    report.passed("held keys", "the key that opened the ledger is one that you hold")


def _conclude(report: Report, known: int, witnessed: int, entries: int, held: int) -> None:
    report.passed("heads", f"each leads to these entries and is signed by the server (heads: {known:,})")
    if held:
        report.passed("held heads", f"these entries continue what you hold (heads: {held:,})")
    else:
        report.skip("held heads", "you gave no head of your own; name one with --head")
    if not witnessed:
        report.skip("witnesses", "no head is witnessed by anybody you know: the keeper could have rewritten everything")
    elif not report.failed("witnesses"):
        report.add(Check("witnesses", "ok", f"entries 0 to {witnessed - 1:,} are under a witnessed head"))
    if 0 < witnessed < entries:
        says = f"entries {witnessed:,} to {entries - 1:,} came after the last witnessed head"
        report.warn("witnesses", f"{says}: only the keeper vouches for them", witnessed)


def _signers(registry: Registry, uses: Counter[tuple[str, str]], trust: Trust) -> tuple[SignerReport, ...]:
    return tuple(
        SignerReport(
            name=known.record.name,
            roles=known.record.roles,
            key=known.record.key,
            entries=uses[known.verifier.name, known.verifier.id.hex()],
            added=known.added,
            revoked=known.revoked,
            trusted=known.verifier in trust.keys,
        )
        for known in registry.all()
    )


def _silent(_done: int, _of: int) -> None:
    """No progress is shown."""
