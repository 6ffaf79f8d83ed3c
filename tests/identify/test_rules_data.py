"""The rule files prove themselves: every rule by its own examples, every name and phrase by its near misses."""

import fnmatch
import re
from pathlib import Path

import pytest
import yaml

import nameplate.identify
from nameplate import kinds, yamlfile
from nameplate.identify.rulefile import Rule, RuleFile

IDENTIFY = Path(nameplate.identify.__file__).parent
PATHS = sorted((IDENTIFY / "rules").glob("*.yaml"))
FILES = {path.stem: yamlfile.load(path, RuleFile) for path in PATHS}
RULES = [(file, rule) for file in FILES.values() for rule in file.rules]
CONTEXTS = yaml.safe_load((IDENTIFY / "contexts.yaml").read_text(encoding="utf-8"))["contexts"]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
UNREAD = "from general knowledge, no source read"

each_rule = pytest.mark.parametrize(("file", "rule"), RULES, ids=[rule.id for _, rule in RULES])


def compiled(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern as the matcher uses it."""
    return re.compile(rule.pattern, 0 if rule.case else re.IGNORECASE)


@each_rule
def test_a_rule_matches_its_examples_and_not_its_near_misses(file: RuleFile, rule: Rule) -> None:
    pattern = compiled(rule)
    assert rule.examples and rule.near_misses and rule.references and rule.in_
    assert [text for text in rule.examples if not pattern.search(text)] == []
    assert [text for text in rule.near_misses if pattern.search(text)] == []


@each_rule
def test_a_rule_names_a_maker_or_brand_unless_it_proves_nothing(file: RuleFile, rule: Rule) -> None:
    value = rule.value or file.maker
    assert rule.proof == "none" if value is None else SLUG.fullmatch(value)
    assert all(f"(?P<{group}>" in rule.pattern for group in rule.derives)


@each_rule
def test_a_rule_without_a_read_source_is_marked_unverified(file: RuleFile, rule: Rule) -> None:
    if UNREAD in rule.references:
        assert rule.basis == "unverified"


def test_rule_ids_are_unique_and_begin_with_their_file() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.id.startswith(f"{stem}.") for stem, file in FILES.items() for rule in file.rules)


def test_there_are_at_least_six_hundred_rules() -> None:
    assert len(RULES) >= 600


def test_a_files_maker_is_a_slug_and_its_own_name() -> None:
    assert all(file.maker is None or SLUG.fullmatch(file.maker) for file in FILES.values())
    assert all(file.maker in (None, stem) for stem, file in FILES.items())


@pytest.mark.parametrize("stem", FILES)
def test_a_near_miss_is_never_a_name_itself(stem: str) -> None:
    """A near miss may hold a name as part of a longer phrase ("Dahua Road"); it is then a phrase to pass over."""
    file = FILES[stem]
    names = {name.lstrip("=").casefold() for name in file.names}
    assert [text for text in file.name_near_misses if text.casefold() in names] == []


def test_no_two_makers_share_a_name() -> None:
    seen: dict[str, str] = {}
    for stem, file in FILES.items():
        for name in file.names:
            assert seen.setdefault(name.lstrip("=").casefold(), stem) == stem


@pytest.mark.parametrize("context", CONTEXTS, ids=[f"{c['lang']}-{c['phrase']}" for c in CONTEXTS])
def test_a_context_phrase_stands_beside_the_name_in_its_example_only(context: dict[str, str]) -> None:
    phrase = re.escape(context["phrase"])
    if context["lang"] == "zh":
        after, before = f"{phrase}.{{0,2}}NAME", f"NAME.{{0,2}}{phrase}"
    else:
        gap = r"(?:(?=-)|[\s'(\"]+)(?:[^\s,.;:!?]+\s+){0,2}"
        after = rf"(?<!\w){phrase}{gap}NAME(?!\w)"
        before = rf"(?<!\w)NAME{gap}{phrase}(?!\w)"
    sides = {"after": after, "before": before, "either": f"{after}|{before}"}
    pattern = re.compile(sides[context["side"]], re.IGNORECASE)
    assert pattern.search(context["example"].replace("{maker}", "NAME"))
    assert not pattern.search(context["near_miss"].replace("{maker}", "NAME"))


NAMED_BY_ORDERS = {"hikvision", "dahua", "huawei", "zte", "hytera", "uniview", "tvt", "dji", "kaspersky"}
TRAPS = {
    "inventory.model": (
        *("DS-7000", "DS-9500", "DS-2600", "DS-530", "DS-60000", "DS-C9148", "DS920+", "DS4800", "DSSRV"),
        *("IPC-610", "SIMATIC IPC427E", "CS-C3850-24T", "CS-9220", "S5700", "AR-M450", "AR2200", "USG20-VPN"),
        *("S5120-28P-SI", "TD-8840T", "TC70", "HP785", "PD785", "CP-7841", "SD9366-EHL", "C200", "M30"),
    ),
    "inventory.description": (
        "Olympus dictation DS-7000 with dock",
        "Advantech IPC-610 industrial PC",
        "Axis of rotation stage",
        "Dow Jones DJIA ticker screen",
        "lot 20161206 AAWR",
    ),
    "inventory.serial": ("20201301AAWR691257591", "G41390691", "210235A0W5X128000012", "4X7C5A1ZBG21L3F"),
    "http_header.server": ("App-webs/", "Webs", "web", "uhttpd/1.0.0"),
    "rtsp_header.server": ("Hipcam RealServer/V1.0", "Rtsp Server/3.0"),
    "html_title": ("WEB SERVICE", "DVR Components Download", "Login"),
    "rtsp.banner": ("RTSP/1.0 200 OK\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, PAUSE\r\n\r\n",),
    "snmp.sys_object_id": ("1.3.6.1.4.1.2011.10.1.89", "1.3.6.1.4.1.50001"),
    "wsd.scopes.scopes": ("onvif://www.onvif.org/hardware/IPC-model onvif://www.onvif.org/name/NVT",),
    "onvif.deviceinformation.Manufacturer": ("General", "Private", "IPC"),
    "x509.subject": ("CN=192.0.2.7,O=Zhejiang University,C=CN",),
}


def accused(kind: str, text: str) -> set[str]:
    """Makers named by orders that a decisive rule reads from one observation."""
    role = f"role:{kinds.role(kind)}"
    return {
        value
        for file, rule in RULES
        if (value := rule.value or file.maker) in NAMED_BY_ORDERS
        and rule.weight == "decisive"
        and rule.basis == "seen"
        and rule.about not in {"component", "cloud_service"}
        and any(p == role or fnmatch.fnmatchcase(kind.lower(), p.lower()) for p in rule.in_)
        and compiled(rule).search(text)
    }


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in TRAPS.items() for t in texts])
def test_look_alikes_of_other_makers_accuse_nobody(kind: str, text: str) -> None:
    assert accused(kind, text) == set()
