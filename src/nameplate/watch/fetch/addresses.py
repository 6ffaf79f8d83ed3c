"""Which addresses may be asked: http and https only, and no way from the Internet into a private network.

The host is resolved here and the connection goes to that very address, so that a name that answers differently a
second time (DNS rebinding) leads nowhere else. Private is what `ipaddress` calls not global (RFC 6890).
"""

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from nameplate.watch.fetch.unanswered import Unanswered

_PORTS = {"http": 80, "https": 443}
LONGEST = 2000
"""Characters of an address."""


class Target(NamedTuple):
    """A checked address, and the IP address to connect to. `private`: loopback, a local network or the like."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    ip: str
    private: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The value of the Host header (RFC 9110 section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def resolve(url: str, *, private_ok: bool) -> Target:
    """Check an address and find its IP. Raises `Unanswered` if it must not be asked or has none."""
    parts = _split(url)
    host = (parts.hostname or "").encode("idna").decode() if not _is_ip(parts.hostname) else parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    ip, private = _ip(host, port, url)
    if private and not private_ok:
        raise Unanswered(f"{url}: it leads into a private network ({ip}); give such an address yourself to read it")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, host, port, _quoted(path), ip, private)


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST or any(c.isspace() or ord(c) < 32 for c in url):
        raise Unanswered(f"{url[:80]}: no address (blanks in it, or longer than {LONGEST})")
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port or 1) > 0
        (parts.hostname or "").encode("idna")
    except (ValueError, UnicodeError) as error:
        raise Unanswered(f"{url}: no address ({error})") from error
    if parts.scheme not in _PORTS:
        raise Unanswered(f"{url}: only http and https are read, not '{parts.scheme}:'")
    if not named:
        raise Unanswered(f"{url}: it names no host")
    if parts.username is not None or parts.password is not None:
        shown = url.replace(parts.netloc, parts.netloc.rsplit("@", 1)[1])
        raise Unanswered(f"{shown}: a name or password in the address is not used; take it out")
    return parts


def _is_ip(host: str | None) -> bool:
    try:
        ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return False
    return True


def _ip(host: str, port: int, url: str) -> tuple[str, bool]:
    """The address of a host to connect to; a host with any private address counts as private."""
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unanswered(f"{url}: no such host, or no network ({error})", passing=True) from error
    private = [str(ip) for ip in found if is_private(str(ip))]
    return (private[0], True) if private else (str(found[0]), False)


def is_private(ip: str) -> bool:
    """Whether an IP address is none of the open Internet, also where IPv6 wraps an IPv4 address."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return not inner.is_global or not (address.ipv4_mapped or address.is_global)
    return not address.is_global or address.is_multicast


def _quoted(path: str) -> str:
    """Only what a request line may hold (RFC 3986); what is quoted stays so."""
    from urllib.parse import quote

    return quote(path, safe="/?#[]@!$&'()*+,;=%:~-._")
