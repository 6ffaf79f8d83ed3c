"""A file or more for every reader: what the tests of the readers are made of, made small, and real ones where they are.

Used by the conformance tests and by `make fuzz`.
"""

import io
import json
import struct
from pathlib import Path

import test_arp_table
import test_cli_dialects
import test_controller_backup
import test_dhip_json
import test_dnsmasq_leases
import test_ip_neigh
import test_isapi
import test_isc_leases
import test_kea_leases
import test_network_cli
import test_nmap_text
import test_nmap_xml
import test_onvif_xml
import test_scan_reports
import test_snmp_walk
import test_tool_records
import test_upnp_xml
import test_windows_dhcp
import test_zeek_logs
import xlsxwriter

TABLE = (
    "Asset Tag,Manufacturer,Model,Serial,MAC Address,Password\n"
    "T-1,Example,EX-1,SN0012345,44:19:b6:00:11:22,hunter2\nT-2,Example,EX-2,SN0012346,44:19:b6:00:11:23,hunter2\n"
)


def workbook() -> bytes:
    """A workbook with the table."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Units")
        for number, line in enumerate(TABLE.strip().split("\n")):
            sheet.write_row(number, 0, line.split(","))
    return content.getvalue()


def capture() -> bytes:
    """A pcap file with one ARP answer."""
    mac, address = bytes.fromhex("4419b6001122"), bytes([10, 4, 0, 9])
    arp = (
        struct.pack("!HHBBH", 1, 0x800, 6, 4, 2) + mac + address + bytes.fromhex("c4f7d500b716") + bytes([10, 4, 0, 1])
    )
    frame = bytes.fromhex("c4f7d500b716") + mac + struct.pack("!H", 0x806) + arp
    packet = struct.pack("<IIII", 1_700_000_000, 0, len(frame), len(frame)) + frame
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1) + packet


def _text(*parts: str | bytes) -> tuple[bytes, ...]:
    return tuple(part if isinstance(part, bytes) else part.encode() for part in parts)


FILES: dict[str, tuple[bytes, ...]] = {
    "capture": (capture(),),
    "nmap-xml": _text(test_nmap_xml.REPORT, test_scan_reports.MASSCAN_XML),
    "zeek": _text(test_zeek_logs.CONN, test_zeek_logs.DHCP),
    "zeek-json": _text(test_zeek_logs.LINES),
    "snmprec": _text(test_snmp_walk.TABLES, test_snmp_walk.PARTS),
    "snmp-walk": _text(*(text for form, text in test_snmp_walk.FORMS.items() if form != "recorded")),
    "isc-leases": _text(test_isc_leases.LEASES),
    "kea-leases": _text(test_kea_leases.FOUR, test_kea_leases.SIX),
    "dnsmasq-leases": _text(test_dnsmasq_leases.LEASES),
    "windows-dhcp-csv": _text(test_windows_dhcp.TABLE),
    "windows-dhcp-xml": _text(test_windows_dhcp.EXPORT),
    "windows-dhcp-text": _text(test_windows_dhcp.NETSH),
    "arp": _text(test_arp_table.LINUX, test_arp_table.MAC_OS, test_arp_table.NUMERIC, test_arp_table.PROC),
    "ip-neigh": _text(test_ip_neigh.TEXT, test_ip_neigh.JSON),
    "network-cli": _text(
        test_network_cli.SESSION, *test_network_cli.OTHERS.values(), *test_cli_dialects.SESSIONS.values()
    ),
    "dhip": _text(test_dhip_json.ONE),
    "onvif": _text(test_onvif_xml.INFORMATION, test_onvif_xml.SCOPES, test_onvif_xml.MATCH),
    "isapi-xml": _text(test_isapi.DEVICE, test_isapi.CHANNELS),
    "isapi-json": _text(test_isapi.DUMP),
    "controller-backup": (
        test_controller_backup.small(test_controller_backup.database()),
        test_controller_backup.large(test_controller_backup.dump()),
    ),
    "upnp": _text(test_upnp_xml.DESCRIPTION),
    "tool-json": _text(*(test_tool_records.lines(records) for records, _, _ in test_tool_records.RECORDS.values())),
    "scan-xml": _text(
        test_scan_reports.NESSUS,
        test_scan_reports.OPENVAS,
        test_scan_reports.QUALYS,
        *test_scan_reports.MORE_XML.values(),
    ),
    "scan-csv": _text(test_scan_reports.NESSUS_CSV, *test_scan_reports.MORE_CSV.values()),
    "masscan-list": _text(test_scan_reports.MASSCAN),
    "nmap-text": _text(test_nmap_text.NORMAL, test_nmap_text.GREPABLE, test_nmap_text.MASSCAN),
    "json": _text(json.dumps([{"mac": "44:19:b6:00:11:22", "model": "EX-1", "password": "hunter2"}])),
    "json-lines": _text('{"mac": "44:19:b6:00:11:22", "model": "EX-1"}\n{"serial": "S1"}\n'),
    "spreadsheet": (workbook(),),
    "delimited": _text(TABLE, TABLE.replace(",", ";")),
    "sadp": _text('<?xml version="1.0"?><ProbeMatch><Uuid>1</Uuid><Types>inquiry</Types><DeviceType>1</DeviceType>'
                  "<DeviceDescription>EX-1</DeviceDescription><DeviceSN>EX-1SN0012345</DeviceSN><MAC>44-19-b6-00-11-22</MAC>"
                  "<IPv4Address>10.4.0.9</IPv4Address><SoftwareVersion>V5.5</SoftwareVersion></ProbeMatch>"),
}  # fmt: skip
"""By name of reader; each is claimed by that reader before all others."""

_REAL = {
    "zeek": "zeek/zeek+zeek/**/dhcp.log",
    "snmprec": "snmp/murrant+librenms-snmpsim/captures/hikvision*.snmprec",
    "snmp-walk": "snmp/**/*.snmpwalk",
    "nmap-xml": "nmap-xml/**/*.xml",
    "isc-leases": "dhcp-leases/MartijnBraam+python-isc-dhcp-leases/**/*.leases",
    "network-cli": "cli/networktocode+ntc-templates/tests/*/show_lldp_neighbors_detail/*.raw",
    "onvif": "onvif/hawkeye64+onvif-nvt/test/data/xml/*/core/GetDeviceInformation.Response.xml",
}


def real(samples: Path) -> dict[str, list[Path]]:
    """Real files by reader, at most five each, small ones."""
    found = {}
    for reader, pattern in _REAL.items():
        paths = sorted(path for path in samples.glob(pattern) if path.stat().st_size < 200_000)
        found[reader] = paths[:5]
    return found
