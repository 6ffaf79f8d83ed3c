"""Sessions in the dialects of many makers, most of which no template knows: written here in the shape of real ones."""
# ruff: noqa: E501 - lines of equipment are as long as they are

import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources import detect
from nameplate.sources.cli import plain_rows, session, topics
from nameplate.sources.interface import Document
from nameplate.sources.network_cli import READER

SESSIONS = {
    "routing engine before the prompt, columns in two lines": """{master:0}
root@leaf-1> show ethernet-switching table

MAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static
           SE - statistics enabled, NM - non configured MAC, R - remote PE MAC, O - ovsdb MAC)

Ethernet switching table : 2 entries, 2 learned
Routing instance : default-switch
   Vlan                MAC                 MAC      Logical                SVLBNH/      Active
   name                address             flags    interface              VENH Index   source
   v100                44:19:b6:00:11:22   D        xe-0/0/2.0
   bd-6                44:19:b6:00:11:23   D        vtep.32770             10.6.11.4

{master:0}
root@leaf-1> show lldp neighbors interface ge-0/0/5
LLDP Neighbor Information:
Local Information:
Index: 3 Time to live: 120 Time mark: Wed May  8 14:05:47 2024 Age: 22 secs
Local Interface    : ge-0/0/5
Parent Interface   : -
Neighbour Information:
Chassis type       : Mac address
Chassis ID         : 44:19:b6:00:11:22
Port type          : Mac address
Port ID            : 44:19:b6:00:11:22
Port description   : eth0
System name        : cam-5

System Description : IP Camera
Management address
        Address Type      : IPv4(1)
        Address           : 10.4.0.5
""",
    "legend above the heading, a column more": """<core-2>display mac-address
Flags: * - Backup
       # - forwarding logical interface, operations cannot be performed based
           on the interface.
BD   : bridge-domain   Age : dynamic MAC learned time in seconds
-------------------------------------------------------------------------------
MAC Address    VLAN/VSI/BD   Learned-From        Type                Age
-------------------------------------------------------------------------------
4419-b600-1122 1/-/-         100GE1/0/2:1        dynamic          106550
-------------------------------------------------------------------------------
Total items: 1
<agg-3>display mac-address
MAC address table of slot 0:
-------------------------------------------------------------------------------
MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID
               VSI/SI                                              MAC-Tunnel
-------------------------------------------------------------------------------
4419-b600-1123 1           -      -      GE0/0/3         dynamic   0/-
-------------------------------------------------------------------------------
""",
    "a firewall's leases, tabs between the columns": (
        "fw-1 (root) # execute dhcp lease-list\nlan\n"
        "  IP\t\t\tMAC-Address\t\tHostname\t\tVCI\t\t\tSSID\tAP\tSERVER-ID\tExpiry\n"
        "  10.4.0.9\t\t44:19:b6:00:11:22\tcam-front\t\tudhcp 1.20.1\t\t\t\t1\t\tThu May  9 12:00:00 2024\n"
        "\nfw-1 (root) # get system status\nVersion: FortiGate-100F v7.2.8,build1639,240313 (GA.M)\n"
        "Serial-Number: FG100FTK20000123\nHostname: fw-1\n"
    ),
    "what a terminal program and a pager left, abbreviated commands": """=~=~=~=~=~=~= PuTTY log 2024.05.08 14:05:47 =~=~=~=~=~=~=
login as: admin
BLD1-SW01>en
Password:
BLD1-SW01#sh mac add
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
  10    4419.b600.1122    DYNAMIC     Gi1/0/7
 --More-- \t\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b*May  8 14:06:01.123: %LINEPROTO-5-UPDOWN: changed state to up
  20    4419.b600.1123    DYNAMIC     Gi1/0/9
BLD1-SW01#sh ip dhcp bind
Bindings from all pools not associated with VRF:
IP address          Client-ID/              Lease expiration        Type
                    Hardware address/
                    User name
10.4.0.9            0144.19b6.0011.22       May 09 2024 10:12 AM    Automatic
10.4.0.12           4419.b600.1123          May 09 2024 11:12 AM    Automatic
BLD1-SW01#sh ipv6 nei
IPv6 Address                              Age Link-layer Addr State Interface
2001:DB8::9                                 3 4419.b600.1122  STALE Vl10
BLD1-SW01#sh ip dhcp snooping
Switch DHCP snooping is enabled
BLD1-SW01#sh cdp nei de
-------------------------
Device ID: SEP4419B6001123
Entry address(es):
  IP address: 10.4.0.12
Platform: Cisco IP Phone 8841,  Capabilities: Host Phone
Interface: GigabitEthernet1/0/9,  Port ID (outgoing port): Port 1
Holdtime : 140 sec

Version :
sip88xx.12-5-1SR1-4

advertisement version: 2

BLD1-SW01#sh run | i snmp
snmp-server community hunter2 RO
""",
    "octets with blanks between them": """HP-2540-A# show lldp info remote-device detail

 LLDP Remote Device Information Detail

  Local Port   : 5
  ChassisType  : mac-address
  ChassisId    : 44 19 b6 00 11 22
  PortType     : mac-address
  PortId       : 44 19 b6 00 11 22
  SysName      : cam-5
  System Descr : IP Camera
  PortDescr    : eth0

  Remote Management Address
     Type    : ipv4
     Address : 10.4.0.5

------------------------------------------------------------------------------
""",
    "neighbours in one line each": """OS10-1# show lldp neighbors
Loc PortID          Rem Host Name        Rem Port Id                   Rem Chassis Id
-------------------------------------------------------------------------------
ethernet1/1/7       cam-7                44:19:b6:00:11:22             44:19:b6:00:11:22
OS10-1# show mac address-table
Codes: pv <vlan-id> - private vlan where the mac is originally learnt
VlanId    Mac Address         Type          Interface
10        44:19:b6:00:11:23   dynamic       ethernet1/1/8
""",
    "names of switches with blanks, dots for colons": """(UBNT EdgeSwitch) >enable
(UBNT EdgeSwitch) #show mac-addr-table

Address Entries Currently in Use............... 1

   MAC Address     Interface     IfIndex    Status
-----------------  ---------     -------  ------------
44:19:B6:00:11:22  0/7           7        Learned

(UBNT EdgeSwitch) #show lldp remote-device detail 0/7

Local Interface: 0/7
Chassis ID Subtype: MAC Address
Chassis ID: 44:19:B6:00:11:22
Port ID: 44:19:B6:00:11:22
System Name: cam-7
System Description: IP Camera
""",
    "a controller of access points": """(Cisco Controller) >show ap summary

Number of APs.................................... 1
Global AP User Name.............................. admin

AP Name             Slots  AP Model              Ethernet MAC       Location          Country     IP Address       Clients
------------------  -----  --------------------  -----------------  ----------------  ----------  ---------------  --------
AP-HALL              2     AIR-AP2802I-B-K9      44:19:b6:00:11:22  default location  US          10.4.2.11          12
""",
    "commands as paths": """[admin@core-rtr] > /interface/bridge/host/print
Flags: D - DYNAMIC; L - LOCAL
Columns: MAC-ADDRESS, VID, ON-INTERFACE, BRIDGE
#    MAC-ADDRESS        VID  ON-INTERFACE  BRIDGE
0 D  44:19:B6:00:11:22   10  ether3        bridge
[admin@core-rtr] > /ip/neighbor/print
Columns: INTERFACE, ADDRESS, MAC-ADDRESS, IDENTITY, VERSION, BOARD
# INTERFACE  ADDRESS       MAC-ADDRESS        IDENTITY  VERSION          BOARD
0 ether5     192.168.88.7  44:19:B6:00:11:23  AP-1      7.11.2 (stable)  RBcAPGi-5acD2nD
""",
    "commands are counted in the prompt": """X440-1.4 # show switch
SysName:          X440-1
System MAC:       00:04:96:AA:BB:CC
System Type:      X440G2-48p-10G4
X440-1.5 # show fdb
MAC                                     VLAN Name( Tag)  Age  Flags          Port / Virtual Port List
------------------------------------------------------------------------------------------------------
44:19:b6:00:11:22                          Video(0010) 0000  d m             1:7
""",
}
UNIT, OTHER = "44:19:b6:00:11:22", "44:19:b6:00:11:23"
SAYS = {
    "routing engine before the prompt, columns in two lines": {
        (UNIT, "mac_table.port", "xe-0/0/2.0"), (UNIT, "mac_table.vlan", "v100"), (OTHER, "mac_table.port", "vtep.32770"),
        (UNIT, "lldp.system_name", "cam-5"), (UNIT, "lldp.system_description", "IP Camera"), (UNIT, "ip", "10.4.0.5"),
        (UNIT, "lldp.local_port", "ge-0/0/5"), (UNIT, "lldp.seen_by", "leaf-1")},
    "legend above the heading, a column more": {
        ("4419-b600-1122", "mac_table.port", "100GE1/0/2:1"), ("4419-b600-1122", "mac_table.switch", "core-2"),
        ("4419-b600-1123", "mac_table.port", "GE0/0/3"), ("4419-b600-1123", "mac_table.vlan", "1"),
        ("4419-b600-1123", "mac_table.switch", "agg-3")},
    "a firewall's leases, tabs between the columns": {
        (UNIT, "ip", "10.4.0.9"), (UNIT, "hostname", "cam-front"), (UNIT, "dhcp_vendor_class", "udhcp 1.20.1"),
        (UNIT, "dhcp.seen_by", "fw-1"), ("fw-1", "cli.serial", "FG100FTK20000123"), ("fw-1", "cli.model", "FortiGate-100F")},
    "what a terminal program and a pager left, abbreviated commands": {
        ("4419.b600.1123", "mac_table.port", "Gi1/0/9"), ("44:19:b6:00:11:22", "ip", "10.4.0.9"),
        ("4419.b600.1123", "ip", "10.4.0.12"), ("2001:DB8::9", "mac", "4419.b600.1122"),
        ("SEP4419B6001123", "mac", "4419B6001123"), ("SEP4419B6001123", "ip", "10.4.0.12")},
    "octets with blanks between them": {
        (UNIT, "mac", UNIT), (UNIT, "lldp.system_name", "cam-5"), (UNIT, "ip", "10.4.0.5"), (UNIT, "lldp.local_port", "5")},
    "neighbours in one line each": {
        (UNIT, "lldp.chassis_id", UNIT), (UNIT, "lldp.system_name", "cam-7"), (UNIT, "lldp.local_port", "ethernet1/1/7"),
        (OTHER, "mac_table.port", "ethernet1/1/8")},
    "names of switches with blanks, dots for colons": {
        ("44:19:B6:00:11:22", "mac_table.switch", "UBNT EdgeSwitch"), ("44:19:B6:00:11:22", "lldp.system_name", "cam-7"),
        ("44:19:B6:00:11:22", "lldp.local_port", "0/7")},
    "a controller of access points": {
        ("10.4.2.11", "mac", UNIT), ("10.4.2.11", "inventory.model", "AIR-AP2802I-B-K9"), ("10.4.2.11", "arp.router", "Cisco Controller")},
    "commands as paths": {
        ("44:19:B6:00:11:22", "mac_table.port", "ether3"), ("44:19:B6:00:11:23", "hostname", "AP-1"),
        ("44:19:B6:00:11:23", "lldp.model", "RBcAPGi-5acD2nD"), ("44:19:B6:00:11:23", "cdp.version", "7.11.2 (stable)"),
        ("44:19:B6:00:11:23", "ip", "192.168.88.7")},
    "commands are counted in the prompt": {
        ("X440-1", "cli.model", "X440G2-48p-10G4"), ("X440-1", "mac", "00:04:96:AA:BB:CC"), (UNIT, "mac_table.switch", "X440-1")},
}  # fmt: skip


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_in_any_dialect_gives_its_units(name, read):
    frame, sink = read(READER, SESSIONS[name])
    found = {(s, str(k), v) for s, k, v in frame.select("subject", "kind", "value").rows()}
    assert SAYS[name] <= found
    assert not sink.problems
    assert "hunter2" not in str(frame.rows())


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_in_any_dialect_is_claimed(name, tmp_path):
    content = SESSIONS[name].encode()
    chosen = detect.choose(Document("x", tmp_path, len(content), content))
    assert chosen is not None
    assert chosen.reader.name == "network-cli"


