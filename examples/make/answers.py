"""What a unit answers to a port scan, as nmap writes it (nmap -sV --script default,... -oX).

One function a firmware family; each gives ports and the signs that they show. Relabelled units answer
with their maker's firmware, whatever the box says. Shapes after the nmap DTD; contents invented.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from make import numbers
from make.catalogue import registrant_of
from make.fleet import Unit

METHODS = "OPTIONS, DESCRIBE, PLAY, PAUSE, SETUP, TEARDOWN, SET_PARAMETER, GET_PARAMETER"
Subject = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Port:
    """An open TCP port with nmap's service line and script outputs."""

    number: int
    service: str
    product: str = ""
    device: str = ""
    tls: bool = False
    scripts: tuple[tuple[str, str], ...] = ()


@dataclass
class Answer:
    """The open ports of one host, and the signs of the maker that they show."""

    ports: list[Port] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)


def answer(rng: random.Random, unit: Unit) -> Answer:
    """What `unit` answers."""
    return FAMILIES.get(unit.product.family, _generic)(rng, unit)


def _hikvision(rng: random.Random, unit: Unit) -> Answer:
    old = unit.made.year < 2018 or unit.product.family == "hikvision-old"
    server = "App-webs/"
    if old:
        server = "DNVRS-Webs" if unit.product.category == "recorder" else "Hikvision-Webs"
    elif rng.random() < 0.25:
        server = "webserver"
    device = "webcam" if old else ""
    reply = Answer([_web(server=server, product="Hikvision DVR httpd" if old else "", device=device)])
    reply.signs |= {"http-server"} if old else {"app-webs"} if server == "App-webs/" else set()
    if old and rng.random() < 0.5:
        names = (
            ("commonName", "www.hikvision.com"),
            ("organizationalUnitName", "DVRNVR"),
            ("organizationName", "HIKVISION"),
            ("localityName", "HangZhou"),
            ("stateOrProvinceName", "ZheJiang"),
            ("countryName", "CN"),
        )
        reply.ports.append(_tls(names))
        reply.signs.add("certificate")
    reply.ports.append(Port(554, "rtsp", scripts=(("rtsp-methods", METHODS),)))
    if rng.random() < 0.6:
        reply.ports.append(Port(8000, "ipcam", "Hikvision IPCam control port", "webcam"))
        reply.signs.add("control-port")
    return reply


def _dahua(rng: random.Random, unit: Unit) -> Answer:
    reply = Answer()
    if unit.candid or rng.random() < 0.6:
        realm = f"Digest realm=Login to {unit.serial} qop=auth nonce={rng.randrange(10**9)} opaque="
        reply.ports.append(Port(80, "http", scripts=(("http-auth", f"\nHTTP/1.1 401 Unauthorized\n  {realm}"),)))
        reply.signs.add({"dahua": "realm-serial", "lorex": "serial-nd"}.get(unit.product.serial, "login-realm"))
    else:
        reply.ports.append(_web(title="WEB SERVICE"))
    if unit.candid or unit.made.year < 2020:
        reply.ports.append(Port(554, "rtsp", "Dahua IP camera rtspd", "webcam"))
        reply.signs.add("rtsp-server")
    elif rng.random() < 0.3:
        reply.ports.append(Port(554, "rtsp", "Lorex IP camera rtspd", "webcam"))
        if unit.product.brand != "Lorex":
            unit.trap("scanner names a relabeller")
    else:
        reply.ports.append(Port(554, "rtsp"))
    reply.ports.append(Port(37777, "unknown"))
    return reply


def _axis(rng: random.Random, unit: Unit) -> Answer:
    names = (("commonName", f"axis-{unit.mac.lower()}"), ("organizationName", "Axis Communications AB"))
    version = rng.choice(("Apache httpd", ""))
    return Answer(
        [Port(80, "http", version, scripts=(("http-title", "AXIS"),)), _tls(names), Port(554, "rtsp")],
        {"certificate"},
    )


def _hanwha(_rng: random.Random, _unit: Unit) -> Answer:
    return Answer([_web(title="Hanwha Techwin"), Port(554, "rtsp"), Port(4520, "unknown")], {"title"})


def _bosch(_rng: random.Random, _unit: Unit) -> Answer:
    names = (
        ("commonName", "local.myboschcam.net"),
        ("organizationName", "Bosch Sicherheitssysteme GmbH"),
        ("localityName", "Grasbrunn"),
        ("stateOrProvinceName", "Bayern"),
        ("countryName", "DE"),
    )
    return Answer([_web(title="Bosch Security Systems"), _tls(names), Port(554, "rtsp")], {"certificate"})


def _ubiquiti(_rng: random.Random, unit: Unit) -> Answer:
    names = (
        ("commonName", f"UBNT-{numbers.colons(unit.mac)}"),
        ("organizationalUnitName", "Technical Support"),
        ("organizationName", "Ubiquiti Networks Inc."),
        ("localityName", "San Jose"),
        ("stateOrProvinceName", "CA"),
        ("countryName", "US"),
    )
    return Answer([Port(22, "ssh", "Dropbear sshd"), _tls(names)], {"certificate"})


def _vivotek(rng: random.Random, unit: Unit) -> Answer:
    rtsp = Port(554, "rtsp")
    if rng.random() < 0.2:
        rtsp = Port(554, "rtsp", "Hikvision DVR rtspd", "webcam")
        unit.trap("scanner blames an honest unit")
    return Answer([_web(title="Vivotek Network Camera"), rtsp], {"title"})


