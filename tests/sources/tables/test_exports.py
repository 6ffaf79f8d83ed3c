"""Exports of known programs are recognised by their exact columns; every one has a small made-up file here."""

import pytest
from as_table import as_csv, read_table

from nameplate.sources.tables import knowledge

MAC, IP, SERIAL = "44:19:b6:00:11:22", "10.0.0.4", "SN0012345"
ROWS: dict[str, dict[str, tuple[str, str]]] = {
    # export -> column -> (cell, the kind it must be read as; '' = not used)
    "Snipe-IT custom report": {
        "Company": ("District", ""),
        "Asset Name": ("Gate 1", "inventory.name"),
        "Asset Tag": ("000123", "inventory.asset_tag"),
        "Model": ("Dome", "inventory.model"),
        "Model No.": ("DS-2CD2143G0-I", "inventory.model"),
        "Category": ("Camera", "inventory.category"),
        "Manufacturer": ("Hikvision", "inventory.maker"),
        "Serial": (SERIAL, "inventory.serial"),
        "Location": ("North", "inventory.site"),
        "Employee No.": ("4711", ""),
    },
    "Snipe-IT asset table": {
        "id": ("1", ""),
        "name": ("Gate 1", "inventory.name"),
        "asset_tag": ("000123", "inventory.asset_tag"),
        "model_number": ("DS-2CD2143G0-I", "inventory.model"),
        "status_label": ("Deployed", "inventory.status"),
        "rtd_location": ("North", "inventory.site"),
    },
    "Snipe-IT import": {
        "Item Name": ("Gate 1", "inventory.name"),
        "Asset Tag": ("000123", "inventory.asset_tag"),
        "Category": ("Camera", "inventory.category"),
        "Model Number": ("DS-2CD2143G0-I", "inventory.model"),
        "Checkout Type": ("user", None),
        "Checked Out To: Email": ("j@example.org", ""),
    },
    "NetBox devices": {
        "Name": ("gate-1", "inventory.name"),
        "Status": ("Active", "inventory.status"),
        "Site": ("North", "inventory.site"),
        "Role": ("Camera", "inventory.category"),
        "Manufacturer": ("Hikvision", "inventory.maker"),
        "Type": ("DS-2CD2143G0-I", "inventory.model"),
        "Rack": ("R1", "inventory.place"),
        "Tenant": ("City", ""),
    },
    "runZero assets": {
        "alive": ("true", None),
        "detected_by": ("arp", None),
        "hw": ("Hikvision camera", "inventory.description"),
        "addresses": (IP, "ip"),
        "macs": (MAC, "mac"),
        "mac_vendors": ("Hangzhou Hikvision", "mac.vendor"),
        "org_name": ("City", ""),
    },
    "Lansweeper": {
        "AssetName": ("gate-1", "inventory.name"),
        "IPAddress": (IP, "ip"),
        "Manufacturer": ("Hikvision", "inventory.maker"),
        "Model": ("DS-2CD2143G0-I", "inventory.model"),
        "BarCode": ("000123", "inventory.asset_tag"),
        "Domain": ("CITY", ""),
    },
    "Milestone XProtect hardware": {
        "HardwareName": ("gate-1", "inventory.name"),
        "HardwareAddress": (f"http://{IP}/", "ip"),
        "DriverNumber": ("605", ""),
        "DriverDisplayName": ("Hikvision Universal", "inventory.driver"),
        "GroupPath": ("North", "inventory.site"),
    },
    "Milestone hardware import": {
        "HardwareName": ("gate-1", "inventory.name"),
        "DriverFamily": ("HikvisionDevices", "inventory.driver"),
        "CameraName": ("Gate", "inventory.name"),
        "RecordingServer": ("rec1", ""),
        "Address": (IP, "ip"),
        "Password": ("hunter2", ""),
    },
    "Milestone camera report": {
        "Name": ("Gate", "inventory.name"),
        "HardwareName": ("gate-1", "inventory.name"),
        "Model": ("DS-2CD2143G0-I", "inventory.model"),
        "Address": (IP, "ip"),
        "MAC": (MAC, "mac"),
        "Firmware": ("V5.5.0", "inventory.firmware"),
        "DriverFamily": ("Hikvision", "inventory.driver"),
        "Driver": ("ONVIF", "inventory.driver"),
    },
    "Genetec hardware inventory": {
        "UnitName": ("gate-1", "inventory.name"),
        "UnitType": ("Video", "inventory.category"),
        "Manufacturer": ("Hikvision", "inventory.maker"),
        "ProductType": ("DS-2CD2143G0-I", "inventory.model"),
        "IpAddress": (IP, "ip"),
        "PhysicalAddress": (MAC, "mac"),
        "State": ("Online", ""),
    },
    "SADP export": {
        "Device Type": ("DS-2CD2143G0-I", "inventory.model"),
        "IPv4 Address": (IP, "ip"),
        "Software Version": ("V5.5.0build 180101", "inventory.firmware"),
        "Device Serial Number": (SERIAL, "sadp.DeviceSN"),
        "MAC Address": (MAC, "mac"),
        "IPv4 Gateway": ("10.0.0.1", ""),
    },
    "ConfigTool export": {
        "No.": ("1", ""),
        "Status": ("Initialized", ""),
        "Type": ("IPC", "inventory.category"),
        "Model": ("IPC-HDW2431T", "inventory.model"),
        "IP": (IP, "ip"),
        "MAC": (MAC, "mac"),
        "Version": ("2.800", "inventory.firmware"),
        "SN": (SERIAL, "inventory.serial"),
    },
    "Meraki clients": {
        "id": ("k1", ""),
        "mac": (MAC, "mac"),
        "description": ("gate-1", "hostname"),
        "ip": (IP, "ip"),
        "firstSeen": ("2026-01-01", ""),
        "lastSeen": ("2026-02-01", ""),
        "manufacturer": ("Hangzhou Hikvision", "mac.vendor"),
    },
    "UniFi clients": {
        "_id": ("k1", ""),
        "mac": (MAC, "mac"),
        "hostname": ("gate-1", "hostname"),
        "oui": ("Hangzhou Hikvision", "mac.vendor"),
        "ip": (IP, "ip"),
        "is_wired": ("true", None),
    },
    "NetAlertX devices": {
        "devMac": (MAC, "mac"),
        "devName": ("gate-1", "inventory.name"),
        "devVendor": ("Hangzhou Hikvision", "mac.vendor"),
        "devLastIP": (IP, "ip"),
        "devOwner": ("Jo", ""),
    },
    "TKH SDM2": {
        "IPAddress": (IP, "ip"),
        "ForcedOffline": ("no", ""),
        "ModelName": ("DS-2CD2143G0-I", "inventory.model"),
        "ProductType": ("Camera", "inventory.category"),
        "SerialNumber": (SERIAL, "inventory.serial"),
        "MacAddress": (MAC, "mac"),
    },
    "Qualys assets": {
        "Asset Name": ("gate-1", "inventory.name"),
        "IP Address": (IP, "ip"),
        "Operating System": ("Linux 3.x", "nmap.os_guess"),
        "NetBIOS Name": ("GATE1", "hostname"),
        "Last Logged On User": ("jdoe", ""),
    },
    "Meraki clients (dashboard)": {
        "Description": ("gate-1", "inventory.name"),
        "MAC address": (MAC, "mac"),
        "IPv4 address": (IP, "ip"),
        "Usage": ("1.2 MB", ""),
        "Device type, OS": ("Linux", "nmap.os_guess"),
    },
    "Meraki devices": {
        "serial": ("Q2XX-ABCD-5678", "inventory.serial"),
        "model": ("MR34", "inventory.model"),
        "mac": (MAC, "mac"),
        "lanIp": (IP, "ip"),
        "networkId": ("N_2", ""),
        "firmware": ("wireless-25-14", "inventory.firmware"),
    },
    "UniFi clients (console)": {
        "Name": ("gate-1", "inventory.name"),
        "Vendor": ("Hangzhou Hikvision", "mac.vendor"),
        "Connection": ("Switch port 7", ""),
        "Network": ("LAN", ""),
        "IP Address": (IP, "ip"),
        "MAC Address": (MAC, "mac"),
    },
    "Ivanti Profiler": {
        "macaddr": (MAC, "mac"),
        "ip": (IP, "ip"),
        "hostname": ("gate-1", "hostname"),
        "manufacturer": ("Hangzhou Hikvision", "mac.vendor"),
        "profiler_name": ("p1", ""),
    },
}


