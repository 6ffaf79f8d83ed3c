"""What a site's robots.txt allows (RFC 9309), once a site and run; read by the standard library's parser.

No such file: all is allowed. A site that cannot say (an error of its own) is left alone this time.
"""

import urllib.robotparser
from dataclasses import dataclass, field

from nameplate.watch.fetch.request import Answer

TOKEN = "Nameplate"  # noqa: S105 - the name by which a robots.txt speaks to us
_LARGEST = 500_000
"""Bytes of a robots.txt that count (RFC 9309 section 2.5)."""
_LONGEST_PAUSE = 60.0


@dataclass
class Robots:
    """The rules of one site."""

    parser: urllib.robotparser.RobotFileParser = field(default_factory=urllib.robotparser.RobotFileParser)

    def allows(self, url: str) -> bool:
        """Whether the site lets us read an address of it."""
        return self.parser.can_fetch(TOKEN, url)

    @property
    def pause(self) -> float:
        """Seconds between two questions that the site asks for (Crawl-delay), at most a minute."""
        delay = self.parser.crawl_delay(TOKEN)
        return min(float(delay), _LONGEST_PAUSE) if delay else 0.0


def of(answer: Answer) -> Robots:
    """The rules in an answer that is there; none where the file is not (status 4xx)."""
    robots = Robots()
    text = answer.content[:_LARGEST].decode("utf-8", errors="replace") if answer.status == 200 else ""
    robots.parser.parse(text.splitlines())
    return robots
