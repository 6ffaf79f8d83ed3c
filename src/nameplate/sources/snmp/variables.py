"""Lines of a walk to variables: net-snmp's text in its -O variants, and snmprec of snmpsim.

net-snmp (snmpcmd(1), OUTPUT OPTIONS): numbers or names, with and without `=` and type, quoted text over
several lines. A line with the command itself begins another agent; its community string is never kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nameplate.sources import mac_text
from nameplate.sources.interface import Sink
from nameplate.sources.snmp.knowledge import Oid, known

_NAME = re.compile(
    r"(?P<name>\.?(?:[A-Za-z][\w-]*::)?(?:\.?(?:[A-Za-z][\w-]*|\d+)\.?)(?:[\w.:\[\]-]|\"[^\"]*\"|'[^']*')*)"
    r"(?:\s+=\s*|\s+)(?P<value>.*)",
    re.DOTALL,
)
_NUMERIC = re.compile(r"\.?(?:iso|\d+)(?:\.\d+)+")
_TYPE = re.compile(
    r"(?:Wrong Type \(should be [^)]*\): )?(?P<type>STRING|Hex-STRING|OID|INTEGER|IpAddress|Network Address|Counter32"
    r"|Counter64|Gauge32|Unsigned32|UInteger32|Timeticks|BITS|Opaque|NULL|OCTET STRING|OBJECT IDENTIFIER): ?",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"snmp(?:bulk|v?[23]?c?)?(?:walk|get|getnext|table)\b.*", re.IGNORECASE | re.DOTALL)
_SECRET_OPTION = re.compile(r"\s-(?:c|A|X|u|k|K|3[mMkK])\s*(\S+)")
_TOKEN = re.compile(r"\"([^\"]*)\"|'([^']*)'|([0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5})|([\w-]+)")
_MOST = 64_000
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}\s+)*[0-9A-Fa-f]{2}\s*")


@dataclass(frozen=True)
class Variable:
    """One variable: its line, its number, its value as text or, where the walk gives octets, as octets."""

    line: int
    oid: Oid
    value: str | bytes


@dataclass
class Agent:
    """The unit that answered: its address if the command is in the file, its variables."""

    address: str = ""
    line: int = 0
    variables: list[Variable] = field(default_factory=list)


def from_snmprec(numbered: Iterator[tuple[int, str]], sink: Sink) -> Iterator[Variable]:
    """Lines `OID|type|value` (snmpsim data format); `x` marks hexadecimal, `e` escapes."""
    for line, text in numbered:
        if not text.strip() or text.startswith("#"):
            continue
        parts = text.split("|", 2)
        number = parts[0].strip().replace("iso", "1")
        if len(parts) < 3 or not _NUMERIC.fullmatch(number):
            sink.problem(f"line {line}", "no OID|type|value: left out")
            continue
        yield Variable(line, tuple(map(int, number.strip(".").split("."))), _recorded(parts[1], parts[2]))


def from_text(numbered: Iterator[tuple[int, str]], sink: Sink) -> Iterator[Agent]:
    """The agents of net-snmp's text; a line that begins no variable goes on with the value before it."""
    agent = Agent()
    held: tuple[int, Oid, list[str]] | None = None
    for line, text in numbered:
        if command := _command(text, sink):
            yield _with(agent, held)
            agent, held = Agent(command.strip(), line), None
            continue
        begun = _begun(text) if not _is_open(held) else None
        if begun is None:
            if held is not None and sum(map(len, held[2])) < _MOST:
                held[2].append(text)
            continue
        _with(agent, held)
        held = (line, *begun)
    yield _with(agent, held)


def begins(text: str) -> bool:
    """Whether a line begins a variable that can be one of a walk, for `claim`."""
    begun = _begun(text)
    return begun is not None and (bool(begun[0]) or "::" in text)


def _with(agent: Agent, held: tuple[int, Oid, list[str]] | None) -> Agent:
    if held is not None and held[1]:
        agent.variables.append(Variable(held[0], held[1], _printed("\n".join(held[2]))))
    return agent


def _is_open(held: tuple[int, Oid, list[str]] | None) -> bool:
    """Whether a quoted text has not ended yet."""
    if held is None or len(held[2]) > 200:
        return False
    text = "\n".join(held[2])
    text = _TYPE.sub("", text, count=1)
    return text.startswith('"') and not re.search(r'(?<!\\)"\s*$', text[1:])


