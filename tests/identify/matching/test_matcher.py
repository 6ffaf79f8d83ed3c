"""The matcher: whatever prefilter runs, the answers are those of a plain loop, and every search ends soon."""

import re
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nameplate.errors import DocumentError, UsageError
from nameplate.identify.matching import database_cache, hyperscan_filter, linear, literal_filter, search_cost, syntax
from nameplate.identify.matching import matcher as matchers
from nameplate.identify.matching.matcher import SCAN_LIMIT, Expression, Matcher
from nameplate.identify.rulebook import packaged

BACKENDS = ["plain", "prefilter", *(["hyperscan"] if hyperscan_filter.available() else [])]
CATASTROPHES = [
    r"^(a+)+$",
    r"(a|aa)+$",
    r"^(?:.*a){12}$",
    r"(\w+\s*)+:$",
    r"^(.*),(.*),(.*),(.*),(.*)x$",
    r"a?" * 40 + "a" * 40,
    r"(?=(a+)+$)b",
    r"(?<!x)(a*)*$(?!y)b",
]
AWKWARD = [
    r"^Apache/(\S+)$",
    r"(?m)^Server: (.*)$",
    r"(?s)^begin.*end$",
    r"login:\s*\Z",
    r"(?i)HIKVISION|dahua",
    r"(?i)kiosk sink",
    r"\bDS-2CD\d{4}\b",
    r"(?<!Huawei-)3Com(?!mander)",
    r"(['\"])realm\1",
    r"(?i)caf[éè]",
    r"海康威视",
    r"^$",
    r"(?m)^$",
    r"x{2,1000}y",
    r"(?:a|b|)c?",
    r"[^\n]{3}\n[^a]",
    r"(?P<name>A)(?(name)B|C)",
    r"\xfe\n",
    "\\\x00",
]
TEXTS = [
    "",
    "\n",
    "Apache/2.4",
    "Apache/2.4\n",
    "x\nServer: a\nServer: b\n",
    "begin\n\nend",
    "login: \n",
    "HİKVISION",
    "hıkvısıon",
    "\u212aiosk \u017fin\u212a",
    "KIOSK SINK",
    "DS-2CD2042",
    "Huawei-3Com 3Commander 3Com",
    "'realm' \"realm'",
    "CAFÉ",
    "杭州海康威视数字技术",
    "xxxxxy" * 3,
    "abc\nb\n",
    "AB C",
    "þ\nÿ\x80",
    "\n\xfe\n",
    "\x00",
    "\ud800 lone",
    "Ünïcode" * 40,
]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.delenv("NAMEPLATE_MATCHER", raising=False)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NAMEPLATE_MATCHER", request.param)
    return str(request.param)


def loop(patterns: Sequence[str], values: Sequence[str]) -> list[list[tuple[int, tuple[int, int], tuple[object, ...]]]]:
    """What a plain loop over `re.search` gives."""
    compiled = [re.compile(p) for p in patterns]
    return [[shown(i, m) for i, c in enumerate(compiled) if (m := c.search(v))] for v in values]


def shown(index: int, match: re.Match[str]) -> tuple[int, tuple[int, int], tuple[object, ...]]:
    return index, match.span(), match.groups()


def test_all_matches_are_those_of_a_plain_loop_in_its_order(backend: str):
    found = Matcher([re.compile(p) for p in AWKWARD]).all_matches(TEXTS)
    assert [[shown(*f) for f in each] for each in found] == loop(AWKWARD, TEXTS)


def test_the_first_match_is_that_of_a_plain_loop(backend: str):
    found = Matcher([re.compile(p) for p in AWKWARD]).first_matches(TEXTS)
    expected = [each[0] if each else None for each in loop(AWKWARD, TEXTS)]
    assert [shown(*f) if f else None for f in found] == expected


def test_one_value_is_matched_as_many_are(backend: str):
    matcher = Matcher([re.compile(p) for p in AWKWARD])
    for text in TEXTS:
        assert [shown(*f) for f in matcher.matches(text)] == loop(AWKWARD, [text])[0]


