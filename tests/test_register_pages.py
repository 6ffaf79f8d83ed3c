"""docs/register/: what stands there is what the register says today, and the check finds what is stale."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from nameplate.register import load

DOCS = Path(__file__).resolve().parents[1] / "docs"
REGISTER = load.load()


def module(name: str):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


PAGES = module("register_pages")


def test_the_pages_say_what_the_register_says():
    assert PAGES.stale() == [], "run .venv/bin/python docs/refresh.py"


def test_every_order_maker_and_fact_is_on_a_page():
    text = {path.relative_to(PAGES.FOLDER).as_posix(): path.read_text("utf-8") for path in PAGES.FOLDER.rglob("*.md")}
    for order in REGISTER.orders.values():
        page = text[f"orders/{order.jurisdiction.split('-')[0].lower()}.md"]
        assert f'<a id="{order.id}"></a>' in page
        assert f"](orders/{order.jurisdiction.split('-')[0].lower()}.md#{order.id})" in text["index.md"]
    assert all(f'<a id="{maker}"></a>' in text["makers.md"] for maker in REGISTER.makers)
    facts = sum(len(order.facts) for order in REGISTER.orders.values())
    assert sum(page.count("; as of 20") for name, page in text.items() if name.startswith("orders/")) >= facts


@pytest.fixture
def folder(tmp_path):
    PAGES.write(REGISTER, tmp_path)
    assert PAGES.stale(REGISTER, tmp_path) == []
    return tmp_path


def test_a_changed_fact_makes_its_page_stale_and_no_other(folder):
    order = REGISTER.orders["CA-QC"]
    fact = msgspec.structs.replace(order.facts[0], says="Something else.")
    changed = msgspec.structs.replace(order, facts=(fact, *order.facts[1:]))
    register = replace(REGISTER, orders=REGISTER.orders | {"CA-QC": changed})
    assert PAGES.stale(register, folder) == [folder / "orders" / "ca.md"]


def test_a_page_of_nothing_any_more_is_stale_and_goes(folder):
    register = replace(REGISTER, orders={k: o for k, o in REGISTER.orders.items() if o.jurisdiction != "NZ"})
    assert folder / "orders" / "nz.md" in PAGES.stale(register, folder)
    PAGES.write(register, folder)
    assert not (folder / "orders" / "nz.md").exists()


def test_refresh_check_names_a_stale_page_and_leaves_it(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "register_pages", PAGES)
    refresh = module("refresh")
    monkeypatch.setattr(refresh, "ROOT", folder)
    monkeypatch.setattr(PAGES, "FOLDER", folder / "docs" / "register")
    monkeypatch.setattr(PAGES.stale, "__defaults__", (None, folder / "docs" / "register"))
    for name in ("README.md", "CONTRIBUTING.md"):
        (folder / name).write_text("# Nothing to run\n")
    (folder / "docs").mkdir()
    PAGES.write(REGISTER, folder / "docs" / "register")
    assert refresh.main(["--check"]) == 0
    page = folder / "docs" / "register" / "orders" / "gb.md"
    page.write_text("old", encoding="utf-8")
    assert refresh.main(["--check"]) == 1
    assert "stale: docs/register/orders/gb.md" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8") == "old"


def test_text_of_the_register_is_shown_as_it_is():
    assert PAGES._plain("a_b <script> [x](y) `c` *d*") == r"a\_b \<script\> \[x\](y) \`c\` \*d\*"
    assert PAGES._plain("see (https://a.example/b_c), end") == "see (<https://a.example/b_c>), end"
