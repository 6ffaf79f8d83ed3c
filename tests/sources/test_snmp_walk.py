"""SNMP walks: every form net-snmp prints, recordings, tables of other units; community strings are gone."""

from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources import detect
from nameplate.sources.interface import Document
from nameplate.sources.snmp_walk import READERS

RECORDED, WALK = READERS
FORMS = {
    "names": "SNMPv2-MIB::sysDescr.0 = STRING: IP Camera\n"
    'SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.39165.1\n'
    "SNMPv2-MIB::sysName.0 = STRING: cam-1\nIF-MIB::ifPhysAddress.2 = STRING: 44:19:b6:0:11:22\n",
    "-On": '.1.3.6.1.2.1.1.1.0 = STRING: "IP Camera"\n.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.39165.1\n'
    '.1.3.6.1.2.1.1.5.0 = STRING: "cam-1"\n.1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 44 19 B6 00 11 22 \n',
    "iso": 'iso.3.6.1.2.1.1.1.0 = STRING: "IP Camera"\niso.3.6.1.2.1.1.2.0 = OID: iso.3.6.1.4.1.39165.1\n'
    'iso.3.6.1.2.1.1.5.0 = STRING: "cam-1"\niso.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 44 19 B6 00 11 22 \n',
    "-Of": ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 = STRING: IP Camera\n"
    ".iso.org.dod.internet.mgmt.mib-2.system.sysObjectID.0 = OID: .iso.org.dod.internet.private.enterprises.39165.1\n"
    ".iso.org.dod.internet.mgmt.mib-2.system.sysName.0 = STRING: cam-1\n"
    ".iso.org.dod.internet.mgmt.mib-2.interfaces.ifTable.ifEntry.ifPhysAddress.2 = STRING: 44:19:b6:0:11:22\n",
    "-OnQ": '.1.3.6.1.2.1.1.1.0 = "IP Camera"\n.1.3.6.1.2.1.1.2.0 = .1.3.6.1.4.1.39165.1\n'
    '.1.3.6.1.2.1.1.5.0 = "cam-1"\n.1.3.6.1.2.1.2.2.1.6.2 = "44 19 B6 00 11 22 "\n',
    "-Onq": '.1.3.6.1.2.1.1.1.0 "IP Camera"\n.1.3.6.1.2.1.1.2.0 .1.3.6.1.4.1.39165.1\n'
    '.1.3.6.1.2.1.1.5.0 "cam-1"\n.1.3.6.1.2.1.2.2.1.6.2 "44 19 B6 00 11 22 "\n',
    "-Os": "sysDescr.0 = STRING: IP Camera\nsysObjectID.0 = OID: enterprises.39165.1\nsysName.0 = STRING: cam-1\n"
    "ifPhysAddress.2 = STRING: 44:19:b6:0:11:22\n",
    "recorded": "1.3.6.1.2.1.1.1.0|4|IP Camera\n"
    "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.39165.1\n1.3.6.1.2.1.1.5.0|4x|63616d2d31\n"
    "1.3.6.1.2.1.2.2.1.6.2|4x|4419b6001122\n",
}  # fmt: skip
TABLES = """1.3.6.1.2.1.1.5.0|4|sw-1
1.3.6.1.2.1.4.22.1.2.3.10.4.0.9|4x|4419B6001122
1.3.6.1.2.1.4.22.1.2.3.10.4.0.255|4x|FFFFFFFFFFFF
1.3.6.1.2.1.4.35.1.4.3.1.4.10.4.0.8|4x|4419B6001123
1.3.6.1.2.1.17.7.1.2.2.1.2.87.68.25.182.0.17.36|2|7
1.3.6.1.2.1.17.7.1.2.2.1.3.87.68.25.182.0.17.36|2|3
1.3.6.1.2.1.17.7.1.2.2.1.2.87.0.24.113.193.224.0|2|0
1.3.6.1.2.1.17.7.1.2.2.1.3.87.0.24.113.193.224.0|2|4
1.0.8802.1.1.2.1.4.1.1.4.0.7.1|2|4
1.0.8802.1.1.2.1.4.1.1.5.0.7.1|4x|506F77EADCA0
1.0.8802.1.1.2.1.4.1.1.9.0.7.1|4|ap-1
1.0.8802.1.1.2.1.4.1.1.10.0.7.1|4x|416363657373
1.0.8802.1.1.2.1.4.2.1.3.0.7.1.1.4.10.4.0.20|2|2
1.0.8802.1.1.2.1.5.4795.1.3.3.1.4.0.7.1|4|SN-77
1.3.6.1.4.1.9.9.23.1.2.1.1.4.9.1|4x|0A040015
1.3.6.1.4.1.9.9.23.1.2.1.1.6.9.1|4|phone-1
1.3.6.1.4.1.9.9.23.1.2.1.1.8.9.1|4|IP Phone 7962
1.3.6.1.6.3.18.1.1.1.2.49|4|hunter2
"""
PARTS = """1.3.6.1.2.1.1.5.0|4|sw-1
1.3.6.1.2.1.47.1.1.1.1.5.1|2|3
1.3.6.1.2.1.47.1.1.1.1.5.2|2|3
1.3.6.1.2.1.47.1.1.1.1.5.9|2|9
1.3.6.1.2.1.47.1.1.1.1.11.1|4|SN1
1.3.6.1.2.1.47.1.1.1.1.11.2|4|SN2
1.3.6.1.2.1.47.1.1.1.1.11.9|4|SFP9
1.3.6.1.2.1.47.1.1.1.1.12.1|4|Example
1.3.6.1.2.1.47.1.1.1.1.13.1|4|EX-48
"""


