"""What becomes of a cell: kept as it stands, emptied if it says nothing, dropped if it is a secret."""

import pytest
from as_table import read_table

from nameplate.sources.tables.knowledge import placeholders

SECRET_HEADINGS = (
    "Password",
    "Pass",
    "Passwd",
    "PWD",
    "camera_password",
    "RTSP Password",
    "Mot de passe",
    "Kennwort",
    "Passwort",
    "Contraseña",
    "كلمة المرور",
    "Community",
    "SNMP Community",
    "API Key",
    "apikey",
    "Secret",
    "Token",
    "PSK",
    "PIN",
    "Username",
    "User Name",
    "User",
    "Login",
    "Credentials",
)


def test_leading_zeros_stay():
    table = read_table("Asset Tag,Model,Serial\n000123,P3245-LVE,0000456789\n")
    assert table.at("row 2") == {
        "inventory.asset_tag": "000123",
        "inventory.model": "P3245-LVE",
        "inventory.serial": "0000456789",
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("`=SUM(A1)", "=SUM(A1)"),
        ("`-5 dB", "-5 dB"),
        ("'+49 30 1234", "+49 30 1234"),
        ("`@home", "@home"),
        ("'90s", "'90s"),
    ],
)
def test_the_escape_of_formulas_in_exports_is_undone(cell, value):
    table = read_table(f"Asset Tag,Model,Notes\n000123,P3245-LVE,{cell}\n")
    assert table.of("inventory.description") == [value]


@pytest.mark.parametrize("word", [w for w in placeholders().empty if "," not in w])
def test_a_placeholder_says_nothing(word):
    table = read_table(f"Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,{word.upper()}\n")
    assert table.of("inventory.serial") == []
    assert table.of("inventory.maker") == ["Hikvision"]


@pytest.mark.parametrize("cell", ["Nano", "none of these", "TBD-100", "NA-2000", "0"])
def test_a_value_that_only_looks_like_a_placeholder_stays(cell):
    table = read_table(f"Manufacturer,Model,Serial\nHikvision,{cell},SN0012345\n")
    assert table.of("inventory.model") == [cell]


def test_a_row_of_placeholders_only_is_blank():
    table = read_table("Manufacturer,Model,Serial\nN/A,unknown,-\nAxis,P3245-LVE,SN0067890\n")
    assert table.sink.rows == 1


@pytest.mark.parametrize("heading", SECRET_HEADINGS)
def test_a_column_of_credentials_is_dropped_and_counted(heading):
    table = read_table(f"Name,Address,{heading},Model\ncam1,10.0.0.4,hunter2,P3245\ncam2,10.0.0.5,hunter3,P3245\n")
    assert not any("hunter" in value for _, _, value in table.observed)
    assert table.sink.dropped == {heading: 2}
    assert table.columns[heading] is None


@pytest.mark.parametrize("heading", ["Keyboard", "Passage", "Spinner", "Pinned", "Userland", "Tokens used"])
def test_a_heading_that_only_contains_such_a_word_is_no_secret(heading):
    table = read_table(f"Name,Model,{heading}\ncam1,P3245-LVE,x\n")
    assert not table.sink.dropped


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("rtsp://admin:hunter2@10.0.0.4/stream", "rtsp://10.0.0.4/stream"),
        ("http://root@10.0.0.4/", "http://10.0.0.4/"),
        ("see http://a:hunter2@h/ and http://b:hunter3@i/", "see http://h/ and http://i/"),
        ("mail to post@example.org", "mail to post@example.org"),
    ],
)
def test_credentials_in_an_address_are_cut_out(address, kept):
    table = read_table(f"Name,Model,Notes\ncam1,P3245-LVE,{address}\n")
    assert table.of("inventory.description") == [kept]
    assert table.sink.dropped == ({} if address == kept else {"credentials in an address": 1})


def test_a_password_with_an_at_sign_is_cut_out_whole():
    table = read_table("Name,Model,Notes\ncam1,P3245-LVE,rtsp://admin:hun@ter2@10.0.0.4/\n")
    assert table.of("inventory.description") == ["rtsp://10.0.0.4/"]
