"""From a frame of observations to devices: what several files say of one unit comes together, each with its place."""

import datetime as dt

import pytest

from nameplate import frame
from nameplate.model import Holder, Site, SiteMatch
from units import NOBODY, attribution, devices, engine, observations, unit

MAC = "44:19:b6:00:11:22"
HOLDER = Holder(
    name="District",
    jurisdictions=("US",),
    sites=(Site("north", "North High", SiteMatch(network=("10.4.1.0/24",))), Site("south", "South High")),
)
SOURCES = {
    "list.xlsx": [
        {
            "inventory.brand": "LTS",
            "inventory.model": "CMIP1042",
            "inventory.serial": "SN0012345",
            "inventory.site": "South High",
            "inventory.place": "gym door",
            "inventory.name": "Gym 1",
            "inventory.supplier": "Acme Security",
            "inventory.acquired": "03/04/2019",
            "inventory.attested": "NDAA compliant",
            "inventory.status": "in use",
        }
    ],
    "sadp.csv": [{"sadp.DeviceSN": "SN0012345", "mac": MAC}],
    "leases.csv": [{"mac": MAC, "ip": "10.4.1.7", "hostname": "cam-17"}],
    "scan.xml": [{"ip": "10.4.1.7", "http_header.server": "Hikvision-Webs"}],
}


def test_four_files_about_one_unit_give_one_device():
    (device,) = devices(SOURCES, HOLDER)
    assert len(device.subjects) == 4
    assert device.identifiers.mac == (MAC,)
    assert device.identifiers.serial == ("SN0012345",)
    assert device.identifiers.ip == ("10.4.1.7",)
    assert (device.name, device.place, device.supplier, device.status) == (
        "Gym 1",
        "gym door",
        "Acme Security",
        "in use",
    )
    assert device.acquired == dt.date(2019, 3, 4)
    assert device.site == "south"
    assert len(device.joined_by) == 3


def test_its_attribution_comes_from_all_of_them():
    (device,) = devices(SOURCES, HOLDER)
    found = device.attribution
    assert (found.maker, found.brand, found.model, found.verdict) == ("hikvision", "lts", "CMIP1042", "identified")
    assert {claim.observation.source for claim in found.claims} >= {"list.xlsx", "scan.xml"}


def test_a_sellers_claim_stands_beside_the_finding_and_decides_nothing():
    (device,) = devices(SOURCES, HOLDER)
    (claim,) = device.attested
    assert (claim.source, claim.value) == ("list.xlsx", "NDAA compliant")
    remark = unit(inventory__maker="Hikvision", inventory__description="Hikvision dome, 889 compliant")
    assert remark.attested[0].value == "Hikvision dome, 889 compliant"
    assert remark.attribution.maker == "hikvision"


def test_the_earliest_purchase_date_counts_and_a_purchase_goes_before_an_installation():
    rows = {
        "a": [{"mac": MAC, "inventory.acquired": "2021-05-01"}],
        "b": [{"mac": MAC, "inventory.acquired": "2020-05-01"}],
        "c": [{"mac": MAC, "inventory.installed": "2018-05-01"}],
    }
    assert devices(rows)[0].acquired == dt.date(2020, 5, 1)
    assert devices({"c": rows["c"]})[0].acquired == dt.date(2018, 5, 1)


def test_a_unit_without_a_site_in_its_list_is_placed_by_its_network():
    (device,) = devices({"a": [{"ip": "http://10.4.1.9:80/", "mac": MAC}]}, HOLDER)
    assert device.site == "north"


def test_the_same_frame_gives_the_same_devices():
    assert devices(SOURCES, HOLDER) == devices(SOURCES, HOLDER)


def test_an_empty_frame_has_no_devices():
    assert engine().identify(frame.empty(), NOBODY) == []


def test_unknown_kinds_are_kept_and_not_used():
    rows = {"a": [{"mac": MAC, "zebra.stripes": "12"}]}
    assert devices(rows)[0].attribution == devices({"a": [{"mac": MAC}]})[0].attribution


def test_apart_joins_nothing():
    rows = {"a": [{"mac": MAC}, {"mac": MAC}, {"inventory.maker": "Axis"}, {"inventory.maker": "Axis"}]}
    found = engine().identify(observations(rows), NOBODY, apart=True)
    assert [len(device.subjects) for device in found] == [1, 1, 1, 1]
    assert [device.quantity for device in found] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "values",
    [
        {"mac": "44:19:b6:00:11:22"},
        {"sadp.DeviceSN": "DS-2CD2142FWD-I20180319BBWRC10320726"},
        {"isapi.deviceInfo.model": "DS-2CD2385FWD-I"},
        {"http_header.server": "Hikvision-Webs"},
        {"onvif.manufacturer": "HIKVISION"},
        {"inventory.maker": "海康威视"},
        {"inventory.description": "كاميرا هيكفيجن"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_each_kind_of_evidence_leads_to_the_maker(values):
    assert attribution(**values).maker == "hikvision"


@pytest.mark.parametrize(
    ("values", "maker"),
    [
        ({"inventory.model": "DS-7000", "inventory.maker": "Olympus"}, "hikvision"),
        ({"inventory.model": "DS-530", "inventory.maker": "Epson"}, "hikvision"),
        ({"inventory.model": "DS920+", "inventory.maker": "Synology"}, "hikvision"),
        ({"inventory.model": "IPC-610", "inventory.maker": "Advantech"}, "dahua"),
        ({"inventory.model": "SIMATIC IPC427E", "inventory.maker": "Siemens"}, "dahua"),
        ({"inventory.model": "CS-2520", "inventory.maker": "Casio"}, "hikvision"),
        ({"inventory.maker": "Nautel", "inventory.model": "VS1"}, "autel"),
        ({"inventory.maker": "Stereotaxis"}, "axis"),
        ({"inventory.maker": "Univision"}, "uniview"),
        ({"inventory.description": "wall bracket compatible with Hikvision domes"}, "hikvision"),
        ({"inventory.maker": "Axis", "inventory.description": "replaces Hikvision in lobby"}, "hikvision"),
    ],
)
def test_innocent_neighbours_stay_innocent(values, maker):
    """Look-alikes of device-evidence.md section 9 (3 and 4): never named as, or possibly made by, a forbidden maker."""
    found = attribution(**values)
    assert found.maker != maker
    assert maker not in {other.maker for other in found.alternatives}


@pytest.mark.parametrize(
    "text",
    ["replaces Hikvision DS-2CD2142FWD-I", "mount for DS-2CD2142FWD-I", "compatible with Hikvision DS-2CD2142FWD-I"],
)
def test_a_model_that_is_replaced_or_fitted_is_not_the_units(text):
    assert attribution(inventory__maker="Axis", inventory__description=f"Axis P3245-LVE, {text}").maker != "hikvision"
    assert attribution(inventory__description=text).maker != "hikvision"