def test_an_expression_is_matched_as_its_compiled_pattern_is(backend: str):
    flags = re.IGNORECASE | re.ASCII
    for patterns in ([re.compile("a(k)", flags)], [Expression("a(k)", flags)]):
        found = Matcher(patterns).first_matches(["xAK", "a\u212a", ""])
        assert [f and f[1].groups() for f in found] == [("K",), None, None]


def test_nothing_is_found_by_no_patterns_and_in_no_values(backend: str):
    assert Matcher([]).first_matches(["a", ""]) == [None, None]
    assert Matcher([re.compile("a")]).all_matches([]) == []


def _patterns() -> st.SearchStrategy[str]:
    """Regular expressions of every kind of node, mostly sensible."""
    plain = ["a", "b", "K", "é", "ab", "Ki", "1", r"\n", ".", "(?i:ki)", "(?s:.)", "(?:a|)"]
    sets = [r"\d", r"\w", r"\S", r"\s", r"\W", "[ab]", "[^b]", "[^\\n]", "[é-ü]", "[A-z]"]
    edges = ["^", "$", r"\b", r"\A", r"\Z", "(?=a)", "(?!b)", "(?<=a)"]
    atoms = st.sampled_from([*plain, *sets, *edges])

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        repeats = st.sampled_from(["*", "+", "?", "*?", "{2}", "{1,3}", "{0,40}", "{2,}"])
        return st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
            inner.map(lambda one: f"({one})"),
            st.tuples(inner, repeats).map(lambda two: f"(?:{two[0]}){two[1]}"),
        )

    flags = st.sampled_from(["", "(?i)", "(?m)", "(?s)", "(?a)", "(?ia)", "(?im)"])
    return st.tuples(flags, st.recursive(atoms, larger, max_leaves=8)).map("".join)


_LETTERS = st.sampled_from("aabbAkKi1 \nszéıü\u212a\x80\xfe")
_VALUES = st.text(_LETTERS, max_size=18)


