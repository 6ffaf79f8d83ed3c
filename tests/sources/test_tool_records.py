"""JSON of scanners and monitors, written here in the shape of records in public repositories."""

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
            ("nmap.port", "80"),
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

MORE: dict[str, tuple[list[dict[str, Any]], str, set[tuple[str, str]]]] = {
    "masscan lines": (
        [
            {"ip": "10.4.0.9", "timestamp": "1700000000", "port": 80, "rec_type": "status", "data": {"status": "open"}},
            {
                "ip": "10.4.0.9",
                "timestamp": "1700000000",
                "port": 81,
                "rec_type": "status",
                "data": {"status": "closed"},
            },
            {
                "ip": "10.4.0.9",
                "port": 22,
                "rec_type": "banner",
                "data": {"service_name": "ssh", "banner": "SSH-2.0-x"},
            },
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("nmap.port", "80"), ("nmap.port", "22"), ("ssh.banner", "SSH-2.0-x")},
    ),
    "zgrab2": (
        [
            {
                "ip": "10.4.0.9",
                "data": {
                    "secure": {
                        "status": "success",
                        "protocol": "ftp",
                        "port": 990,
                        "result": {
                            "banner": "220 EX-1 ready",
                            "tls": {
                                "handshake_log": {
                                    "server_certificates": {
                                        "certificate": {"parsed": {"subject_dn": "CN=cam", "fingerprint_sha256": "ab"}}
                                    }
                                }
                            },
                        },
                    },
                    "modbus": {
                        "status": "success",
                        "protocol": "modbus",
                        "result": {"mei_response": {"objects": {"vendor": "Example"}}},
                    },
                    "ssh": {"status": "success", "protocol": "ssh", "result": {"server_id": {"raw": "SSH-2.0-x"}}},
                    "telnet": {"status": "connection-timeout", "protocol": "telnet", "port": 23},
                },
            }
        ],
        "10.4.0.9",
        {
            ("ip", "10.4.0.9"),
            ("nmap.port", "990"),
            ("ftp.banner", "220 EX-1 ready"),
            ("x509.subject", "CN=cam"),
            ("x509.fingerprint", "ab"),
            ("modbus.vendor", "Example"),
            ("ssh.banner", "SSH-2.0-x"),
        },
    ),
    "tlsx": (
        [
            {
                "host": "cam.example.org",
                "ip": "203.0.113.6",
                "port": "443",
                "tls_version": "tls13",
                "subject_dn": "CN=cam",
                "fingerprint_hash": {"sha256": "ab"},
            }
        ],
        "203.0.113.6",
        {
            ("ip", "203.0.113.6"),
            ("hostname", "cam.example.org"),
            ("nmap.port", "443"),
            ("x509.subject", "CN=cam"),
            ("x509.fingerprint", "ab"),
        },
    ),
    "nuclei": (
        [{"template-id": "t", "host": "https://cam.example.org:8443", "ip": "203.0.113.6", "type": "http"}],
        "203.0.113.6",
        {("ip", "203.0.113.6"), ("hostname", "cam.example.org")},
    ),
    "Shodan hosts": (
        [
            {
                "ip_str": "203.0.113.8",
                "ports": [443],
                "hostnames": ["cam"],
                "data": [
                    {
                        "port": 443,
                        "_shodan": {"module": "https"},
                        "data": "HTTP/1.1 200 OK\r\nSet-Cookie: hunter2\r\nServer: x",
                        "product": "nginx",
                    }
                ],
            }
        ],
        "203.0.113.8",
        {
            ("ip", "203.0.113.8"),
            ("hostname", "cam"),
            ("nmap.port", "443"),
            ("nmap.product", "nginx"),
            ("http.banner", "HTTP/1.1 200 OK\r\nServer: x"),
        },
    ),
    "Censys hosts": (
        [
            {
                "result": {
                    "resource": {
                        "ip": "203.0.113.9",
                        "services": [
                            {
                                "port": 80,
                                "protocol": "HTTP",
                                "endpoints": [
                                    {
                                        "http": {
                                            "headers": {
                                                "Server": {"headers": ["App-webs/"]},
                                                "WWW-Authenticate": {"headers": ["Digest"]},
                                            },
                                            "html_title": "WEB",
                                        }
                                    }
                                ],
                                "cert": {"fingerprint_sha256": "ab"},
                            },
                            {"port": 22, "protocol": "SSH", "ssh": {"endpoint_id": {"raw": "SSH-2.0-x"}}},
                        ],
                    }
                }
            }
        ],
        "203.0.113.9",
        {
            ("ip", "203.0.113.9"),
            ("nmap.port", "80"),
            ("nmap.port", "22"),
            ("http_header.server", "App-webs/"),
            ("http_header.wwwauth", "Digest"),
            ("html_title", "WEB"),
            ("x509.fingerprint", "ab"),
            ("ssh.banner", "SSH-2.0-x"),
        },
    ),
    "Censys IPv4 records": (
        [
            {
                "ip": "203.0.113.9",
                "protocols": ["80/http"],
                "80.http.get.title": "WEB",
                "p443": {"https": {"tls": {"certificate": {"parsed": {"subject_dn": "CN=cam"}}}}},
                "22.ssh.v2.banner.raw": "SSH-2.0-x",
            }
        ],
        "203.0.113.9",
        {("ip", "203.0.113.9"), ("html_title", "WEB"), ("x509.subject", "CN=cam"), ("ssh.banner", "SSH-2.0-x")},
    ),
    "runZero services": (
        [
            {
                "service_asset_id": "a1",
                "service_address": "10.4.0.9",
                "service_port": "80",
                "id": "a1",
                "macs": [MAC],
                "names": ["CAM"],
                "service_data": {
                    "protocol": "http",
                    "html.title": "WEB",
                    "http.head.server": "App-webs/",
                    "http.head.setCookie": "hunter2",
                },
            },
            {
                "service_asset_id": "a1",
                "service_address": "10.4.0.9",
                "service_port": "161",
                "service_data": {"snmp.sysDesc": "IP Camera"},
            },
        ],
        "a1",
        {
            ("ip", "10.4.0.9"),
            ("nmap.port", "80"),
            ("nmap.port", "161"),
            ("mac", MAC),
            ("hostname", "CAM"),
            ("html_title", "WEB"),
            ("http_header.server", "App-webs/"),
            ("snmp.sys_description", "IP Camera"),
        },
    ),
    "Arkime sessions before version 3": (
        [
            {
                "sessions2": [
                    {
                        "body": {
                            "srcIp": "10.4.0.20",
                            "dstIp": "10.4.0.9",
                            "dstMac": [MAC],
                            "firstPacket": 1421771550035,
                            "cert": [
                                {"subjectCN": ["root"], "issuerCN": ["root"]},
                                {"subjectCN": ["cam"], "issuerCN": ["root"]},
                            ],
                        }
                    }
                ]
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("mac", MAC), ("x509.subject_cn", "cam"), ("x509.issuer_cn", "root")},
    ),
    "Arkime, Malcolm or ECS sessions": (
        [
            {
                "_source": {
                    "source.ip": "10.4.0.20",
                    "destination.ip": "10.4.0.9",
                    "destination.mac": MAC,
                    "user_agent.original": "VMS/2",
                }
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("mac", MAC)},
    ),
    "ntopng flows": (
        [
            {
                "rsp": {
                    "data": [
                        {
                            "client": {"ip": "10.4.0.9", "name": "cam-7"},
                            "server": {"ip": "203.0.113.9", "name": "x.example"},
                        }
                    ]
                }
            }
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("hostname", "cam-7")},
    ),
    "nDPI flows": (
        [
            {
                "src_ip": "10.4.0.9",
                "dst_ip": "10.4.0.1",
                "flow_dst_packets_processed": 2,
                "ndpi": {"proto": "DHCP", "hostname": "cam-7", "dhcp": {"class_ident": "udhcp"}},
            },
            {
                "src_ip": "10.4.0.9",
                "dst_ip": "10.4.0.1",
                "flow_dst_packets_processed": 2,
                "ndpi": {"proto": "TLS.Example", "hostname": "c.example.org"},
            },
        ],
        "10.4.0.9",
        {("ip", "10.4.0.9"), ("hostname", "cam-7"), ("dhcp_vendor_class", "udhcp"), ("dns.query", "c.example.org")},
    ),
}
"""As above, in further shapes."""


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


@pytest.mark.parametrize("name", MORE)
@pytest.mark.parametrize("form", ["lines", "list", "one after the other"])
def test_records_in_other_shapes_give_the_unit_too(name, form, read, tmp_path):
    records, subject, expected = MORE[name]
    text = {"lines": lines(records), "list": json.dumps(records)}.get(
        form, "\n".join(json.dumps(r, indent=2) for r in records)
    )
    chosen = detect.choose(Document("x.txt", tmp_path, len(text), text.encode()))
    assert chosen is not None
    assert chosen.fit.why == f"JSON with the names of {name}"
    frame, sink = read(READER, text)
    assert facts(frame, subject) == expected
    assert "hunter2" not in str(frame.rows())
    assert not sink.problems


EVE = {"timestamp": "2024-01-27T01:28:11.488362+0100", "proto": "TCP"}


@pytest.mark.parametrize(
    "event",
    [
        {"event_type": "fileinfo", "src_ip": "10.4.0.9", "src_port": 8008, "dest_ip": "10.4.0.20", "dest_port": 56118},
        {
            "event_type": "alert",
            "direction": "to_client",
            "src_ip": "10.4.0.9",
            "src_port": 65000,
            "dest_ip": "10.4.0.20",
            "dest_port": 5,
        },
        {"event_type": "alert", "flow": {"src_ip": "10.4.0.20"}, "src_ip": "10.4.0.9", "dest_ip": "10.4.0.20"},
        {"event_type": "http", "src_ip": "10.4.0.20", "src_port": 50000, "dest_ip": "10.4.0.9", "dest_port": 80},
    ],
)
def test_what_the_client_said_is_the_client_s_whoever_sent_the_packet(event, read):
    http = {"http_user_agent": "VMS/2", "http_server": "App-webs/", "hostname": "10.4.0.9"}
    frame, _ = read(READER, lines([{**EVE, **event, "http": http}]))
    assert facts(frame, "10.4.0.20") == {("ip", "10.4.0.20"), ("http_header.user_agent", "VMS/2")}
    assert facts(frame, "10.4.0.9") == {("ip", "10.4.0.9"), ("http_header.server", "App-webs/")}


def test_an_answer_of_a_name_server_tells_what_the_asker_asked(read):
    event = {"event_type": "dns", "src_ip": "10.4.0.1", "src_port": 53, "dest_ip": "10.4.0.9", "dest_port": 39464}
    frame, _ = read(READER, lines([{**EVE, **event, "dns": {"type": "answer", "rrname": "c.example.org"}}]))
    assert facts(frame, "10.4.0.9") == {("ip", "10.4.0.9"), ("dns.query", "c.example.org")}
    assert facts(frame, "10.4.0.1") == {("ip", "10.4.0.1")}


def test_headers_by_name_are_read_and_those_with_credentials_dropped(read):
    http = {
        "request_headers": [
            {"name": "Authorization", "value": "Basic hunter2"},
            {"name": "User-Agent", "value": "VMS/2"},
        ],
        "response_headers": [{"name": "server", "value": "App-webs/"}, {"name": "Set-Cookie", "value": "hunter2"}],
    }
    event = {"event_type": "http", "src_ip": "10.4.0.20", "dest_ip": "10.4.0.9", "http": http}
    frame, sink = read(READER, lines([{**EVE, **event}]))
    assert ("http_header.server", "App-webs/") in facts(frame, "10.4.0.9")
    assert ("http_header.user_agent", "VMS/2") in facts(frame, "10.4.0.20")
    assert sink.dropped == {"Authorization": 1, "Set-Cookie": 1}


def test_a_greeting_of_a_server_is_its_banner_and_other_answers_are_not(read):
    events = [
        {
            **EVE,
            "event_type": "ftp",
            "src_ip": "10.4.0.20",
            "dest_ip": "10.4.0.9",
            "ftp": {"completion_code": [code], "reply": [text]},
        }
        for code, text in (("220", "EX-1 ready"), ("230", "Login successful"))
    ]
    assert facts(read(READER, lines(events))[0], "10.4.0.9") == {("ip", "10.4.0.9"), ("ftp.banner", "EX-1 ready")}


def test_a_mac_address_before_several_addresses_is_a_router_s(read):
    flows = [
        {
            **EVE,
            "event_type": "flow",
            "src_ip": f"10.4.9.{n}",
            "dest_ip": "10.4.0.9",
            "ether": {"src_macs": ["c4:f7:d5:00:b7:16"], "dest_macs": [MAC]},
            "flow": {"pkts_toclient": 1},
        }
        for n in (1, 2)
    ]
    frame, sink = read(READER, lines(flows))
    assert facts(frame, "10.4.9.1") == {("ip", "10.4.9.1")}
    assert facts(frame, "10.4.0.9") == {("ip", "10.4.0.9"), ("mac", MAC)}
    assert facts(frame, "c4:f7:d5:00:b7:16") == {("mac", "c4:f7:d5:00:b7:16")}
    assert [skip.count for skip in sink.skipped] == [1]


def test_records_with_their_length_before_them_are_read(read, tmp_path):
    flow = {
        "src_ip": "10.4.0.9",
        "dst_ip": "10.4.0.1",
        "flow_first_seen": 1582454784313816,
        "ndpi": {"proto": "DNS", "hostname": "x.example"},
    }
    text = "".join(f"{len(json.dumps(r)):05d}{json.dumps(r)}\n" for r in ({"daemon_event_id": 1}, flow))
    chosen = detect.choose(Document("x", tmp_path, len(text), text.encode()))
    assert chosen is not None
    assert chosen.reader.name == "tool-json"
    frame, _ = read(READER, text)
    assert ("dns.query", "x.example") in facts(frame, "10.4.0.9")
    assert frame["observed_at"].dt.year().unique().to_list() == [2020]


@pytest.mark.parametrize("form", ["lines", "one"])
def test_a_record_longer_than_what_is_looked_at_is_known_all_the_same(form, read, tmp_path):
    record = {
        "hash": 1,
        "http": {"html": "x" * 70_000, "title": "WEB"},
        "ip_str": "203.0.113.9",
        "port": 80,
        "_shodan": {"module": "http"},
    }
    front = {"ip_str": "203.0.113.9", "port": 80, **record}
    text = (
        lines([front, {**front, "ip_str": "203.0.113.10"}])
        if form == "lines"
        else json.dumps({"total": 2, "matches": [front]})
    )
    path = tmp_path / "d"
    path.write_text(text)
    chosen = detect.choose(Document("x", path, len(text), text.encode()[:65_536]))
    assert chosen is not None
    assert chosen.reader.name == "tool-json"
    frame, sink = read(READER, path)
    assert ("html_title", "WEB") in facts(frame, "203.0.113.9")
    assert not sink.problems


def test_a_damaged_item_costs_no_other(read):
    good = '{"ip": "10.4.0.%d", "timestamp": "1700000000", "ports": [{"port": 80, "proto": "tcp", "status": "open"}]}'
    text = "[\n" + good % 9 + ',\n{"ip": 10.4,\n' + good % 10 + ",\n{finished: 1}\n]\n"
    frame, sink = read(READER, text)
    assert set(frame["subject"]) == {"10.4.0.9", "10.4.0.10"}
    assert [p.locator for p in sink.problems] == ["line 3", "line 5"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_other_encodings_and_line_ends_are_read(codec, read):
    text = lines(RECORDS["Shodan"][0]).replace("\n", "\r\n")
    assert ("html_title", "Web") in facts(read(READER, text.encode(codec))[0], "198.51.100.9")


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
@given(damaged(*(lines(records).encode() for records, _, _ in (*RECORDS.values(), *MORE.values()))))
def test_no_damage_raises(content):
    survives(READER, content)
