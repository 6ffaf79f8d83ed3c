"""What a switch knows of its neighbours by LLDP (IEEE 802.1AB, with LLDP-MED inventory), CDP and the like.

The subject is the neighbour: by its chassis id or source MAC address, else by its name and the port it is
on, because many phones share one name. The switch that saw it is noted apart.
"""

import ipaddress
import re

from nameplate.sources import mac_text
from nameplate.sources.cli.place import Place
from nameplate.sources.cli.templates import Row

_PHONE_PORT = re.compile(r"(?:SEP)?([0-9A-Fa-f]{12}):P\d")
_SPACED = re.compile(r"[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){5}")
_NOTHING = re.compile(r"(?i)(?:n/?a|not advertised|none|null|--?|-+|not received)?")


def observe_lldp(place: Place) -> bool:
    """One neighbour by LLDP; False if nothing names it."""
    row = place.row
    chassis, port = _told(row, "chassis_id"), _told(row, "neighbor_port_id")
    name = _told(row, "neighbor_name")
    shown = _told(row, "neighbor_interface")  # some templates put the port's id here
    ports = (_told(row, "mac_address"), port, _phone(port), shown, _phone(shown))
    macs = [value for value in ports if mac_text.is_unit(value)]
    own = chassis if mac_text.is_unit(chassis) else ""
    addresses = _addresses(row, "mgmt_address")
    subject = own or next(iter(macs), "") or _on_port(name or chassis or next(iter(addresses), ""), row)
    if not subject:
        return False
    place.observe_all(
        subject,
        {
            "lldp.chassis_id" if own else "lldp.chassis": chassis,
            "lldp.system_name": name,
            "lldp.system_description": _told(row, "neighbor_description"),
            "lldp.manufacturer": _told(row, "manufacturer"),
            "lldp.model": _told(row, "platform"),
            "lldp.serial": _told(row, "serial"),
            "lldp.hw_revision": _told(row, "hw_revision"),
            "lldp.fw_revision": _told(row, "fw_revision"),
            "lldp.sw_revision": _told(row, "sw_revision"),
            "lldp.capabilities": _told(row, "capabilities"),
            "lldp.port_id": port,
            "lldp.port_description": shown,
            "lldp.local_port": _told(row, "local_interface"),
            "lldp.seen_by": place.section.switch,
        },
    )
    for address in addresses:
        place.observe(subject, "ip", address)
    for mac in dict.fromkeys(macs):
        place.observe(subject, "mac", mac)
    return True


def observe_cdp(place: Place) -> bool:
    """One neighbour by CDP; False if nothing names it."""
    row = place.row
    name = _told(row, "neighbor_name") or _told(row, "chassis_id")
    addresses = list(dict.fromkeys([*_addresses(row, "mgmt_address"), *_addresses(row, "interface_ip")]))
    if not (name or addresses):
        return False
    subject = name or addresses[0]
    place.observe_all(
        subject,
        {
            "cdp.device_id": _told(row, "chassis_id") or name,
            "hostname": name,
            "cdp.platform": _told(row, "platform"),
            "cdp.version": _told(row, "neighbor_description"),
            "cdp.capabilities": _told(row, "capabilities"),
            "cdp.port_id": _told(row, "neighbor_interface"),
            "cdp.local_port": _told(row, "local_interface"),
            "cdp.seen_by": place.section.switch,
        },
    )
    for address in addresses:
        place.observe(subject, "ip", address)
    place.observe(subject, "mac", _phone(f"{name}:P1"))
    return True


def observe_discovered(place: Place) -> bool:
    """One neighbour of a table that mixes discovery protocols; False if nothing names it."""
    row = place.row
    mac = _told(row, "mac_address")
    addresses = _addresses(row, "ip_address")
    subject = mac if mac_text.is_unit(mac) else next(iter(addresses), "")
    if not subject:
        return False
    place.observe_all(
        subject,
        {
            "mac": mac if mac_text.is_unit(mac) else None,
            "hostname": _told(row, "hostname"),
            "cdp.platform": _told(row, "platform"),
            "lldp.model": _told(row, "model"),
            "cdp.version": _told(row, "version"),
            "lldp.system_description": _told(row, "description"),
            "lldp.local_port": _told(row, "interface"),
            "lldp.seen_by": place.section.switch,
        },
    )
    for address in addresses:
        place.observe(subject, "ip", address)
    return True


def _told(row: Row, name: str) -> str:
    """A value, unless it says that there is none; octets with blanks between them as a MAC address."""
    value = row.get(name)
    return "" if _NOTHING.fullmatch(value) else value.replace(" ", ":") if _SPACED.fullmatch(value) else value


def _addresses(row: Row, name: str) -> list[str]:
    """All addresses of a value that may be several, or hold words beside it."""
    words = [word.strip("[]()") for value in row.values.get(name, ()) for word in re.split(r"[,\s]+", value)]
    return list(dict.fromkeys(word for word in words if _is_address(word)))


def _phone(port: str) -> str:
    """The MAC address in a phone's port id, `C8F9F9000000:P1`."""
    found = _PHONE_PORT.fullmatch(port)
    return found.group(1) if found else ""


def _on_port(name: str, row: Row) -> str:
    port = row.get("local_interface")
    return f"{name} on {port}" if name and port else name


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False