def facts(frame: pl.DataFrame, subject: str) -> set[tuple[str, str]]:
    return set(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_walk_says_the_same(form, read):
    frame, sink = read(RECORDED if form == "recorded" else WALK, FORMS[form])
    found = dict(facts(frame, "cam-1"))
    mac = found.pop("snmp.ifphysaddress")
    assert found == {
        "snmp.sys_description": "IP Camera",
        "snmp.sys_object_id": "1.3.6.1.4.1.39165.1",
        "snmp.sys_name": "cam-1",
    }
    assert mac in {"44:19:b6:00:11:22", "44:19:b6:0:11:22"}
    assert frame["locator"].to_list() == [f"line {n}" for n in range(1, 5)]
    assert not sink.problems


@pytest.mark.parametrize("form", FORMS)
def test_a_walk_is_told_by_its_lines(form, tmp_path):
    content = FORMS[form].encode()
    chosen = detect.choose(Document("x.csv", tmp_path, len(content), content))
    assert chosen is not None
    assert chosen.reader.name == ("snmprec" if form == "recorded" else "snmp-walk")


def test_units_in_tables_are_subjects_of_their_own(read):
    frame, sink = read(RECORDED, TABLES)
    assert facts(frame, "10.4.0.9") >= {("mac", "44:19:b6:00:11:22"), ("ip", "10.4.0.9"), ("arp.router", "sw-1")}
    assert ("mac", "44:19:b6:00:11:23") in facts(frame, "10.4.0.8")
    bridge = facts(frame, "44:19:b6:00:11:24")
    assert bridge == {
        ("mac", "44:19:b6:00:11:24"),
        ("mac_table.vlan", "87"),
        ("mac_table.port", "7"),
        ("mac_table.switch", "sw-1"),
    }
    neighbour = facts(frame, "50:6f:77:ea:dc:a0")
    assert {
        ("lldp.system_name", "ap-1"),
        ("lldp.system_description", "Access"),
        ("ip", "10.4.0.20"),
        ("lldp.serial", "SN-77"),
    } < neighbour
    assert {("ip", "10.4.0.21"), ("cdp.platform", "IP Phone 7962")} < facts(frame, "phone-1")
    assert "00:18:71:c1:e0:00" not in frame["subject"].to_list()
    assert sum(s.count for s in sink.skipped if "unit's own" in s.what) == 2


def test_a_chassis_is_a_unit_and_its_parts_are_components(read):
    frame, _ = read(RECORDED, PARTS)
    assert {("snmp.serial", "SN1"), ("snmp.manufacturer", "Example"), ("snmp.model", "EX-48")} < facts(frame, "sw-1")
    assert ("component.serial", "SFP9") in facts(frame, "sw-1")
    assert facts(frame, "sw-1 chassis 2") == {("snmp.serial", "SN2")}


def test_community_strings_are_dropped_wherever_they_stand(read):
    frame, sink = read(RECORDED, TABLES)
    assert "hunter2" not in str(frame.rows())
    assert sink.dropped["community, users and keys of SNMP"] == 1
    frame, sink = read(
        WALK,
        "$ snmpwalk -v2c -c hunter2 10.4.0.9 .1\n"
        + FORMS["-On"]
        + "$ snmpwalk -v 2c -chunter2 10.4.0.8\n"
        + FORMS["-Os"].replace("cam-1", "cam-2"),
    )
    assert "hunter2" not in str(frame.rows())
    assert sink.dropped["community or user in a command line"] == 2
    assert ("ip", "10.4.0.9") in facts(frame, "cam-1")
    assert ("ip", "10.4.0.8") in facts(frame, "cam-2")


def test_a_recorded_number_may_begin_with_a_name_and_stand_between_odd_blanks(read):
    frame, sink = read(RECORDED, "iso.3.6.1.2.1.1.5.0\x1e|4|sw-1\n1.3.6.1.2.1.1..5|4|sw-2\n")
    assert frame["value"].to_list() == ["sw-1"]
    assert [(p.locator, p.reason) for p in sink.problems] == [("line 2", "no OID|type|value: left out")]


def test_a_quoted_text_may_have_several_lines(read):
    frame, _ = read(
        WALK, '.1.3.6.1.2.1.1.1.0 = STRING: "Platform\nsysName.0 = x\nVersion 5"\n.1.3.6.1.2.1.1.5.0 = STRING: "sw"\n'
    )
    assert ("snmp.sys_description", "Platform\nsysName.0 = x\nVersion 5") in facts(frame, "sw")


def test_an_address_may_stand_in_a_name(read):
    text = 'IP-MIB::ipNetToPhysicalPhysAddress.2.ipv4."10.4.0.9" = STRING: 44:19:b6:0:11:22\n'
    text += "IP-MIB::ipNetToMediaPhysAddress[2][10.4.0.8] = STRING: 44:19:b6:0:11:23\n"
    frame, _ = read(WALK, text)
    assert ("mac", "44:19:b6:0:11:22") in facts(frame, "10.4.0.9")
    assert ("mac", "44:19:b6:0:11:23") in facts(frame, "10.4.0.8")


def test_text_without_variables_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="walk the whole tree"):
        read(WALK, "nothing\n")
    with pytest.raises(SourceError, match="record"):
        read(RECORDED, "nothing\n")


@few
@given(damaged(*(FORMS[form].encode() for form in FORMS if form != "recorded")))
def test_no_damage_to_a_walk_raises(content):
    survives(WALK, content)


@few
@given(damaged(TABLES.encode(), PARTS.encode()))
def test_no_damage_to_a_recording_raises(content):
    survives(RECORDED, content)


@pytest.mark.shared
def test_every_recording_gives_its_description(shared: Path, read):
    files = sorted((shared / "samples/snmp").rglob("*.snmprec"))
    assert len(files) > 500
    for path in files:
        rows = [line.split("|", 2) for line in path.read_text(errors="replace").splitlines()]
        told = [
            r[2].strip(". ")
            for r in rows
            if r[0] == "1.3.6.1.2.1.1.2.0" and len(r) == 3 and r[2] and "private" not in r[2]
        ]
        frame, _ = read(RECORDED, path)
        assert set(told) <= set(frame["value"].to_list()), path
