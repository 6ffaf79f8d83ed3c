"""Reports of vulnerability scanners, made from their documented fields; no real ones were at hand."""

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
    ],
)
def test_a_report_is_told_by_what_is_in_it(content, reader, tmp_path):
    chosen = detect.choose(Document("x.txt", tmp_path, len(content), content.encode()))
    assert chosen is not None
    assert chosen.reader.name == reader


@few
@given(damaged(NESSUS.encode(), OPENVAS.encode(), QUALYS.encode()))
def test_no_damage_to_xml_raises(content):
    survives(XML, content)


@few
@given(damaged(NESSUS_CSV.encode()))
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
