"""X.509 certificates (RFC 5280) as observations of the kinds that scans give too.

Names are written as RFC 4514 does, attributes in the order CN, OU, O, L, ST, C and others after them, whatever the
order in the certificate, so that one rule reads all sources. Units' certificates often break the standard: of those
that the library refuses, the names are taken by `plain_names`.
"""

import functools
import hashlib
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nameplate.errors import SourceError
from nameplate.sources.capture import ber
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable

if TYPE_CHECKING:
    from cryptography import x509

_ORDER = ("CN", "OU", "O", "L", "ST", "C")
_SHORT = {
    "2.5.4.3": "CN",
    "2.5.4.11": "OU",
    "2.5.4.10": "O",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.6": "C",
    "1.2.840.113549.1.9.1": "emailAddress",
}


@functools.lru_cache(maxsize=1_024)
def read(der: bytes, number: int = 1) -> tuple[Said, ...]:
    """The identity of the `number`th certificate of a chain. Raises `SourceError` if it has no names to be read.

    Those behind the first are of whoever issued it, and are told apart as `x509.chain.*`.
    """
    from cryptography import x509

    prefix, fields = "x509" if number == 1 else "x509.chain", []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of serial numbers that RFC 5280 forbids and units have
            certificate = x509.load_der_x509_certificate(der)
            subject, issuer = _name(certificate.subject), _name(certificate.issuer)
            if number == 1:
                fields = list(_fields(certificate))
    except (ValueError, x509.InvalidVersion):
        subject, issuer = plain_names(der)
    digest = hashlib.sha1(der, usedforsecurity=False).hexdigest()
    values = (("sha1", digest), ("subject", subject), ("issuer", issuer))
    return *(Said(f"{prefix}.{name}", value, f" certificate {number}") for name, value in values), *fields


def _fields(certificate: "x509.Certificate") -> Iterator[Said]:
    where = " certificate 1"
    yield Said("x509.serial_number", f"{certificate.serial_number:x}", where)
    yield Said("x509.not_before", certificate.not_valid_before_utc.isoformat(), where)
    yield Said("x509.not_after", certificate.not_valid_after_utc.isoformat(), where)
    yield Said("x509.subject_alternative_name", ", ".join(_alternatives(certificate)), where)


def _name(name: "x509.Name") -> str:
    """`CN=a,OU=b,O=c`; attributes of one type in their own order."""
    from cryptography.x509.oid import NameOID

    return _ordered([attribute.rfc4514_string({NameOID.EMAIL_ADDRESS: "emailAddress"}) for attribute in name])


def _ordered(pairs: list[str]) -> str:
    rank = {short: number for number, short in enumerate(_ORDER)}
    return ",".join(sorted(pairs, key=lambda pair: rank.get(pair.partition("=")[0], len(rank))))


def _alternatives(certificate: "x509.Certificate") -> Iterator[str]:
    """Names and addresses of the subjectAltName extension (RFC 5280 section 4.2.1.6), as `openssl` writes them."""
    from cryptography import x509

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, ValueError):
        return
    for name in found:
        if isinstance(name, x509.DNSName):
            yield f"DNS:{name.value}"
        elif isinstance(name, x509.IPAddress):
            yield f"IP Address:{name.value}"
        elif isinstance(name, x509.UniformResourceIdentifier):
            yield f"URI:{name.value}"


def plain_names(der: bytes) -> tuple[str, str]:
    """Subject and issuer by their places in the certificate (RFC 5280 section 4.1), whatever else is wrong with it."""
    certificate = ber.element(der)
    signed = ber.element(certificate.content) if certificate and certificate.after == len(der) else None
    fields = ber.elements(signed.content) if signed else []
    if fields and fields[0].tag == 0xA0:
        fields = fields[1:]
    if len(fields) < 5:
        raise SourceError(f"a certificate of {len(der):,} octets that breaks X.509: its names cannot be read")
    return _plain(fields[4].content), _plain(fields[2].content)


def _plain(name: bytes) -> str:
    pairs = []
    for several in ber.elements(name):
        for attribute in ber.elements(several.content):
            found = ber.elements(attribute.content)
            if len(found) == 2:
                identifier = ber.object_identifier(found[0].content)
                text = readable(found[1].content).replace("\\", "\\\\").replace(",", "\\,")
                pairs.append(f"{_SHORT.get(identifier, identifier)}={text}")
    return _ordered(pairs)