def _avigilon(_rng: random.Random, unit: Unit) -> Answer:
    names = (
        ("commonName", f"AVIGILON-CAMERA-{unit.product.model}-{unit.serial[-7:]}"),
        ("organizationalUnitName", "Certification Manager"),
        ("organizationName", "Avigilon Corporation"),
        ("localityName", "Vancouver"),
        ("stateOrProvinceName", "British Columbia"),
        ("countryName", "CA"),
    )
    return Answer([_tls(names), Port(554, "rtsp", "Avigilon ONVIF camera rtspd", "webcam")], {"certificate"})


def _verkada(_rng: random.Random, _unit: Unit) -> Answer:
    return Answer([Port(443, "https", tls=True)])


def _printer(_rng: random.Random, unit: Unit) -> Answer:
    return Answer([_web(title=f"{unit.product.brand} {unit.product.model}"), Port(9100, "jetdirect")])


def _switch(_rng: random.Random, _unit: Unit) -> Answer:
    return Answer([Port(22, "ssh", "Cisco SSH"), Port(443, "https", tls=True)])


def _generic(_rng: random.Random, _unit: Unit) -> Answer:
    untitled = "Site doesn't have a title (text/html)."
    return Answer([Port(80, "http", scripts=(("http-title", untitled),)), Port(554, "rtsp")])


FAMILIES: dict[str, Callable[[random.Random, Unit], Answer]] = {
    "hikvision": _hikvision,
    "hikvision-old": _hikvision,
    "dahua": _dahua,
    "axis": _axis,
    "hanwha": _hanwha,
    "bosch": _bosch,
    "ubiquiti": _ubiquiti,
    "vivotek": _vivotek,
    "avigilon": _avigilon,
    "verkada": _verkada,
    "printer": _printer,
    "switch": _switch,
}


def _web(*, server: str = "", title: str = "", product: str = "", device: str = "") -> Port:
    scripts = []
    if server:
        scripts.append(("http-server-header", server))
    if title:
        scripts.append(("http-title", title))
    return Port(80, "http", product, device, scripts=tuple(scripts))


def _tls(subject: Subject) -> Port:
    text = "/".join(f"{name}={value}" for name, value in subject)
    dates = "Not valid before: 2016-01-01T00:00:00\nNot valid after:  2036-01-01T00:00:00"
    return Port(443, "http", tls=True, scripts=(("ssl-cert", f"Subject: {text}\n{dates}"),))


def host_xml(reply: Answer, ip: str, mac: str, name: str) -> str:
    """One `<host>` element; `mac` empty where the scanner sat behind a router."""
    lines = [
        '<host starttime="1760432400" endtime="1760436000">',
        '<status state="up" reason="syn-ack" reason_ttl="64"/>',
    ]
    lines.append(f'<address addr="{ip}" addrtype="ipv4"/>')
    if mac:
        registrant = registrant_of(mac)
        vendor = f" vendor={quoteattr(registrant.registrant)}" if registrant else ""
        lines.append(f'<address addr="{numbers.colons(mac)}" addrtype="mac"{vendor}/>')
    host = f'<hostname name={quoteattr(name)} type="PTR"/>' if name else ""
    lines.append(f"<hostnames>{host}</hostnames>")
    lines.append(f"<ports>{''.join(_port_xml(port) for port in reply.ports)}</ports>")
    lines.append('<times srtt="812" rttvar="450" to="100000"/>\n</host>')
    return "\n".join(lines)


def _port_xml(port: Port) -> str:
    service = f'<service name="{port.service}"'
    for name, value in (("product", port.product), ("devicetype", port.device)):
        if value:
            service += f" {name}={quoteattr(value)}"
    service += ' tunnel="ssl"' if port.tls else ""
    service += ' method="probed" conf="10"/>' if port.product or port.tls else ' method="table" conf="3"/>'
    scripts = "".join(_script_xml(name, output) for name, output in port.scripts)
    state = '<state state="open" reason="syn-ack" reason_ttl="64"/>'
    return f'<port protocol="tcp" portid="{port.number}">{state}{service}{scripts}</port>\n'


def _script_xml(name: str, output: str) -> str:
    said = quoteattr(output, {"\n": "&#xa;"})
    if name != "ssl-cert":
        return f'<script id="{name}" output={said}/>'
    subject = output.partition("\n")[0].removeprefix("Subject: ")
    pairs = [pair.split("=", 1) for pair in subject.split("/")]
    names = "".join(f"<elem key={quoteattr(key)}>{value}</elem>" for key, value in pairs)
    return f'<script id="{name}" output={said}><table key="subject">{names}</table></script>'


def scan_xml(hosts: Sequence[str], command: str, down: int) -> str:
    """A whole `nmap -oX` document."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n'
        '<?xml-stylesheet href="file:///usr/bin/../share/nmap/nmap.xsl" type="text/xsl"?>\n'
        f"<!-- Nmap 7.94 scan initiated Tue Oct 14 09:00:00 2025 as: {command.replace('--', '-&#45;')} -->\n"
        f'<nmaprun scanner="nmap" args={quoteattr(command)} start="1760432400" '
        'startstr="Tue Oct 14 09:00:00 2025" version="7.94" xmloutputversion="1.05">\n'
        '<scaninfo type="syn" protocol="tcp" numservices="9" '
        'services="22,80,443,554,4520,8000,9100,34567,37777"/>\n'
        '<verbose level="0"/>\n<debugging level="0"/>\n'
    )
    tail = (
        '<runstats><finished time="1760437712" timestr="Tue Oct 14 10:28:32 2025" '
        f'summary="Nmap done at Tue Oct 14 10:28:32 2025; {len(hosts) + down} IP addresses '
        f'({len(hosts)} hosts up) scanned in 5312.40 seconds" '
        'elapsed="5312.40" exit="success"/>'
        f'<hosts up="{len(hosts)}" down="{down}" total="{len(hosts) + down}"/>\n</runstats>\n</nmaprun>\n'
    )
    return head + "\n".join(hosts) + "\n" + tail