def _command(text: str, sink: Sink) -> str:
    """The address in a line with the command; '' if it is none."""
    if "snmp" not in text or not (found := _COMMAND.search(text)):
        return ""
    if " = " in text and _begun(text) is not None:
        return ""
    secrets = _SECRET_OPTION.findall(found.group())
    if secrets:
        sink.drop("community or user in a command line", len(secrets))
    words = _SECRET_OPTION.sub("", found.group()).split()[1:]
    return next(
        (
            w
            for w in words
            if re.fullmatch(r"[0-9a-fA-F:.]{7,}|[\w-]+(?:\.[\w-]+)+", w) and not w.startswith((".1", "1.3"))
        ),
        " ",
    )


def _begun(text: str) -> tuple[Oid, list[str]] | None:
    """(number, value) of a line that begins a variable; the number is () for a name that is not known."""
    found = _NAME.fullmatch(text)
    if not found or ("=" not in text and not _NUMERIC.match(found["name"]) and "::" not in found["name"]):
        return None
    name = found["name"]
    if " = " not in text and "::" not in name and not _NUMERIC.fullmatch(name):
        return None
    return _number(name), [found["value"]]


def _number(name: str) -> Oid:
    """The number of a name as net-snmp prints it; () if its object is not known."""
    tokens = [_values(match) for match in _TOKEN.finditer(name.rpartition("::")[2])]
    names = known().names
    last = next((n for n in range(len(tokens) - 1, -1, -1) if isinstance(tokens[n], str) and tokens[n] in names), None)
    if last is None:
        numbers = [t for t in tokens if isinstance(t, tuple)]
        return tuple(n for t in numbers for n in t) if len(numbers) == len(tokens) else ()
    if any(isinstance(t, str) and t not in _TYPES for t in tokens[last + 1 :]):
        return ()
    oid = list(names[str(tokens[last])])
    for token in tokens[last + 1 :]:
        oid.extend(_TYPES[token] if isinstance(token, str) else token)
    return tuple(oid)


_TYPES: dict[str, Oid] = {"ipv4": (1, 4), "ipv6": (2, 16)}
"""InetAddressType in an index (RFC 4001), with the length that follows."""


def _values(match: re.Match[str]) -> str | Oid:
    """A token of an index: a number, a quoted address, octets, or a name."""
    quoted = match[1] if match[1] is not None else match[2]
    if quoted is not None:
        parts = re.split(r"[.:]", quoted)
        if all(p.isdecimal() for p in parts) and "." in quoted:
            return tuple(map(int, parts))
        if len(parts) > 1 and all(re.fullmatch(r"[0-9A-Fa-f]{2}", p) for p in parts):
            return tuple(int(p, 16) for p in parts)
        return tuple(quoted.encode())
    if match[3]:
        return tuple(int(p, 16) for p in match[3].split(":"))
    return (int(match[4]),) if match[4].isdecimal() and len(match[4]) < 20 else match[4]


def _printed(text: str) -> str | bytes:
    """A value as net-snmp prints it."""
    if text.startswith("Hex-"):
        given = text.partition(":")[2].strip()
        return bytes.fromhex(re.sub(r"\s+", "", given)) if _HEX.fullmatch(given) else given
    typed = _TYPE.match(text)
    value = text[typed.end() :] if typed else text
    if typed and typed["type"].upper() in {"OID", "OBJECT IDENTIFIER"}:
        return number_text(value.strip())
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        return bytes.fromhex(re.sub(r"\s+", "", value)) if _is_octets(value) else value
    return value


def number_text(name: str) -> str:
    """The number of an object as digits and dots; a name that is not known stays."""
    oid = _number(name)
    return ".".join(map(str, oid)) if oid else name


def _is_octets(value: str) -> bool:
    """Six octets in quotes, as -OQ and -Oq print a MAC address: `"00 18 71 C1 E0 00 "`."""
    return re.fullmatch(r"(?:[0-9A-F]{2} ){6}", value) is not None


def _recorded(kind: str, value: str) -> str | bytes:
    """A value of snmprec."""
    form = kind.partition(":")[0].strip()
    if form.endswith("x") and re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", value.strip()):
        return bytes.fromhex(value.strip())
    if form.endswith("e"):
        return re.sub(r"\\x([0-9a-fA-F]{2})|\\([nrt\\'\"])", _unescaped, value)
    return value


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return {"n": "\n", "r": "\r", "t": "\t"}.get(match[2], match[2])


def text_of(value: str | bytes) -> str:
    """A value as text: octets that are printable, else a MAC address, an address, or hexadecimal."""
    if isinstance(value, str):
        return value.strip()
    try:
        text = value.decode().strip("\0 \r\n\t")
    except UnicodeDecodeError:
        text = ""
    if text and all(c.isprintable() or c in "\r\n\t" for c in text):
        return text
    return mac_text.spell(value)
