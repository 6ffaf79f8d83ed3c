"""Readers on large files: time and peak memory, each in a process of its own.

    python bench/readers.py [SCALE]

Figures: 1 M rows of a Zeek log in at most 4 s; 50 MB of command output in at most 20 s; an nmap report of 1 M hosts in
at most 60 s; the memory of Zeek and nmap grows with what is found, not with the file (twice the file, the same hosts).
Files are made in a temporary folder. SCALE (default 1) makes all of them smaller or larger. 100 k small files in a
folder are walked and read at the end.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
_READ = """
import resource, sys, time
from pathlib import Path
from nameplate.sources import detect
from nameplate.sources.interface import HEAD_BYTES, Document, Sink
path = Path(sys.argv[1])
head = path.open("rb").read(HEAD_BYTES)
given = Document(path.name, path, path.stat().st_size, head)
began, sink = time.perf_counter(), Sink(path.name)
chosen = detect.choose(given)
chosen.reader.read(given, sink)
found = sink.observations().height
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(chosen.reader.name, sink.rows, found, f"{seconds:.2f}", f"{time.process_time():.2f}", f"{peak:.0f}")
"""
_ZEEK = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\tts\tuid\t"
    "id.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\t"
    "missed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n"
)
_VERSION = (
    "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE, RELEASE SOFTWARE (fc1)\n"
    "{host} uptime is 1 week, 2 days\n"
    "cisco WS-C2960-48TT-L (PowerPC405) processor (revision B0) with 65536K bytes of memory.\n"
    "Model number                    : WS-C2960-48TT-L\nSystem serial number            : FOC{number:08d}\n"
)
_NEIGHBOUR = (
    "------------------------------------------------\nLocal Intf: Gi1/0/{port}\nChassis id: {mac}\nPort id: {mac}\n"
    "Port Description: eth0\nSystem Name: cam-{port}\n\nSystem Description:\nIP Camera build 230504\n\n"
    "Time remaining: 110 seconds\nSystem Capabilities: S\nEnabled Capabilities: S\nManagement Addresses:\n"
    "    IP: 10.9.9.{port}\n"
    "Vlan ID: 87\n\nMED Information:\n\n    Serial number: ABC{port}\n    Manufacturer: Example\n    Model: EX-1\n\n"
)
_HOST = (
    '<host starttime="1700000000" endtime="1700000060"><status state="up" reason="arp-response"/>'
    '<address addr="10.{a}.{b}.{c}" addrtype="ipv4"/>'
    '<address addr="44:19:B6:{a:02X}:{b:02X}:{c:02X}" addrtype="mac" vendor="Example"/><hostnames/><ports>'
    '<port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/><service name="http" product="App-webs" '
    'method="probed" conf="10"/></port><port protocol="tcp" portid="554"><state state="open" reason="syn-ack"/>'
    "</port></ports></host>\n"
)


def zeek(path: Path, rows: int) -> None:
    """A conn.log of `rows` rows among 50,000 hosts."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_ZEEK)
        for n in range(rows):
            ours = f"10.{rng.randrange(4)}.{rng.randrange(50)}.{rng.randrange(250)}"
            theirs = f"52.{rng.randrange(200)}.1.{rng.randrange(250)}"
            stream.write(
                f"{1521911720 + n / 100:.6f}\tC{n:017d}\t{ours}\t{rng.randrange(65535)}\t{theirs}\t443\ttcp\tssl\t0.1"
                "\t100\t200\tSF\tT\tF\t0\tShADadFf\t10\t1000\t10\t2000\t-\n"
            )


def commands(path: Path, size: int) -> None:
    """Sessions of many switches: version, MAC and ARP tables, neighbours, a configuration; about `size` bytes."""
    with path.open("w", encoding="utf-8") as stream:
        number = 0
        while stream.tell() < size:
            number += 1
            stream.writelines(_session(number))