@pytest.mark.parametrize("name", BACKENDS[1:])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patterns=st.lists(_patterns(), min_size=1, max_size=4), values=st.lists(_VALUES, max_size=6))
@example(patterns=["(?i)ki"], values=["xKı", "\u212aİ"])
@example(patterns=["(?m)^$", "a$"], values=["a\n", "", "\n", "b"])
@example(patterns=[r"a[^b]+"], values=["a", "\xfe", "a\xfe"])
def test_no_prefilter_loses_a_match_of_any_pattern(name: str, patterns: list[str], values: list[str]):
    patterns = [p for p in patterns if _is_exact(p)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAMEPLATE_MATCHER", name)
        found = Matcher([re.compile(p) for p in patterns]).all_matches(values)
    assert [[shown(*f) for f in each] for each in found] == loop(patterns, values)


def _is_exact(pattern: str) -> bool:
    """Not so: repetitions of repetitions, for which RE2 is asked even on short texts, and where it may divide a
    text otherwise."""
    return not search_cost.cost(syntax.parse(pattern, 0)).nested


@settings(max_examples=300, deadline=None)
@given(pattern=_patterns(), value=_VALUES)
@example(pattern="(?i)ki", value="\u212aı")
def test_every_text_that_matches_holds_the_literals_that_its_pattern_needs(pattern: str, value: str):
    (needs,) = literal_filter.required([syntax.parse(pattern, 0)])
    if re.search(pattern, value):
        text = syntax.fold(value)
        assert not needs.some or any(literal in text for literal in needs.some)
        assert all(literal in text for literal in needs.others)


@settings(max_examples=300, deadline=None)
@given(pattern=_patterns(), value=_VALUES)
@example(pattern=r"(?i)[^k]\s", value="\u212a\x0b")
def test_a_pattern_translated_to_re2_gives_the_same_groups(pattern: str, value: str):
    translated = linear.translated(re.compile(pattern))
    if translated is None or (r"\b" in pattern and not value.isascii()) or not _as_in_re2(pattern):
        return
    expected, found = re.search(pattern, value), translated.search(value)
    assert (expected is None) == (found is None)
    if expected and found:
        assert (expected.span(), expected.groups()) == (found.span(), found.groups())


def _as_in_re2(pattern: str) -> bool:
    """Not so: groups in repeated parts that can be empty, where engines differ in what the group last held; and an
    end before the last newline inside a pattern, which RE2 reads."""
    return not re.search(r"\)[*+?{]|\$.", pattern)


def test_required_literals_are_the_rarest_of_the_set_first():
    patterns = (r"^Cisco .* IOS", r"Cisco (?:ASA|CATOS)$", r"(?:Cisco )+", r"\d+")
    trees = [syntax.parse(pattern, re.IGNORECASE) for pattern in patterns]
    assert [(n.some, n.others) for n in literal_filter.required(trees)] == [
        ((" ios",), ("cisco ",)),
        (("asa", "catos"), ("cisco ",)),
        (("cisco ",), ()),
        ((), ()),
    ]


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_no_pattern_takes_long_on_any_text(backend: str, pattern: str):
    hostile = ["a" * 100_000 + "!", "a," * 40_000, "a \n" * 30_000, "a" * 30, "aaaa" * 200 + ":"]
    matcher = Matcher([re.compile(pattern)])
    began = time.perf_counter()
    matcher.first_matches(hostile)
    assert time.perf_counter() - began < 5


def test_a_text_on_which_re_could_take_long_still_gets_the_answer_of_re():
    pattern = re.compile(r"^version=\"([^\"]+)\",.*processor=\"(\S+)\",.*,(.*),(.*),(.*)x$")
    value = 'version="1",' + "," * 400 + 'processor="mips",' + ",ab" * 100 + "x"
    cost = search_cost.cost(syntax.parse(pattern.pattern, pattern.flags))
    assert cost.steps(value) > 1e9
    found = Matcher([pattern]).first_matches([value])[0]
    assert found is not None
    assert found[1].groups() == ("1", "mips", "ab", "ab", "ab")


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [
        (r"^Apache/([\d.]+)$", True),
        (r"^(\d+)\.(\d+)\.(\d+)$", True),
        (r"^Cisco .*, Version (.*)$", False),
        (r"^(a+)+$", False),
        (r"\d{4}-\d{2}", False),
    ],
)
def test_the_cost_of_a_pattern_is_read_off_its_repetitions(pattern: str, linear: bool):
    cost = search_cost.cost(syntax.parse(pattern, 0))
    assert (cost.longest(10**6) >= SCAN_LIMIT) is linear
    assert cost.nested is (pattern == r"^(a+)+$")


def test_every_packaged_rule_can_be_searched_for_in_time():
    for pattern in packaged().compiled:
        cost = search_cost.cost(syntax.parse(pattern.pattern, pattern.flags))
        assert not cost.nested or linear.translated(pattern), pattern.pattern


def test_only_the_beginning_of_a_very_long_value_is_read(backend: str):
    near, far = "x" * 1000 + "needle", "x" * SCAN_LIMIT + "needle"
    found = Matcher([re.compile("needle")]).first_matches([near, far, "x" * 10_000_000])
    assert [f is not None for f in found] == [True, False, False]


def test_bytes_that_are_no_text_harm_nothing(backend: str):
    matcher = Matcher([re.compile(p) for p in AWKWARD + CATASTROPHES])
    noise = [bytes(range(256)).decode("latin-1") * 300, "\ud800\udfff" * 50, "\x00" * 5000, "\U0010ffff\ufeff\u202e"]
    for value in noise:
        assert [i for i, _ in matcher.matches(value)] == [i for i, *_ in loop(AWKWARD, [value])[0]]


