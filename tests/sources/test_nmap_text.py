"""nmap's output for people and for grep, and masscan's for grep: written here in the shape of the programs' manuals."""
# ruff: noqa: E501 - lines of scans are as long as they are

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources import detect
from nameplate.sources.interface import Document
from nameplate.sources.nmap_text import NmapText

READER = NmapText()
NORMAL = """# Nmap 7.94SVN scan initiated Wed May  8 14:05:47 2024 as: nmap -sV -O -oN scan.txt 10.4.0.0/24
Nmap scan report for cam-7.example.org (10.4.0.9)
Host is up, received arp-response (0.0010s latency).
Not shown: 996 closed tcp ports (reset)
PORT     STATE    SERVICE REASON         VERSION
22/tcp   open     ssh     syn-ack ttl 64 Dropbear sshd 2018.76 (protocol 2.0)
80/tcp   open     http    syn-ack ttl 64 App-webs httpd
|_http-title: WEB SERVICE
| http-server-header:
|_  App-webs/
554/tcp  open     rtsp
8000/tcp filtered http-alt
MAC Address: 44:19:B6:00:11:22 (Hangzhou Example)
Device type: webcam
OS CPE: cpe:/o:linux:linux_kernel:2.6 cpe:/o:linux:linux_kernel:3
Service Info: Host: CAM7; Device: webcam; CPE: cpe:/h:example:ex_1

Nmap scan report for 10.4.0.10
Host is up (0.0010s latency).
MAC Address: 3C:9B:D6:66:52:AA (Unknown)

Nmap scan report for 10.4.0.11 [host down, received no-response]
# Nmap done at Wed May  8 14:06:47 2024 -- 256 IP addresses (2 hosts up) scanned in 60.12 seconds
"""
GREPABLE = (
    "# Nmap 7.94 scan initiated Wed May  8 14:05:47 2024 as: nmap -oG - 10.4.0.0/24\n"
    "Host: 10.4.0.9 (cam-7.example.org)\tStatus: Up\n"
    "Host: 10.4.0.9 (cam-7.example.org)\tPorts: 22/open/tcp//ssh//Dropbear sshd/, 554/closed/tcp//rtsp///\tOS: Linux 3.10\n"
    "Host: 10.4.0.10 ()\tStatus: Down\n"
)
MASSCAN = (
    "# Masscan 1.3.2 scan initiated Wed May  8 14:05:47 2024\n"
    "Timestamp: 1700000000\tHost: 10.4.0.9 ()\tPorts: 80/open/tcp//http//\n"
    "Host: 10.4.0.9 ()\tPort: 80\tService: http.server\tBanner: App-webs/\n"
)


def facts(frame: pl.DataFrame, subject: str = "10.4.0.9") -> set[tuple[str, str]]:
    return set(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_a_host_of_the_normal_output_says_what_the_screen_showed(read):
    frame, sink = read(READER, NORMAL)
    assert facts(frame) == {
        ("ip", "10.4.0.9"),
        ("hostname", "cam-7.example.org"),
        ("hostname", "CAM7"),
        ("nmap.port", "22/tcp"),
        ("nmap.port", "80/tcp"),
        ("nmap.port", "554/tcp"),
        ("nmap.product", "Dropbear sshd 2018.76 (protocol 2.0)"),
        ("nmap.product", "App-webs httpd"),
        ("html_title", "WEB SERVICE"),
        ("http_header.server", "App-webs/"),
        ("mac", "44:19:B6:00:11:22"),
        ("mac.vendor", "Hangzhou Example"),
        ("nmap.devicetype", "webcam"),
        ("nmap.cpe", "cpe:/o:linux:linux_kernel:2.6"),
        ("nmap.cpe", "cpe:/o:linux:linux_kernel:3"),
        ("nmap.cpe", "cpe:/h:example:ex_1"),
    }
    assert facts(frame, "10.4.0.10") == {("ip", "10.4.0.10"), ("mac", "3C:9B:D6:66:52:AA")}
    assert [(skip.what, skip.count) for skip in sink.skipped] == [("hosts that were down", 1)]


def test_lines_of_the_grepable_output_with_one_address_are_one_unit(read):
    frame, _ = read(READER, GREPABLE)
    assert facts(frame) == {
        ("ip", "10.4.0.9"),
        ("hostname", "cam-7.example.org"),
        ("nmap.port", "22/tcp"),
        ("nmap.product", "Dropbear sshd"),
        ("nmap.os_guess", "Linux 3.10"),
    }
    assert frame["subject"].unique().to_list() == ["10.4.0.9"]


def test_masscan_s_grepable_output_gives_ports_and_banners(read):
    frame, _ = read(READER, MASSCAN)
    assert facts(frame) == {("ip", "10.4.0.9"), ("nmap.port", "80/tcp"), ("http_header.server", "App-webs/")}


@pytest.mark.parametrize("content", [NORMAL, GREPABLE, MASSCAN])
def test_a_scan_is_told_by_its_lines(content, tmp_path):
    chosen = detect.choose(Document("x", tmp_path, len(content), content.encode()))
    assert chosen is not None
    assert chosen.reader.name == "nmap-text"


@few
@given(damaged(NORMAL.encode(), GREPABLE.encode(), MASSCAN.encode()))
def test_no_damage_raises(content):
    survives(READER, content)
