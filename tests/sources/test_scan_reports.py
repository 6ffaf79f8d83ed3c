"""Reports of vulnerability scanners, written here in the shape of reports in public repositories."""
# ruff: noqa: E501 - lines of reports are as long as they are

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources import detect
from nameplate.sources.interface import Document
from nameplate.sources.masscan_list import READER as LIST
from nameplate.sources.nmap_xml import READER as NMAP
from nameplate.sources.scan_reports import READERS

XML, CSV = READERS
NESSUS = """<?xml version="1.0" ?>
<NessusClientData_v2><Policy><preferenceValue>hunter2</preferenceValue></Policy><Report name="r">
<ReportHost name="10.4.0.9"><HostProperties><tag name="host-ip">10.4.0.9</tag><tag name="mac-address">44:19:B6:00:11:22
44:19:B6:00:11:23</tag><tag name="operating-system">Linux</tag></HostProperties>
<ReportItem port="80" pluginID="10107" pluginName="HTTP Server"><plugin_output>The remote web server type is :

App-webs/</plugin_output></ReportItem>
<ReportItem port="22" pluginID="99999"><plugin_output>something else</plugin_output></ReportItem></ReportHost>
</Report></NessusClientData_v2>
"""
OPENVAS = """<report id="a"><gmp/><report><results><result><host>10.4.0.9<asset/></host><nvt oid="1"/></result>
</results>
<host><ip>10.4.0.9</ip><detail><name>MAC</name><value>44:19:B6:00:11:22</value></detail>
<detail><name>hostname</name><value>cam-1</value></detail></host></report></report>
"""
QUALYS = """<?xml version="1.0"?><HOST_LIST_OUTPUT><RESPONSE><HOST_LIST>
<HOST><ID>1</ID><IP>10.4.0.9</IP><DNS><![CDATA[cam-1]]></DNS><OS><![CDATA[Linux 3.x]]></OS></HOST>
</HOST_LIST></RESPONSE></HOST_LIST_OUTPUT>
"""
NESSUS_CSV = (
    "Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output\n"
    '10267,,,None,10.4.0.9,tcp,22,SSH,s,d,n/a,,"\nSSH version : SSH-2.0-dropbear_2018.76\nx"\n'
    '99999,,,None,10.4.0.9,tcp,80,Other,s,d,n/a,,"y"\n'
    '99999,,,None,cam-2,tcp,80,Other,s,d,n/a,,"y"\n'
)
MORE_XML = {
    "Nessus": """<?xml version="1.0" ?><NessusClientData_v2><Report name="r" xmlns:cm="http://www.nessus.org/cm">
<ReportHost name="cam-1.example.org"><HostProperties><tag name="HOST_END_TIMESTAMP">1299711300</tag>
<tag name="cpe-1">cpe:/a:matt_johnston:dropbear:2018 -&gt; Dropbear</tag><tag name="cpe-0">cpe:/o:linux</tag>
<tag name="operating-system">Linux Kernel 2.6
Linux Kernel 3.0</tag><tag name="mac-address">00:00:00:00:00:00
74820 44:19:b6:00:11:22</tag><tag name="host-ip">10.4.0.9</tag></HostProperties>
<ReportItem port="0" pluginID="35716"><plugin_output>
The following card manufacturers were identified :

44:19:b6:00:11:22 : Hangzhou Example
</plugin_output></ReportItem><ReportItem port="80" pluginID="10107"><plugin_output>
The remote web server type is :

App-webs/
</plugin_output></ReportItem><ReportItem port="80" pluginID="24260"><plugin_output>
Headers :

  WWW-Authenticate: Digest realm="IPC"
  Set-Cookie: a=hunter2

Response Body :

&lt;title&gt;WEB&lt;/title&gt;
</plugin_output></ReportItem><ReportItem port="443" pluginID="10863"><plugin_output>Subject Name:

Organization: X
Common Name: cam

Issuer Name:

Common Name: root

Serial Number: 00 F1
</plugin_output></ReportItem><ReportItem port="161" pluginID="10800"><plugin_output>System information :
 sysDescr     : IP Camera
 sysObjectID  : 1.3.6.1.4.1.99999.1
 sysContact   :
 sysName      : cam-1
</plugin_output></ReportItem><ReportItem port="161" pluginID="41028"><plugin_output>community: hunter2</plugin_output></ReportItem>
</ReportHost></Report></NessusClientData_v2>
""",
    "OpenVAS results": """<report id="8" format_id="a9"><report id="8"><gmp><version>22.6</version></gmp>
<ports><count>1</count><port>80/tcp<host>10.4.0.77</host></port></ports>
<results><result id="e"><host>10.4.0.9<asset asset_id="9"/><hostname>cam-1</hostname></host><port>22/tcp</port>
<nvt oid="1.3.6.1.4.1.25623.1.0.10267"><type>nvt</type></nvt>
<description>Remote SSH server banner: SSH-2.0-dropbear_2018.76
Remote SSH supported authentication: password</description></result></results></report></report>
""",
    "OpenVAS hosts": """<get_reports_response status="200"><report id="a" format_id="a9"><report id="a"><host><ip>10.4.0.9</ip>
<end>2026-09-20T10:09:00Z</end><detail><name>best_os_txt</name><value>Linux Kernel</value></detail>
<detail><name>MAC</name><value>44:19:B6:00:11:22</value></detail><detail><name>MAC-NIC</name><value>Hangzhou Example</value></detail>
<detail><name>SSLDetails:AB12</name><value>issuer:CN=ca|serial:01</value></detail>
<detail><name>Auth-SSH-Failure</name><value>hunter2</value></detail></host></report></report></get_reports_response>
""",
    "Qualys detections": """<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE HOST_LIST_VM_DETECTION_OUTPUT SYSTEM "https://example.org/host_list_vm_detection_output.dtd">
<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><HOST_LIST><HOST><ID>2</ID><IP>10.4.0.9</IP><OS><![CDATA[Linux 2.6]]></OS>
<DNS><![CDATA[cam-1]]></DNS><LAST_SCAN_DATETIME>2014-06-23T23:08:00Z</LAST_SCAN_DATETIME><DETECTION_LIST><DETECTION>
<QID>86000</QID><RESULTS><![CDATA[Server Version	Server Banner
App-webs/	App-webs/]]></RESULTS></DETECTION><DETECTION><QID>43007</QID><RESULTS><![CDATA[Method	MAC Address	Vendor
NBTSTAT	44:19:B6:00:11:22	Hangzhou Example]]></RESULTS></DETECTION></DETECTION_LIST></HOST></HOST_LIST></RESPONSE>
</HOST_LIST_VM_DETECTION_OUTPUT>
""",
    "Qualys asset data": """<ASSET_DATA_REPORT><HOST_LIST><HOST><IP network_id="0">10.4.0.9</IP><DNS><![CDATA[cam-1]]></DNS>
<OPERATING_SYSTEM><![CDATA[Linux 2.6]]></OPERATING_SYSTEM><VULN_INFO_LIST><VULN_INFO><QID id="qid_38050">38050</QID>
<RESULT><![CDATA[SSH-2.0-dropbear_2018.76]]></RESULT></VULN_INFO></VULN_INFO_LIST></HOST></HOST_LIST></ASSET_DATA_REPORT>
""",
    "Qualys scan": """<!DOCTYPE SCAN SYSTEM "https://example.org/scan-1.dtd">
<SCAN value="scan/1"><HEADER><KEY value="USERNAME">hunter2</KEY></HEADER><IP value="10.4.0.9" name="cam-1">
<OS><![CDATA[Linux 2.6]]></OS></IP></SCAN>
""",
    "Nexpose": """<NexposeReport version="2.0"><nodes><node address="10.4.0.9" status="alive" hardware-address="4419B6001122">
<names><name>cam-1</name></names><endpoints><endpoint port="22"><services><service name="SSH"><configuration>
<config name="ssh.banner">SSH-2.0-dropbear_2018.76</config></configuration></service></services></endpoint></endpoints></node></nodes>
</NexposeReport>
""",
}
MORE_CSV = {
    "Tenable.sc": """"Plugin","Plugin Name","Family","Severity","IP Address","Protocol","Port","MAC Address","DNS Name","NetBIOS Name","Plugin Output","Last Observed"
"10107","HTTP Server","Web","Info","10.4.0.9","TCP","80","44:19:b6:00:11:22","cam-1","","Plugin Output:
The remote web server type is :

App-webs/","Oct 17, 2024 17:24:54 UTC"
"99999","Other","Web","Info","10.4.0.9","TCP","80","44:19:b6:00:11:22","cam-1","","","Oct 17, 2024 17:24:54 UTC"
""",
    "Tenable": """asset.display_ipv4_address;asset.display_mac_address;asset.host_name;asset.name;asset.system_type;definition.id;last_seen;output;port
10.4.0.9;44:19:b6:00:11:22;cam-1;cam-1;camera;10267;2023-07-12T12:14:16.850Z;"'
SSH version : SSH-2.0-dropbear_2018.76
";22
""",
    "OpenVAS": """IP,Hostname,Port,Port Protocol,CVSS,NVT Name,Summary,Specific Result,NVT OID,Timestamp
10.4.0.9,cam-1,22,tcp,0.0,"SSH Server type and version","s","Remote SSH server banner: SSH-2.0-dropbear_2018.76
x",1.3.6.1.4.1.25623.1.0.10267,2025-06-24T10:00:00Z
""",
    "Shodan": """data,hostnames,ip,ip_str,ipv6,org,os,port,timestamp,product
"HTTP/1.1 200 OK
Server: App-webs/
Set-Cookie: a=hunter2
",cam-1,1,10.4.0.9,,Org,,80,2024-05-08T16:22:31.1,App-webs
""",
    "httpx": "timestamp,port,url,input,title,webserver,host\n2024,80,http://10.4.0.9:80,10.4.0.9,WEB,App-webs/,10.4.0.9\n",
    "naabu": "host,ip,port,timestamp\ncam-1,10.4.0.9,554,2024-05-08T16:22:31Z\n",
    "ZMap": "saddr,sport,classification,success\n10.4.0.9,80,synack,1\n10.4.0.9,81,rst,0\n",
    "addresses": "10.4.0.9\n10.4.0.10\n10.4.0.11\n",
    "runZero": (
        "id,alive,last_seen,detected_by,hw_vendor,hw,addresses,macs,mac_vendors,names\n"
        "a,t,1672008118,arp,Example,EX-1,10.4.0.9 2001:db8::9,44:19:b6:00:11:22 44:19:b6:00:11:24,Hangzhou Example,CAM CAM.LOCAL\n"
    ),
}
MASSCAN = """#masscan
open tcp 80 10.4.0.9 1700000000
banner tcp 22 10.4.0.9 1700000000 ssh SSH-2.0-dropbear_2018.76
banner tcp 80 10.4.0.9 1700000000 title Web client
# end
"""
MASSCAN_XML = """<?xml version="1.0"?>
<nmaprun scanner="masscan" start="1700000000" version="1.0-BETA" xmloutputversion="1.03">
<host endtime="1700000000"><address addr="10.4.0.9" addrtype="ipv4"/><ports><port protocol="tcp" portid="22">
<state state="open" reason="syn-ack"/><service name="ssh" banner="SSH-2.0-dropbear"/></port></ports></host>
<host endtime="1700000000"><address addr="10.4.0.9" addrtype="ipv4"/><ports><port protocol="tcp" portid="80">
<state state="open" reason="syn-ack"/></port></ports></host>
<runstats><finished time="1700000001"/></runstats></nmaprun>
"""


