"""ARP tables of several systems and languages; entries that are no units are counted."""

from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.arp_table import READER
from nameplate.sources.interface import Document

LINUX = """? (10.4.0.9) at 44:19:b6:00:11:22 [ether] on eth0
gw.example.org (10.4.0.1) at 00:11:22:33:44:55 [ether] on eth0
? (10.4.0.50) at <incomplete> on eth0
"""
MAC_OS = """? (10.4.0.9) at 0:e:5:d1:27:e3 on en0 ifscope [ethernet]
? (10.4.0.51) at (incomplete) on en0 ifscope [ethernet]
? (224.0.0.251) at 1:0:5e:0:0:fb on en0 ifscope permanent [ethernet]
"""
WINDOWS = """
Schnittstelle: 10.4.0.107 --- 0xa
  Internetadresse       Physische Adresse     Typ
  10.4.0.9              44-19-b6-00-11-22     dynamisch
  10.4.0.255            ff-ff-ff-ff-ff-ff     statisch

Interfaz: 10.5.0.107 --- 0xb
  Dirección de Internet          Dirección física      Tipo
  10.5.0.9              44-19-b6-00-11-23     dinámico
  224.0.0.22            01-00-5e-00-00-16     estático
"""
NUMERIC = """Address                  HWtype  HWaddress           Flags Mask            Iface
10.4.0.9                 ether   44:19:b6:00:11:22   C                     eth0
10.4.0.7                         (incomplete)                              eth0
"""
PROC = """IP address       HW type     Flags       HW address            Mask     Device
10.4.0.9         0x1         0x2         44:19:b6:00:11:22     *        eth0
10.4.0.3         0x1         0x0         00:00:00:00:00:00     *        eth0
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def skipped(sink) -> dict[str, int]:
    return {s.what: s.count for s in sink.skipped}


@pytest.mark.parametrize("text", [LINUX, NUMERIC, PROC], ids=["arp -a", "arp -n", "/proc/net/arp"])
def test_linux_tables_give_address_mac_and_interface(text, read, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(text), text.encode())) is not None
    frame, sink = read(READER, text)
    assert facts(frame, "10.4.0.9") == {"ip": "10.4.0.9", "mac": "44:19:b6:00:11:22", "arp.interface": "eth0"}
    assert skipped(sink) == {"incomplete entries": 1}
    assert not sink.problems


def test_a_host_name_is_taken_and_a_question_mark_is_none(read):
    frame, _ = read(READER, LINUX)
    assert facts(frame, "10.4.0.1")["hostname"] == "gw.example.org"
    assert "hostname" not in facts(frame, "10.4.0.9")


def test_a_mac_address_that_lost_its_zeros_stays_as_it_stands(read):
    frame, sink = read(READER, MAC_OS)
    assert facts(frame, "10.4.0.9")["mac"] == "0:e:5:d1:27:e3"
    assert skipped(sink) == {"incomplete entries": 1, "group or broadcast addresses": 1}


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
def test_windows_tables_are_read_in_any_language_and_encoding(codec, read):
    frame, sink = read(READER, WINDOWS.encode(codec))
    assert facts(frame, "10.4.0.9") == {"ip": "10.4.0.9", "mac": "44-19-b6-00-11-22", "arp.interface": "10.4.0.107"}
    assert facts(frame, "10.5.0.9")["arp.interface"] == "10.5.0.107"
    assert skipped(sink) == {"group or broadcast addresses": 2}


def test_two_units_with_one_address_stay_two(read):
    frame, _ = read(READER, LINUX + "? (10.4.0.9) at 44:19:b6:00:11:99 [ether] on eth1\n")
    assert facts(frame, "10.4.0.9")["mac"] == "44:19:b6:00:11:22"
    assert facts(frame, "10.4.0.9 (44:19:b6:00:11:99)")["mac"] == "44:19:b6:00:11:99"


def test_a_line_with_a_mac_address_in_an_unknown_form_is_named(read):
    _, sink = read(READER, LINUX + "10.4.0.77 is 44:19:b6:00:11:77 says eth0\n")
    assert [p.locator for p in sink.problems] == ["line 4"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello (10.0.0.1) at home\n",
        b"10.4.0.9,44:19:b6:00:11:22,x\n",
        b"notes\n" * 30 + LINUX.encode()[:60],
        b"\0\0",
    ],
)
def test_other_text_is_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(LINUX.encode(), MAC_OS.encode(), WINDOWS.encode(), NUMERIC.encode(), PROC.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


@pytest.mark.shared
def test_a_real_french_windows_table_is_read(shared: Path, read):
    path = next((shared / "samples/cli").rglob("generic/arp/win32"))
    frame, sink = read(READER, path)
    assert facts(frame, "192.168.0.1")["mac"] == "00-80-0c-07-ae-d3"
    assert sink.rows == 1


@pytest.mark.shared
def test_a_real_linux_table_is_read(shared: Path, read):
    path = next((shared / "samples/cli").rglob("linux_arp_a.raw"))
    frame, sink = read(READER, path)
    assert sink.rows == len(path.read_text().strip().splitlines())
    assert frame.filter(pl.col("kind").cast(pl.String) == "mac").height == 7
    assert not sink.problems
