"""A polite visitor: robots.txt first, a pause between two questions to one host, redirects followed with care.

A host that says "later" (429, 503 with Retry-After) is not asked again before; the caller keeps that between runs.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from nameplate.watch.fetch import addresses, request, robots
from nameplate.watch.fetch.addresses import Target
from nameplate.watch.fetch.request import USER_AGENT, Answer
from nameplate.watch.fetch.robots import Robots
from nameplate.watch.fetch.unanswered import Unanswered

MOST_REDIRECTS = 5
PAUSE = 1.0
"""Seconds between two questions to one host."""
_DEFAULT_WAIT = dt.timedelta(minutes=15)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 503})


def now() -> dt.datetime:
    """The present moment, to the second."""
    return dt.datetime.now(tz=dt.UTC).replace(microsecond=0)


@dataclass
class Visitor:
    """Asks servers. `closed` is until when a host is to be left alone; `pause` in seconds."""

    closed: dict[str, dt.datetime] = field(default_factory=dict)
    pause: float = field(default_factory=lambda: PAUSE)
    agent: str = USER_AGENT
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = now
    _robots: dict[str, Robots] = field(default_factory=dict)
    _silent: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str], *, private_ok: bool) -> Answer:
        """The answer (status 200 or 304) at the end of all redirects.

        `private_ok`: the user gave this address, so it may be one of a private network. Raises `Unanswered`.
        """
        target = addresses.resolve(url, private_ok=private_ok)
        seen = [target.url]
        while True:
            self._insist_allowed(target, private_ok=private_ok)
            answer = self._ask(target, headers)
            if answer.status not in _REDIRECTS:
                return self._usable(target, answer)
            target = _next(target, answer, seen, private_ok=private_ok)
            seen.append(target.url)

    def is_private(self, url: str) -> bool:
        """Whether an address that the user gave is one of a private network."""
        return addresses.resolve(url, private_ok=True).private

    def _insist_allowed(self, target: Target, *, private_ok: bool) -> None:
        if target.origin in self._silent:
            raise Unanswered(f"{target.url}: left alone, for {self._silent[target.origin]}", passing=True)
        if target.origin not in self._robots:
            try:
                self._robots[target.origin] = self._rules(target, private_ok=private_ok)
            except Unanswered as error:
                self._silent[target.origin] = str(error)
                raise
        if not self._robots[target.origin].allows(target.url):
            raise Unanswered(f"{target.url}: its robots.txt asks programs not to read this; read it yourself")

    def _rules(self, target: Target, *, private_ok: bool) -> Robots:
        url = f"{target.origin}/robots.txt"
        where, seen = addresses.resolve(url, private_ok=private_ok), [url]
        answer = self._ask(where, {})
        while answer.status in _REDIRECTS:
            where = _next(where, answer, seen, private_ok=private_ok)
            seen.append(where.url)
            answer = self._ask(where, {})
        if answer.status >= 500 or answer.status == 429:
            self._usable(where, answer)
        return robots.of(answer)

    def _ask(self, target: Target, headers: Mapping[str, str]) -> Answer:
        until = self.closed.get(target.host)
        if until and until > self.now():
            raise Unanswered(f"{target.url}: {target.host} is not to be asked before {_clock(until)}", until=until)
        rules = self._robots.get(target.origin)
        since = time.monotonic() - self._asked.get(target.host, -1e9)
        pause = max(self.pause, rules.pause if rules else 0.0)
        if since < pause:
            self.wait(pause - since)
        try:
            return request.ask(target, headers, self.agent)
        finally:
            self._asked[target.host] = time.monotonic()

    def _usable(self, target: Target, answer: Answer) -> Answer:
        if answer.status in {200, 304}:
            return answer
        told = request.when(answer.retry_after, self.now())
        if answer.status == 429 or (answer.status in _LATER and told):
            until = max(told or self.now() + _DEFAULT_WAIT, self.now())
            self.closed[target.host] = until
            raise Unanswered(
                f"{target.url}: the server asks to wait (status {answer.status}); not asked again before "
                f"{_clock(until)}",
                until=until,
            )
        passing = answer.status >= 500
        advice = "try again later" if passing else "check the address in a browser"
        raise Unanswered(f"{target.url}: the server answers with status {answer.status}; {advice}", passing=passing)


def _next(target: Target, answer: Answer, seen: list[str], *, private_ok: bool) -> Target:
    """Where a redirect leads, if it may be followed."""
    if not answer.location:
        raise Unanswered(f"{target.url}: redirected without saying where; check the address in a browser")
    url = urljoin(target.url, answer.location.strip()).partition("#")[0]
    if url in seen:
        raise Unanswered(f"{seen[0]}: redirects in a circle (to {url} again); check the address in a browser")
    if len(seen) > MOST_REDIRECTS:
        raise Unanswered(
            f"{seen[0]}: redirected more than {MOST_REDIRECTS} times, last to {url}; give the last address"
        )
    if target.scheme == "https" and url.startswith("http:"):
        raise Unanswered(f"{seen[0]}: redirected from https to the unprotected {url}; that is not followed")
    return addresses.resolve(url, private_ok=private_ok and target.private)


def _clock(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