def test_every_known_export_has_a_file_here():
    assert {export.name for export, _, _ in knowledge.exports()} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_an_export_is_recognised_and_its_columns_are_read_as_it_means_them(name):
    row = ROWS[name]
    table = read_table(as_csv([list(row), [cell for cell, _ in row.values()]]))
    assert table.sink.notes == [name]
    expected = {column: kind or None for column, (_, kind) in row.items()}
    assert table.columns == expected
    assert sorted(table.values_at("row 2")) == sorted(cell for cell, kind in row.values() if kind)


@pytest.mark.parametrize("name", ROWS)
def test_a_column_less_is_another_table(name):
    """Each needed column alone decides; without it the file is read by its headings."""
    needs = next(export.needs for export, _, _ in knowledge.exports() if export.name == name)
    row = {column: cell for column, (cell, _) in ROWS[name].items() if column != needs[-1]}
    assert name not in read_table(as_csv([list(row), list(row.values())])).sink.notes


def test_the_order_of_columns_does_not_matter():
    row = ROWS["SADP export"]
    columns = list(reversed(row))
    table = read_table(as_csv([columns, [row[c][0] for c in columns]]))
    assert table.sink.notes == ["SADP export"]


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["Vendor", "Model", "Serial"], "inventory.maker"),
        (["Vendor", "Manufacturer", "Serial"], "inventory.supplier"),
        (["Vendor", "Description", "Invoice Date"], "inventory.supplier"),
    ],
)
def test_a_vendor_is_the_maker_or_the_seller_as_its_neighbours_say(columns, kind):
    assert read_table(as_csv([columns, ["Acme", "Dome camera", "2021-01-01"]])).columns["Vendor"] == kind


@pytest.mark.parametrize(("beside", "kind"), [("School", "inventory.place"), ("Serial", "inventory.site")])
def test_a_location_is_a_place_where_another_column_names_the_site(beside, kind):
    table = read_table(as_csv([["Location", "Model", beside], ["Lobby", "P3245-LVE", "North High"]]))
    assert table.columns["Location"] == kind
