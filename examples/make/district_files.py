"""The district's six files: workbook, asset system, scan, leases, video system, discovery tool."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from make import answers, district_sheet, numbers
from make.files import csv_text, save
from make.fleet import Unit
from make.truth import Truth, bare

SERVERS = {"north-high": "VMS-NORTH", "south-high": "VMS-SOUTH"}
COMMAND = "nmap -sS -sV --script default,rtsp-methods,http-auth -p 22,80,443,554,4520,8000,9100,34567,37777 "
SNIPE_NAME, SCAN_NAME = "snipe-it-assets.csv", "nmap-camera-vlans.xml"
LEASES_NAME, MILESTONE_NAME, SADP_NAME = "dhcp-leases.csv", "milestone-hardware.csv", "sadp-export.csv"


def write_all(
    rng: random.Random, folder: Path, truth: Truth, units: Sequence[Unit], neighbours: Sequence[Unit]
) -> None:
    """Write the six files of the district and report every row to `truth`."""
    folder.mkdir(parents=True, exist_ok=True)
    district_sheet.write(rng, folder, truth, _in(units, "integrator"))
    _snipe(rng, folder, truth, _in(units, "snipe"))
    _scan(rng, folder, truth, [*_in(units, "scan"), *_in(neighbours, "scan")])
    _leases(rng, folder, truth, [*_in(units, "dhcp"), *_in(neighbours, "dhcp")])
    _milestone(rng, folder, truth, _in(units, "milestone"))
    _sadp(rng, folder, truth, _in(units, "sadp"))


def _in(units: Sequence[Unit], file: str) -> list[Unit]:
    return [unit for unit in units if file in unit.files]


def _twice(units: Sequence[Unit], file: str) -> Iterator[Unit]:
    for unit in units:
        yield unit
        if unit.says.get((file, "twice")):
            yield unit


# Asset system

COMPANY = "Bayou Vert Parish School District"
SNIPE_HEAD = (
    "ID",
    "Company",
    "Asset Name",
    "Asset Tag",
    "Model",
    "Model No.",
    "Category",
    "Manufacturer",
    "Serial",
    "Purchase Date",
    "Purchase Cost",
    "Order Number",
    "Supplier",
    "Location",
    "Status",
    "Notes",
    "MAC Address",
    "IP Address",
    "Funding Source",
)


def _snipe(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Snipe-IT's asset report: byte-order mark, backtick before what a spreadsheet takes for a formula."""
    rng.shuffle(units)
    rows: list[list[object]] = [list(SNIPE_HEAD)]
    for number, unit in enumerate(_twice(units, "snipe"), start=1204):
        if number % 97 == 0:
            rows.append([] if number % 2 else [""] * len(SNIPE_HEAD))
        row, shown = _snipe_row(rng, unit, number)
        rows.append(row)
        truth.see(unit, SNIPE_NAME, f"row {len(rows)}", shown)
    rows[-1][SNIPE_HEAD.index("Notes")] = "moved here in June,\nsee work order 5512"
    save(folder / SNIPE_NAME, "\ufeff" + csv_text(rows))


def _snipe_row(rng: random.Random, unit: Unit, number: int) -> tuple[list[object], dict[str, str]]:
    product = unit.product
    brand = unit.shown("snipe", "brand", product.brand or rng.choice(("Generic", "Unknown", "")))
    serial = unit.shown("snipe", "serial", unit.serial)
    address = unit.shown("snipe", "mac", unit.mac)
    mac = numbers.dots(address) if address and rng.random() < 0.7 else ""
    if address == "0" * 12:
        mac = "00:00:00:00:00:00"
    bound = bare(mac) in {"", "0" * 12} or not unit.site.on_link
    ip = unit.ip if bound or rng.random() < 0.4 or unit.status == "disposed" else ""
    notes = rng.choice(
        ("", "", "", "- lens cloudy", "@ gate 3, key with coach", "=spare bracket in box", "IT ticket 4411")
    )
    name = rng.choice((unit.name, unit.name, f"-{unit.spot}"))
    status = "Disposed" if unit.status == "disposed" else rng.choice(("Deployed", "Deployed", "Ready to Deploy"))
    bought = unit.acquired.isoformat() if unit.acquired else ""
    cost = f"{rng.randrange(4900, 89900) / 100:.2f}" if bought else ""
    order = f"PO-{rng.randrange(10000, 60000)}" if bought else ""
    title = f"{product.brand} {product.about}".strip()
    row: list[object] = [number, COMPANY, _escape(name), unit.tag, title, product.model]
    row += [product.category.capitalize(), brand, serial, bought, cost, order, unit.supplier]
    row += [unit.site.name, status, _escape(notes), mac, ip, unit.funding]
    shown = {
        "tag": unit.tag,
        "serial": serial,
        "mac": mac,
        "ip": ip,
        "model": product.model,
        "brand": product.brand,
    }
    if mac.startswith("00:00:00:00"):
        shown["mac"] = ""
    return row, shown


def _escape(text: str) -> str:
    return f"`{text}" if text[:1] in "=+-@" and text else text


# Scan


