"""An address -> what is there: `Web.fetch`. Nothing else in the project opens a connection of its own accord.

Each address is asked for once, with its redirects, within limits of time and size, if robots.txt allows it, with a
pause between two addresses of one host. Every machine on the way is checked (`kg.read.web.networks`).
"""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import SourceError
from kg.read.web.networks import Network, Refused
from kg.read.web.robots import AGENT, LARGEST, Rules, rules
from kg.text.visible import one_line
from kg.version import VERSION

if TYPE_CHECKING:
    import httpx

    from kg.read.web.connection import Answer, Line

_HEADERS = [
    ("User-Agent", f"{AGENT}/{VERSION} (+https://github.com/zhkg/zhkg)"),
    ("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"),
    ("Accept-Language", "zh,en;q=0.3"),
    ("Accept-Encoding", "gzip"),
]
_REDIRECTS = 5
_LONGEST = 2000  # characters of an address
_SAVE = "save the page in a browser, and give the file"
_CHECK = "check the address in a browser"
_LATER = "try again later"
_ADVICE = {404: _CHECK, 410: _CHECK, 401: _SAVE, 403: _SAVE, 429: _LATER, 500: _LATER, 502: _LATER, 503: _LATER}
_MOVED = (301, 302, 303, 307, 308)
_HOST = re.compile(r"[\w.:-]{1,253}")
_CHARSET = re.compile(r"""(?i);\s{0,9}charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to: the address that it is at, its Content-Type, its bytes."""

    url: str
    media_type: str
    data: bytes

    @property
    def charset(self) -> str:
        """The encoding that the server names; empty where it names none.

        >>> Fetched("https://x.cn/", "text/html; charset=GBK", b"").charset
        'GBK'
        """
        found = _CHARSET.search(self.media_type)
        return found[1] if found else ""


NOWHERE = Fetched("", "", b"")


@dataclass
class Web:
    """The web, as far as it is asked: the hosts that were, when, and what their robots.txt says.

    `pause` is in seconds, between two addresses of a host; `seconds` is the limit of time for each address.
    """

    network: Network = field(default_factory=Network)
    pause: float = 1
    seconds: float = 30
    sleep: Callable[[float], None] = time.sleep
    line: Line | None = None
    _rules: dict[str, Rules] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, address: str, most: int) -> Fetched:
        """What is at an address, at most so many bytes; raises SourceError, which names it as it was given."""
        with _told(address, self.seconds):
            line = self._line()
            url = _parsed(address)
            line.deadline.ends = time.monotonic() + self.seconds
            for moved in range(_REDIRECTS + 1):
                try:
                    found = self._step(line, url, most)
                except Refused as error:
                    raise Refused(f"it leads on to {url}: {error.what}" if moved else error.what, error.hint) from None
                if isinstance(found, Fetched):
                    return found
                url = found
            raise Refused(f"it leads on more than {_REDIRECTS} times", _CHECK)

    def _step(self, line: Line, url: httpx.URL, most: int) -> Fetched | httpx.URL:
        """What is at an address, or the one to which it leads on."""
        self._admit(line, url)
        answer = self._get(line, url, most)
        following = _following(url, answer)
        return following or Fetched(str(url), answer.headers.get("content-type", ""), _body(answer, most))

    def _line(self) -> Line:
        if self.line is None:
            try:
                from kg.read.web.connection import Line
            except ImportError as error:
                what = f"to fetch it {error.name} is needed, which is not installed"
                raise Refused(what, f"run: pip install 'zhkg[web]', or {_SAVE}") from None
            self.line = Line(self.network)
        return self.line

    def _get(self, line: Line, url: httpx.URL, most: int) -> Answer:
        """The answer at an address, after a pause where its host was just asked for another."""
        waited = self._asked.get(url.host, -self.pause)
        pause = max(self.pause, self._rules[_site(url)].pause)
        if (rest := waited + pause - time.monotonic()) > 0:
            self.sleep(rest)
            line.deadline.ends += rest
        try:
            return line.get(url, _HEADERS, most)
        finally:
            self._asked[url.host] = time.monotonic()

    def _admit(self, line: Line, url: httpx.URL) -> None:
        """Raise Refused where the site's robots.txt does not let a program have an address."""
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = _rules_of(line, url.copy_with(raw_path=b"/robots.txt"))
        found = self._rules[site]
        if found.unread:
            raise Refused(f"whether {site} lets programs read it is not known: robots.txt: {found.unread}", _LATER)
        if not found.allow(str(url)):
            raise Refused(f"the robots.txt of {site} keeps programs from it", f"ask the site, or {_SAVE}")


