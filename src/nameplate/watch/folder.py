"""The folder of proposals: one JSON file each, with the text it was read from beside it. Nothing is ever deleted."""

import os
import re
import tempfile
from functools import cache
from pathlib import Path

import msgspec

from nameplate.errors import UsageError
from nameplate.watch.lock import alone
from nameplate.watch.proposals import related
from nameplate.watch.shapes import Article, Decision, Proposal

_ID = re.compile(r"[pc]-[0-9a-f]{6,64}")


def keep(folder: Path, article: Article, proposal: Proposal) -> Proposal:
    """Write a proposal and its article's text; what a person decided on the same article before stays."""
    with alone(folder):
        path = folder / f"{proposal.id}.json"
        kept = msgspec.structs.replace(proposal, decisions=_read(path).decisions) if path.exists() else proposal
        write_whole(folder / f"{kept.id}.txt", article.text)
        _write(folder, kept)
    return kept


def all_of(folder: Path) -> list[Proposal]:
    """All proposals of a folder, by id, with what connects them. Raises `UsageError` if there is no such folder."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; `nameplate watch read` makes it")
    return related(_read(path) for path in sorted(folder.glob("p-*.json")))


def pending(folder: Path) -> list[Proposal]:
    """Proposals with register changes that nobody decided on, or with none at all and no decision."""
    return [one for one in all_of(folder) if open_changes(one) or (not one.decisions and not one.register_changes)]


def open_changes(proposal: Proposal) -> list[str]:
    """Ids of the changes that nobody decided on."""
    decided = {change for decision in proposal.decisions for change in decision.changes}
    rejected = any(d.verdict == "rejected" and not d.changes for d in proposal.decisions)
    return [] if rejected else [c.id for c in proposal.register_changes if c.id not in decided]


def find(folder: Path, wanted: str) -> tuple[Proposal, tuple[str, ...]]:
    """The proposal of an id, and the changes meant: all open ones, or the one whose id it is."""
    if not _ID.fullmatch(wanted):
        raise UsageError(f"{wanted}: not an id; `nameplate watch pending` lists them (p-..., c-...)")
    for proposal in all_of(folder):
        if proposal.id == wanted:
            return proposal, tuple(open_changes(proposal))
        if wanted in open_changes(proposal):
            return proposal, (wanted,)
    raise UsageError(f"{wanted}: no such proposal or open change in {folder}")


def decide(folder: Path, proposal: Proposal, decision: Decision) -> Proposal:
    """Write down what a person decided. The caller holds the folder's lock (`alone`) since it read the proposal."""
    decided = msgspec.structs.replace(proposal, decisions=(*proposal.decisions, decision))
    _write(folder, decided)
    return decided


def _write(folder: Path, proposal: Proposal) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(proposal, order="sorted"), indent=2)
    write_whole(folder / f"{proposal.id}.json", encoded.decode() + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - a handle, no path
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(part).chmod(mode)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


@cache
def _umask() -> int:
    """The rights that new files do not get; the system tells it only to who sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _read(path: Path) -> Proposal:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Proposal)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path}: not a proposal of this version of Nameplate ({error})") from error
