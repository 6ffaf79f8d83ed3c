"""Recog's files as they are, and its own answers: order, flags, parameters, examples; and what they say of makers."""

import base64
import random
import re
from pathlib import Path

import pytest

from nameplate.errors import DocumentError
from nameplate.identify.matching import hyperscan_filter
from nameplate.identify.names import Named
from nameplate.identify.recog import book as recog
from nameplate.identify.recog import check as recog_check
from nameplate.identify.recog import signs as recog_signs
from nameplate.identify.recog.book import RecogBook
from nameplate.identify.recog.fingerprint import expression
from nameplate.identify.recog.xml_file import text_of

BACKENDS = ["plain", "prefilter", *(["hyperscan"] if hyperscan_filter.available() else [])]
DOCTYPE = '<!DOCTYPE fingerprints [<!ENTITY a "aaaa">]>'


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("NAMEPLATE_MATCHER", raising=False)
        yield


@pytest.fixture(scope="module")
def whole(shared: Path) -> RecogBook:
    """Recog's own files."""
    return recog.load(shared / "corpus/recog")


class Folder:
    """A folder of small files in Recog's form."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, fingerprints: str, name: str = "a", *, before: str = "", **attributes: str) -> RecogBook:
        written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
        text = f"{before}<fingerprints {written}>\n{fingerprints}\n</fingerprints>\n"
        (self.path / f"{name}.xml").write_text(text, encoding="utf-8")
        return recog.load(self.path)

    def answer(self, fingerprint: str, value: str, **attributes: str) -> dict[str, str] | None:
        found = self.write(fingerprint, **{"matches": "x", **attributes}).match("x", value)
        return dict(found.params) if found else None


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def fingerprint(pattern: str, *params: tuple[str, str, str], flags: str = "", examples: str = "") -> str:
    """One fingerprint; a param is (name, pos, value)."""
    written = "".join(f'<param pos="{pos}" name="{name}" value="{value}"/>' for name, pos, value in params)
    head = f'<fingerprint pattern="{pattern}" flags="{flags}"><description>d</description>'
    return f"{head}{examples}{written}</fingerprint>"


# Order


def test_the_first_fingerprint_in_the_file_answers(folder: Folder):
    book = folder.write(fingerprint("^Apache") + "\n" + fingerprint("^Apache/2"), matches="x")
    answer = book.match("x", "Apache/2.4")
    assert answer is not None
    assert (answer.matches, answer.file, answer.line, answer.description) == ("x", "a", 2, "d")
    assert book.match("x", "nginx") is None


def test_the_database_that_is_preferred_answers_first(folder: Folder):
    folder.write(fingerprint("Apache"), "a", matches="x")
    folder.write(fingerprint("Apache"), "b", matches="x", preference=".80")
    folder.write(fingerprint("Apache"), "c", matches="x", preference="0.20")
    folder.write(fingerprint("IIS"), "d", matches="x", preference="1")
    book = recog.load(folder.path)
    assert [a and a.file for a in book.match_many("x", ["Apache", "IIS"])] == ["b", "d"]


def test_a_file_that_names_no_kind_is_for_the_kind_of_its_name(folder: Folder):
    book = folder.write(fingerprint("a"), "telnet_banners")
    assert book.kinds == ("telnet_banners",)
    assert book.match("telnet_banners", "a") is not None
    assert book.match("unknown.kind", "a") is None


# Patterns


@pytest.mark.parametrize(
    ("pattern", "flags", "value", "matches"),
    [
        ("^b$", "", "a\nb\nc", True),
        ("a.b", "", "a\nb", False),
        ("a.b", "REG_DOT_NEWLINE", "a\nb", True),
        ("a.b", "REG_MULTILINE", "a\nb", True),
        ("a.b", "REG_LINE_ANY_CRLF,REG_ICASE", "A\nB", True),
        ("ab", "REG_ICASE", "AB", True),
        ("ab", "IGNORECASE", "AB", True),
        ("ab", "", "AB", False),
        ("(?m)a.b", "", "a\nb", True),
        ("(?im:a.b)c", "", "A\nBc", True),
        ("(?im:a.b)c", "", "A\nBC", False),
        ("^(?i)ab", "", "AB", True),
        ("(x(?i)a|b)c", "", "xBc", True),
        ("(x(?i)a|b)c", "", "xBC", False),
        (r"\w", "", "é", False),
        (r"^\h+\z", "", "0aF", True),
        (r"a\Z", "", "a\n", True),
        (r"a\z", "", "a\n", False),
        ("^$", "", "", True),
        ("^$", "", "a\n", False),
        ("^$", "", "a\n\nb", True),
    ],
)
def test_a_pattern_means_what_it_means_in_ruby(folder: Folder, pattern: str, flags: str, value: str, matches: bool):
    assert (folder.answer(fingerprint(pattern, flags=flags), value) is not None) is matches


def test_the_next_fingerprint_answers_where_ruby_sees_no_line(folder: Folder):
    book = folder.write(fingerprint("^$") + fingerprint("^a$", ("n", "0", "v")), matches="x")
    answer = book.match("x", "a\n")
    assert answer is not None
    assert answer.params == {"n": "v"}


def test_an_option_in_mid_pattern_holds_to_the_end_of_its_group():
    assert expression("a(b(?i)c|d)e", "").pattern == "a(b(?i:c|d))e"
    assert expression("(?m)a[(?i)]\\(?:", "").pattern == "(?s:a[(?i)]\\(?:)"


# Parameters


def test_a_parameter_is_fixed_or_read_from_a_group(folder: Folder):
    given = fingerprint(
        "^(Axis) (\\S+)(?: v(.*))?$", ("hw.vendor", "0", "AXIS"), ("hw.product", "2", ""), ("v", "3", "")
    )
    assert folder.answer(given, "Axis P33") == {"hw.vendor": "AXIS", "hw.product": "P33"}
    assert folder.answer(given, "Axis P33 v") == {"hw.vendor": "AXIS", "hw.product": "P33", "v": ""}


def test_a_name_in_braces_stands_for_another_parameter(folder: Folder):
    given = fingerprint(
        "(\\d+)",
        ("_tmp.model", "1", ""),
        ("hw.product", "0", "Phone {_tmp.model}"),
        ("os.product", "0", "{hw.product} Firmware, {_tmp.model} {not one}"),
    )
    expected = {"hw.product": "Phone 79", "os.product": "Phone 79 Firmware, 79 {not one}"}
    assert folder.answer(given, "79") == expected


def test_a_version_that_is_not_known_is_a_dash_in_a_cpe_name_only(folder: Folder):
    given = fingerprint(
        "x(\\d)?",
        ("os.version", "1", ""),
        ("os.cpe23", "0", "cpe:/o:a:b:{os.version}"),
        ("os.name", "0", "b {os.version}"),
    )
    assert folder.answer(given, "x") == {"os.cpe23": "cpe:/o:a:b:-"}
    assert folder.answer(given, "x5") == {"os.version": "5", "os.cpe23": "cpe:/o:a:b:5", "os.name": "b 5"}


def test_the_protocol_of_the_file_holds_unless_the_fingerprint_has_its_own(folder: Folder):
    assert folder.answer(fingerprint("a"), "a", protocol="HTTP") == {"service.protocol": "http"}
    own = fingerprint("a", ("service.protocol", "0", "rtsp"))
    assert folder.answer(own, "a", protocol="http") == {"service.protocol": "rtsp"}


# Files that are not as they should be


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<fingerprints>\n<fingerprint>\n</fingerprints>", r"a\.xml: line 3: not valid XML"),
        ("<html/>", r"a\.xml: line 1: <html>, not <fingerprints>"),
        (f"{DOCTYPE}<fingerprints/>", "XML entities"),
        ("", "not valid XML"),
        ("\x00\x01", "not valid XML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: str, message: str):
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        recog.load(tmp_path)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("\n<fingerprint/>", "line 3: a fingerprint without a pattern"),
        (fingerprint("a", flags="REG_X"), "line 2: unknown flag REG_X"),
        (fingerprint("[[:alpha:]]"), "line 2: a set within a set"),
        (fingerprint("a", ("n", "x", "")), "line 2: a param needs"),
        ('<fingerprint pattern="a" certainty="high"/>', "line 2: certainty 'high' is not a number"),
        ("\n\n" + fingerprint("a("), "line 4: the pattern cannot be read: missing"),
    ],
)
def test_a_fingerprint_that_cannot_be_read_is_named_with_its_line(folder: Folder, given: str, message: str):
    book = folder.write(given, matches="x")
    with pytest.raises(DocumentError, match=re.escape(str(folder.path / "a.xml")) + ": " + message):
        book.match("x", "a")


def test_a_folder_without_files_says_which_folder_to_name(tmp_path: Path):
    with pytest.raises(DocumentError, match="rapid7/recog"):
        recog.load(tmp_path)
    with pytest.raises(DocumentError, match="rapid7/recog"):
        recog.load(tmp_path / "nowhere")


def test_a_preference_that_is_no_number_is_named(folder: Folder):
    with pytest.raises(DocumentError, match="preference 'low' is not a number"):
        folder.write(fingerprint("a"), matches="x", preference="low").match("x", "a")


# Examples


def test_every_example_is_run_with_the_values_it_names(folder: Folder):
    encoded = base64.b64encode(b"\xff\xfe v7").decode()
    examples = f'<example n="5">v5</example><example _encoding="base64" n="7">{encoded}</example>'
    book = folder.write(fingerprint("v(\\d)", ("n", "1", ""), examples=examples) + fingerprint("b"), matches="x")
    found = recog_check.check(book)
    assert (found.files, found.fingerprints, found.examples, found.untested, found.missing) == (1, 2, 2, 1, 0)
    assert found.faults == ()


def test_what_is_wrong_with_an_example_is_said(folder: Folder):
    examples = '<example>x</example><example n="6" m="1">v5</example>'
    params = (("n", "1", ""), ("both", "1", "v"), ("none", "0", ""), ("far", "9", ""))
    book = folder.write(fingerprint("v(\\d)", *params, examples=examples), matches="x")
    faults = [fault.what for fault in recog_check.check(book).faults]
    assert {fault.matches for fault in recog_check.check(book).faults} == {"x"}
    assert [what.removeprefix("a.xml:2: ") for what in faults] == [
        "both must have either a pos that is not 0, or a value",
        "none must have either a pos that is not 0, or a value",
        "far is read from group 9, and the pattern has 1",
        "the example 'x' does not match",
        "n should be '6' and is '5'",
        "m should be '1' and is 'None'",
    ]


def test_a_pattern_that_is_none_is_a_fault_of_its_own(folder: Folder):
    (fault,) = recog_check.check(folder.write(fingerprint("a("), matches="x")).faults
    assert "the pattern cannot be read" in fault.what


def test_an_example_in_a_file_is_read_and_a_missing_one_counted(folder: Folder):
    (folder.path / "a").mkdir()
    (folder.path / "a" / "banner.txt").write_bytes(b"v5\r\n")
    examples = '<example _filename="banner.txt" n="5"/><example _filename="gone.txt"/>'
    found = recog_check.check(folder.write(fingerprint("v(\\d)", ("n", "1", ""), examples=examples)))
    assert (found.examples, found.missing, found.faults) == (2, 1, ())


def test_an_example_outside_its_folder_is_refused(folder: Folder):
    book = folder.write(fingerprint("a", examples='<example _filename="../../etc/passwd"/>'))
    with pytest.raises(DocumentError, match="an example outside its folder"):
        recog_check.check(book)


def test_bytes_that_are_not_utf_8_keep_their_numbers():
    assert text_of("é".encode()) == "é"
    assert text_of(b"\xff\x00a") == "\xff\x00a"


@pytest.mark.shared
def test_all_of_recogs_own_examples_pass(whole: RecogBook):
    found = recog_check.check(whole)
    assert found.faults == ()
    assert (found.files, found.fingerprints, found.examples, found.missing) == (50, 4657, 7525, 0)


@pytest.mark.shared
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_example_is_answered_by_its_own_fingerprint(
    whole: RecogBook, backend: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NAMEPLATE_MATCHER", backend)
    book = RecogBook(whole.databases)
    for database in book.databases:
        pairs = [(f.line, e.text or "") for f, examples in database.examples() for e in examples]
        answers = book.match_many(database.matches, [text for _, text in pairs])
        assert [a and a.line for a in answers] == [line for line, _ in pairs]


@pytest.mark.shared
@pytest.mark.skipif("hyperscan" not in BACKENDS, reason="needs hyperscan")
def test_damaged_texts_get_the_same_answers_from_every_backend(whole: RecogBook, monkeypatch: pytest.MonkeyPatch):
    rng = random.Random(889)
    texts = {d.matches: [e.text for _, es in d.examples() for e in es if e.text] for d in whole.databases}
    damaged = {kind: [_damaged(rng.choice(found), rng) for _ in range(100)] for kind, found in texts.items() if found}
    answers = []
    for backend in BACKENDS:
        monkeypatch.setenv("NAMEPLATE_MATCHER", backend)
        book = RecogBook(whole.databases)
        answers.append({kind: book.match_many(kind, values) for kind, values in damaged.items()})
    assert answers[0] == answers[1] == answers[2]
    assert 0.1 < sum(a is not None for found in answers[0].values() for a in found) / 5000 < 0.9


def _damaged(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    changes = [
        "".join(rng.choice("0123456789") if c.isdigit() else c for c in text),
        text[:at] + rng.choice('aZ9 .-/"\n\té文\u0131\x00') + text[at:],
        text[:at] + text[at + 1 :],
        text[:at],
        text.swapcase(),
        f"{text}\n{text[:at]}",
    ]
    return rng.choice(changes)


# What an answer says of makers


KNOWN = {
    "AXIS": Named("maker", "axis", "AXIS"),
    "Cisco": Named("maker", "cisco", "Cisco"),
    "Oracle": Named("maker", "oracle", "Oracle"),
    "Lorex": Named("brand", "lorex", "Lorex"),
}


def signs(folder: Folder, kind: str, value: str, matches: str, *params: tuple[str, str, str]) -> list[tuple[str, ...]]:
    book = folder.write(fingerprint("^(\\S+)", *params), matches=matches)
    found = recog_signs.signs(book, kind, [value, "  "], KNOWN.get)
    assert list(found) in ([value], [])
    return [(s.about, s.value, s.level, s.cause, str(s.category), str(words)) for s, words in found.get(value, [])]


def test_the_vendor_of_the_hardware_speaks_for_the_maker(folder: Folder):
    params = (
        ("hw.vendor", "0", "AXIS"),
        ("hw.device", "0", "IP Camera"),
        ("hw.product", "1", ""),
        ("os.vendor", "0", "Cisco"),
    )
    found = signs(folder, "http_header.server", "P3343 x", "http_header.server", *params)
    assert found == [("maker", "axis", "tool", "firmware", "camera", "P3343")]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"os.vendor": "Cisco", "os.device": "Router"}, ("firmware_family", "cisco", "tool")),
        ({"os.vendor": "Cisco"}, ("firmware_family", "cisco", "supporting")),
        (
            {"os.vendor": "Cisco", "os.device": "Router", "hw.vendor": "Else"},
            ("firmware_family", "cisco", "supporting"),
        ),
        ({"service.vendor": "Cisco"}, ("firmware_family", "cisco", "supporting")),
        ({"service.vendor": "Oracle"}, None),
        ({"os.vendor": "Oracle", "service.vendor": "Cisco"}, ("firmware_family", "cisco", "supporting")),
        ({"service.vendor": "Apache", "os.vendor": "Microsoft"}, None),
        ({"hw.vendor": "Oracle"}, ("maker", "oracle", "tool")),
        ({"hw.vendor": "AXIS", "hw.certainty": "0.4"}, ("maker", "axis", "supporting")),
        ({"hw.vendor": "AXIS", "hw.certainty": "0.0"}, None),
        ({"hw.vendor": "AXIS", "hw.certainty": "sure"}, ("maker", "axis", "tool")),
        ({"hw.vendor": "Lorex"}, ("brand", "lorex", "brand")),
        ({"service.vendor": "Lorex"}, None),
    ],
)
def test_every_vendor_says_no_more_than_it_can(
    folder: Folder, params: dict[str, str], expected: tuple[str, ...] | None
):
    found = signs(folder, "html_title", "text", "html_title", *((name, "0", value) for name, value in params.items()))
    assert [sign[:3] for sign in found] == ([expected] if expected else [])


def test_a_sign_names_the_file_and_line_it_comes_from(folder: Folder):
    book = folder.write(fingerprint("a", ("hw.vendor", "0", "AXIS")), "http_servers", matches="x")
    assert recog_signs.signs(book, "x", ["a"], KNOWN.get)["a"][0][0].rule == "recog.http_servers:2"


@pytest.mark.parametrize(
    ("kind", "value", "matches"),
    [
        ("ssh.banner", "SSH-2.0-AXIS\r\n", "ssh.banner"),
        ("ftp.banner", "220 AXIS", "ftp.banner"),
        ("ftp.banner", "AXIS", "ftp.banner"),
        ("pop.banner", "+OK AXIS", "pop3.banner"),
        ("telnet.banner", "AXIS", "telnet_banners"),
        ("ssdp.SERVER", "AXIS", "http_header.server"),
        ("lldp.system_description", "AXIS", "snmp.sys_description"),
    ],
)
def test_a_kind_is_asked_of_the_database_that_is_for_it(folder: Folder, kind: str, value: str, matches: str):
    book = folder.write(fingerprint("^AXIS$", ("hw.vendor", "0", "AXIS")), matches=matches)
    assert list(recog_signs.signs(book, kind, [value], KNOWN.get)) == [value]


def test_a_kind_without_a_database_has_no_signs(folder: Folder):
    assert recog_signs.signs(folder.write(fingerprint("a")), "mac", ["a"], KNOWN.get) == {}