def _scan(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """A port scan of nine camera networks; four lie behind a router, so their MAC addresses stay unseen."""
    units.sort(key=lambda unit: tuple(int(part) for part in unit.ip.split(".")))
    hosts = []
    for number, unit in enumerate(units, start=1):
        reply = answers.answer(rng, unit)
        mac = unit.mac if unit.site.on_link else ""
        kind = unit.product.category[:3]
        name = f"{unit.site.prefix}-{kind}{unit.id[-3:]}.bayouvert.example" if rng.random() < 0.4 else ""
        hosts.append(answers.host_xml(reply, unit.ip, mac, name))
        truth.see(unit, SCAN_NAME, f"host {number}", {"ip": unit.ip, "mac": mac}, reply.signs)
    networks = " ".join(f"10.40.{third}.0/24" for third in (1, 2, 3, 4, 5, 6, 7, 8, 10))
    save(folder / SCAN_NAME, answers.scan_xml(hosts, f"{COMMAND}-oX {SCAN_NAME} {networks}", 2304 - len(hosts)))


# Leases

TYPE_LINE = "#TYPE Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DHCP/DhcpServerv4Lease"
LEASE_HEAD = ("IPAddress", "ScopeId", "ClientId", "HostName", "AddressState", "LeaseExpiryTime")


def _leases(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Windows DHCP leases as PowerShell exports them: a type line, every value quoted, MAC with hyphens."""
    units.sort(key=lambda unit: tuple(int(part) for part in unit.ip.split(".")))
    rows = [LEASE_HEAD]
    for unit in units:
        reserved = rng.random() < 0.15
        ends = dt.datetime(2025, 10, 21, 6, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=rng.randrange(170_000))
        when = "" if reserved else f"{ends.month}/{ends.day}/{ends.year} {ends:%I:%M:%S %p}"
        state = "ActiveReservation" if reserved else "Active"
        scope = unit.site.network.removesuffix("/24")
        rows.append((unit.ip, scope, numbers.hyphens(unit.mac), _hostname(rng, unit), state, when))
        truth.see(unit, LEASES_NAME, f"line {len(rows) + 1}", {"ip": unit.ip, "mac": unit.mac})
    save(folder / LEASES_NAME, TYPE_LINE + "\r\n" + csv_text(rows, quote_all=True))


def _hostname(rng: random.Random, unit: Unit) -> str:
    family = unit.product.family
    if family == "axis":
        return f"axis-{unit.mac.lower()}"
    if family == "dahua" and rng.random() < 0.4:
        return unit.serial
    if unit.product.key == "phone":
        return rng.choice(("", "Galaxy-S22", "iPhone"))
    return f"{unit.site.prefix}-{unit.product.category[:3]}{unit.id[-3:]}" if rng.random() < 0.5 else ""


# Video system

MILESTONE_HEAD = (
    "HardwareName",
    "HardwareAddress",
    "MacAddress",
    "UserName",
    "Password",
    "DriverNumber",
    "DriverDisplayName",
    "RecordingServerName",
    "RecordingServerId",
)
DRIVERS = {
    "hikvision": ("Hikvision", 527),
    "hikvision-old": ("Hikvision", 527),
    "dahua": ("Dahua", 662),
    "axis": ("AXIS", 106),
    "hanwha": ("Hanwha Generic", 744),
    "bosch": ("Bosch", 430),
    "vivotek": ("VIVOTEK", 316),
}


def _milestone(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Milestone's hardware list, with the column of passwords that nobody should have mailed around."""
    units.sort(key=lambda unit: (SERVERS.get(unit.site.id, "VMS-CENTRAL"), unit.ip))
    rows: list[Sequence[object]] = [MILESTONE_HEAD]
    for unit in units:
        driver, number = DRIVERS.get(unit.product.family, ("ONVIF", 476))
        if unit.product.kind == "relabelled" and not unit.candid and rng.random() < 0.4:
            driver, number = "ONVIF", 476
        mac = unit.mac if rng.random() < 0.85 or unit.candid else ""
        server = SERVERS.get(unit.site.id, "VMS-CENTRAL")
        default = f"{unit.product.brand} {unit.product.model}".strip()
        name = rng.choice((f"{default} ({unit.ip})", unit.name))
        login = "admin:example-only@" if rng.random() < 0.01 else ""
        word = f"not-a-secret-{rng.randrange(1000)}"
        driver_name, server_id = f"{driver} 1 channel driver", f"00000000-0000-4000-8000-{SERVER_IDS[server]}"
        address = f"http://{login}{unit.ip}/"
        rows.append((name, address, mac, "admin", word, number, driver_name, server, server_id))
        native = number != 476 and unit.product.maker in {"hikvision", "dahua"}
        shown = {"ip": unit.ip, "mac": mac, "model": unit.product.model if default in name else ""}
        truth.see(unit, MILESTONE_NAME, f"row {len(rows)}", shown, {"driver"} if native else set())
    save(folder / MILESTONE_NAME, csv_text(rows, quote_all=True))


SERVER_IDS = {"VMS-NORTH": "000000000001", "VMS-SOUTH": "000000000002", "VMS-CENTRAL": "000000000003"}

# Discovery tool

SADP_HEAD = (
    "Index",
    "Device Type",
    "Status",
    "IPv4 Address",
    "Port",
    "Software Version",
    "IPv4 Gateway",
    "HTTP Port",
    "Device Serial Number",
    "Subnet Mask",
    "MAC Address",
)


def _sadp(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """What the maker's discovery tool found on six networks: only units with its firmware answer."""
    rng.shuffle(units)
    rows: list[Sequence[object]] = [SADP_HEAD]
    for number, unit in enumerate(units, start=1):
        gateway = unit.site.network.replace("0/24", "1")
        version = unit.firmware.replace(" build", "build")
        mac, mask = numbers.hyphens(unit.mac), "255.255.255.0"
        row = (
            number,
            unit.product.model,
            "Active",
            unit.ip,
            8000,
            version,
            gateway,
            80,
            unit.serial,
            mask,
            mac,
        )
        rows.append(row)
        shown = {"serial": unit.serial, "mac": unit.mac, "ip": unit.ip, "model": unit.product.model}
        truth.see(unit, SADP_NAME, f"row {number + 1}", shown, {"sadp"})
    save(folder / SADP_NAME, csv_text(rows))
