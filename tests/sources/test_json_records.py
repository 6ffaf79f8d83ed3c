"""Records in JSON: where they are found, what their names mean, what is dropped, what breaks."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given
from hypothesis import strategies as st

from nameplate.errors import SourceError
from nameplate.sources import json_keys
from nameplate.sources.interface import Document, Limits
from nameplate.sources.json_records import READERS

WHOLE, LINES = READERS

UNIT = {
    "mac": "44:19:b6:00:11:22",
    "Vendor": "Example",
    "model_name": "EX-1",
    "serialNumber": "S1",
    "site": "North High",
}


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def whole(read, value: Any) -> tuple[pl.DataFrame, Any]:
    return read(WHOLE, json.dumps(value))


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        ([UNIT], "$[0].mac"),
        ({"devices": [UNIT]}, "$.devices[0].mac"),
        ({"count": 1, "next": None, "results": [UNIT]}, "$.results[0].mac"),
        ({"result": {"page": {"items": [UNIT]}}}, "$.result.page.items[0].mac"),
        (UNIT, "$.mac"),
    ],
)
def test_records_are_found_where_they_are(shape, place, read):
    frame, sink = whole(read, shape)
    assert facts(frame, "S1") == {
        "mac": "44:19:b6:00:11:22",
        "inventory.maker": "Example",
        "inventory.model": "EX-1",
        "inventory.serial": "S1",
        "inventory.site": "North High",
    }
    assert place in frame["locator"].to_list()
    assert not sink.problems


def test_objects_by_id_are_named_by_their_key(read):
    frame, _ = whole(read, {"cam-1": {"ip": "10.4.0.1", "model": "A"}, "cam-2": {"ip": "10.4.0.2", "model": "B"}})
    assert facts(frame, "cam-2") == {"ip": "10.4.0.2", "inventory.model": "B"}


@pytest.mark.parametrize("name", ["macAddress", "MAC_Address", "mac-address", "Mac Address", "hwaddr", "MAC"])
def test_names_are_compared_without_case_and_punctuation(name, read):
    frame, _ = whole(read, [{name: "44:19:b6:00:11:22"}])
    assert frame["kind"].cast(pl.String).to_list() == ["mac"]


def test_headings_in_other_languages_are_names_too(read):
    frame, _ = whole(read, [{"Hersteller": "Beispiel", "Seriennummer": "S1"}])
    assert facts(frame, "S1") == {"inventory.maker": "Beispiel", "inventory.serial": "S1"}


def test_what_is_not_known_is_kept_under_its_path(read):
    frame, _ = whole(read, [{**UNIT, "extra": {"deep": {"colour": "white"}}}])
    assert facts(frame, "S1")["json.extra.deep.colour"] == "white"


def test_values_that_say_nothing_are_left_out(read):
    frame, _ = whole(read, [{**UNIT, "serialNumber": "To Be Filled By O.E.M.", "model_name": "N/A", "fw": None}])
    assert "inventory.serial" not in frame["kind"].cast(pl.String).to_list()
    assert "inventory.model" not in frame["kind"].cast(pl.String).to_list()


@pytest.mark.parametrize(
    "secret",
    [
        {"password": "hunter2"},
        {"auth": {"adminPassword": {"value": "hunter2"}}},
        {"custom_fields": [{"name": "SNMP community", "value": "hunter2"}]},
        {"credentials": {"list": [{"x": "hunter2"}]}},
        {"stream": "rtsp://admin:hunter2@10.4.0.9/x"},
        {"apiKey": "hunter2"},
    ],
)
def test_secrets_are_dropped_however_deep_and_counted(secret, read):
    frame, sink = whole(read, [{**UNIT, **secret}])
    assert "hunter2" not in "".join(frame["value"])
    assert sum(sink.dropped.values()) >= 1


def test_records_that_name_no_unit_are_counted_and_not_used(read):
    frame, sink = whole(read, [UNIT, {"name": "just a name"}, {"colour": "white"}])
    assert frame["subject"].unique().to_list() == ["S1"]
    assert [s.count for s in sink.skipped] == [2]
    frame, sink = whole(read, {"name": "package", "version": "1.0", "scripts": {"test": "x"}})
    assert frame.is_empty()
    assert "nothing here is used" in sink.problems[0].reason


def test_two_records_with_one_name_stay_two(read):
    frame, _ = whole(read, [{"name": "Hall", "mac": "44:19:b6:00:11:22"}, {"name": "Hall", "ip": "44.1.1.1"}] * 2)
    assert frame["subject"].n_unique() == 4


NETBOX = {
    "id": 17,
    "name": "cam-1",
    "device_type": {"manufacturer": {"name": "Example", "slug": "example"}, "model": "EX-1"},
    "role": {"name": "Camera"},
    "serial": "S1",
    "asset_tag": "A-1",
    "site": {"name": "North High"},
    "primary_ip4": {"address": "10.4.0.9/24"},
}
RUNZERO = {
    "id": "u-1",
    "addresses": ["10.4.0.9"],
    "macs": ["44:19:b6:00:11:22"],
    "mac_vendors": ["Hangzhou Example"],
    "detected_by": "arp",
    "hw": "Example EX-1",
    "org_name": "Org",
    "services": {"10.4.0.9/80/tcp": {"html.title": "WEB SERVICE", "http.head.server": "App-webs/"}},
}
MERAKI = {
    "id": "k1",
    "mac": "44:19:b6:00:11:22",
    "ip": "10.4.0.9",
    "manufacturer": "Hangzhou Example",
    "description": "cam",
    "recentDeviceMac": "00:11:22:33:44:55",
    "recentDeviceSerial": "Q2XX-1",
    "usage": {"sent": 1},
    "lastSeen": "2026-11-24T08:00:00Z",
}
UNIFI = {
    "_id": "x1",
    "mac": "44:19:b6:00:11:22",
    "oui": "Hangzhou Example",
    "is_wired": True,
    "ap_mac": "00:11:22:33:44:55",
}
GLPI = {
    "deviceid": "pc-1",
    "content": {
        "bios": {"smanufacturer": "Example", "smodel": "EX-9", "ssn": "S9", "mmanufacturer": "Board Inc"},
        "networks": [
            {"mac": "44:19:b6:00:11:22", "ipaddress": "10.4.0.9", "manufacturer": "NIC Inc"},
            {"mac": "00:00:00:00:00:00", "ipaddress": "127.0.0.1"},
        ],
        "softwares": [{"name": "x", "publisher": "y", "version": "1"}],
    },
}
KEA = {"ip-address": "10.4.0.9", "hw-address": "44:19:b6:00:11:22", "cltt": 1700000000, "valid-lft": 3600, "state": 0}


def test_netboxs_nested_objects_are_understood(read):
    frame, _ = whole(read, {"results": [NETBOX]})
    found = facts(frame, "17")
    assert found["inventory.maker"] == "Example"
    assert found["inventory.model"] == "EX-1"
    assert found["inventory.site"] == "North High"
    assert found["ip"] == "10.4.0.9/24"


def test_runzeros_assets_give_vendors_of_macs_and_titles_of_services(read):
    frame, _ = whole(read, [RUNZERO])
    found = facts(frame, "u-1")
    assert found["mac.vendor"] == "Hangzhou Example"
    assert found["html_title"] == "WEB SERVICE"
    assert found["http_header.server"] == "App-webs/"
    assert "Org" not in found.values()


def test_the_vendor_of_a_mac_address_is_not_taken_for_the_maker(read):
    for record in (MERAKI, UNIFI):
        frame, _ = whole(read, [record])
        kinds = frame["kind"].cast(pl.String).to_list()
        assert "inventory.maker" not in kinds
        assert frame.filter(pl.col("kind").cast(pl.String) == "mac.vendor")["value"].to_list() == ["Hangzhou Example"]


def test_the_switch_a_client_hangs_on_is_not_the_client(read):
    for record in (MERAKI, UNIFI):
        frame, _ = whole(read, [record])
        assert frame.filter(pl.col("kind").cast(pl.String) == "mac")["value"].to_list() == ["44:19:b6:00:11:22"]


def test_when_a_record_was_last_seen_is_when_it_was_observed(read):
    frame, _ = whole(read, [MERAKI])
    assert frame["observed_at"].unique().to_list() == [dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)]
    frame, _ = whole(read, [{"arguments": {"leases": [KEA]}, "result": 0}])
    assert frame["observed_at"].unique().to_list() == [dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)]


def test_a_glpi_inventory_is_one_machine_with_its_own_addresses(read):
    frame, _ = whole(read, GLPI)
    found = facts(frame, "pc-1")
    assert found["inventory.serial"] == "S9"
    assert found["component.network_maker"] == "NIC Inc"
    assert frame.filter(pl.col("kind").cast(pl.String) == "ip")["value"].to_list() == ["10.4.0.9"]
    assert frame.filter(pl.col("kind").cast(pl.String) == "mac")["value"].to_list() == ["44:19:b6:00:11:22"]


API: dict[str, tuple[Any, str, dict[str, str]]] = {
    "UniFi devices": (
        {
            "data": [
                {
                    "_id": "d1",
                    "adopted": True,
                    "mac": "80:2a:a8:00:01:02",
                    "model": "U7PG2",
                    "serial": "802AA8000102",
                    "type": "uap",
                    "version": "4.0.80",
                    "ip": "10.4.0.4",
                    "gateway_mac": "f0:9f:c2:00:00:01",
                    "guest_token": "hunter2",
                    "syslog_key": "hunter2",
                    "x_authkey": "hunter2",
                    "connect_request_ip": "10.4.0.99",
                }
            ]
        },
        "d1",
        {
            "mac": "80:2a:a8:00:01:02",
            "inventory.model": "U7PG2",
            "inventory.serial": "802AA8000102",
            "inventory.firmware": "4.0.80",
            "ip": "10.4.0.4",
            "inventory.category": "uap",
        },
    ),
    "UniFi known clients": (
        {
            "data": [
                {
                    "_id": "u1",
                    "mac": "44:19:b6:00:11:22",
                    "oui": "Hangzhou Example",
                    "site_id": "s",
                    "note": "front door",
                    "fixed_ip": "10.4.0.99",
                }
            ]
        },
        "u1",
        {"mac": "44:19:b6:00:11:22", "mac.vendor": "Hangzhou Example", "inventory.description": "front door"},
    ),
    "UniFi clients (Integration API)": (
        {
            "data": [
                {
                    "id": "c1",
                    "type": "WIRED",
                    "name": "cam",
                    "macAddress": "44:19:b6:00:11:22",
                    "ipAddress": "10.4.0.9",
                    "uplinkDeviceId": "d",
                }
            ]
        },
        "c1",
        {"mac": "44:19:b6:00:11:22", "ip": "10.4.0.9", "inventory.name": "cam"},
    ),
    "Meraki devices": (
        [
            {
                "serial": "Q2XX-ABCD-5678",
                "model": "MR34",
                "mac": "00:18:0a:33:44:55",
                "networkId": "N_2",
                "lanIp": "10.4.0.4",
                "publicIp": "203.0.113.5",
                "firmware": "wireless-25-14",
            }
        ],
        "Q2XX-ABCD-5678",
        {
            "inventory.serial": "Q2XX-ABCD-5678",
            "inventory.model": "MR34",
            "mac": "00:18:0a:33:44:55",
            "ip": "10.4.0.4",
            "inventory.firmware": "wireless-25-14",
        },
    ),
    "Aruba Central clients": (
        {
            "clients": [
                {
                    "macaddr": "44:19:b6:00:11:22",
                    "ip_address": "10.4.0.9",
                    "manufacturer": "Hangzhou Example",
                    "associated_device": "CN1",
                    "associated_device_mac": "aa:bb:cc:00:11:22",
                    "username": "hunter2",
                }
            ]
        },
        "44:19:b6:00:11:22",
        {"mac": "44:19:b6:00:11:22", "ip": "10.4.0.9", "mac.vendor": "Hangzhou Example"},
    ),
    "LLDP neighbours of NX-OS": (
        {
            "TABLE_nbor_detail": {
                "ROW_nbor_detail": {
                    "chassis_id": "4419.b600.1122",
                    "sys_name": "cam-7",
                    "sys_desc": "IP Camera",
                    "mgmt_addr": "10.4.0.9",
                    "l_port_id": "Eth1/7",
                }
            }
        },
        "4419.b600.1122",
        {
            "lldp.chassis_id": "4419.b600.1122",
            "lldp.system_name": "cam-7",
            "lldp.system_description": "IP Camera",
            "ip": "10.4.0.9",
            "lldp.local_port": "Eth1/7",
        },
    ),
    "MAC address table of EOS": (
        {
            "unicastTable": {
                "tableEntries": [
                    {"macAddress": "44:19:b6:00:11:22", "interface": "Ethernet7", "vlanId": 10, "entryType": "dynamic"}
                ]
            }
        },
        "44:19:b6:00:11:22",
        {"mac": "44:19:b6:00:11:22", "mac_table.port": "Ethernet7", "mac_table.vlan": "10"},
    ),
}


@pytest.mark.parametrize("name", API)
def test_answers_of_controllers_and_switches_are_told_by_their_fields(name, read):
    answer, subject, expected = API[name]
    frame, sink = whole(read, answer)
    assert f"records of {name}" in sink.notes
    found = {kind: value for kind, value in facts(frame, subject).items() if not kind.startswith("json.")}
    assert found == expected
    assert "hunter2" not in str(frame.rows())


def test_values_in_lists_of_data_objects_are_the_values_of_their_names(read):
    entry = {
        "mac-address": [{"data": "44:19:b6:00:11:22"}],
        "ip-address": [{"data": "10.4.0.9"}],
        "hostname": [{"data": "cam-7"}],
    }
    frame, _ = whole(read, {"arp-table-information": [{"arp-table-entry": [entry]}]})
    assert facts(frame, "44:19:b6:00:11:22") == {"mac": "44:19:b6:00:11:22", "ip": "10.4.0.9", "hostname": "cam-7"}


def test_lines_of_a_text_that_hold_credentials_are_dropped(read):
    frame, sink = whole(read, [{**UNIT, "banner": "HTTP/1.1 200 OK\r\nSet-Cookie: a=hunter2\r\nServer: x\r\n"}])
    assert facts(frame, "S1")["json.banner"] == "HTTP/1.1 200 OK\r\nServer: x"
    assert sink.dropped == {"set-cookie": 1}


def test_an_address_as_a_bare_number_is_no_address(read):
    frame, _ = whole(read, [{**UNIT, "ip": 3405803785}])
    assert "ip" not in facts(frame, "S1")


def test_a_django_dump_is_not_taken_for_a_list_of_units(read):
    frame, sink = whole(read, [{"model": "dcim.device", "pk": 1, "fields": {"serial": "S1", "name": "x"}}])
    assert frame.is_empty()
    assert sink.problems


LINE_FILE = (
    '{"id": 1, "observations": [{"kind": "http_header.server", "value": "App-webs/"}, {"kind": "x", "value": {}}]}\n'
    '{"id": "b", "observations": [{"kind": "mac", "value": "44:19:b6:00:11:22"}]}\n'
    "broken\n"
    f"{json.dumps(UNIT)}\n"
)


def test_given_observations_keep_their_kinds(read, tmp_path):
    assert LINES.claim(Document("x", tmp_path, len(LINE_FILE), LINE_FILE.encode())) is not None
    frame, _ = read(LINES, LINE_FILE)
    assert facts(frame, "1") == {"http_header.server": "App-webs/"}
    assert facts(frame, "b") == {"mac": "44:19:b6:00:11:22"}


def test_a_line_that_is_no_json_costs_no_other_line(read):
    frame, sink = read(LINES, LINE_FILE)
    assert facts(frame, "S1")["inventory.model"] == "EX-1"
    assert "line 4 $.mac" in frame["locator"].to_list()
    assert [p.locator for p in sink.problems] == ["line 1 $.observations[1]", "line 3"]


def test_a_list_that_breaks_off_gives_its_complete_records(read):
    text = json.dumps([UNIT, {**UNIT, "serialNumber": "S2"}, {**UNIT, "serialNumber": "S3"}], indent=1)
    frame, sink = read(WHOLE, text[: text.index("S3")])
    assert set(frame["subject"]) == {"S1", "S2"}
    assert "2 complete items" in sink.problems[0].reason


def test_a_name_that_stands_twice_keeps_both_values_and_is_named(read):
    frame, sink = read(WHOLE, '[{"mac": "44:19:b6:00:11:22", "mac": "44:19:b6:00:11:23"}]')
    assert frame["value"].to_list() == ["44:19:b6:00:11:22", "44:19:b6:00:11:23"]
    assert frame["kind"].cast(pl.String).unique().to_list() == ["mac"]
    assert "'mac'" in sink.problems[0].reason


def test_numbers_that_are_none_are_nothing_and_named(read):
    frame, sink = read(WHOLE, '[{"mac": "44:19:b6:00:11:22", "model": NaN, "serial": 123456789012345678901234567890}]')
    assert facts(frame, "123456789012345678901234567890")["inventory.serial"] == "123456789012345678901234567890"
    assert "NaN" in sink.problems[0].reason


@pytest.mark.parametrize("bomb", ["[" * 200_000, '{"a":' * 200_000, "[" * 200_000 + "]" * 200_000])
def test_nesting_without_end_is_refused(bomb, read):
    with pytest.raises(SourceError):
        read(WHOLE, bomb)


def test_a_deep_but_finite_record_is_cut_and_named(read):
    deep: dict[str, Any] = {"x": 1}
    for _ in range(60):
        deep = {"d": deep}
    frame, sink = whole(read, [{**UNIT, "deep": deep}])
    assert facts(frame, "S1")["mac"] == "44:19:b6:00:11:22"
    assert "objects in each other" in sink.problems[0].reason


def test_a_huge_value_is_cut_and_named(read):
    frame, sink = whole(read, [{**UNIT, "notes": "x" * 3_000_000}])
    assert max(map(len, frame["value"])) == Limits().cell
    assert sink.problems


def test_a_record_of_very_many_values_is_limited(read):
    frame, sink = whole(read, [{**UNIT, "many": list(range(10_000))}])
    assert frame.height <= 2_000
    assert "2,000" in sink.problems[0].reason


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_read(codec, read):
    frame, _ = read(WHOLE, json.dumps([{**UNIT, "site": "École"}], ensure_ascii=False).encode(codec))
    assert facts(frame, "S1")["inventory.site"] == "École"


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_what_is_no_json_is_not_claimed(reader, tmp_path):
    for content in (b"", b"[section]\nkey=value\n", b"{% if %}", b"<a/>", b"a,b\n", b"\0\0\0", b"[1, 2]x"):
        assert reader.claim(Document("x", tmp_path, len(content), content)) is None


def test_every_kind_that_names_may_mean_stands_once():
    names = json_keys.names()
    assert names.keys["hwaddr"] == "mac"
    assert names.keys["serialnumber"] == "inventory.serial"
    assert names.telling


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["mac", "id", "name", "results", "observations", "x.y", "password", ""]), inner
        )
    ),
    max_leaves=12,
)


@few
@given(damaged(json.dumps([UNIT, NETBOX, GLPI]).encode(), LINE_FILE.encode()))
def test_no_damage_raises(content):
    for reader in READERS:
        survives(reader, content)


@few
@given(JSON_VALUES)
def test_no_shape_raises(value):
    for reader in READERS:
        survives(reader, json.dumps(value).encode())


@pytest.mark.shared
def test_keas_api_answers_are_read(shared: Path, read):
    paths = sorted((shared / "samples/dhcp-leases").rglob("lease4-get-*.json"))
    assert paths
    for path in paths:
        answer = "\n".join(json.loads(path.read_text())["resp-syntax"])
        frame, _ = read(WHOLE, answer)
        assert frame.filter(pl.col("kind").cast(pl.String) == "mac")["value"].to_list()[0] == "00:0c:01:02:03:04"


@pytest.mark.shared
def test_labelled_evidence_turned_into_observations_is_read(shared: Path, read):
    lines = [json.loads(line) for line in (shared / "samples/evidence/real_answers.jsonl").read_text().splitlines()]
    text = "\n".join(
        json.dumps({"id": n, "observations": [{"kind": "text", "value": str(row)}]}) for n, row in enumerate(lines)
    )
    frame, sink = read(LINES, text)
    assert frame["subject"].n_unique() == len(lines)
    assert not sink.problems
