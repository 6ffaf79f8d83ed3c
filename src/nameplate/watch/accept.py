"""Accepting: order files with citation in the user's register folder, checked as a whole before anything stays."""

import dataclasses
import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import yaml

from nameplate import yamlfile
from nameplate.errors import DocumentError, UsageError
from nameplate.register import load as registers
from nameplate.register.check import check
from nameplate.register.evidence import CitationFile
from nameplate.register.load import Register
from nameplate.watch import drafts, folder
from nameplate.watch.lock import alone
from nameplate.watch.shapes import Decision, Proposal, RegisterChange


class _Dumper(yaml.SafeDumper):
    """Safe YAML with blocks; no anchors, which a person would have to follow."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def accept(
    proposals: Path, wanted: str, who: str, why: str, own: Path, today: dt.date
) -> tuple[Proposal, tuple[Path, ...]]:
    """Write the files of a proposal's open changes (or of one change) and the decision.

    Raises `UsageError` where nothing is open, `who` or `why` is blank, or the register would no longer pass its check;
    then nothing is written.
    """
    _insist(who, why)
    _insist_folder(proposals)
    with alone(proposals), alone(own):
        proposal, ids = folder.find(proposals, wanted)
        chosen = [change for change in proposal.register_changes if change.id in ids]
        if not chosen:
            raise UsageError(f"{wanted}: it has no open register change; there is nothing to accept")
        files = _written(proposal, chosen, who, why, own, today)
        decision = Decision("accepted", who, why, today, ids, tuple(str(path) for path in files))
        return folder.decide(proposals, proposal, decision), files


def reject(proposals: Path, wanted: str, who: str, why: str, today: dt.date) -> Proposal:
    """Write down that a proposal, or one change of it, was rejected. It stays, and the reason with it."""
    _insist(who, why)
    _insist_folder(proposals)
    with alone(proposals):
        proposal, ids = folder.find(proposals, wanted)
        return folder.decide(proposals, proposal, Decision("rejected", who, why, today, ids))


def preview(proposal: Proposal, changes: list[RegisterChange], register: Register, today: dt.date) -> Register:
    """The register as it would be with these changes; nothing is written."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch)
        _write(proposal, changes, "nobody yet", "a preview", target, register, today)
        return _over(register, registers.load(target))


def _over(base: Register, added: Register) -> Register:
    """`base` with the user's orders of `added`, and the makers and citations that they need."""
    return dataclasses.replace(
        base,
        makers={**added.makers, **base.makers},
        orders={**base.orders, **{id_: added.orders[id_] for id_ in added.own if id_ in added.orders}},
        citations={**base.citations, **added.citations},
    )


def _insist_folder(proposals: Path) -> None:
    if not proposals.is_dir():
        raise UsageError(f"{proposals}: there is no such folder; `nameplate watch read` makes it")


def _insist(who: str, why: str) -> None:
    if not who.strip() or not why.strip():
        raise UsageError("--who and --why must say something: a register change needs a person and a reason")


def _written(
    proposal: Proposal, chosen: list[RegisterChange], who: str, why: str, own: Path, today: dt.date
) -> tuple[Path, ...]:
    """Write into a copy of the user's folder, check it, then take over what is new."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "register"
        if own.is_dir():
            shutil.copytree(own, copy)
        copy.mkdir(exist_ok=True)
        base = registers.load(own if own.is_dir() else None)
        before = {(f.item, f.what) for f in check(base)}
        names = _write(proposal, chosen, who, why, copy, base, today)
        try:
            faults = [f for f in check(registers.load(copy)) if (f.item, f.what) not in before]
        except DocumentError as error:
            raise UsageError(f"the register would not be readable any more: {error}") from error
        if faults:
            raise UsageError(
                "the register would not pass its check: " + "; ".join(f"{f.item}: {f.what}" for f in faults)
            )
        for name in names:
            folder.write_whole(own / name, (copy / name).read_text(encoding="utf-8"))
    return tuple(own / name for name in names)


def _write(
    proposal: Proposal, chosen: list[RegisterChange], who: str, why: str, target: Path, base: Register, today: dt.date
) -> list[Path]:
    """Write orders, makers and the citation below `target`; gives the paths within it."""
    names: list[Path] = []
    for change in chosen:
        current = registers.load(target) if names else base
        order = drafts.draft(change, proposal, current, who, why)
        names.append(
            _own_place(target, change) or Path("orders") / change.jurisdiction.lower() / f"{change.order}.yaml"
        )
        head = f"# Accepted from an article on {today} by {' '.join(who.split())[:80]}; not legal advice.\n"
        folder.write_whole(target / names[-1], head + _yaml({"order": order}))
        if change.maker not in base.makers and change.maker not in base.entities:
            names.append(_maker(proposal, change, target, today))
    names.append(_cite(proposal, target, today))
    return list(dict.fromkeys(names))


def _own_place(target: Path, change: RegisterChange) -> Path | None:
    """Where the user's folder has this order already."""
    found = next(iter(sorted((target / "orders").rglob(f"{change.order}.yaml"))), None)
    return found.relative_to(target) if found else None


def _maker(proposal: Proposal, change: RegisterChange, target: Path, today: dt.date) -> Path:
    """A maker that the register lacks, with the name as the article has it."""
    name = proposal.events[change.event].maker_text.title() or change.maker
    maker = {
        "id": change.maker, "name": name, "names": [name], "cite": [f"watch-{proposal.source.sha256[:10]}"],
        "as_of": proposal.source.published or today, "confidence": "low", "basis": "press",
    }  # fmt: skip
    folder.write_whole(target / "makers" / f"{change.maker}.yaml", _yaml({"maker": maker}))
    return Path("makers") / f"{change.maker}.yaml"


def _cite(proposal: Proposal, target: Path, today: dt.date) -> Path:
    """Add the article to citations.yaml, at its end, so that a person's own lines and comments stay."""
    path = target / "citations.yaml"
    key, cited = drafts.citation(proposal, today)
    text = path.read_text(encoding="utf-8") if path.exists() else "citations:\n"
    known = yamlfile.parse(text, CitationFile, str(path)).citations if path.exists() else {}
    if key not in known:
        entry = _yaml({key: cited})
        text = text.rstrip("\n") + "\n" + "".join(f"  {line}\n" for line in entry.splitlines())
        try:
            read = yamlfile.parse(text, CitationFile, str(path)).citations
        except DocumentError:
            read = {}
        if set(read) != {*known, key}:
            text = _yaml({"citations": {**msgspec.to_builtins(known, builtin_types=(dt.date,)), key: cited}})
        folder.write_whole(path, text)
    return Path("citations.yaml")


def _yaml(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
