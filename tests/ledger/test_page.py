"""The page that verifies a bundle, in a real browser without a network: the same findings as the program's."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import html

from ledgers import ADMIN, ALICE, EVE, SERVER, START, WITNESS, Book, book, change, cosigned, folder, key, record, sums
from nameplate.ledger import page, registry
from nameplate.ledger.bundle import write_page
from nameplate.ledger.chain import append_line
from nameplate.ledger.trust import HeldFile, Trust
from nameplate.ledger.verify import verify_bundle

SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
    "--dump-dom",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Seen(NamedTuple):
    """What stands on the page."""

    intact: str | None
    checks: list[tuple[str, str, str, str]]
    state: str
    text: str
    document: Any

    def faults(self) -> set[tuple[str, str]]:
        return {(name, where.partition(",")[0]) for outcome, name, where, _ in self.checks if outcome == "BROKEN"}


@pytest.fixture
def browse(tmp_path):
    """Open a file in the browser and read what the page then shows; `script` runs before the page's own."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("there is no Chromium on this machine")

    def run(path: Path, script: str = "") -> Seen:
        path.write_text(path.read_text().replace("<script>\n(() =>", f"<script>{script}</script><script>\n(() =>"))
        profile = tmp_path / f"profile-{path.stem}"
        command = [browser, *SWITCHES, f"--user-data-dir={profile}", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        shutil.rmtree(profile, ignore_errors=True)
        return read(done.stdout)

    return run


def read(text: str) -> Seen:
    document = html.fromstring(text)
    rows = [tuple(cell.text_content() for cell in row) for row in document.xpath("//table[@id='checks']/tbody/tr")]
    shown = document.get_element_by_id("result").get("hidden") is None
    verdict = document.get_element_by_id("verdict").get("data-intact") if shown else None
    return Seen(verdict, rows, document.get_element_by_id("state").text_content(), document.text_content(), document)


def paged(bundle: Path, method: int = zipfile.ZIP_STORED) -> Path:
    """The page with this folder in it."""
    packed, made = bundle.with_suffix(".zip"), bundle.with_suffix(".html")
    with zipfile.ZipFile(packed, "w", method) as archive:
        for path in sorted(bundle.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(bundle))
    write_page(made, packed)
    return made


def holding(*held: object) -> str:
    text = "\n".join(map(str, held))
    return f"document.getElementById('held').value = {json.dumps(text)}"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_intact_bundle_is_intact_here_too(browse, bundle, ledger, method):
    seen = browse(paged(bundle, method), holding(SERVER.verifier, WITNESS.verifier, ledger.checkpoints[1].decode()))
    assert (seen.intact, seen.state) == ("true", "Done.")
    names = {"bundle", "entries", "signatures", "keys", "attachments", "clock", "heads", "witnesses"}
    assert {name for _, name, _, _ in seen.checks} == names | {"held keys", "held heads"}
    assert {outcome for outcome, *_ in seen.checks} == {"ok"}
    assert f"cosigned by {WITNESS.name}, 2026-11-02T18:00:00Z" in seen.text
    assert "vouches for the first 13" in seen.text


def flipped(path: Path, _: Book) -> None:
    change(path, "entries.jsonl", lambda data: data.replace(b'"number":2', b'"number":3'))


def damaged(path: Path, _: Book) -> None:
    (path / "README.txt").write_text("read me not")


def cut(path: Path, _: Book) -> None:
    change(path, "entries.jsonl", lambda data: b"".join(data.splitlines(keepends=True)[:-2]))


def without_attachment(path: Path, _: Book) -> None:
    first, second = (path / "attachments").iterdir()
    first.unlink()
    second.write_bytes(b"another")
    sums(path)


def wrong_root(path: Path, _: Book) -> None:
    change(path, "checkpoints/000000000006.note", lambda data: data.replace(b"\n6\n", b"\n7\n"))


def other_keys(path: Path, _: Book) -> None:
    change(path, "keys.json", lambda data: data.replace(b"approver", b"chairman"))


def no_json(path: Path, _: Book) -> None:
    change(path, "entries.jsonl", lambda data: data.replace(b'"number":1', b'"number":1.0') + b"x\n")


@pytest.mark.parametrize("tamper", [flipped, damaged, cut, without_attachment, wrong_root, other_keys, no_json])
def test_the_page_finds_the_same_as_the_program(browse, bundle, ledger, tamper):
    tamper(bundle, ledger)
    same_findings(browse, bundle)


def same_findings(browse, bundle: Path, trust: Trust | None = None, script: str = "") -> Seen:
    found, seen = verify_bundle(bundle, trust), browse(paged(bundle), script)
    expected = {(c.name, f"entry {c.entry}" if c.entry is not None else (c.file or "")) for c in found.of("failed")}
    assert seen.intact == "false"
    assert expected
    if trust and trust.heads:
        assert {name for name, _ in seen.faults()} == {name for name, _ in expected}
    else:
        assert seen.faults() == expected
    return seen


def test_replayed_forged_and_revoked_are_found(browse, tmp_path, ledger):
    ledger.enter(ADMIN, registry.revoked(record(ALICE), "lost", START))
    ledger.act(ALICE)
    ledger.act(EVE)
    ledger.take(append_line(ledger.tip, ledger.lines[8]))
    ledger.checkpoint()
    seen = same_findings(browse, folder(tmp_path / "b", ledger.contents()))
    says = " ".join(text for *_, text in seen.checks)
    assert "was revoked by entry 13" in says and "not in the ledger" in says and "replayed or moved" in says


def test_a_key_that_nobody_may_add_is_found(browse, tmp_path, ledger):
    keys = ledger.records()
    ledger.add(EVE, "approver", by=ALICE)
    ledger.checkpoint()
    same_findings(browse, folder(tmp_path / "b", ledger.contents(keys=keys)))


def test_a_history_that_was_rewritten_or_cut_is_found_through_a_head_that_is_held(browse, tmp_path, ledger):
    other = Book()
    for number in range(8):
        other.act(SERVER, body={"anew": number})
    other.checkpoint()
    path = folder(tmp_path / "other", other.contents(attachments={}))
    heads = tuple(HeldFile(f"h{n}", data) for n, data in enumerate(ledger.checkpoints))
    script = holding(*(data.decode() for data in ledger.checkpoints))
    seen = same_findings(browse, path, Trust(heads=heads), script)
    says = " ".join(text for *_, text in seen.checks)
    assert "rewritten" in says and "tail was cut off" in says


def test_keys_that_differ_from_those_held_are_found(browse, bundle):
    namesake = key(ALICE.name, seed="x")
    seen = browse(paged(bundle), holding(namesake.verifier, "gibberish"))
    assert ("held keys", "") in seen.faults()
    assert "what you gave is not understood: not a key: gibberish" in seen.text


def test_nothing_from_a_bundle_is_markup(browse, tmp_path, ledger):
    hostile = '</textarea><img src=x onerror="document.title=1"><script>document.title=2</script>'
    ledger.act(ALICE, hostile, {hostile: hostile})
    ledger.checkpoint()
    path = folder(tmp_path / "b", ledger.contents())
    (path / "checkpoints" / "<img src=x onerror=document.title=3>").write_text("x")
    seen = browse(paged(path))
    assert seen.intact == "false"
    assert seen.document.xpath("//img | //textarea/following-sibling::img") == []
    assert seen.document.findtext(".//title") == "Nameplate: verify a ledger"
    assert seen.text.count(hostile) >= 1


def test_a_browser_without_ed25519_says_what_it_could_not_check(browse, bundle):
    seen = browse(paged(bundle), "crypto.subtle.importKey = () => Promise.reject(new Error('none'))")
    assert seen.intact == "true"
    assert "The signatures could not be checked in this browser" in seen.text
    unchecked = {name for outcome, name, *_ in seen.checks if outcome == "not checked"}
    assert {"signatures", "heads"} <= unchecked


def test_a_time_stamp_is_named_as_not_checked(browse, tmp_path, ledger):
    seen = browse(paged(folder(tmp_path / "b", ledger.contents(witnesses={"may.tsr": b"0"}))))
    assert any("this page cannot check it" in says for *_, says in seen.checks)


@pytest.mark.parametrize("data", [b"no zip", b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18])
def test_other_files_are_refused_in_words(browse, tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)
    write_page(tmp_path / "x.html", tmp_path / "x.zip")
    seen = browse(tmp_path / "x.html")
    assert seen.intact != "true"
    assert "cannot be read" in seen.state or seen.faults()


def test_names_that_lead_out_are_refused_here_too(browse, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../entries.jsonl", "x")
    write_page(tmp_path / "x.html", tmp_path / "x.zip")
    assert "not a name inside a bundle" in browse(tmp_path / "x.html").state


def test_a_longer_ledger_is_read_to_its_end(browse, tmp_path):
    made = book(1_300)
    path = folder(tmp_path / "b", made.contents(witnesses={"w1.note": cosigned(made.checkpoints[0])}))
    seen = browse(paged(path), holding(made.tip.head.text))
    assert seen.intact == "true"
    assert "The last 500 of 1307" in seen.text


def test_the_page_loads_and_sends_nothing():
    text = page.text()
    assert "default-src 'none'" in text
    for word in ("http:", "https:", "src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "eval("):
        assert word not in text
