"""Lists as published: every layout, broken rows, hostile files, editions beside each other."""

import contextlib
import datetime as dt
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.errors import DocumentError, SourceError
from nameplate.screen.lists.editions import alarms
from nameplate.screen.lists.read import read, read_all

EU = """\
fileGenerationDate;Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName;NameAlias_LastName;Address_CountryIso2Code
21/09/2026;13;enterprise;Orbitek Trade LLC;;BY
21/09/2026;13;enterprise;Orbitek Trading;;BY
21/09/2026;14;person;;Novak;
"""
UK = """\
Report Date: 21-Sep-2026
Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name type,Name non-latin script,"Individual, Entity, Ship",\
Address Country
31/03/2026,RUS0001,1,NOVAK,Jan,Primary Name,Новак,Individual,Russia
31/03/2026,RUS0001,1,NOWAK,Jan,Alias,,Individual,Russia
"""
OFSI = """\
Last Updated,21/09/2026
Name 6,Name 1,Name 2,Title,Name Non-Latin Script,Country,Group Type,Group ID
ORBITEK LTD,,,,,Russia,Entity,555
ORBITEC,,,,Орбитек,Russia,Entity,555
"""
CANADA = """<?xml version="1.0"?><data-set>
<record><Country-Pays>Belarus / Bélarus</Country-Pays><LastName>Novak</LastName><GivenName>Jan</GivenName>
<Schedule>1</Schedule><Item>7</Item><Aliases>Nowak; Novac</Aliases></record>
<record><Country>Belarus</Country><EntityOrShip>Orbitek</EntityOrShip><Schedule>2</Schedule><Item>1</Item></record>
</data-set>"""
FTM = "\n".join(
    json.dumps({"id": f"Q{at}", "schema": schema, "properties": {"name": [name], "country": ["cn"]}})
    for at, (schema, name) in enumerate([("Company", "Orbitek"), ("Address", "Main Street 1"), ("Person", "Jan Novak")])
)
CSL = json.dumps(
    {
        "results": [
            {
                "source": "Entity List",
                "name": "Orbitek",
                "alt_names": ["Orbitec"],
                "source_list_url": "x",
                "country": "CN",
            }
        ]
    }
)


@pytest.fixture
def put(tmp_path):
    def write(name: str, content: str | bytes):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize(
    ("file", "content", "list_id", "entry", "names"),
    [
        ("eu.csv", EU, "eu", "eu:13", ("Orbitek Trade LLC", "Orbitek Trading")),
        ("uk.csv", UK, "uk", "uk:RUS0001", ("Jan NOVAK", "Новак", "Jan NOWAK")),
        ("ConList.csv", OFSI, "uk-ofsi", "uk-ofsi:555", ("ORBITEK LTD", "ORBITEC", "Орбитек")),
        ("sema.xml", CANADA, "canada", "canada:Belarus / Bélarus/1/7", ("Jan Novak", "Nowak", "Novac")),
        ("entities.ftm.json", FTM, "ftm", "ftm:Q0", ("Orbitek",)),
        ("consolidated.json", CSL, "csl", "csl:0", ("Orbitek", "Orbitec")),
    ],
)
def test_each_layout_gives_parties_with_their_names(put, file, content, list_id, entry, names):
    found = read(put(file, content))
    assert found.edition.list == list_id
    assert (found.parties[0].entry, found.parties[0].names) == (entry, names)
    assert found.edition.troubles == ()


def test_the_date_of_an_edition_is_read_where_the_list_says_it(put):
    dates = [read(put(name, text)).edition.date for name, text in (("eu.csv", EU), ("uk.csv", UK), ("con.csv", OFSI))]
    assert dates == [dt.date(2026, 9, 21)] * 3


def test_kinds_are_one_word_for_all_lists(put):
    assert [p.kind for p in read(put("eu.csv", EU)).parties] == ["organisation", "person"]
    assert [p.kind for p in read(put("f.json", FTM)).parties] == ["organisation", "person"]


def test_the_real_lists_have_the_entries_that_the_samples_name(real, shared):
    entries = {party.entry for one in real for party in one.parties}
    rows = [json.loads(line) for line in (shared / "samples/screening/dev.jsonl").read_text().splitlines()]
    wanted = {entry for row in rows for entry in row["expect"] if not entry.startswith("reg:")}
    assert wanted - entries == set()
    assert [(one.edition.list, one.edition.rows) for one in real] == [
        ("ofac-sdn", 8976),
        ("ofac-cons", 442),
        ("bis-dpl", 581),
        ("csl", 115),
        ("un", 1003),
    ]
    assert all(not one.edition.troubles for one in real)


def test_aliases_beside_a_list_are_read_with_it_and_only_once(real, shared):
    folder = shared / "samples/screening/lists"
    assert real[0].edition.files == ("sdn.csv", "alt.csv")
    assert len(read_all([folder / "sdn.csv", folder / "alt.csv"])) == 1


SDN = '7,"ORBITEK LLC",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