def _session(number: int) -> Iterator[str]:
    host = f"sw-{number:04d}"
    macs = [f"{0x4419_0000_0000 + number * 2_000 + n:012x}" for n in range(1_500)]
    macs = [f"{mac[:4]}.{mac[4:8]}.{mac[8:]}" for mac in macs]
    yield f"{host}#show version\n" + _VERSION.format(host=host, number=number)
    yield f"{host}#show mac address-table\n          Mac Address Table\n-------------------------------------------\n\n"
    yield "Vlan    Mac Address       Type        Ports\n----    -----------       --------    -----\n"
    yield from (f"{n % 4000 + 1:4d}    {mac}    DYNAMIC     Gi1/0/{n % 48 + 1}\n" for n, mac in enumerate(macs))
    yield f"{host}#show ip arp\nProtocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
    yield from (
        f"Internet  10.{number % 250}.{n // 250}.{n % 250 + 1}  7  {mac}  ARPA  Vlan9\n" for n, mac in enumerate(macs)
    )
    yield f"{host}#show lldp neighbors detail\n"
    yield from (_NEIGHBOUR.format(port=n + 1, mac=macs[n]) for n in range(24))
    yield f"\n{host}#show running-config\n" + "interface GigabitEthernet1/0/1\n switchport access vlan 10\n" * 200


def nmap(path: Path, hosts: int, distinct: int = 1 << 24) -> None:
    """A report of `hosts` hosts."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0"?>\n<nmaprun scanner="nmap" args="nmap" start="1700000000" version="7.94">\n')
        for n in range(hosts):
            m = n % distinct
            stream.write(_HOST.format(a=m >> 16 & 255, b=m >> 8 & 255, c=m & 255))
        stream.write('<runstats><finished time="1700000100" exit="success"/></runstats></nmaprun>\n')


def measure(name: str, make: Callable[[Path], None], figure: float) -> tuple[bool, float]:
    """Make a file, read it in a process of its own; whether the figure (seconds, 0: none) holds, peak in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        make(path)
        size = path.stat().st_size / 1e6
        done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    reader, rows, found, wall, processor, peak = done.stdout.split()
    holds = not figure or float(wall) <= figure
    told = f"<= {figure:g} s: {'yes' if holds else 'NO'}" if figure else ""
    print(
        f"{name:34} {size:6.0f} MB  {int(rows):>9,} rows  {int(found):>9,} observations"
        f"  {wall:>6} s wall  {processor:>6} s processor  {peak:>5} MB peak  {reader} {told}",
        flush=True,
    )
    return holds, float(peak)


def small_files(count: int) -> None:
    """A folder of many files of one line."""
    from nameplate.sources.reading import read_all

    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            mac = f"44:19:b6:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}"
            address = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
            Path(folder, f"{n:06}").write_text(f"{address} dev eth0 lladdr {mac} REACHABLE\n", encoding="utf-8")
        began = time.perf_counter()
        readings = read_all([Path(folder)])
        seconds = time.perf_counter() - began
    print(
        f"{count:,} files of one line: {seconds:.1f} s, {len(readings.sources):,} read,"
        f" {len(readings.problems)} problems"
    )


def main(scale: float) -> int:
    """Run all; 1 if a figure is missed (only at full scale)."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} at the start")
    rows, hosts, size = int(1_000_000 * scale), int(1_000_000 * scale), int(50_000_000 * scale)
    held = [
        measure("Zeek conn.log", lambda path: zeek(path, rows), 4),
        measure("Zeek conn.log, twice as long", lambda path: zeek(path, 2 * rows), 0),
        measure("command output", lambda path: commands(path, size), 20),
        measure("nmap report", lambda path: nmap(path, hosts), 60),
        measure("nmap report, a tenth", lambda path: nmap(path, hosts // 10), 0),
    ]
    small_files(int(100_000 * scale))
    return int(scale >= 1 and not all(holds for holds, _ in held))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
