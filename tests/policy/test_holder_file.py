"""The holder file: a typo never becomes a silent "no"; the message names file, line, key and the nearest right word."""

from pathlib import Path

import pytest

from nameplate.errors import DocumentError
from nameplate.model import PURPOSES
from nameplate.policy import holder

GOOD = """\
name: Example Unified School District
actors: [public_body, grantee]
jurisdictions: [US, US-GA]
sites:
  - id: north-high
    name: North High School
    match: {site: ["North High*"], network: [10.4.0.0/16], hostname: ["nhs-*"]}
    purposes: [public_safety]
    sensitive: false
  - id: annex
"""


@pytest.fixture
def load(tmp_path):
    """Load a holder file with this text."""

    def run(text: str) -> object:
        path = tmp_path / "holder.yaml"
        path.write_text(text, encoding="utf-8")
        return holder.load(path)

    return run


def test_the_contracts_example_is_read(load):
    found = load(GOOD)
    assert (found.name, found.actors, found.jurisdictions) == (
        "Example Unified School District",
        ("public_body", "grantee"),
        ("US", "US-GA"),
    )
    north, annex = found.sites
    assert (north.purposes, north.sensitive, north.match.network) == (("public_safety",), False, ("10.4.0.0/16",))
    assert annex.purposes is None
    assert annex.sensitive is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("actors:", "actor:"), ["line 2", "unknown key 'actor'", "did you mean 'actors'"]),
        (("purposes:", "purpose:"), ["line 8", "unknown key 'purpose'", "did you mean 'purposes'"]),
        (("hostname:", "hostnames:"), ["line 7", "unknown key 'hostnames'", "did you mean 'hostname'"]),
        (("[public_body, grantee]", "[public_bodies]"), ["line 2", "public_bodies"]),
        (("[public_safety]", "[public_safty]"), ["north-high", "public_safty", "did you mean 'public_safety'"]),
        (("sensitive: false", "sensitive: perhaps"), ["line 9", "sensitive"]),
        (("id: annex", "id: north-high"), ["'north-high' stands there twice"]),
        (("[US, US-GA]", "[USA]"), ["'USA' is no ISO 3166 code"]),
        (("[US, US-GA]", "[us]"), ["'us' is no ISO 3166 code"]),
        (("name: Example", "nam: Example"), ["nam"]),
        (("  - id: annex", "  - id: [annex"), ["line", "not valid YAML"]),
        (("sites:", "sites: none\nx:"), ["sites"]),
    ],
    ids=lambda value: value[1][:24] if isinstance(value, tuple) else None,
)
def test_a_mistake_is_named_with_its_place(load, change, says):
    with pytest.raises(DocumentError) as error:
        load(GOOD.replace(*change))
    assert "holder.yaml" in str(error.value)
    assert [word for word in says if word not in str(error.value)] == []


@pytest.mark.parametrize("text", ["", "- a list", "just text", "name: 7"])
def test_a_file_of_another_shape_is_refused(load, text):
    with pytest.raises(DocumentError):
        load(text)


def test_a_purpose_of_the_holders_own_is_kept(load):
    found = load(GOOD.replace("[public_safety]", "[planetarium]"))
    assert found.sites[0].purposes == ("planetarium",)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_that_orders_name_is_taken(load, purpose):
    assert load(GOOD.replace("[public_safety]", f"[{purpose}]")).sites[0].purposes == (purpose,)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path):
    with pytest.raises(DocumentError, match="cannot be read"):
        holder.load(tmp_path / "nothing.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="not UTF-8"):
        holder.load(tmp_path / "binary.yaml")


def test_a_file_cannot_make_objects(load):
    with pytest.raises(DocumentError):
        load("name: !!python/object/apply:os.system ['true']\n")


def test_a_network_that_is_none_is_refused_with_its_site(load):
    with pytest.raises(DocumentError, match="north-high"):
        load(GOOD.replace("10.4.0.0/16", "10.4.0.0/99"))


def test_examples_of_the_repository_are_read():
    examples = Path(__file__).resolve().parents[2] / "examples"
    files = sorted(examples.glob("*/holder.yaml"))
    assert len(files) >= 3
    assert all(holder.load(path).sites for path in files)


@pytest.mark.parametrize(
    ("market", "says"),
    [
        ("[{maker: dahua, share: 1.2}]", "the share of 'dahua' must lie between 0 and 1"),
        ("[{maker: dahua, share: 0.7}, {maker: axis, share: 0.5}]", "the shares add up to 1.20"),
    ],
)
def test_a_market_of_more_than_everything_is_refused(tmp_path, market, says):
    path = tmp_path / "holder.yaml"
    path.write_text(f"name: x\nmarket: {market}\n")
    with pytest.raises(DocumentError, match=says):
        holder.load(path)
