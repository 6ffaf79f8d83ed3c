"""Zeek's logs: both forms say the same, what is no unit is counted, secrets are gone, damage is named."""

import gzip
import json
from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources import detect
from nameplate.sources.interface import Document
from nameplate.sources.zeek import pieces
from nameplate.sources.zeek_logs import READERS

TSV, JSON = READERS
HEADING = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
CONN = (
    HEADING + "#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tconn_state\tlocal_orig\t"
    "local_resp\tresp_pkts\torig_l2_addr\tresp_l2_addr\n"
    "1700000000.5\tC1\t10.4.0.9\t5\t10.4.0.1\t53\tSF\tT\tT\t1\t44:19:b6:00:11:22\tc4:f7:d5:00:b7:16\n"
    "1700000001.0\tC2\t10.4.0.9\t6\t203.0.113.7\t443\tSF\tT\tF\t9\t44:19:b6:00:11:22\tc4:f7:d5:00:b7:16\n"
    "1700000002.0\tC3\t10.4.0.8\t6\t10.4.0.77\t80\tS0\tT\tT\t0\t44:19:b6:00:11:23\tc4:f7:d5:00:b7:16\n"
    "1700000003.0\tC4\t10.4.0.8\t6\t10.5.0.2\t80\tSF\tT\tT\t2\t44:19:b6:00:11:23\tc4:f7:d5:00:b7:16\n"
    "#close\t2026-01-01-00-00-00\n"
)
DHCP = (
    HEADING + "#path\tdhcp\n#fields\tts\tuids\tclient_addr\tserver_addr\tmac\thost_name\tassigned_addr"
    "\tmsg_types\tclient_software\n"
    "1700000000.5\tC1,C2\t-\t10.4.0.1\t44:19:b6:00:11:22\tIP\\x43AM \\xe2\\x82\\xac\t10.4.0.9"
    "\tREQUEST,ACK\tudhcp 1.30\n"
    "1700000009.5\tC3\t0.0.0.0\t10.4.0.1\t44:19:b6:00:11:23\t(empty)\t-\tDISCOVER\t-\n"
)
HTTP = [
    {"_path": "http", "ts": 1700000000.5, "uid": "C1", "id.orig_h": "10.4.0.9", "id.resp_h": "10.4.0.2",
     "method": "GET", "uri": "/",
     "host": "cam.example.org", "user_agent": "Camera/1.0", "username": "admin", "password": "hunter2"},
    {"_path": "snmp", "ts": "2023-11-14T22:13:20.500000Z", "uid": "C2", "id.orig_h": "10.4.0.3",
     "id.resp_h": "10.4.0.4", "community": "hunter2", "display_string": "IP Camera"},
    {"_path": "ssl", "ts": 1700000000.5, "uid": "C3", "id.orig_h": "10.4.0.9", "id.resp_h": "203.0.113.7",
     "server_name": "cloud.example.org", "cert_chain_fps": ["aa", "bb"]},
]  # fmt: skip
LINES = "".join(json.dumps(line) + "\n" for line in HTTP)


