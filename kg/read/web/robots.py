"""What a site lets programs fetch: its robots.txt, by RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

AGENT = "zhkg"
_LONGEST_PAUSE = 30  # seconds that a site may ask for between two addresses
LARGEST = 512 * 1024  # bytes that are read of it
_UNAVAILABLE = range(400, 500)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; without a parser, all is allowed, or nothing where `unread` says why."""

    parser: RobotFileParser | None = None
    unread: str = ""

    def allow(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return self.parser.can_fetch(AGENT, url) if self.parser else not self.unread

    @property
    def pause(self) -> float:
        """Seconds between two addresses that the site asks for."""
        asked = self.parser.crawl_delay(AGENT) if self.parser else None
        return min(int(asked or 0), _LONGEST_PAUSE)


def rules(status: int, body: bytes) -> Rules:
    """The rules that an answer gives: a site without a robots.txt allows all, one that fails to give it allows nothing.

    >>> found = rules(200, b"User-agent: *\\nDisallow: /in/")
    >>> found.allow("https://x.cn/a.html"), found.allow("https://x.cn/in/a.html"), rules(404, b"").allow("https://x.cn/")
    (True, False, True)
    """
    if status in _UNAVAILABLE:
        return Rules()
    if status != 200:
        return Rules(unread=f"the server answers {status}")
    parser = RobotFileParser()
    try:
        parser.parse(body.decode("utf-8-sig", "replace").splitlines())
    except ValueError as error:  # a figure or an address in it that is none
        return Rules(unread=f"it is broken ({error})")
    return Rules(parser)
