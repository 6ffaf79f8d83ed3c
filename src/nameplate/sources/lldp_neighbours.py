"""What a switch knows of its neighbours by LLDP (IEEE 802.1AB, with LLDP-MED inventory) and CDP.

The subject is the neighbour: by its chassis id or source MAC address, else by its name and the port it is
on, because many phones share one name. The switch that saw it is noted apart.
"""

import ipaddress
import re

from nameplate.sources import mac_text
from nameplate.sources.cli_session import Section
from nameplate.sources.cli_templates import Row
from nameplate.sources.interface import Sink

_PHONE_PORT = re.compile(r"(?:SEP)?([0-9A-Fa-f]{12}):P\d")


def observe_lldp(row: Row, where: str, section: Section, sink: Sink) -> bool:
    """One neighbour of `show lldp neighbors detail`; False if nothing names it."""
    chassis, port = row.get("chassis_id", ""), row.get("neighbor_port_id", "")
    source = row.get("mac_address", "")
    name = row.get("neighbor_name") or row.get("neighbor") or ""
    macs = [value for value in (source, port, _phone(port)) if mac_text.is_unit(value)]
    own = chassis if mac_text.is_unit(chassis) else ""
    address = row.get("mgmt_address") or row.get("management_ip") or ""
    subject = own or next(iter(macs), "") or _on_port(name or chassis or address, row)
    if not subject:
        return False
    values = {
        "lldp.chassis_id" if own else "lldp.chassis": chassis,
        "lldp.system_name": name,
        "lldp.system_description": row.get("neighbor_description") or row.get("system_description"),
        "lldp.manufacturer": row.get("manufacturer"),
        "lldp.model": row.get("platform"),
        "lldp.serial": row.get("serial"),
        "lldp.hw_revision": row.get("hw_revision"),
        "lldp.fw_revision": row.get("fw_revision"),
        "lldp.sw_revision": row.get("sw_revision"),
        "lldp.capabilities": row.get("capabilities"),
        "lldp.port_id": port,
        "lldp.port_description": row.get("neighbor_interface") or row.get("neighbor_port_description"),
        "lldp.local_port": row.get("local_interface"),
        "lldp.seen_by": section.switch,
        "ip": address if _is_address(address) else None,
    }
    sink.observe_all(subject, where, values)
    for mac in dict.fromkeys(macs):
        sink.observe(subject, where, "mac", mac)
    return True


def observe_cdp(row: Row, where: str, section: Section, sink: Sink) -> bool:
    """One neighbour of `show cdp neighbors detail`; False if nothing names it."""
    name = row.get("neighbor_name") or row.get("chassis_id") or ""
    address = row.get("mgmt_address") or row.get("interface_ip") or ""
    if not (name or address):
        return False
    values = {
        "cdp.device_id": row.get("chassis_id") or name,
        "hostname": name,
        "cdp.platform": row.get("platform"),
        "cdp.version": row.get("neighbor_description"),
        "cdp.capabilities": row.get("capabilities"),
        "cdp.port_id": row.get("neighbor_interface"),
        "cdp.local_port": row.get("local_interface"),
        "cdp.seen_by": section.switch,
        "ip": address if _is_address(address) else None,
    }
    sink.observe_all(name or address, where, values)
    return True


def _phone(port: str) -> str:
    """The MAC address in a Cisco phone's port id, `C8F9F9000000:P1`."""
    found = _PHONE_PORT.fullmatch(port)
    return found.group(1) if found else ""


def _on_port(name: str, row: Row) -> str:
    port = row.get("local_interface", "")
    return f"{name} on {port}" if name and port else name


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False
