"""One question to one server, and its answer: no redirects, no retries, no cookies. urllib3 speaks HTTP and TLS."""

import datetime as dt
import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nameplate import __version__
from nameplate.errors import SourceError
from nameplate.watch.fetch import body
from nameplate.watch.fetch.addresses import Target
from nameplate.watch.fetch.unanswered import Unanswered

if TYPE_CHECKING:
    import urllib3

USER_AGENT = f"Nameplate/{__version__} (nameplate watch feed)"
_CONNECT, _READ = 10.0, 20.0
"""Seconds to connect, and between two pieces of an answer."""
_TAKES = "application/rss+xml, application/atom+xml, application/xml, application/json, text/html, */*;q=0.5"
_PIECE = 65536


@dataclass(frozen=True)
class Answer:
    """A server's answer. `etag` and `last_modified` are for the next question (RFC 9110 section 13)."""

    url: str
    status: int
    content: bytes
    etag: str | None = None
    last_modified: str | None = None
    charset: str | None = None
    location: str | None = None
    retry_after: str | None = None


def ask(target: Target, headers: Mapping[str, str], agent: str = USER_AGENT) -> Answer:
    """Ask for one address. Raises `Unanswered` if there is no answer, or it is broken or beyond a limit."""
    import urllib3
    from urllib3.exceptions import HTTPError

    sent = {
        "Host": target.authority,
        "User-Agent": agent,
        "Accept": _TAKES,
        "Accept-Encoding": "gzip, deflate",
        **headers,
    }
    try:
        with _pool(target) as pool:
            response = pool.urlopen(
                "GET", target.path, headers=sent, retries=False, redirect=False, preload_content=False,
                decode_content=False, timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
            )  # fmt: skip
            return _answer(target, response)
    except HTTPError as error:
        raise Unanswered(f"{target.url}: {_why(error)}; try again later", passing=True) from error
    except SourceError as error:
        raise Unanswered(f"{target.url}: {error}") from error


def _pool(target: Target) -> "urllib3.HTTPConnectionPool":
    """A connection to the address that was checked, under the name that was asked for."""
    import urllib3

    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(target.ip, target.port, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        target.ip, target.port, maxsize=1, server_hostname=target.host, assert_hostname=target.host
    )


def _answer(target: Target, response: "urllib3.BaseHTTPResponse") -> Answer:
    headers = response.headers
    content = b""
    if response.status == 200:
        content = body.whole(response.stream(_PIECE, decode_content=False), headers.get("Content-Encoding", ""))
    else:
        response.close()
    return Answer(
        target.url, response.status, content, headers.get("ETag"), headers.get("Last-Modified"),
        _charset(headers.get("Content-Type", "")), headers.get("Location"), headers.get("Retry-After"),
    )  # fmt: skip


def _charset(content_type: str) -> str | None:
    _, _, rest = content_type.partition("charset=")
    return rest.split(";")[0].strip(" \"'")[:30] or None


def _why(error: Exception) -> str:
    """What went wrong in a few words of our own; urllib3's name objects and addresses in memory."""
    kinds = {
        "ConnectTimeoutError": f"no connection within {_CONNECT:.0f} seconds",
        "ReadTimeoutError": f"nothing came for {_READ:.0f} seconds",
        "NewConnectionError": "nobody answers there",
        "SSLError": f"its certificate or encryption cannot be trusted ({str(error)[:120]})",
        "IncompleteRead": "the answer breaks off before its end",
        "InvalidChunkLength": "the answer is not cut into proper pieces",
    }
    for name in (type(error).__name__, *(type(a).__name__ for a in error.args if isinstance(a, Exception))):
        if name in kinds:
            return kinds[name]
    return f"no proper answer ({type(error).__name__})"


def when(retry_after: str | None, now: dt.datetime) -> dt.datetime | None:
    """The moment that a Retry-After header means (RFC 9110 section 10.2.3): seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return now + dt.timedelta(seconds=min(int(retry_after.strip()), 10**8))
    try:
        found = email.utils.parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
