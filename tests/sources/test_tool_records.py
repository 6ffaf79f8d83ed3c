"""JSON of scanners and monitors. The files are made from the documented fields; no real ones were at hand."""

import json
from typing import Any

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources import detect
from nameplate.sources.interface import Document
from nameplate.sources.tool_records import READER

MAC = "44:19:b6:00:11:22"
RECORDS: dict[str, tuple[list[dict[str, Any]], str, set[tuple[str, str]]]] = {
    "Suricata events": (
        [
            {
                "timestamp": "2026-01-05T10:00:00.000001+0000",
                "event_type": "tls",
                "src_ip": "10.4.0.9",
                "dest_ip": "203.0.113.7",
                "tls": {"sni": "cloud.example.org", "subject": "CN=far"},
                "ether": {"src_mac": MAC},
            },
            {
                "timestamp": "2026-01-05T10:00:01.000001+0000",
                "event_type": "snmp",
                "src_ip": "10.4.0.1",
                "dest_ip": "10.4.0.9",
                "snmp": {"community": "hunter2"},
            },
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("tls.sni", "cloud.example.org"), ("mac", MAC)},
    ),
    "masscan": (
        [
            {
                "ip": "10.4.0.9",
                "timestamp": "1700000000",
                "ports": [{"port": 80, "proto": "tcp", "status": "open", "reason": "syn-ack", "ttl": 64}],
            },
            {
                "ip": "10.4.0.9",
                "timestamp": "1700000001",
                "ports": [
                    {
                        "port": 22,
                        "proto": "tcp",
                        "status": "open",
                        "service": {"name": "ssh", "banner": "SSH-2.0-dropbear_2018.76"},
                    }
                ],
            },
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("nmap.port", "80"), ("nmap.port", "22"), ("ssh.banner", "SSH-2.0-dropbear_2018.76")},
    ),
    "ZMap": (
        [{"saddr": "10.4.0.9", "sport": 80, "classification": "synack", "success": 1}],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("nmap.port", "80")},
    ),
    "zgrab2": (
        [
            {
                "ip": "10.4.0.9",
                "data": {
                    "http": {
                        "status": "success",
                        "protocol": "http",
                        "timestamp": "2026-01-05T10:00:00Z",
                        "result": {
                            "response": {
                                "headers": {"server": ["App-webs/"], "set_cookie": ["hunter2"]},
                                "body": "<html><title>Web</title></html>",
                            }
                        },
                    }
                },
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("http_header.server", "App-webs/"), ("html_title", "Web")},
    ),
    "httpx": (
        [
            {
                "timestamp": "2026-01-05T10:00:00.123456789+01:00",
                "url": "http://10.4.0.9:80",
                "input": "10.4.0.9",
                "host": "10.4.0.9",
                "port": "80",
                "title": "Web",
                "webserver": "App-webs/",
                "tls": {"subject_dn": "CN=cam"},
            }
        ],
        "10.4.0.9",
        {
            ("ip", "10.4.0.9"),
            ("html_title", "Web"),
            ("http_header.server", "App-webs/"),
            ("x509.subject", "CN=cam"),
            ("nmap.port", "80"),
        },
    ),
    "naabu": (
        [{"host": "cam.example.org", "ip": "10.4.0.9", "port": 554, "protocol": "tcp", "tls": False}],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("hostname", "cam.example.org"), ("nmap.port", "554")},
    ),
    "Shodan": (
        [
            {
                "ip_str": "198.51.100.9",
                "port": 80,
                "hostnames": ["cam.example.org"],
                "data": "HTTP/1.1 200 OK",
                "timestamp": "2026-01-05T10:00:00.123456",
                "_shodan": {"module": "http"},
                "http": {"title": "Web", "server": "App-webs/"},
                "ssl": {"cert": {"subject": {"CN": "cam", "O": "X"}}},
            }
        ],
        "198.51.100.9",
        {
            ("ip", "198.51.100.9"),
            ("hostname", "cam.example.org"),
            ("http.banner", "HTTP/1.1 200 OK"),
            ("html_title", "Web"),
            ("http_header.server", "App-webs/"),
            ("x509.subject", "CN=cam, O=X"),
        },
    ),
    "Censys hosts": (
        [
            {
                "ip": "198.51.100.9",
                "services": [
                    {
                        "port": 80,
                        "service_name": "HTTP",
                        "banner": "HTTP/1.1 200 OK",
                        "http": {"response": {"html_title": "Web", "headers": {"Server": ["App-webs/"]}}},
                    }
                ],
            }
        ],
        "198.51.100.9",
        {
            ("ip", "198.51.100.9"),
            ("nmap.port", "80"),
            ("http.banner", "HTTP/1.1 200 OK"),
            ("html_title", "Web"),
            ("http_header.server", "App-webs/"),
        },
    ),
    "Arkime, Malcolm or ECS sessions": (
        [
            {
                "_source": {
                    "@timestamp": 1700000000,
                    "source": {"ip": "10.4.0.9", "mac": [MAC]},
                    "destination": {"ip": "203.0.113.7"},
                    "http": {"useragent": ["Camera/1.0"], "host": ["cloud.example.org"]},
                    "cert": [{"subjectCN": "far"}],
                }
            }
        ],
        "10.4.0.9",
        {
            ("ip", "10.4.0.9"),
            ("mac", MAC),
            ("http_header.user_agent", "Camera/1.0"),
            ("dns.query", "cloud.example.org"),
        },
    ),
    "nDPI flows": (
        [
            {
                "src_ip": "10.4.0.9",
                "dest_ip": "203.0.113.7",
                "proto": "TCP",
                "ndpi": {"proto": "TLS", "tls": {"client_requested_server_name": "c.example.org"}},
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("tls.sni", "c.example.org")},
    ),
    "nProbe or ntopng flows": (
        [
            {
                "IPV4_SRC_ADDR": "10.4.0.9",
                "IPV4_DST_ADDR": "203.0.113.7",
                "IN_SRC_MAC": MAC,
                "HTTP_HOST": "c.example.org",
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("mac", MAC), ("dns.query", "c.example.org")},
    ),
}


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def facts(frame: pl.DataFrame, subject: str) -> set[tuple[str, str]]:
    return set(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("form", ["lines", "list", "indented"])
def test_records_give_the_unit(name, form, read, tmp_path):
    records, subject, expected = RECORDS[name]
    text = lines(records) if form == "lines" else json.dumps(records, indent=2 if form == "indented" else None)
    chosen = detect.choose(Document("x.txt", tmp_path, len(text), text.encode()))
    assert chosen is not None
    assert (chosen.reader.name, chosen.fit.why) == ("tool-json", f"JSON with the names of {name}")
    frame, sink = read(READER, text)
    assert facts(frame, subject) == expected
    assert "hunter2" not in str(frame.rows())
    assert not sink.problems


def test_the_far_end_of_a_connection_is_no_unit(read):
    frame, sink = read(READER, lines(RECORDS["Suricata events"][0]))
    assert "203.0.113.7" not in frame["subject"].to_list()
    assert [s.count for s in sink.skipped] == [1]


def test_secrets_are_counted(read):
    assert read(READER, lines(RECORDS["Suricata events"][0]))[1].dropped["community"] == 1
    assert read(READER, lines(RECORDS["zgrab2"][0]))[1].dropped["set_cookie"] == 1


def test_many_records_of_one_host_are_one_unit(read):
    frame, sink = read(READER, lines(RECORDS["masscan"][0] * 50))
    assert sink.rows == 100
    assert frame["subject"].unique().to_list() == ["10.4.0.9"]
    assert frame.height == 4


def test_flat_names_are_read_as_nested_ones(read):
    flat = {"source.ip": "10.4.0.9", "destination.ip": "10.4.0.1", "source.mac": MAC, "@timestamp": 1700000000}
    frame, _ = read(READER, json.dumps({"source": 1, "destination": 1}) + "\n" + lines([flat]))
    assert ("mac", MAC) in facts(frame, "10.4.0.9")


def test_a_list_of_units_with_addresses_and_ports_is_not_taken_for_a_scan(tmp_path):
    text = lines([{"host": "cam", "ip": "10.4.0.9", "port": 80, "serial": "ABC123"}] * 2)
    chosen = detect.choose(Document("x", tmp_path, len(text), text.encode()))
    assert chosen is not None
    assert chosen.reader.name == "json-lines"


@few
@given(damaged(*(lines(records).encode() for records, _, _ in RECORDS.values())))
def test_no_damage_raises(content):
    survives(READER, content)