@pytest.mark.skipif("hyperscan" not in BACKENDS, reason="needs hyperscan")
class TestHyperscan:
    """The database: kept, found again, rebuilt, and built only when it pays."""

    @pytest.fixture(autouse=True)
    def _empty_cache(self, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    @pytest.fixture
    def built(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The keys of the databases that were built."""
        keys: list[str] = []
        build: Callable[..., object] = hyperscan_filter._build
        monkeypatch.setattr(hyperscan_filter, "_build", lambda trees, key: keys.append(key) or build(trees, key))
        return keys

    def find(self, *, forced: bool = True, times: int = 1) -> list[int | None]:
        with pytest.MonkeyPatch.context() as patch:
            if forced:
                patch.setenv("NAMEPLATE_MATCHER", "hyperscan")
            matcher = Matcher([re.compile(r"a\d"), re.compile(r"b(?!c)")])
            for _ in range(times):
                found = matcher.first_matches(["a1", "bc", "b"])
            return [f and f[0] for f in found]

    def test_a_database_is_built_once(self, built: list[str]):
        assert self.find() == self.find() == [0, None, 1]
        assert len(built) == 1

    @pytest.mark.parametrize("damage", [lambda old: old[:-9], lambda _: b"", lambda old: old[:40] + b"x" + old[41:]])
    def test_a_damaged_database_is_built_again(self, built: list[str], damage: Callable[[bytes], bytes]):
        self.find()
        (stored,) = database_cache.folder().glob("hyperscan-*")
        stored.write_bytes(damage(stored.read_bytes()))
        assert self.find() == [0, None, 1]
        assert len(built) == 2

    def test_without_a_place_to_write_it_works_all_the_same(self, built: list[str], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
        assert self.find() == self.find() == [0, None, 1]
        assert len(built) == 2

    def test_a_database_is_built_only_after_many_values(self, built: list[str], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(matchers, "_PAYS", 5)
        assert self.find(forced=False) == [0, None, 1]
        assert not built
        assert self.find(forced=False, times=2) == [0, None, 1]
        assert len(built) == 1
        assert self.find(forced=False) == [0, None, 1]
        assert len(built) == 1

    def test_a_pattern_that_hyperscan_refuses_is_tried_on_every_value(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(hyperscan_filter, "expression", lambda tree: "(" if len(tree.parts) == 2 else "b")
        assert self.find() == [0, None, 1]


def test_without_hyperscan_the_literals_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hyperscan_filter, "available", lambda: False)
    assert [i for i, _ in Matcher([re.compile("ab+")]).matches("xabb")] == [0]
    monkeypatch.setenv("NAMEPLATE_MATCHER", "hyperscan")
    with pytest.raises(UsageError, match=r"nameplate\[fast\]"):
        Matcher([re.compile("ab")]).first_matches(["ab"])


def test_an_unknown_backend_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NAMEPLATE_MATCHER", "quick")
    with pytest.raises(UsageError, match="plain, prefilter, hyperscan"):
        Matcher([re.compile("a")]).first_matches(["a"])


def test_the_cache_is_never_a_relative_path(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert database_cache.folder().is_absolute()


def test_an_own_rule_runs_through_re2():
    own = linear.untrusted(r"^(?P<model>NX-\d+)|[[:alpha:]]{3}", ignore_case=True, name="my.rule")
    found = Matcher([own]).first_matches(["nx-12", "abé", "-abc", ""])
    assert [f and f[1].groupdict() for f in found] == [{"model": "nx-12"}, None, {"model": None}, None]
    assert own.groupindex == {"model": 1}


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", "(", "a{2000}"])
def test_an_own_rule_that_re2_does_not_take_is_refused_by_name(pattern: str):
    with pytest.raises(DocumentError, match=r"my\.rule: the pattern"):
        linear.untrusted(pattern, ignore_case=False, name="my.rule")


def test_an_own_rule_cannot_run_away():
    matcher = Matcher([linear.untrusted(p, ignore_case=False, name="x") for p in CATASTROPHES[:5]])
    began = time.perf_counter()
    matcher.first_matches(["a" * 1_000_000 + "!", "a," * 50_000])
    assert time.perf_counter() - began < 5
