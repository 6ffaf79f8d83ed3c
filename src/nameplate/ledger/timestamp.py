"""Time stamps (RFC 3161): an authority outside signs that a head existed at a time.

Nothing is sent from here. The user sends the request (`.tsq`) and keeps the answer (`.tsr`); what is stamped is the
head's text, that is the checkpoint up to the empty line, so that `openssl ts -verify -data` can check it too.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger.checkpoint import Head

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Object identifiers of the hash functions (NIST CSOR) that an imprint may use."""


class Stamp(msgspec.Struct, frozen=True):
    """A time stamp that holds: the time, by the authority's clock, and the authority's name (RFC 4514)."""

    time: dt.datetime
    authority: str


class UnknownAuthorityError(LedgerError):
    """A token by an authority of which no certificate was given: it could not be checked."""


def request(head: Head) -> bytes:
    """A request (RFC 3161 section 2.4.1) for a head, with a fresh nonce, asking for the authority's certificates."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(head.text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).nonce(nonce=True).build().as_bytes()


def stamps(token: bytes, head: Head) -> bool:
    """Whether the answer's imprint is that of this head; says nothing of its signature. Raises as `verify` does."""
    imprint = _read(token).tst_info.message_imprint
    name = _DIGESTS.get(imprint.hash_algorithm.dotted_string)
    return name is not None and hashlib.new(name, head.text.encode()).digest() == imprint.message


def claimed_time(token: bytes) -> dt.datetime:
    """The time in an answer, unchecked. Raises `LedgerError` if it is none."""
    return _read(token).tst_info.gen_time


def verify(token: bytes, head: Head, authorities: Sequence["Certificate"]) -> Stamp:
    """Check an answer (RFC 3161 section 2.4.2) for a head against certificates of authorities, at the token's own time.

    Raises `UnknownAuthorityError` if none of the certificates issued the token's, `LedgerError` if anything is wrong.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    answer = _read(token)
    signer = _signer(answer, authorities)
    try:
        verifier = VerifierBuilder(roots=list(authorities)).build()
        verifier.verify_message(answer, head.text.encode())
    except (VerificationError, ValueError) as error:
        raise LedgerError(f"the time stamp does not hold: {error}") from error
    return Stamp(answer.tst_info.gen_time, signer)


def read_certificates(pem: bytes) -> tuple["Certificate", ...]:
    """Certificates from PEM (RFC 7468). Raises `LedgerError` if there are none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(pem))
    except ValueError as error:
        raise LedgerError("not certificates in PEM") from error


def _read(token: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
        if answer.status != 0:
            raise LedgerError(f"the authority refused to stamp (status {answer.status})")
        _ = answer.tst_info.message_imprint
    except ValueError as error:
        raise LedgerError(f"not an answer of a time-stamp authority: {error}") from error
    return answer


def _signer(answer: "TimeStampResponse", authorities: Sequence["Certificate"]) -> str:
    """Name of the token's signer, if one of its certificates was issued by one of the authorities.

    Of two certificates with the signer's number only one was verified with: the other could bear any name.
    """
    from cryptography.x509 import load_der_x509_certificate

    try:
        inside = [load_der_x509_certificate(der) for der in answer.signed_data.certificates]
        signers = [(s.issuer, s.serial_number) for s in answer.signed_data.signer_infos]
    except ValueError as error:
        raise LedgerError(f"not an answer of a time-stamp authority: {error}") from error
    named = {c for c in inside if (c.issuer, c.serial_number) in signers}
    if len(named) != 1:
        raise LedgerError(f"the time stamp comes with {len(named) or 'no'} certificates of its signer; it wants one")
    name = named.pop().subject.rfc4514_string()
    subjects = {c.subject for c in authorities}
    if not any(c.issuer in subjects or c.subject in subjects for c in inside):
        raise UnknownAuthorityError(f"stamped by {name}, of whose authority no certificate was given")
    return name
