"""Saved sessions of switches of many makers: MAC, LLDP, CDP and ARP tables, with prompts and what the pager left."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.cli import machine, templates, topics
from nameplate.sources.interface import Document
from nameplate.sources.network_cli import READER

MAC_TABLE = """          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
   1    28af.fd00.82c7    STATIC      Vl1
  87    4419.b600.1122    DYNAMIC     Gi1/0/7
  87    4419.b600.1123    STATIC      Gi1/0/8
Total Mac Addresses for this criterion: 4
"""
LLDP = """------------------------------------------------
Local Intf: Gi1/0/7
Chassis id: 4419.b600.1122
Port id: 4419.b600.1122
Port Description: eth0
System Name: cam-1

System Description:
IP Camera build 230504

Time remaining: 110 seconds
System Capabilities: S
Enabled Capabilities: S
Management Addresses:
    IP: 10.4.0.9
Auto Negotiation - supported, enabled
Vlan ID: 87

MED Information:

    H/W revision: 12
    Serial number: ABC123
    Manufacturer: Example Cameras
    Model: EX-1
    Device type: Endpoint Class III

------------------------------------------------
Local Intf: Gi1/0/8
Chassis id: 10.4.0.12
Port id: 0060AA00BBCC:P1
System Name: SEP0060AA00BBCC

System Description:
IP Phone 7962

Time remaining: 100 seconds
Enabled Capabilities: B,T
Management Addresses:
    IP: 10.4.0.12

Total entries displayed: 2
"""
CDP = """-------------------------
Device ID: ap-1.example.org
Entry address(es):
  IP address: 10.4.0.20
Platform: cisco AIR-AP2802I-B-K9,  Capabilities: Trans-Bridge
Interface: GigabitEthernet1/0/9,  Port ID (outgoing port): GigabitEthernet0
Holdtime : 154 sec

Version :
Cisco AP Software, Version 8.5

