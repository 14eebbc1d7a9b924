"""Addresses on the web that a page or a text states of itself.

https://www.linjiang.example/2021/0305/a.html     that of an article
https://www.linjiang.example/                     none: a site's
/2021/0305/a.html · javascript:void(0)            none: nothing that leads there from elsewhere
"""

from __future__ import annotations

import html
import ipaddress
import re
from urllib.parse import urlsplit

_LONGEST = 2000  # characters
_ADDRESS = re.compile(r"""(?i)https?://[^\s<>"'{}|\\^`\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\ufffd]+""")
_HOME = re.compile(r"(?i)/?(?:(?:index|default|home|main)\.\w{2,5})?")  # the path of a site's first page
_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+")
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))")


def web_address(raw: str) -> str | None:
    """An absolute address of a page by http or https, as it is written; None for anything else, and for a site's own.

    >>> web_address(" https://www.linjiang.example/a.html "), web_address("https://www.linjiang.example/index.html")
    ('https://www.linjiang.example/a.html', None)
    """
    text = raw.strip()
    if len(text) > _LONGEST or not _ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    if not _HOST.fullmatch(host) or _is_private(host):
        return None
    return None if _HOME.fullmatch(parts.path) and not (parts.query or parts.fragment) else text


def _is_private(host: str) -> bool:
    """Whether a host is the number of a machine that only its own network reaches, on which a page was tried."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def unescaped(raw: str) -> str:
    """What a text in a script stands for: its escapes, and the entities of HTML in it.

    >>> unescaped(r"http:\\/\\/mp.linjiang.example\\/s?a=1\\x26b=2&amp;c=3")
    'http://mp.linjiang.example/s?a=1&b=2&c=3'
    """
    plain = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2] else found[3], raw)
    return html.unescape(plain)