def said(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    return frame.select("locator", "subject", pl.col("kind").cast(pl.String), "value").rows()


def test_connections_give_the_addresses_that_are_units(read):
    frame, sink = read(TSV, CONN)
    assert sink.rows == 4
    ips = [(where, value) for where, _, kind, value in said(frame) if kind == "ip"]
    assert ips == [("line 7", "10.4.0.9"), ("line 7", "10.4.0.1"), ("line 9", "10.4.0.8"), ("line 10", "10.5.0.2")]
    assert [s.count for s in sink.skipped if "far away" in s.what] == [2]
    assert frame["observed_at"][0].timestamp() == 1700000000.5


def test_a_mac_address_before_several_addresses_is_a_router_of_its_own(read):
    frame, _ = read(TSV, CONN)
    macs = {value: subject for _, subject, kind, value in said(frame) if kind == "mac"}
    assert macs["44:19:b6:00:11:22"] == "10.4.0.9"
    assert macs["c4:f7:d5:00:b7:16"] == "c4:f7:d5:00:b7:16"


def test_dhcp_gives_the_unit_by_its_mac_address_with_escapes_undone(read):
    frame, sink = read(TSV, DHCP)
    first = {(kind, value) for _, subject, kind, value in said(frame) if subject == "44:19:b6:00:11:22"}
    assert first == {
        ("mac", "44:19:b6:00:11:22"),
        ("ip", "10.4.0.9"),
        ("hostname", "IPCAM €"),
        ("dhcp_vendor_class", "udhcp 1.30"),
    }
    assert ("ip", "0.0.0.0") not in {(kind, value) for _, _, kind, value in said(frame)}
    assert any("no #close" in note for note in sink.notes)


def test_several_logs_in_one_stream_are_told_apart_and_secrets_are_dropped(read):
    frame, sink = read(JSON, LINES)
    found = {(subject, kind, value) for _, subject, kind, value in said(frame)}
    assert {("10.4.0.9", "dns.query", "cam.example.org"), ("10.4.0.9", "tls.sni", "cloud.example.org")} <= found
    assert ("10.4.0.4", "snmp.sys_description", "IP Camera") in found
    assert "203.0.113.7" not in frame["subject"].to_list()
    assert dict(sink.dropped) == {"username": 1, "password": 1, "community": 1}
    assert "hunter2" not in str(frame.rows())


def test_times_are_read_in_both_spellings(read):
    frame, _ = read(JSON, LINES)
    assert frame["observed_at"].dt.epoch("ms").unique().to_list() == [1700000000500]


def test_rotated_logs_in_one_file_may_change_their_heading(read):
    frame, sink = read(TSV, CONN + DHCP)
    assert sink.rows == 6
    assert "line 18" in frame["locator"].to_list()
    assert ("line 18", "44:19:b6:00:11:22", "hostname", "IPCAM €") in said(frame)


def test_a_row_with_too_few_fields_is_named_and_the_others_are_read(read):
    frame, sink = read(TSV, CONN.replace("1700000001.0\tC2\t", "17"))
    assert [(p.locator, p.reason[:20]) for p in sink.problems] == [("line 8", "a row of 10 fields w")]
    assert ("line 10", "10.5.0.2", "ip", "10.5.0.2") in said(frame)


def test_a_broken_line_of_json_is_named_and_the_others_are_read(read):
    frame, sink = read(JSON, LINES.replace('"_path": "snmp"', "snmp", 1) + '{"ts": 1, "cut')
    assert [p.locator for p in sink.problems] == ["line 2", "line 4"]
    assert "line 3" in frame["locator"].to_list()


def test_pieces_of_a_file_do_not_change_what_is_read(read, monkeypatch):
    whole = [read(reader, text)[0].rows() for reader, text in ((TSV, CONN + DHCP), (JSON, LINES * 40))]
    monkeypatch.setattr(pieces, "SIZE", 300)
    assert [read(reader, text)[0].rows() for reader, text in ((TSV, CONN + DHCP), (JSON, LINES * 40))] == whole


def test_a_site_may_have_renamed_the_fields(read):
    frame, _ = read(TSV, CONN.replace("id.orig_h", "src_ip").replace("id.resp_h", "dst_ip"))
    assert "10.4.0.8" in frame["subject"].to_list()


def test_windows_line_ends_and_a_mark_do_no_harm(read):
    plain, _ = read(TSV, CONN)
    other, sink = read(TSV, b"\xef\xbb\xbf" + CONN.replace("\n", "\r\n").encode())
    assert said(other) == said(plain)
    assert not sink.problems


def test_a_log_that_names_no_host_says_so(read):
    _, sink = read(TSV, HEADING + "#path\tstats\n#fields\tts\tpeer\tmem\n1.0\tzeek\t5\n")
    assert [p.reason for p in sink.problems] == ["only rows of stats, which names no host: nothing here is used"]


def test_of_a_chain_only_the_certificate_of_the_host_itself_counts(read):
    fields = "#path\tssl\n#fields\tts\tid.orig_h\tid.resp_h\tcert_chain_fps\n"
    frame, _ = read(TSV, HEADING + fields + "1.0\t10.0.0.1\t10.0.0.2\taa,bb\n")
    assert frame.filter(kind="x509.fingerprint")["value"].to_list() == ["aa"]


def test_a_log_without_fields_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="#fields"):
        read(TSV, HEADING + "1.0\tzeek\t5\n")


@pytest.mark.parametrize(("content", "name"), [(CONN, "zeek"), (LINES, "zeek-json"), (DHCP, "zeek")])
def test_a_log_is_claimed_by_what_is_in_it(content, name, tmp_path):
    chosen = detect.choose(Document("x.csv", tmp_path, len(content), content.encode()))
    assert chosen is not None
    assert chosen.reader.name == name


@few
@given(damaged(CONN.encode(), DHCP.encode()))
def test_no_damage_to_a_tsv_log_raises(content):
    survives(TSV, content)


@few
@given(damaged(LINES.encode()))
def test_no_damage_to_a_json_log_raises(content):
    survives(JSON, content)


@pytest.mark.shared
def test_tsv_and_json_of_the_same_traffic_say_the_same(shared: Path, read, tmp_path):
    folder = shared / "samples/zeek/brimdata+zed-sample-data"
    logs = sorted((folder / "zeek-default").glob("*.gz"))
    assert logs
    for path in logs:
        name = path.name.partition(".")[0]
        tsv, _ = read(TSV, gzip.decompress(path.read_bytes()))
        lines, _ = read(JSON, gzip.decompress((folder / "zeek-json" / f"{name}.json.gz").read_bytes()))
        columns = ["subject", "kind", "value"]
        assert tsv.select(columns).cast(pl.String).rows() == lines.select(columns).cast(pl.String).rows(), name


@pytest.mark.shared
def test_every_baseline_log_is_read_without_a_problem_that_is_not_its_own(shared: Path, read):
    logs = [p for p in (shared / "samples/zeek/zeek+zeek").rglob("*.log") if b"\n#fields\t" in p.read_bytes()]
    assert len(logs) > 200
    for path in logs:
        _, sink = read(TSV, path)
        assert not [p for p in sink.problems if "nothing here is used" not in p.reason], path
