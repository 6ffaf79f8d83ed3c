"""Hosts on the Internet that a capture shows are no units of the holder, unless a site says that their network is."""

from nameplate.identify import passers_by
from nameplate.model import Holder, Site, SiteMatch, SourceReport
from units import NOBODY, engine, observations

OWN = Holder("h", sites=(Site("dmz", match=SiteMatch(network=("8.8.8.0/24",))),))
ROWS = {
    "a.pcap": [
        {"ip": "8.8.8.8", "capture.behind": "02:00:00:00:00:01", "http_header.server": "App-webs/"},
        {"ip": "10.9.9.9", "capture.behind": "02:00:00:00:00:01", "http_header.server": "App-webs/"},
        {"ip": "9.9.9.9", "http_header.server": "App-webs/"},
    ]
}


def apart(holder):
    frame = observations(ROWS)
    units, left = passers_by.apart(engine().identify(frame, holder), frame)
    return sorted(ip for unit in units for ip in unit.identifiers.ip), left


def test_a_public_host_behind_a_router_is_counted_and_is_no_unit():
    ips, left = apart(NOBODY)
    assert (ips, list(left.values())) == (["10.9.9.9", "9.9.9.9"], [1])
    (report,) = passers_by.told([SourceReport("a.pcap", "x", "capture", 3, 0)], left)
    assert (report.skipped[0].count, "on the Internet" in report.skipped[0].what) == (1, True)


def test_a_public_network_that_a_site_names_is_the_holders():
    ips, left = apart(OWN)
    assert (len(ips), left) == (3, {})


def test_a_certificate_of_an_unnamed_host_is_no_unit():
    rows = {"x509.log": [{"x509.subject": "CN=a"}, {"x509.subject": "CN=b", "ip": "10.0.0.1"}]}
    frame = observations(rows)
    units, left = passers_by.apart(engine().identify(frame, NOBODY), frame)
    assert ([unit.identifiers.ip for unit in units], list(left.values())) == ([("10.0.0.1",)], [1])


def test_what_is_said_of_a_certificate_is_said_of_every_unit_that_showed_it():
    rows = {
        "ssl.log": [{"ip": f"10.0.0.{n}", "x509.fingerprint": "aa"} for n in (1, 2)],
        "x509.log": [{"x509.fingerprint": "aa", "x509.subject": "CN=a, O=HIKVISION"}],
    }
    frame = observations(rows)
    units, left = passers_by.apart(engine().identify(frame, NOBODY), frame)
    assert [unit.identifiers.ip for unit in units] == [("10.0.0.1",), ("10.0.0.2",)]
    cited = [{(c.observation.source, c.observation.kind) for c in unit.attribution.claims} for unit in units]
    assert cited == [{("x509.log", "x509.subject")}] * 2
    assert [unit.joined_by for unit in units] == [("it showed the certificate aa that x509.log tells of",)] * 2
    assert [(what.startswith("certificates that are told"), n) for (_, what), n in left.items()] == [(True, 1)]
