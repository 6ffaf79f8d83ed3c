"""What one row says, by the kind of table: which unit it is about and what is said of it.

Each function gives False for a row that is no unit's: the switch's own, incomplete, a group address.
"""

import ipaddress
from collections.abc import Callable

from nameplate.sources import dhcp_identity, mac_text
from nameplate.sources.cli import topics
from nameplate.sources.cli.neighbours import observe_cdp, observe_discovered, observe_lldp
from nameplate.sources.cli.place import Place


def _mac(place: Place) -> bool:
    """A row of a MAC address table: the unit with that address."""
    row, known = place.row, topics.known()
    mac, port, form = row.get("mac_address"), ",".join(row.values.get("port", ())), row.get("type")
    if not mac_text.is_unit(mac) or topics.pattern(known.own_types).fullmatch(form):
        return False
    if topics.pattern(known.own_ports).fullmatch(port) and not topics.pattern(known.learnt).fullmatch(form):
        return False
    values = {
        "mac": mac,
        "mac_table.switch": place.section.switch,
        "mac_table.port": port,
        "mac_table.vlan": row.get("vlan"),
    }
    place.observe_all(mac, values)
    return True


def _arp(place: Place) -> bool:
    """A row of an ARP table."""
    row = place.row
    mac, address = row.get("mac_address"), row.get("ip_address")
    if not mac_text.is_unit(mac) or not _is_unit_address(address):
        return False
    values = {
        "ip": address,
        "mac": mac,
        "arp.router": place.section.switch,
        "arp.interface": row.get("interface"),
    }
    place.observe_all(address, values)
    return True


def _lease(place: Place) -> bool:
    """A row of a table of leases: the unit by its MAC address, which may stand in a client identifier."""
    row = place.row
    given, address = row.get("client"), row.get("ip_address")
    identity = dhcp_identity.NOBODY if mac_text.is_unit(given) else dhcp_identity.from_hex(given.replace(".", ""))
    mac = given if mac_text.is_unit(given) else identity.mac or ""
    if not mac and not _is_unit_address(address):
        return False
    values = {
        "mac": mac,
        "ip": address if _is_unit_address(address) else None,
        "hostname": row.get("hostname").strip('"'),
        "dhcp_vendor_class": row.get("vendor_class").strip('"'),
        "dhcp.client_id": given if given and given != mac else None,
        "dhcp.seen_by": place.section.switch,
        "dhcp.interface": row.get("port"),
        "dhcp.vlan": row.get("vlan"),
    }
    place.observe_all(mac or address, values)
    return True


def _own(place: Place) -> bool:
    """What a switch says of itself; members of a stack beyond the first are units of their own."""
    row = place.row
    subject = _subject(place)
    serials, models = row.values.get("serial", ()), row.values.get("model", ())
    for number in range(max(1, len(serials))):
        who = subject if number == 0 else f"{subject} member {number + 1}"
        place.observe(who, "cli.serial", serials[number] if number < len(serials) else None)
        model = models[number] if number < len(models) else models[-1] if models else ""
        place.observe(who, "cli.model", model.partition(", ")[0])  # memory and processors may follow
    values = {
        "hostname": row.get("hostname").strip('"'),
        "cli.maker": row.get("maker"),
        "cli.firmware": row.get("version"),
        "cli.description": row.get("description"),
        "snmp.sys_object_id": row.get("object_id").lstrip("."),
    }
    place.observe_all(subject, values)
    place.sink.observe(subject, f"line {place.section.begins}", "hostname", place.section.switch)
    for mac in row.values.get("mac_address", ())[:1]:
        place.observe(subject, "mac", mac if mac_text.is_unit(mac) else None)
    return True


def _parts(place: Place) -> bool:
    """A part: the chassis is the switch itself, a second one another of its stack, everything else a component."""
    row = place.row
    chassis = topics.pattern(topics.known().chassis)
    own = not row.get("name") or chassis.match(row.get("name")) is not None
    subject = _subject(place)
    kind = "cli" if own else "component"
    if own and any(
        who == subject and told == "cli.serial" and value != row.get("serial") for who, told, value in place.told
    ):
        subject = f"{subject} member at line {place.line}"
    values = {
        f"{kind}.serial": row.get("serial"),
        f"{kind}.model": row.get("model"),
        f"{kind}.maker": row.get("maker"),
        f"{kind}.description": row.get("description"),
    }
    place.observe_all(subject, values)
    if own and mac_text.is_unit(row.get("mac_address")):
        place.observe(subject, "mac", row.get("mac_address"))
    return True


def _subject(place: Place) -> str:
    """The switch by its prompt, else by the name it gives itself, else by where its output stands."""
    section = place.section
    return section.switch or place.row.get("hostname") or f"the switch at line {section.lines[0][0]}"


def _is_unit_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_multicast or address.is_unspecified or address.is_loopback)


OBSERVERS: dict[str, Callable[[Place], bool]] = {
    "mac": _mac,
    "arp": _arp,
    "lease": _lease,
    "own": _own,
    "parts": _parts,
    "neighbour": observe_lldp,
    "cdp": observe_cdp,
    "discovered": observe_discovered,
}
"""By `observe` in `data/cli.yaml`."""
