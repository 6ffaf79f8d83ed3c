"""Windows DHCP leases: PowerShell's CSV in any encoding, the console's list, netsh, Export-DhcpServer."""

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.interface import Document
from nameplate.sources.windows_dhcp import READERS

CSV, XML, TEXT = READERS

TABLE = (
    '#TYPE Selected.Microsoft.Management.Infrastructure.CimInstance\r\n"IPAddress","ScopeId","ClientId","HostName",'
    '"AddressState","LeaseExpiryTime"\r\n'
    '"10.4.0.9","10.4.0.0","44-19-b6-00-11-22","cam-1.example.org","Active","24.11.2026 08:00:00"\r\n'
    '"10.4.0.10","10.4.0.0","52-41-53-20-01","","ActiveReservation",""\r\n'
)
NETSH = """Changed the current scope context to 10.4.0.0 scope.

Type : N - NONE, D - DHCP B - BOOTP, U - UNSPECIFIED, R - RESERVATION IP
IP Address      - Subnet Mask    - Unique ID           - Lease Expires        -Type -Name

10.4.0.9        - 255.255.255.0  - 44-19-b6-00-11-22   -11/24/2026 2:31:55 PM  -D-  cam-1.example.org
10.4.0.10       - 255.255.255.0  - 44-19-b6-00-11-23   - NEVER EXPIRES        -U-  cam-2
10.4.0.11       -255.255.255.0-44-19-b6-00-11-24       - INACTIVE       -D
No of Clients(version 4): 3 in the Scope : 10.4.0.0.
"""
CONSOLE = """
IPAddress       ScopeId         ClientId             HostName             AddressState         LeaseExpiryTime
---------       -------         --------             --------             ------------         ---------------
10.4.0.9        10.4.0.0        44-19-b6-00-11-22    cam-1.example.org    Active               11/24/2026 2:31:55 PM
10.4.0.10       10.4.0.0        44-19-b6-00-11-23                         ActiveReservation
"""
EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<DHCPServer xmlns="http://schemas.microsoft.com/windows/DHCPServer"><IPv4><Scopes><Scope><ScopeId>10.4.0.0</ScopeId>
<Reservations><Reservation><Name>cam-2</Name><IPAddress>10.4.0.10</IPAddress><ClientId>44-19-b6-00-11-23</ClientId>
<Description>Camera in the hall</Description></Reservation></Reservations>
<Leases><Lease><IPAddress>10.4.0.9</IPAddress><ClientId>44-19-b6-00-11-22</ClientId><HostName>cam-1</HostName></Lease>
</Leases></Scope></Scopes></IPv4></DHCPServer>
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_powershells_csv_is_read_in_every_encoding_it_writes(codec, read, tmp_path):
    content = TABLE.encode(codec)
    assert CSV.claim(Document("x", tmp_path, len(content), content)) is not None
    frame, sink = read(CSV, content)
    found = facts(frame, "10.4.0.9")
    assert found["mac"] == "44-19-b6-00-11-22"
    assert found["hostname"] == "cam-1.example.org"
    assert sink.rows == 2
    assert not sink.problems


def test_an_expiry_in_local_time_stays_text_and_is_no_moment(read):
    frame, _ = read(CSV, TABLE)
    assert facts(frame, "10.4.0.9")["dhcp.expires"] == "24.11.2026 08:00:00"
    assert frame["observed_at"].null_count() == frame.height


def test_an_identifier_that_is_no_mac_address_is_not_taken_for_one(read):
    frame, _ = read(CSV, TABLE)
    assert "mac" not in facts(frame, "10.4.0.10")
    assert facts(frame, "10.4.0.10")["dhcp.client_id"] == "52:41:53:20:01"


def test_semicolons_and_the_consoles_exported_list_are_read(read):
    frame, _ = read(CSV, TABLE.replace(",", ";"))
    assert facts(frame, "10.4.0.9")["mac"] == "44-19-b6-00-11-22"
    listed = "\t".join(("Client IP Address", "Name", "Lease Expiration", "Type", "Unique ID", "Description"))
    listed += "\n" + "\t".join(("10.4.0.9", "cam-1", "1/1/2027", "DHCP", "4419b6001122", "")) + "\n"
    frame, _ = read(CSV, listed)
    assert facts(frame, "10.4.0.9")["mac"] == "4419b6001122"


def test_a_row_without_an_address_is_named_and_the_rest_is_read(read):
    frame, sink = read(
        CSV, TABLE + '"","","44-19-b6-00-11-29","","",""\r\n"10.4.0.12","","44-19-b6-00-11-30","","",""\r\n'
    )
    assert facts(frame, "10.4.0.12")["mac"] == "44-19-b6-00-11-30"
    assert [p.locator for p in sink.problems] == ["line 5"]


@pytest.mark.parametrize("text", [NETSH, CONSOLE])
def test_what_the_console_prints_is_read(text, read, tmp_path):
    assert TEXT.claim(Document("x", tmp_path, len(text), text.encode())) is not None
    frame, _ = read(TEXT, text)
    assert facts(frame, "10.4.0.9")["mac"] == "44-19-b6-00-11-22"
    assert facts(frame, "10.4.0.9")["hostname"] == "cam-1.example.org"
    assert facts(frame, "10.4.0.10")["mac"] == "44-19-b6-00-11-23"


def test_an_export_gives_leases_and_reservations(read):
    frame, sink = read(XML, EXPORT)
    assert facts(frame, "10.4.0.9")["hostname"] == "cam-1"
    assert facts(frame, "10.4.0.10")["inventory.description"] == "Camera in the hall"
    assert sink.rows == 2


def test_an_export_without_leases_says_how_to_get_them(read):
    _, sink = read(XML, EXPORT.split("<Reservations>", maxsplit=1)[0] + "</Scope></Scopes></IPv4></DHCPServer>")
    assert "-Leases" in sink.problems[0].reason


def test_a_table_without_the_heading_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="Export-Csv"):
        read(CSV, "a,b,c\n1,2,3\n")


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_other_files_are_not_claimed(reader, tmp_path):
    for content in (b"", b"Name,IPAddress\ncam,10.0.0.1\n", b"<DHCPServer/>", b"10.0.0.1 hello\n", b"\0\1\2"):
        assert reader.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(TABLE.encode(), NETSH.encode(), CONSOLE.encode(), EXPORT.encode()))
def test_no_damage_raises(content):
    for reader in READERS:
        survives(reader, content)
