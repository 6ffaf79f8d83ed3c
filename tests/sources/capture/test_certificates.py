"""Names in certificates, also in those that break the standard."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from nameplate.errors import SourceError
from nameplate.sources.capture import certificates

SINCE = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
PARTS = [
    (NameOID.COUNTRY_NAME, "CN"),
    (NameOID.ORGANIZATION_NAME, "Example, Ltd"),
    (NameOID.ORGANIZATIONAL_UNIT_NAME, "one"),
    (NameOID.ORGANIZATIONAL_UNIT_NAME, "two"),
    (NameOID.COMMON_NAME, "cam-7"),
]
NAME = "CN=cam-7,OU=one,OU=two,O=Example\\, Ltd,C=CN"


def certificate() -> bytes:
    """A new certificate, as DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in PARTS])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 889, SINCE, SINCE + dt.timedelta(days=1))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def der() -> bytes:
    return certificate()


def said(der: bytes, number: int = 1) -> dict[str, str]:
    return {one.kind: one.value for one in certificates.read(der, number) if one.value}


def test_attributes_stand_in_one_order_whatever_theirs(der):
    found = said(der)
    assert found["x509.subject"] == found["x509.issuer"] == NAME
    assert found["x509.serial_number"] == "379"
    assert found["x509.not_before"] == "2025-01-01T00:00:00+00:00"


def test_a_certificate_of_an_issuer_is_told_apart(der):
    assert set(said(der, 2)) == {"x509.chain.sha1", "x509.chain.subject", "x509.chain.issuer"}


def test_names_are_read_even_if_the_library_refuses_the_certificate(der):
    broken = der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07")  # a version that is none
    with pytest.raises(x509.InvalidVersion):
        x509.load_der_x509_certificate(broken)
    assert said(broken)["x509.subject"] == NAME
    assert certificates.plain_names(der) == (NAME, NAME)


@pytest.mark.parametrize("end", [-1, 40, 2, 0])
def test_what_is_no_whole_certificate_is_refused(der, end):
    for broken in (der[:end], der[:end] + b"\0" * 9):
        with pytest.raises(SourceError, match="breaks X"):
            said(broken)


def test_an_empty_attribute_of_a_name_is_passed_over(der):
    empty = der.replace(b"\x30\x0c\x06\x03\x55\x04\x0b\x0c\x05", b"\x30\x00\x06\x03\x55\x04\x0b\x0c\x05")
    assert "subject" not in str(certificates.plain_names(empty))