def facts(frame: pl.DataFrame, subject: str = "10.4.0.9") -> set[tuple[str, str]]:
    return set(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_a_nessus_report_gives_hosts_and_their_own_words(read):
    frame, sink = read(XML, NESSUS)
    assert facts(frame) == {
        ("ip", "10.4.0.9"),
        ("mac", "44:19:B6:00:11:22"),
        ("mac", "44:19:B6:00:11:23"),
        ("nmap.os_guess", "Linux"),
        ("http_header.server", "App-webs/"),
    }
    assert sink.rows == 1
    assert "hunter2" not in str(frame.rows())
    assert "ReportHost 1 item 10107" in frame["locator"].to_list()


def test_other_reports_give_addresses_and_names(read):
    assert {("mac", "44:19:B6:00:11:22"), ("hostname", "cam-1")} < facts(read(XML, OPENVAS)[0])
    assert {("hostname", "cam-1"), ("nmap.os_guess", "Linux 3.x")} < facts(read(XML, QUALYS)[0])


WORDS = {
    "Nessus": {("mac", "44:19:b6:00:11:22"), ("mac.vendor", "Hangzhou Example"), ("http_header.server", "App-webs/"), ("html_title", "WEB"),
               ("http_header.wwwauth", 'Digest realm="IPC"'), ("nmap.os_guess", "Linux Kernel 2.6"), ("nmap.os_guess", "Linux Kernel 3.0"),
               ("nmap.cpe", "cpe:/a:matt_johnston:dropbear:2018"), ("nmap.cpe", "cpe:/o:linux"), ("snmp.sys_description", "IP Camera"),
               ("snmp.sys_name", "cam-1"), ("snmp.sys_object_id", "1.3.6.1.4.1.99999.1"), ("x509.subject", "Organization: X\nCommon Name: cam"),
               ("x509.issuer", "Common Name: root"), ("x509.serial", "00 F1")},
    "OpenVAS results": {("hostname", "cam-1"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    "OpenVAS hosts": {("mac", "44:19:B6:00:11:22"), ("mac.vendor", "Hangzhou Example"), ("nmap.os_guess", "Linux Kernel"),
                      ("x509.details", "issuer:CN=ca|serial:01")},
    "Qualys detections": {("hostname", "cam-1"), ("nmap.os_guess", "Linux 2.6"), ("http_header.server", "App-webs/"),
                          ("mac", "44:19:B6:00:11:22"), ("mac.vendor", "Hangzhou Example")},
    "Qualys asset data": {("hostname", "cam-1"), ("nmap.os_guess", "Linux 2.6"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    "Qualys scan": {("hostname", "cam-1"), ("nmap.os_guess", "Linux 2.6")},
    "Nexpose": {("hostname", "cam-1"), ("mac", "4419B6001122"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    "Tenable.sc": {("hostname", "cam-1"), ("mac", "44:19:b6:00:11:22"), ("http_header.server", "App-webs/")},
    "Tenable": {("hostname", "cam-1"), ("mac", "44:19:b6:00:11:22"), ("nmap.devicetype", "camera"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    "OpenVAS": {("hostname", "cam-1"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    "Shodan": {("hostname", "cam-1"), ("nmap.port", "80"), ("nmap.product", "App-webs"), ("shodan.banner", "HTTP/1.1 200 OK\nServer: App-webs/")},
    "httpx": {("html_title", "WEB"), ("http_header.server", "App-webs/"), ("nmap.port", "80")},
    "naabu": {("hostname", "cam-1"), ("nmap.port", "554")},
    "ZMap": {("nmap.port", "80")},
    "addresses": set(),
    "runZero": {("ip", "2001:db8::9"), ("mac", "44:19:b6:00:11:22"), ("mac", "44:19:b6:00:11:24"), ("mac.vendor", "Hangzhou Example"),
                ("hostname", "CAM"), ("hostname", "CAM.LOCAL"), ("inventory.description", "EX-1"), ("inventory.maker", "Example")},
}  # fmt: skip
"""What a report of each kind says of one camera, beside its address."""


@pytest.mark.parametrize("name", [*MORE_XML, *MORE_CSV])
def test_a_report_of_each_kind_says_what_a_careful_reader_would_note(name, read):
    content = MORE_XML.get(name) or MORE_CSV[name]
    frame, sink = read(XML if name in MORE_XML else CSV, content)
    subject = "a" if name == "runZero" else "10.4.0.9"
    assert facts(frame, subject) - {("hostname", "cam-1.example.org")} == {("ip", "10.4.0.9"), *WORDS[name]}
    assert set(frame["subject"]) <= {subject, "10.4.0.10", "10.4.0.11"}
    assert "hunter2" not in str(frame.rows())
    assert not sink.problems


def test_when_a_host_was_seen_stands_in_the_report(read):
    for name, year in (("Nessus", 2011), ("OpenVAS hosts", 2026), ("Qualys detections", 2014)):
        assert read(XML, MORE_XML[name])[0]["observed_at"].dt.year().unique().to_list() == [year], name
    for name, year in (("Tenable.sc", 2024), ("Tenable", 2023), ("OpenVAS", 2025), ("runZero", 2022)):
        assert read(CSV, MORE_CSV[name])[0]["observed_at"].dt.year().unique().to_list() == [year], name


TABLES_AS_XML = """<rpc-reply xmlns:junos="http://xml.juniper.net/junos/20.2R0/junos">
<lldp-neighbors-information xmlns="http://xml.juniper.net/junos/20.2R0/lldp-mtx"><lldp-neighbor-information>
<lldp-local-interface>ge-0/0/27</lldp-local-interface>
<lldp-remote-chassis-id>44:19:b6:00:11:22</lldp-remote-chassis-id>
<lldp-remote-system-name>cam-7</lldp-remote-system-name>
<lldp-system-description><lldp-remote-system-description>IP Camera</lldp-remote-system-description></lldp-system-description>
</lldp-neighbor-information></lldp-neighbors-information>
<arp-table-information><arp-table-entry><mac-address>
44:19:b6:00:11:22
</mac-address><ip-address>10.4.0.9</ip-address></arp-table-entry></arp-table-information>
</rpc-reply>
"""


def test_tables_of_a_switch_written_as_xml(read):
    frame, sink = read(XML, TABLES_AS_XML)
    mac = "44:19:b6:00:11:22"
    assert facts(frame) == {("ip", "10.4.0.9"), ("mac", mac)}
    assert facts(frame, mac) == {
        ("lldp.chassis_id", mac),
        ("lldp.system_name", "cam-7"),
        ("lldp.system_description", "IP Camera"),
        ("lldp.local_port", "ge-0/0/27"),
    }
    assert not sink.problems


def test_lines_of_one_host_are_one_unit(read):
    frame, sink = read(CSV, NESSUS_CSV)
    assert facts(frame) == {("ip", "10.4.0.9"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")}
    assert facts(frame, "cam-2") == {("hostname", "cam-2")}
    assert sink.rows == 3


def test_a_masscan_list_gives_ports_and_banners(read):
    frame, sink = read(LIST, MASSCAN)
    assert facts(frame) == {
        ("ip", "10.4.0.9"),
        ("nmap.port", "80/tcp"),
        ("ssh.banner", "SSH-2.0-dropbear_2018.76"),
        ("html_title", "Web client"),
    }
    assert not sink.problems


def test_masscan_s_xml_is_read_as_nmap_s(read):
    frame, _ = read(NMAP, MASSCAN_XML)
    assert {("ssh.banner", "SSH-2.0-dropbear"), ("nmap.port", "22/tcp"), ("nmap.port", "80/tcp")} < facts(frame)


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        (NESSUS, "scan-xml"),
        (OPENVAS, "scan-xml"),
        (QUALYS, "scan-xml"),
        (NESSUS_CSV, "scan-csv"),
        (MASSCAN, "masscan-list"),
        *((content, "scan-xml") for content in MORE_XML.values()),
        *((content, "scan-csv") for content in MORE_CSV.values()),
    ],
)
def test_a_report_is_told_by_what_is_in_it(content, reader, tmp_path):
    chosen = detect.choose(Document("x.txt", tmp_path, len(content), content.encode()))
    assert chosen is not None
    assert chosen.reader.name == reader


@few
@given(damaged(NESSUS.encode(), OPENVAS.encode(), QUALYS.encode(), *map(str.encode, MORE_XML.values())))
def test_no_damage_to_xml_raises(content):
    survives(XML, content)


@few
@given(damaged(NESSUS_CSV.encode(), *map(str.encode, MORE_CSV.values())))
def test_no_damage_to_csv_raises(content):
    survives(CSV, content)


@few
@given(damaged(MASSCAN.encode()))
def test_no_damage_to_a_list_raises(content):
    survives(LIST, content)


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><{root}><Report><ReportHost name="&c;"/></Report></{root}>"""


@pytest.mark.parametrize(
    ("reader", "root"), [(XML, "NessusClientData_v2"), (XML, "HOST_LIST_OUTPUT"), (NMAP, "nmaprun")]
)
def test_a_document_that_declares_entities_is_refused_whole(reader, root, read):
    with pytest.raises(SourceError, match="entit"):
        read(reader, BOMB.replace("{root}", root))
