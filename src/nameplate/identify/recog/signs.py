"""What Recog's answers say about makers, as claims beside those of our own rules.

Recog's labels are by many hands and name the product that a text usually comes from: like a scanner's product name
they can decide, but stand below what our own rules read from a firmware. The vendor of the hardware speaks for the
maker; the vendor of the system does so on an appliance, on a computer it is a weak sign at most; the vendor of a
service is a weak sign, and none if that house sells software for everybody's hardware. All count as the same cause
as our own reading of the same text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import msgspec

from nameplate import yamlfile
from nameplate.identify import categories
from nameplate.identify.fuse import Level, Sign
from nameplate.identify.names import Named
from nameplate.identify.recog.book import RecogBook
from nameplate.identify.recog.fingerprint import Answer
from nameplate.model import About

CAUSE = "firmware"
"""The cause under which our own rules count what a unit's firmware says of itself."""

_KINDS = {
    "h323.vendor": "h323_callresp",
    "imap.banner": "imap4.banner",
    "lldp.system_description": "snmp.sys_description",
    "pjl.id": "hp_pjl_id",
    "pop.banner": "pop3.banner",
    "rsh.response": "rsh_resp",
    "ssdp.server": "http_header.server",
    "telnet.banner": "telnet_banners",
    "upnp.server": "http_header.server",
}
"""Our kinds that Recog calls otherwise; all others have the name of Recog's `matches`."""
_LEADS = {
    "ftp.banner": re.compile(r"220[ -]"),
    "imap4.banner": re.compile(r"\* OK "),
    "nntp.banner": re.compile(r"20[01] "),
    "pop3.banner": re.compile(r"\+OK "),
    "smtp.banner": re.compile(r"220[ -]"),
    "ssh.banner": re.compile(r"SSH-\d\.\d+-"),
}
"""What a service sends before the text that Recog's patterns begin with."""
_SURE = 0.5
"""A certainty below this, where Recog gives one, makes a weak sign."""

Resolve = Callable[[str], Named | None]
"""A vendor's name as Recog writes it -> the maker or brand we know by it (`names.Names.in_cell`)."""
Signs = dict[str, list[tuple[Sign, str | None]]]
"""Value -> what is read from it: signs, each with the model that Recog names, if any."""


def signs(book: RecogBook, kind: str, values: Sequence[str], resolve: Resolve) -> Signs:
    """What Recog's answers to the distinct `values` of one kind say; values without any sign are left out."""
    matches = matches_of(kind)
    if matches not in book.kinds:
        return {}
    answers = book.match_many(matches, [_text(matches, value) for value in values])
    found = {value: _read(answer, resolve) for value, answer in zip(values, answers, strict=True) if answer}
    return {value: read for value, read in found.items() if read}


class _Houses(msgspec.Struct, forbid_unknown_fields=True):
    software_houses: frozenset[str]


@cache
def _software_houses() -> frozenset[str]:
    """Makers whose software runs on anybody's hardware."""
    return yamlfile.packaged("nameplate.identify", "data/software_houses.yaml", _Houses).software_houses


def matches_of(kind: str) -> str:
    """What Recog calls a kind of observation."""
    return _KINDS.get(kind.lower(), kind.lower())


def _text(matches: str, value: str) -> str:
    """The part of a value that Recog's patterns are for."""
    lead = _LEADS.get(matches)
    found = lead.match(value) if lead else None
    return value[found.end() :].rstrip("\r\n") if found else value


def _read(answer: Answer, resolve: Resolve) -> list[tuple[Sign, str | None]]:
    """What an answer says of the maker: the vendor of the hardware, else of the system, else of the service."""
    params = answer.params
    device = params.get("hw.device") or params.get("os.device")
    category = categories.of_text(device) if device else None
    for what in ("hw", "os", "service"):
        named = resolve(params.get(f"{what}.vendor", ""))
        level = _level(what, named, answer) if named else None
        if named and level:
            about: About = "firmware_family" if what != "hw" and named.about == "maker" else named.about
            rule = f"recog.{answer.file}:{answer.line}"
            sign = Sign(about, named.id, rule, level, CAUSE, category=category)
            return [(sign, _model(params) if what == "hw" else None)]
    return []


def _level(what: str, named: Named, answer: Answer) -> Level | None:
    """How far the vendor of the hardware, the system or a service speaks for the maker of the unit."""
    params = answer.params
    certainty = params.get(f"{what}.certainty", "")
    sure = float(certainty) if re.fullmatch(r"[01](\.\d+)?", certainty) else answer.certainty
    if sure == 0 or (what != "hw" and named.id in _software_houses()):
        return None
    appliance = what == "hw" or (what == "os" and "hw.vendor" not in params and "os.device" in params)
    strong = appliance and (sure is None or sure >= _SURE)
    if named.about == "brand":
        return "brand" if strong else None
    return "tool" if strong else "supporting"


def _model(params: Mapping[str, str]) -> str | None:
    """The model, if it is one: a product named in words only is a kind of thing ("IP Camera")."""
    found = params.get("hw.model") or params.get("hw.product")
    return found if found and any(letter.isdigit() for letter in found) else None