advertisement version: 2
Duplex: full
"""
ARP = """Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  10.4.0.1                -   c4f7.d500.b716  ARPA   Vlan87
Internet  10.4.0.9                0   4419.b600.1122  ARPA   Vlan87
Internet  10.4.0.99               0   Incomplete      ARPA
"""
SESSION = (
    "hall-sw1#terminal length 0\nhall-sw1#show mac address-table\n"
    + MAC_TABLE.replace(
        "  87    4419.b600.1123", " --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b  87    4419.b600.1123"
    )
    + "\nhall-sw1#sh lldp nei det\n"
    + LLDP
    + "\nhall-sw1#show cdp neighbors detail\n"
    + CDP
    + "\nhall-sw1#show ip arp\n"
    + ARP
    + "hall-sw1#exit\n"
)


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_a_row_of_a_mac_table_is_the_unit_with_that_address(read):
    frame, sink = read(READER, MAC_TABLE)
    assert facts(frame, "4419.b600.1122") == {
        "mac": "4419.b600.1122",
        "mac_table.port": "Gi1/0/7",
        "mac_table.vlan": "87",
    }
    assert frame["subject"].n_unique() == 2
    assert frame["locator"].to_list()[0] == "line 8"
    assert [s.count for s in sink.skipped] == [2]


def test_a_neighbour_gives_its_inventory_and_where_it_is(read):
    frame, _ = read(READER, "hall-sw1#show lldp neighbors detail\n" + LLDP)
    found = facts(frame, "4419.b600.1122")
    assert found["lldp.chassis_id"] == "4419.b600.1122"
    assert found["lldp.manufacturer"] == "Example Cameras"
    assert found["lldp.model"] == "EX-1"
    assert found["lldp.serial"] == "ABC123"
    assert found["lldp.system_description"] == "IP Camera build 230504"
    assert found["ip"] == "10.4.0.9"
    assert found["lldp.seen_by"] == "hall-sw1"
    assert found["lldp.local_port"] == "Gi1/0/7"


def test_a_phone_is_named_by_the_mac_address_in_its_port_id(read):
    frame, _ = read(READER, LLDP)
    found = facts(frame, "0060AA00BBCC")
    assert found["mac"] == "0060AA00BBCC"
    assert "lldp.chassis_id" not in found
    assert found["lldp.chassis"] == "10.4.0.12"


def test_the_switch_is_not_its_neighbour(read):
    frame, _ = read(READER, SESSION)
    assert "hall-sw1" not in frame["subject"].to_list()
    names = frame.filter(pl.col("kind").cast(pl.String).is_in(["hostname", "lldp.system_name"]))["value"]
    assert "hall-sw1" not in names.to_list()


def test_one_session_may_hold_several_tables(read):
    frame, sink = read(READER, SESSION)
    assert facts(frame, "ap-1.example.org")["cdp.platform"] == "cisco AIR-AP2802I-B-K9"
    assert facts(frame, "10.4.0.9")["mac"] == "4419.b600.1122"
    assert facts(frame, "10.4.0.9")["arp.router"] == "hall-sw1"
    assert facts(frame, "4419.b600.1123")["mac_table.switch"] == "hall-sw1"
    assert not sink.problems


def test_rows_in_a_form_no_template_knows_are_named(read):
    _, sink = read(READER, MAC_TABLE + "4419.b600.1199    DYNAMIC     87  Gi1/0/9\n")
    assert [p.locator for p in sink.problems] == ["line 11"]


def test_locators_lead_to_the_line(read):
    frame, _ = read(READER, SESSION)
    lines = SESSION.split("\n")
    for locator, kind, value in frame.select("locator", pl.col("kind").cast(pl.String), "value").rows():
        if kind in {"mac", "lldp.chassis_id"} and not value.startswith("0060"):
            assert value in lines[int(locator.removeprefix("line ")) - 1]


def test_text_without_a_table_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="heading"):
        read(READER, "sw1#show clock\n12:00\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear all,\nthe chassis id of the switch is unknown.\n",
        b"vlan,mac address,type\n1,a,b\n",
        b"Device ID: x\n",
        b"\0\1\2",
    ],
)
def test_other_text_is_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


OTHERS = {
    "angle": "<core-1>display mac-address\n"
    "-------------------------------------------------------------------------------\n"
    "MAC Address    VLAN/VSI/BD                       Learned-From        Type\n"
    "-------------------------------------------------------------------------------\n"
    "4419-b600-1122 87/-/-                            XGE0/0/1            dynamic\n"
    "Total items displayed = 1\n",
    "at": "admin@core-1> show arp no-resolve\nMAC Address       Address         Interface         Flags\n"
    "44:19:b6:00:11:22 10.4.0.9        ge-0/0/7.0               none\nTotal entries: 1\n\n{master:0}\n",
    "square": "[admin@core-1] > /ip arp print\n"
    "Flags: X - disabled, I - invalid, H - DHCP, D - dynamic, P - published, C - complete\n"
    " #    ADDRESS         MAC-ADDRESS       INTERFACE\n 0 DC 10.4.0.9        44:19:B6:00:11:22 bridge\n",
}


@pytest.mark.parametrize("prompt", OTHERS)
def test_prompts_of_other_systems_name_the_switch(prompt, read):
    frame, sink = read(READER, OTHERS[prompt])
    assert not sink.problems
    assert "core-1" in frame["value"].to_list()
    macs = frame.filter(pl.col("kind").cast(pl.String) == "mac")["value"].str.to_lowercase().str.replace_all("[:-]", "")
    assert macs.to_list() == ["4419b6001122"]


def test_several_switches_in_one_file_are_told_apart(read):
    frame, _ = read(READER, SESSION + SESSION.replace("hall-sw1", "attic-sw2"))
    switches = frame.filter(pl.col("kind").cast(pl.String) == "mac_table.switch")["value"].unique().sort()
    assert switches.to_list() == ["attic-sw2", "hall-sw1"]


def test_version_and_inventory_are_the_switch_s_own(read):
    version = 'sw1#show inventory\nNAME: "Chassis", DESCR: "Nexus9000 C9396PX Chassis"\n'
    version += "PID: N9K-C9396PX         ,  VID: V02 ,  SN: SAL1819S6LU\n\n"
    version += (
        'NAME: "Power Supply 1", DESCR: "Power Supply"\nPID: N9K-PAC-650W        ,  VID: V01 ,  SN: DCB1824Y0SF\n'
    )
    frame, _ = read(READER, version)
    found = facts(frame, "sw1")
    assert (found["cli.model"], found["cli.serial"]) == ("N9K-C9396PX", "SAL1819S6LU")
    assert (found["component.model"], found["component.serial"]) == ("N9K-PAC-650W", "DCB1824Y0SF")


def test_configurations_are_not_looked_into(read):
    frame, sink = read(
        READER, SESSION + "hall-sw1#show running-config\nsnmp-server community hunter2 RO\nusername a secret hunter2\n"
    )
    assert "hunter2" not in str(frame.rows())
    assert "show running-config" in sink.skipped[-1].what


@pytest.mark.shared
def test_our_machine_gives_what_textfsm_gives(shared: Path):
    outputs = sorted((shared / "samples/cli/networktocode+ntc-templates/tests").glob("*/*/*.raw"))
    known = {name for topic in topics.known().topics for name in topics.templates(topic.name)}
    compared = 0
    for path in outputs:
        name = f"{path.parent.parent.name}_{path.parent.name}"
        if name in known:
            text = path.read_text(errors="replace")
            compared += 1
            assert ours(name, text) == textfsms(name, text), path.name
    assert compared > 150


def textfsms(name: str, text: str) -> list[list[Any]]:
    parser = templates._machine(name, strict=False)
    parser.Reset()
    return [list(row) for row in parser.ParseText(text)]


def ours(name: str, text: str) -> list[list[Any]]:
    parser = templates._machine(name, strict=False)
    fast = machine.of(parser)
    assert fast is not None
    empty = {header: [] if header in fast.lists else "" for header in parser.header}
    rows = (record for _, record in fast.records([*enumerate(text.splitlines())]))
    return [[row[h] if row.get(h) is not None else empty[h] for h in parser.header] for row in rows]


@few
@given(damaged(SESSION.encode(), MAC_TABLE.encode(), LLDP.encode(), CDP.encode(), ARP.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


TRUTH = [
    ("cisco_ios", "show_mac-address-table", "destination_address"),
    ("cisco_nxos", "show_mac_address-table", "mac_address"),
    ("cisco_s300", "show_mac_address-table", "destination_address"),
    ("cisco_ios", "show_lldp_neighbors_detail", "chassis_id"),
    ("cisco_nxos", "show_lldp_neighbors_detail", "chassis_id"),
    ("cisco_xr", "show_lldp_neighbors_detail", "chassis_id"),
    ("cisco_ios", "show_cdp_neighbors_detail", "platform"),
    ("cisco_nxos", "show_cdp_neighbors_detail", "platform"),
    ("cisco_xr", "show_cdp_neighbors_detail", "platform"),
    ("cisco_ios", "show_ip_arp", "ip_address"),
    ("cisco_ios", "show_arp", "address"),
    ("cisco_nxos", "show_ip_arp_detail", "ip_address"),
    ("cisco_xr", "show_arp", "ip_address"),
]


@pytest.mark.shared
@pytest.mark.parametrize(("platform", "command", "field"), TRUTH)
def test_real_outputs_give_what_their_truth_says(platform, command, field, shared: Path, read):
    folder = shared / "samples/cli/networktocode+ntc-templates/tests" / platform / command
    outputs = sorted(path for path in folder.glob("*.raw") if path.with_suffix(".yml").exists())
    assert outputs
    for path in outputs:
        truth = yaml.safe_load(path.with_suffix(".yml").read_text())["parsed_sample"]
        frame, sink = read(READER, path)
        assert sink.rows == len(truth), path.name
        assert not sink.problems, path.name
        left_out = sum(s.count for s in sink.skipped)
        values = frame["value"].to_list()
        assert sum(row[field] not in values for row in truth) <= left_out, path.name


def test_a_neighbour_that_names_nothing_is_a_problem_of_its_line(read):
    table = (
        f"{'-' * 47}Codes: p     ge-0v <vlan-id> - private vlan where the mac is originally learnt\n"
        "VlanId    Mac Address         Type          Interface\n"
        "10        44:19:b6:00:11:23 /0/7.0               none\nT  dynamic       etotal entrieshernet1/1/: 1\n0}"
    )
    _, sink = read(READER, f"OS10-1# show lldp neighbors\n{table}")
    assert any("names nothing" in problem.reason for problem in sink.problems)
