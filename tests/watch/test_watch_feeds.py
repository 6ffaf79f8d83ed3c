"""Feeds over a real server on loopback: polite, within limits, every problem a clear line and the rest read."""

import datetime as dt
import gzip
import json
import zlib

import pytest
from feed_site import RSS, feed, serving

from nameplate.watch.fetch import addresses, body, request, visitor
from nameplate.watch.fetch.request import Answer
from nameplate.watch.fetch.unanswered import Unanswered
from nameplate.watch.fetch.visitor import Visitor

BAN = "Canada ordered Hikvision to cease all operations in the country on Friday."
LISTED = "The United States added Dahua to the Entity List in 2019."


@pytest.fixture
def site():
    with serving() as one:
        yield one


@pytest.fixture
def ask(nameplate, tmp_path, monkeypatch):
    """Run `watch feed` without pauses; gives exit code, JSON and what was said on standard error."""
    monkeypatch.setattr(visitor, "PAUSE", 0.0)

    def command(*arguments: object) -> tuple[int, dict, str]:
        code, out, err = nameplate("feed", *arguments, "--proposals", tmp_path / "p", "--json")
        return code, json.loads(out) if out else {}, err

    return command


def test_a_feed_becomes_proposals_and_nothing_else_is_fetched(site, ask):
    site.replies["/feed"] = (200, {"Content-Type": RSS}, feed((f"{site.url}/a", BAN), (f"{site.url}/b", LISTED)))
    code, out, _ = ask(f"{site.url}/feed")
    assert code == 0
    assert {e["type"] for p in out["proposals"] for e in p["events"]} == {"order_cease_operations", "listed"}
    assert site.paths() == ["/feed"]
    assert site.asked[-1][1]["user-agent"].startswith("Nameplate/")


def test_the_next_question_is_conditional(site, ask):
    def reply(asked: dict[str, str]) -> tuple:
        same = asked.get("if-none-match") == '"1"' and asked.get("if-modified-since")
        return (304, {}, b"") if same else (200, {"ETag": '"1"', "Last-Modified": "x"}, feed(("x", BAN)))

    site.replies["/feed"] = reply
    ask(f"{site.url}/feed")
    code, out, _ = ask(f"{site.url}/feed")
    assert (code, out["feeds"][0]["state"], out["proposals"]) == (0, "unchanged", [])


def test_an_entry_is_read_once(site, ask):
    site.replies["/feed"] = (200, {}, feed((f"{site.url}/a", BAN)))
    ask(f"{site.url}/feed")
    site.replies["/feed"] = (200, {}, feed((f"{site.url}/b", LISTED), (f"{site.url}/a", BAN)))
    _, out, _ = ask(f"{site.url}/feed")
    assert [p["source"]["url"] for p in out["proposals"]] == [f"{site.url}/b"]


def test_linked_pages_come_only_when_asked_for_and_the_rest_waits(site, ask):
    links = [f"{site.url}/{n}" for n in range(3)]
    site.replies["/feed"] = (200, {}, feed(*((link, f"{BAN} {link[-1]}") for link in links)))
    for n in range(3):
        site.replies[f"/{n}"] = (200, {}, f"<html><body><article><p>{LISTED} {n}</p></article></body></html>".encode())
    _, _, err = ask(f"{site.url}/feed", "--articles", "2")
    assert site.paths() == ["/feed", "/0", "/1"] and "1 linked pages wait" in err
    ask(f"{site.url}/feed", "--articles", "2")
    assert site.paths()[3:] == ["/feed", "/2"]


def test_a_page_that_fails_for_now_is_asked_for_again(site, ask):
    site.replies["/feed"] = (200, {}, feed((f"{site.url}/a", BAN), (f"{site.url}/gone", LISTED)))
    site.replies["/a"] = (500, {}, b"")
    code, _, err = ask(f"{site.url}/feed", "--articles", "5")
    assert code == 3 and "status 500" in err and "status 404" in err
    site.asked.clear()
    ask(f"{site.url}/feed", "--articles", "5")
    assert site.paths() == ["/feed", "/a"]


def test_robots_txt_is_obeyed(site, ask):
    site.replies["/robots.txt"] = (200, {}, b"User-agent: nameplate\nDisallow: /private\n")
    site.replies["/private/feed"] = site.replies["/feed"] = (200, {}, feed(("x", BAN)))
    code, out, err = ask(f"{site.url}/private/feed", f"{site.url}/feed")
    assert code == 3 and "robots.txt asks programs not to read this" in err
    assert site.paths() == ["/feed"] and len(out["proposals"]) == 1