def test_the_tunnel_behind_which_an_address_was_learnt_is_not_its_own(read):
    frame, _ = read(READER, SESSIONS["routing engine before the prompt, columns in two lines"])
    assert "10.6.11.4" not in frame["value"].to_list()


def test_a_table_without_prompt_and_template_is_read_by_its_heading(read):
    table = "VlanId    Mac Address         Type          Interface\n10        44:19:b6:00:11:23   dynamic       ethernet1/1/8\n"
    frame, _ = read(READER, table)
    assert ("mac_table.port", "ethernet1/1/8") in frame.select("kind", "value").cast(str).rows()


def test_serial_numbers_of_twelve_digits_are_no_units():
    lines = [*enumerate(["Item      Serial number   Description", "Xcvr 0    4419B6001122    SFP optics 10G"], 1)]
    table = next(topic for topic in topics.known().topics if topic.observe == "mac")
    assert not [*plain_rows.rows(table, lines)]


@pytest.mark.parametrize(
    ("line", "switch"),
    [
        ("admin@sw1> show arp", "sw1"),
        ("RP/0/RSP0/CPU0:core-1#show arp", "core-1"),
        ("fw-1/pri/act# show arp", "fw-1"),
        ("DGS-1510:admin#show fdb", "DGS-1510"),
        ("fw-1 (root) # get system arp", "fw-1"),
        ("10.4.0.1#show arp", "10.4.0.1"),
    ],
)
def test_the_name_in_a_prompt_is_that_of_the_switch(line, switch):
    assert (session.prompt(line) or ("", ""))[0] == switch


@few
@given(damaged(*map(str.encode, SESSIONS.values())))
def test_no_damage_raises(content):
    survives(READER, content)
