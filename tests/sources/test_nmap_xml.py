"""nmap reports: every fact of a host, stopped scans, scripts, hostile files."""

import datetime as dt
import time
from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.interface import Document
from nameplate.sources.nmap_xml import READER

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" args="nmap -sV -oX x" start="1700000000">\n'

CAMERA = """<host starttime="1700000000" endtime="1700000060"><status state="up" reason="arp-response"/>
<address addr="10.4.0.9" addrtype="ipv4"/>
<address addr="44:19:B6:00:11:22" addrtype="mac" vendor="Hangzhou Hikvision Digital Technology"/>
<hostnames><hostname name="nhs-cam-1.example.org" type="PTR"/></hostnames>
<ports><extraports state="closed" count="998"/>
<port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/>
<service name="http" product="Hikvision IP camera httpd" version="1.0" devicetype="webcam" method="probed" conf="10">
<cpe>cpe:/h:hikvision:ip_camera</cpe></service>
<script id="http-title" output="IVMS-4200"><elem key="title">IVMS-4200</elem></script>
<script id="http-server-header" output="App-webs/"><elem>App-webs/</elem></script>
<script id="http-auth"
output="&#xa;HTTP/1.1 401 Unauthorized&#xa;  Digest nonce=abc qop=auth realm=IP Camera(C1214)&#xa;"/>
</port>
<port protocol="tcp" portid="443"><state state="open"/><service name="https" method="table" conf="3"/>
<script id="ssl-cert" output="Subject: commonName=cam/organizationName=Example"><table key="subject">
<elem key="countryName">CN</elem><elem key="commonName">www.hikvision.com</elem>
<elem key="organizationName">HIKVISION</elem></table>
<table key="issuer"><elem key="commonName">root</elem></table></script>
</port>
<port protocol="tcp" portid="554"><state state="open"/><service name="rtsp" method="probed"/>
<script id="rtsp-methods" output="OPTIONS, DESCRIBE"/><script id="banner" output="RTSP/1.0 401"/></port>
<port protocol="udp" portid="161"><state state="open"/><service name="snmp" method="probed"/>
<script id="snmp-sysdescr" output="Hikvision company products&#xa;  System uptime: 1d"/>
<script id="snmp-brute" output="&#xa;  public - Valid credentials"/>
<script id="http-trane-info" output="whatever"/></port>
</ports>
<os><osmatch name="Linux 3.2 - 4.9" accuracy="100"><osclass type="general purpose" vendor="Linux">
<cpe>cpe:/o:linux:k</cpe></osclass></osmatch></os></host>
"""

DOWN = '<host><status state="down" reason="no-response"/><address addr="10.4.0.1" addrtype="ipv4"/></host>\n'
SILENT = '<host><status state="up" reason="user-set"/><address addr="10.4.0.2" addrtype="ipv4"/></host>\n'
SECOND = (
    '<host><status state="up" reason="echo-reply"/><address addr="10.4.0.10" addrtype="ipv4"/>'
    '<address addr="fe80::1" addrtype="ipv6"/></host>\n'
)
TAIL = '<runstats><finished time="1700000100" exit="success"/></runstats>\n</nmaprun>\n'
REPORT = HEAD + DOWN + CAMERA + SILENT + SECOND + TAIL


def values(frame: pl.DataFrame, kind: str) -> list[str]:
    return frame.filter(pl.col("kind").cast(pl.String) == kind)["value"].to_list()


def test_a_host_gives_its_addresses_names_services_and_scripts(read):
    frame, sink = read(READER, REPORT)
    camera = frame.filter(pl.col("subject") == "10.4.0.9")
    assert values(camera, "ip") == ["10.4.0.9"]
    assert values(camera, "mac") == ["44:19:B6:00:11:22"]
    assert values(camera, "mac.vendor") == ["Hangzhou Hikvision Digital Technology"]
    assert values(camera, "hostname") == ["nhs-cam-1.example.org"]
    assert values(camera, "nmap.product") == ["Hikvision IP camera httpd"]
    assert values(camera, "nmap.devicetype") == ["webcam"]
    assert values(camera, "nmap.cpe") == ["cpe:/h:hikvision:ip_camera"]
    assert values(camera, "html_title") == ["IVMS-4200"]
    assert values(camera, "http_header.server") == ["App-webs/"]
    assert values(camera, "rtsp.banner") == ["RTSP/1.0 401"]
    assert values(camera, "snmp.sys_description") == ["Hikvision company products"]
    assert values(camera, "nmap.os") == ["Linux 3.2 - 4.9"]
    assert values(camera, "nmap.script.http-trane-info") == ["whatever"]
    assert sink.rows == 4
    assert not sink.problems


def test_a_challenge_is_written_as_the_header_was_without_its_nonce(read):
    frame, _ = read(READER, REPORT)
    assert values(frame, "http_header.wwwauth") == ['Digest realm="IP Camera(C1214)", qop="auth"']


def test_a_certificate_is_written_as_a_distinguished_name(read):
    frame, _ = read(READER, REPORT)
    assert values(frame, "x509.subject") == ["CN=www.hikvision.com,O=HIKVISION,C=CN"]
    assert values(frame, "x509.issuer") == ["CN=root"]