def test_a_site_whose_robots_txt_fails_is_left_alone(site, ask):
    site.replies["/robots.txt"] = (503, {}, b"")
    code, _, err = ask(f"{site.url}/feed", f"{site.url}/other")
    assert code == 3 and err.count("\n") == 2
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_host_that_says_later_is_not_asked_before(site, ask):
    site.replies["/feed"] = (429, {"Retry-After": "3600"}, b"")
    code, _, err = ask(f"{site.url}/feed")
    assert code == 3 and "asks to wait" in err
    site.asked.clear()
    code, _, err = ask(f"{site.url}/other")
    assert code == 3 and "not to be asked before" in err and site.asked == []


def test_questions_to_one_host_are_paced(site):
    slept: list[float] = []
    site.replies["/feed"] = (200, {}, feed(("x", BAN)))
    Visitor(wait=slept.append).get(f"{site.url}/feed", {}, private_ok=True)
    assert len(slept) == 1 and 0.5 < slept[0] <= 1.0


def test_the_pause_that_a_site_asks_for_is_kept(site):
    slept: list[float] = []
    site.replies["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    site.replies["/feed"] = (200, {}, feed(("x", BAN)))
    Visitor(wait=slept.append).get(f"{site.url}/feed", {}, private_ok=True)
    assert 6 < slept[0] <= 7


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ({"/feed": "/two", "/two": "/feed"}, "redirects in a circle"),
        ({"/feed": "/1", **{f"/{n}": f"/{n + 1}" for n in range(1, 9)}}, "redirected more than 5 times"),
        ({"/feed": "file:///etc/passwd"}, "only http and https"),
        ({"/feed": "http://u:p@127.0.0.1/x"}, "name or password"),
        ({"/feed": ""}, "without saying where"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_named(site, ask, first, says):
    for path, to in first.items():
        site.replies[path] = (302, {"Location": to} if to else {}, b"")
    code, _, err = ask(f"{site.url}/feed")
    assert code == 3 and says in err and err.count("\n") == 1


def test_a_redirect_is_followed(site, ask):
    site.replies["/feed"] = (301, {"Location": "/new"}, b"")
    site.replies["/new"] = (200, {}, feed(("x", BAN)))
    assert len(ask(f"{site.url}/feed")[1]["proposals"]) == 1


def test_no_way_leads_from_the_internet_into_a_private_network(site, ask, monkeypatch):
    monkeypatch.setattr(addresses, "is_private", lambda ip: ip == "127.0.0.2")
    inside = site.url.replace("127.0.0.1", "127.0.0.2")
    site.replies["/feed"] = (302, {"Location": f"{inside}/secret"}, b"")
    site.replies["/links"] = (200, {}, feed((f"{inside}/secret", BAN)))
    code, _, err = ask(f"{site.url}/feed", f"{site.url}/links", "--articles", "3")
    assert code == 3 and err.count("private network") == 2
    assert site.paths() == ["/feed", "/links"]


def test_https_is_never_left_for_http(monkeypatch):
    answers = {
        "https://127.0.0.1/robots.txt": Answer("", 404, b""),
        "https://127.0.0.1/feed": Answer("", 302, b"", location="http://127.0.0.1/feed"),
    }
    monkeypatch.setattr(request, "ask", lambda target, *_: answers[target.url])
    with pytest.raises(Unanswered, match="from https to the unprotected"):
        Visitor(wait=lambda _: None).get("https://127.0.0.1/feed", {}, private_ok=True)


@pytest.mark.parametrize(
    ("ip", "private"),
    [
        ("127.0.0.1", True), ("10.1.2.3", True), ("169.254.169.254", True), ("::1", True), ("fe80::1%eth0", True),
        ("::ffff:10.0.0.1", True), ("2002:7f00:1::", True), ("100.64.0.1", True), ("0.0.0.0", True),
        ("224.0.0.1", True),
        ("8.8.8.8", False), ("2606:4700::1111", False), ("::ffff:8.8.8.8", False),
    ],
)  # fmt: skip
def test_private_addresses_are_known(ip, private):
    assert addresses.is_private(ip) is private


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "http://", "http://x:99999/", "x", "http://a b/"])
def test_what_is_no_web_address_is_refused(ask, url):
    code, _, err = ask(url)
    assert code == 3 and err.startswith("! ")


BOMB = gzip.compress(b"x" * (body.LARGEST + 10))


