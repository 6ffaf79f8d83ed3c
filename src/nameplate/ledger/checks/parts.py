"""The files of a bundle: the sums that they must have, the keys as listed, the attachments that entries name."""

import re
from collections.abc import Iterable

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import bundle, canonical
from nameplate.ledger.checks.findings import Report
from nameplate.ledger.container import Container, Limits, digest, read
from nameplate.ledger.entry import Attachment
from nameplate.ledger.keys import KeyRecord

_SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
_FIXED = {bundle.ENTRIES, bundle.KEYS, bundle.README, bundle.PAGE}
_FOLDERS = (bundle.CHECKPOINTS, bundle.ATTACHMENTS, bundle.WITNESSES)


def check_sums(container: Container, limits: Limits, report: Report) -> dict[str, str]:
    """Every file against SHA256SUMS; returns what each file's digest really is.

    This finds damage, not deceit: whoever changes a file on purpose writes new sums.
    """
    stated, found = _stated(container, limits, report), {}
    for name in container.names:
        if name == bundle.SUMS:
            continue
        try:
            found[name], _ = digest(container, name, limits.file)
        except LedgerError as error:
            report.fail("bundle", str(error), file=name)
            continue
        if name not in _FIXED and not name.startswith(_FOLDERS):
            report.fail("bundle", "this file has no place in a bundle", file=name)
        if stated.get(name) != found[name]:
            report.fail("bundle", "not what SHA256SUMS says: damaged or changed since the export", file=name)
    for name in sorted(stated.keys() - set(container.names)):
        report.fail("bundle", "named in SHA256SUMS and missing", file=name)
    report.passed("bundle", f"{len(found):,} files are as they were exported")
    return found


def _stated(container: Container, limits: Limits, report: Report) -> dict[str, str]:
    try:
        text = read(container, bundle.SUMS, limits.sums).decode()
    except (LedgerError, UnicodeDecodeError) as error:
        report.fail("bundle", f"no sums of its files: {error}", file=bundle.SUMS)
        return {}
    lines = text.split("\n")
    matches = [_SUM.fullmatch(line) for line in lines[:-1]]
    names = [match[2] for match in matches if match]
    if lines[-1] or len(names) != len(matches) or len(set(names)) != len(names):
        report.fail("bundle", "not a list of SHA-256 sums", file=bundle.SUMS)
    return {match[2]: match[1] for match in matches if match}


def check_keys(container: Container, limits: Limits, known: list[KeyRecord], report: Report) -> None:
    """keys.json against what the entries make of the keys."""
    try:
        data = read(container, bundle.KEYS, limits.keys)
        listed = msgspec.convert(canonical.decode(data), bundle.KeyFile)
        if listed.schema != bundle.SCHEMA or data != bundle.keys_file(listed.keys):
            raise LedgerError(f"not a list of keys of the form {bundle.SCHEMA}")
    except (LedgerError, msgspec.ValidationError) as error:
        report.fail("keys", str(error), file=bundle.KEYS)
        return
    if list(listed.keys) != known:
        of_entries, of_file = {r.key: r for r in known}, {r.key: r for r in listed.keys}
        differ = sorted(
            {k.partition("+")[0] for k in of_entries.keys() | of_file if of_entries.get(k) != of_file.get(k)}
        )
        report.fail(
            "keys", f"says something else than the entries do: {', '.join(differ) or 'order'}", file=bundle.KEYS
        )
    report.passed("keys", f"{len(known):,} keys, added and revoked by entries of those who may")


def check_attachments(
    named: Iterable[tuple[int, Attachment]], digests: dict[str, str], container: Container, report: Report
) -> None:
    """Every attachment that an entry names must be there, with that digest and size; and no other."""
    wanted: set[str] = set()
    for number, file in named:
        member = bundle.ATTACHMENTS + file.sha256
        wanted.add(member)
        if member not in digests:
            report.fail("attachments", f"'{file.name}' is missing", number, member)
        elif digests[member] != file.sha256:
            report.fail("attachments", f"'{file.name}' was changed: its digest is another", number, member)
        elif container.size(member) != file.size:
            report.fail("attachments", f"'{file.name}' has another size than the entry says", number, member)
    for member in sorted(digests):
        if member.startswith(bundle.ATTACHMENTS) and member not in wanted:
            report.fail("attachments", "no entry names this file", file=member)
    report.passed("attachments", f"{len(wanted):,} files, each named by an entry and unchanged")
