"""Devices that lie, shout or break: the answer is right or `cannot tell`, never a crash and never a hang."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units import attribution


def test_a_honeypot_that_answers_as_everybody_is_nobody():
    found = attribution(
        **{
            "http_header.server": "App-webs/",
            "isapi.manufacturer": "hikvision",
            "onvif.manufacturer": "Dahua",
            "lapi.manufacturer": "UNIVIEW",
            "ssh.banner": "SSH-2.0-dropbear_2019.78",
            "telnet.banner": "(none) login:",
        }
    )
    assert found.verdict == "cannot_tell"
    assert found.contradictions
    assert {"hikvision", "dahua"} <= {found.maker, *(a.maker for a in found.alternatives)}


def test_a_device_that_claims_two_makers_is_neither_and_says_what_would_settle_it():
    found = attribution(**{"onvif.manufacturer": "Dahua", "isapi.manufacturer": "HIKVISION"})
    assert found.verdict == "cannot_tell"
    assert "of the same level speaks for different makers" in found.contradictions[0]
    assert found.would_settle


@pytest.mark.parametrize(
    "text",
    [
        "VMS server, works with Hikvision and Dahua",
        "Supports Hikvision cameras",
        "compatible with Dahua recorders",
        "Drivers for Dahua, Hikvision, Uniview and Axis",
    ],
)
def test_an_integration_is_not_a_maker(text):
    found = attribution(html_title=text)
    assert found.verdict != "identified"
    assert found.maker is None


@pytest.mark.parametrize("kind", ["http_header.server", "telnet.banner", "html_title", "inventory.description", "mac"])
def test_a_banner_of_ten_megabytes_is_read_in_its_beginning(kind):
    assert attribution(**{kind: "App-webs/" + "A" * 10_000_000}).verdict in {
        "identified",
        "nothing_known",
        "cannot_tell",
    }


@pytest.mark.parametrize("value", ["\x00\x01\xff", "\x1b[31mred", "\r\n\r\n<script>", "a\u202eb", "\ufffd" * 9])
def test_binary_in_a_banner_is_nobodys(value):
    assert attribution(**{"http_header.server": value}).maker is None


@given(st.text(max_size=200), st.sampled_from(["http_header.server", "mac", "serial", "onvif.scope", "ssh.banner"]))
def test_any_text_gets_an_answer(text, kind):
    assert attribution(**{kind: text or "x"}).verdict in {"identified", "cannot_tell", "nothing_known"}
