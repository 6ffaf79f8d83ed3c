"""Which of the holder's sites a unit belongs to: by its list's name, its host name, its network, in this order."""

import pytest

from nameplate.identify.sites import SiteFinder
from nameplate.model import Holder, Site, SiteMatch

NORTH = Site(
    "north-high",
    "North High School",
    SiteMatch(site=("North High*", "NHS"), network=("10.4.0.0/16", "2001:db8:4::/48"), hostname=("nhs-*",)),
)
ANNEX = Site("annex", "École Annex", SiteMatch(network=("10.4.9.0/24",), hostname=("coa-*",)))
FINDER = SiteFinder(Holder(name="District", sites=(NORTH, ANNEX)))


def find(name: str = "", hostname: str = "", ip: str = "") -> str | None:
    return FINDER.find([name] if name else [], [hostname] if hostname else [], [ip] if ip else [])


@pytest.mark.parametrize(
    "name", ["north-high", "North High School", "NORTH HIGH, room 4", "nhs", "  north  high ", "North High School Gym"]
)
def test_a_lists_own_name_finds_the_site(name):
    assert find(name) == "north-high"


def test_accents_and_case_do_not_matter():
    assert find("ECOLE ANNEX") == find("École annex") == "annex"


def test_a_name_that_the_holder_does_not_list_stays_as_it_stands():
    assert find("South  Depot") == "South Depot"


@pytest.mark.parametrize(
    ("ip", "site"),
    [
        ("10.4.1.7", "north-high"),
        ("10.4.9.7", "annex"),
        ("2001:db8:4::7", "north-high"),
        ("10.5.0.1", None),
        ("x", None),
    ],
)
def test_the_narrowest_network_finds_the_site(ip, site):
    assert find(ip=ip) == site


def test_name_goes_before_host_name_and_host_name_before_network():
    assert find(name="Annex", hostname="nhs-1", ip="10.4.1.7") == "annex" or find("annex", "nhs-1") == "annex"
    assert find(hostname="coa-cam-1", ip="10.4.1.7") == "annex"
    assert find(hostname="unknown-host", ip="10.4.1.7") == "north-high"


def test_an_unknown_name_is_outdone_by_a_host_name_or_network_that_tells():
    assert find(name="Pole 14", ip="10.4.1.7") == "north-high"
    assert find(name="Pole 14", hostname="COA-CAM-1") == "annex"


def test_nothing_told_is_no_site():
    assert find() is None


def test_a_name_with_brackets_is_its_own_site():
    finder = SiteFinder(Holder(name="District", sites=(Site("gym", "Gym [old]"),)))
    assert finder.find(["Gym [old]"], [], []) == "gym"