def test_aliases_and_addresses_of_another_edition_are_told(put):
    path = put("sdn.csv", SDN)
    put("alt.csv", '7,1,"aka","ORBITEC",-0- \r\n8,2,"aka","GONE",-0- \r\n')
    put("add.csv", '7,1,"Main street 1","Minsk","Belarus",-0- \r\n7,2,-0- ,-0- ,-0- ,-0- \r\n')
    found = read(path)
    assert found.edition.files == ("sdn.csv", "alt.csv", "add.csv")
    assert (found.parties[0].names, found.parties[0].countries) == (("ORBITEK LLC", "ORBITEC"), ("Belarus",))
    assert [(t.where, t.reason) for t in found.edition.troubles] == [
        ("alt.csv line 2", "its entry 8 is not in the list")
    ]


def test_broken_rows_are_told_and_the_rest_is_read(put):
    found = read(put("eu.csv", EU + "x\n21/09/2026;15;enterprise;;;\n21/09/2026;16;enterprise;Last Ltd;;\n"))
    assert [t.reason.split(" ")[0:3] for t in found.edition.troubles] == [["it", "has", "1"], ["it", "has", "no"]]
    assert found.parties[-1].names == ("Last Ltd",)
    assert found.edition.rows == 6


def test_two_editions_in_one_file_are_told_and_nothing_is_lost(put):
    older = EU.replace("21/09/2026", "01/01/2026").replace("Novak", "Nowak")
    found = read(put("eu.csv", EU + older))
    reasons = [t.reason for t in found.edition.troubles]
    assert ["heading stands there again" in reasons[0], "two editions are mixed" in reasons[1]] == [True, True]
    assert found.parties[1].names == ("Novak", "Nowak")
    twice = read(put("f.json", FTM + "\n" + FTM.replace("Orbitek", "Orbitec")))
    assert "its id Q0 is that of f.json line 1; two editions" in twice.edition.troubles[0].reason
    assert twice.parties[0].names == ("Orbitek", "Orbitec")


def test_a_list_with_a_changed_header_is_refused_in_words(put):
    with pytest.raises(SourceError, match="none of the lists known here"):
        read(put("eu.csv", EU.replace("NameAlias_WholeName", "FullName")))


def test_a_list_that_lost_its_names_is_refused(put):
    with pytest.raises(SourceError, match="no party was found"):
        read(put("eu.csv", EU.splitlines()[0] + "\n"))


def test_a_list_of_ones_own_is_read_with_a_mapping(put):
    mapping = put(
        "m.yaml", "id: blocked\ntitle: ours\nsource: us\nshape: csv\nentry: Number\nnames: [Firm]\nsplit: [Also]\n"
    )
    found = read(put("ours.csv", "Number;Firm;Also\n7;Orbitek;Orbitec;\n"), mapping)
    assert (found.parties[0].entry, found.parties[0].names) == ("blocked:7", ("Orbitek", "Orbitec"))


def test_a_mapping_without_names_is_refused(put):
    with pytest.raises(DocumentError, match="no column with names"):
        read(put("ours.csv", "No,Firm\n7,Orbitek\n"), put("m.yaml", "id: b\ntitle: b\nsource: b\nshape: csv\n"))


def test_xml_with_entities_is_refused(put):
    bomb = '<?xml version="1.0"?><!DOCTYPE data-set [<!ENTITY a "x">]>' + CANADA[21:]
    with pytest.raises(SourceError):
        read(put("sema.xml", bomb))


def test_xml_that_breaks_off_is_read_up_to_there_and_told(put):
    found = read(put("sema.xml", CANADA[: CANADA.index("<record><Country>")]))
    assert len(found.parties) == 1
    assert "breaks off" in found.edition.troubles[-1].reason


def test_two_lists_of_one_layout_are_told_apart(put):
    found = read_all([put("first.csv", EU), put("second.csv", EU.replace("Orbitek", "Novum"))])
    assert [one.edition.list for one in found] == ["eu", "second"]


def test_a_folder_gives_the_lists_in_it(put, tmp_path):
    put("eu.csv", EU)
    put("readme.txt", "nothing")
    assert [one.edition.list for one in read_all([tmp_path])] == ["eu"]


def test_an_edition_that_lost_many_rows_is_an_alarm(put):
    edition = read(put("eu.csv", EU)).edition
    full = msgspec.structs.replace(edition, rows=20_000, parties=20_000, names=30_000)
    less = msgspec.structs.replace(full, rows=5_000)
    assert alarms([full], [full]) == []
    assert "5,000 rows where the one before had 20,000" in alarms([full], [less])[0]
    assert alarms([], [less]) == []


def test_an_older_edition_than_the_last_is_an_alarm(put):
    edition = read(put("eu.csv", EU)).edition
    older = msgspec.structs.replace(edition, date=dt.date(2020, 1, 1))
    assert "older" in alarms([edition], [older])[0]


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("l") / "list.csv"
    path.write_bytes(content)
    with contextlib.suppress(SourceError):
        assert read(path).parties


@settings(max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_cells_after_a_heading_never_stop_the_rest(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("l") / "eu.csv"
    path.write_text(
        EU
        + ";".join(c.replace("\n", " ").replace("\r", " ").replace('"', "") for c in cells)
        + "\n1;99;person;Last Man;;\n",
        encoding="utf-8",
    )
    assert read(path).parties[-1].names == ("Last Man",)
