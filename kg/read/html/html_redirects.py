"""Pages that only lead to another one are refused, with its address.

<meta http-equiv="refresh" content="0; url=/2021/a.html">        /2021/a.html
<script>window.location.replace("/2021/a.html")</script>         /2021/a.html
<title>301 Moved Permanently</title> … <a href="/2021/a.html">   /2021/a.html

A page that shows more than a word about that is an article's, whatever its scripts may do.
"""

from __future__ import annotations

import re
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.noise import Noise
from kg.read.article.addresses import unescaped
from kg.read.html.html_lines import lines

_SCRIPTS = 4000  # characters of the scripts of a page that only leads elsewhere
_SECONDS = 30  # until such a page leads elsewhere, at most
_LITTLE = 40  # letters that it shows beside words about that
_REFRESH = re.compile(
    r"""(?is)\s*+(\d{1,4})(?:\.\d{0,4})?\s*+[;,]\s*+(?:url\s{0,9}=\s{0,9})?["']?([^"']{1,2000}+)["']?\s*+"""
)
_LOCATION = re.compile(
    r"""(?<![\w$.])(?:(?:window|self|top|parent|document)\s{0,9}\.\s{0,9}){0,2}location\s{0,9}"""
    r"""(?:(?:\.\s{0,9}href\s{0,9})?=|\.\s{0,9}(?:replace|assign|href)\s{0,9}\()\s{0,9}(?:["'])([^"'\s]{1,2000}+)["']"""
)
_NOWHERE = re.compile(r"(?i)#.*|about:.*|javascript:.*")


def refuse_redirect(tree: Any, ontology: Ontology, where: str | None) -> None:
    """SourceError for a page that has nothing to read and leads to another one; it names that."""
    table = ontology.table(Noise).refused
    address = _refreshed(tree) or _located(tree) or _moved(tree, table.moved)
    if address is None:
        return
    body = tree.find(".//body")
    shown = [line.text for line in lines(body)] if body is not None else []
    others = [text for text in shown if not table.leading.fullmatch(text)]
    if sum(map(str.isalpha, "".join(others))) <= _LITTLE:
        hint = "give that page"
        raise SourceError(f"it has no text and only leads to another page: {address}", where=where, hint=hint)


def _refreshed(tree: Any) -> str | None:
    """Where a meta element leads; not one for browsers without scripts."""
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = _REFRESH.fullmatch(element.get("content") or "")
        seen = next(element.iterancestors("noscript"), None) is None
        if found and seen and int(found[1]) <= _SECONDS and (address := _somewhere(found[2])):
            return address
    return None


def _located(tree: Any) -> str | None:
    """Where scripts within the page lead; one that loads others may be filled by them."""
    scripts = list(tree.iter("script"))
    texts = [*(one.text or "" for one in scripts), *(one.get("onload") or "" for one in tree.iter("body"))]
    if any(one.get("src") for one in scripts) or sum(map(len, texts)) > _SCRIPTS:
        return None
    found = (_LOCATION.search(text) for text in texts)
    return next((address for one in found if one and (address := _somewhere(unescaped(one[1])))), None)


def _moved(tree: Any, said: re.Pattern[str]) -> str | None:
    """Where the first link leads of a page that a server gives instead of one that has moved."""
    if not any(said.fullmatch((one.text or "").strip()) for one in tree.iter("title", "h1")):
        return None
    return next((address for one in tree.iter("a") if (address := _somewhere(one.get("href") or ""))), None)


def _somewhere(address: str) -> str | None:
    address = address.strip()
    return None if not address or _NOWHERE.fullmatch(address) else address