def _rules_of(line: Line, url: httpx.URL) -> Rules:
    """The rules at an address, or at that to which it leads on."""
    for moved in range(_REDIRECTS + 1):
        try:
            answer = line.get(url, _HEADERS, LARGEST)
            following = _following(url, answer)
            if following is None:
                return rules(answer.status, _body(answer, LARGEST, cut=True) if answer.status == HTTPStatus.OK else b"")
            url = following
        except Refused as error:
            if not moved:
                raise
            return Rules(unread=error.what)
    return Rules()


def _parsed(address: str) -> httpx.URL:
    """An address as it is asked for, without what names a place within the page."""
    import httpx

    if len(address) > _LONGEST:
        raise Refused(f"it is longer than {_LONGEST:,} characters", _CHECK)
    try:
        url = httpx.URL(address).copy_with(fragment=None)
        urlsplit(address).port  # noqa: B018 - it raises where it is none
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(f"it is no address: {error}", _CHECK) from None
    if url.scheme not in ("http", "https"):
        raise Refused(f"it is an address by {url.scheme or 'no protocol'}, and only http and https are used", _SAVE)
    if not _HOST.fullmatch(url.host):
        raise Refused("it names no host", _CHECK)
    if url.userinfo:
        raise Refused("it has a name or a password in it, which would stand in the graph", _SAVE)
    return url


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode()}"


def _following(url: httpx.URL, answer: Answer) -> httpx.URL | None:
    """Where an answer leads on to, None where it is what was asked for; raises Refused for any other answer."""
    import httpx

    if answer.status in _MOVED and (place := answer.headers.get("location")):
        try:
            return _parsed(str(url.join(place)))
        except Refused as error:
            raise Refused(f"it leads on to {one_line(place)[:_LONGEST]}: {error.what}", error.hint) from None
        except (httpx.InvalidURL, ValueError) as error:
            raise Refused(f"it leads on to what is no address: {error}", _CHECK) from None
    return None


def _body(answer: Answer, most: int, *, cut: bool = False) -> bytes:
    """What was meant; raises Refused where they are not there, broken, or, unless they are `cut`, too many."""
    if answer.status != HTTPStatus.OK:
        named = next((one.phrase for one in HTTPStatus if one == answer.status), "")
        raise Refused(f"the server answers {answer.status} {named}".rstrip(), _ADVICE.get(answer.status, _CHECK))
    sent = answer.headers.get("content-encoding", "identity").strip().lower()
    body, more = answer.body, answer.more
    if sent in ("gzip", "x-gzip") and not more:
        try:
            body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(most + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused(f"what the server sends is broken: {error}", _LATER) from None
        more = len(body) > most
    elif sent not in ("identity", "", "gzip", "x-gzip"):
        raise Refused(f"the server sends it as {one_line(sent)[:40]}, for which it was not asked", _SAVE)
    if more and not cut:
        raise Refused(f"it is larger than {most / 2**20:.0f} MB", "fetch it by another program, and give the file")
    return body[:most]


@contextmanager
def _told(address: str, seconds: float) -> Iterator[None]:
    """What goes wrong on the way as a SourceError that names the address."""
    try:
        yield
    except Refused as error:
        raise SourceError(error.what, where=address, hint=error.hint) from None
    except Exception as error:
        if found := _failure(error, seconds):
            raise SourceError(found[0], where=address, hint=found[1]) from None
        raise


def _failure(error: Exception, seconds: float) -> tuple[str, str] | None:
    """What an error of a connection means, and what to do."""
    import httpcore

    said = one_line(str(error))
    table: list[tuple[Any, str, str]] = [
        (httpcore.TimeoutException, f"it did not come within {seconds:g} seconds", _LATER),
        (httpcore.ProxyError, f"the proxy of this machine refuses it: {said}", "see HTTPS_PROXY and NO_PROXY"),
        (httpcore.ConnectError, f"its server cannot be reached: {said}", _CHECK),
        (httpcore.NetworkError, f"the connection broke: {said}", _LATER),
        (httpcore.ProtocolError, f"its server does not answer as a web server does: {said}", _CHECK),
        (httpcore.UnsupportedProtocol, f"it cannot be asked for: {said}", _CHECK),
    ]
    if "CERTIFICATE_VERIFY_FAILED" in said:
        hint = "check the address, and this machine's clock; an authority of your own is named by SSL_CERT_FILE"
        return f"its certificate does not prove that it is the site: {said}", hint
    return next(((what, hint) for kind, what, hint in table if isinstance(error, kind)), None)