@pytest.mark.parametrize(
    ("headers", "content", "says"),
    [
        ({"Content-Encoding": "gzip"}, BOMB, "unpacks to more than"),
        ({"Content-Encoding": "deflate"}, zlib.compress(b"x" * (body.LARGEST + 10)), "unpacks to more than"),
        ({"Content-Encoding": "gzip"}, gzip.compress(feed(("x", BAN)))[:-20], "breaks off"),
        ({"Content-Encoding": "gzip"}, b"not packed", "but is not"),
        ({"Content-Encoding": "br"}, b"x", "not asked for"),
        ({"Content-Encoding": "gzip, gzip"}, b"x", "not asked for"),
        ({}, b"x" * (body.LARGEST_SENT + 1), "larger than"),
        ({"Content-Length": "5000"}, b"<rss>", "breaks off before its end"),
        ({}, b"<rss><channel><item>", "not a feed that can be read"),
        ({}, b"", "it is empty"),
        ({}, b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>", "entities"),
    ],
)
def test_an_answer_beyond_limits_or_broken_is_one_clear_line(site, ask, headers, content, says):
    site.replies["/bad"] = (200, headers, content)
    site.replies["/good"] = (200, {}, feed(("x", BAN)))
    code, out, err = ask(f"{site.url}/bad", f"{site.url}/good")
    assert code == 3 and says in err and err.count("\n") == 1
    assert len(out["proposals"]) == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate"])
def test_packed_answers_are_read(site, ask, coding):
    plain = feed(("x", BAN))
    packed = {"gzip": gzip.compress(plain), "deflate": zlib.compress(plain), "raw deflate": zlib.compress(plain)[2:-4]}
    site.replies["/feed"] = (200, {"Content-Encoding": coding.split()[-1]}, packed[coding])
    assert len(ask(f"{site.url}/feed")[1]["proposals"]) == 1


def test_an_encoding_that_lies_is_seen_through(site, ask):
    russian = "США внесли Хиквижн в чёрный список в 2019 году. Канада запретила закупку оборудования. " * 4
    text = f"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>Х</title><description>{russian}"
    content = f"{text}</description></item></channel></rss>".encode("windows-1251")
    site.replies["/feed"] = (200, {"Content-Type": f"{RSS}; charset=iso-8859-1"}, content)
    code, out, _ = ask(f"{site.url}/feed")
    assert code == 0 and out["proposals"][0]["source"]["language"] == "ru"
    assert "iso-8859-1 but is" in out["proposals"][0]["problems"][0]


def test_a_server_that_is_not_there_is_named(ask):
    with serving() as gone:
        url = f"{gone.url}/feed"
    code, _, err = ask(url)
    assert code == 3 and "nobody answers there" in err


def test_a_server_that_drips_is_left(monkeypatch):
    ticks = iter(range(0, 1000, 40))
    monkeypatch.setattr(body.time, "monotonic", lambda: next(ticks))
    with pytest.raises(Exception, match="not at its end"):
        body.whole(iter([b"x"] * 9), "")


def test_a_schedule_asks_what_is_due(site, ask, tmp_path):
    site.replies["/feed"] = (200, {}, feed(("x", "Ottawa verbannt Hikvision.")))
    plan = tmp_path / "feeds.yaml"
    plan.write_text(
        f"contact: it@district.example\nfeeds:\n  - {{url: '{site.url}/feed', every: 1h, language: de, publisher: P}}\n"
    )
    code, out, _ = ask("--schedule", plan)
    assert code == 0
    assert (out["proposals"][0]["source"]["language"], out["proposals"][0]["source"]["publisher"]) == ("de", "P")
    assert "it@district.example" in site.asked[-1][1]["user-agent"]
    code, out, err = ask("--schedule", plan)
    assert code == 0 and out["feeds"][0]["state"] == "not_due" and "not asked before" in err
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("feeds: [{url: 'http://x/', every: often}]", "no interval"),
        ("feeds: [{url: 'http://x/', every: 1m}]", "too often"),
        ("feeds: [{url: 'http://x/'}, {url: 'http://x/'}]", "twice"),
        ("feeds: [{uri: 'http://x/'}]", "uri"),
    ],
)
def test_a_schedule_that_is_wrong_is_a_usage_error(ask, tmp_path, text, says):
    (tmp_path / "feeds.yaml").write_text(text)
    code, _, err = ask("--schedule", tmp_path / "feeds.yaml")
    assert code == 2 and says in err


def test_addresses_or_a_schedule_must_be_given(ask):
    assert ask()[0] == 2


def test_a_state_that_is_damaged_is_named(site, ask, tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "feeds.json").write_text("{")
    code, _, err = ask(f"{site.url}/feed")
    assert code == 2 and "feeds.json" in err


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Sat, 28 Jun 2025 10:01:00 GMT", 60), ("soon", None), (None, None)],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    moment = dt.datetime(2025, 6, 28, 10, 0, tzinfo=dt.UTC)
    found = request.when(header, moment)
    assert found == (None if seconds is None else moment + dt.timedelta(seconds=seconds))