def test_an_old_certificate_without_a_table_is_read_from_its_text(read):
    script = (
        '<script id="ssl-cert" output="Subject: commonName=ORname: a/b/organizationName=X&#xa;Issuer: commonName=i"/>'
    )
    host = f'<host><address addr="10.0.0.1" addrtype="ipv4"/><ports><port portid="443">{script}</port></ports></host>'
    frame, _ = read(READER, HEAD + host + TAIL)
    assert values(frame, "x509.subject") == ["CN=ORname: a/b,O=X"]
    assert values(frame, "x509.issuer") == ["CN=i"]


def test_locators_lead_to_host_port_and_script(read):
    frame, _ = read(READER, REPORT)
    places = dict(frame.select("kind", "locator").rows())
    assert places["html_title"] == "host 2 port 80 script http-title"
    assert places["snmp.sys_description"] == "host 2 port 161/udp script snmp-sysdescr"
    assert places["mac"] == "host 2"


def test_the_time_is_that_of_the_host_in_utc(read):
    frame, sink = read(READER, REPORT)
    camera = frame.filter(pl.col("subject") == "10.4.0.9")
    assert camera["observed_at"].unique().to_list() == [dt.datetime(2023, 11, 14, 22, 14, 20, tzinfo=dt.UTC)]
    assert sink.speaks_of == dt.datetime(2023, 11, 14, 22, 15, tzinfo=dt.UTC)


def test_hosts_that_were_down_or_never_answered_are_counted_and_are_no_devices(read):
    frame, sink = read(READER, REPORT)
    assert frame["subject"].unique().sort().to_list() == ["10.4.0.10", "10.4.0.9"]
    assert {(s.what, s.count) for s in sink.skipped} == {
        ("hosts that were down", 1),
        ("hosts taken as up (-Pn) that answered nothing", 1),
    }


def test_scripts_that_find_logins_are_dropped_and_counted(read):
    frame, sink = read(READER, REPORT)
    assert "public" not in "".join(frame["value"])
    assert sink.dropped["output of the nmap script snmp-brute"] == 1


def test_a_port_number_alone_is_no_service(read):
    frame, _ = read(READER, REPORT)
    assert "https" not in values(frame, "nmap.service")
    assert "443/tcp" in values(frame, "nmap.port")


def test_a_stopped_scan_keeps_all_complete_hosts_and_says_where_it_ends(read):
    for at in range(len(HEAD), len(REPORT) - len("</nmaprun>\n"), 7):
        frame, sink = read(READER, REPORT[:at].encode())
        complete = REPORT[:at].count("</host>")
        assert sink.rows == complete, at
        assert ("10.4.0.9" in frame["subject"].to_list()) == (complete >= 2)
        assert len(sink.problems) == 1
        assert "the file stops in the middle" in sink.problems[0].reason
        assert sink.problems[0].locator == f"line {REPORT[:at].count(chr(10)) + 1}"


def test_a_host_announced_before_a_stop_is_kept_with_what_the_hint_says(read):
    hint = (
        '<hosthint><status state="up"/><address addr="10.4.0.77" addrtype="ipv4"/>'
        '<address addr="44:19:B6:00:11:77" addrtype="mac"/></hosthint>\n'
    )
    frame, sink = read(READER, HEAD + hint + CAMERA)
    assert values(frame.filter(pl.col("subject") == "10.4.0.77"), "mac") == ["44:19:B6:00:11:77"]
    assert len(sink.problems) == 1


def test_a_damaged_place_costs_no_host_after_it(read):
    frame, sink = read(READER, (HEAD + CAMERA.replace("IVMS-4200", "a\x01b") + SECOND + TAIL).encode())
    assert "10.4.0.10" in frame["subject"].to_list()
    assert sink.problems[0].reason.startswith("damaged XML here")


def test_an_entity_bomb_is_refused_at_once(read):
    entities = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {chr(98 + i)} "{(f"&{chr(97 + i)};") * 10}">' for i in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE nmaprun [{entities}]><nmaprun><host><address addr="&j;"/></host></nmaprun>'
    begun = time.perf_counter()
    with pytest.raises(SourceError, match="entities"):
        read(READER, bomb)
    assert time.perf_counter() - begun < 1


def test_an_outside_entity_is_refused(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    bomb = f'<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file://{secret}">]><nmaprun><host>&x;</host></nmaprun>'
    with pytest.raises(SourceError, match="entities"):
        read(READER, bomb)


def test_elements_nested_without_end_are_refused_or_named(read):
    deep = HEAD + "<host>" * 200_000
    begun = time.perf_counter()
    _, sink = read(READER, deep)
    assert sink.problems
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("content", [b"", b"\0\1\2 garbage", b"<html><body>nmaprun</body></html>", b"GIF89a"])
def test_only_nmap_reports_are_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


def test_a_report_in_utf_16_is_read(read):
    frame, sink = read(READER, REPORT.replace("<?xml version", "<?xml version").encode("utf-16"))
    assert "10.4.0.9" in frame["subject"].to_list()
    assert not sink.problems


def test_a_file_that_is_no_xml_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="fresh copy"):
        read(READER, b"")


@few
@given(damaged(REPORT.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


@pytest.mark.shared
def test_real_reports_give_every_host_that_was_up(shared: Path, read):
    files = sorted((shared / "samples/nmap-xml").rglob("*.xml"))
    assert len(files) == 15
    for path in files:
        frame, sink = read(READER, path)
        up = path.read_text().count('state="up"')
        assert frame["subject"].n_unique() == up, path.name
        assert sink.rows == path.read_text().count("<host ") + path.read_text().count("<host>")
        assert not sink.problems
