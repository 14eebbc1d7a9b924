"""HTML -> what a page states of its article in places that no browser shows: title, meta elements, JSON-LD, scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.read.article.addresses import unescaped
from kg.read.page import Stated

_LONGEST = 300  # characters of a value
_ADDRESS = 2001  # characters of an address: one more than it may have
_SCRIPT = 400_000  # characters of a script that are looked at
_MOST = 3000  # statements of a page
_NODES = 2000  # things in the JSON-LD of a page
_WRAPPED = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?://\s*)?(?:\]\]>|-->)\s*$")
_COMMA = re.compile(r",(?=\s*+[}\]])")  # before a bracket that closes, which JSON does not allow
# nickname = htmlDecode("临江发布"); create_time: JsDecode('1614913200')
_ASSIGNED = re.compile(
    r"(?<![\w$])(?P<name>[A-Za-z_$][\w$]{0,40})[\"']?[ \t]{0,4}[:=][ \t]{0,4}(?:[A-Za-z_$][\w$.]{0,30}\([ \t]{0,4})?"
    r"(?:[\"'](?P<address>https?:(?:[^\"'\\<>\s]|\\[^\s]){4,2000})[\"']"
    r"|\"(?P<double>[^\"\\<>\n]{1,120})\"|'(?P<single>[^'\\<>\n]{1,120})'|(?P<number>\d{10,13})(?!\d))"
)
_ADDRESSES = ("url", "mainEntityOfPage")  # properties of JSON-LD whose value is an address, or a thing that has one


def statements(tree: Any) -> tuple[Stated, ...]:
    """What a page states; `tree` has its scripts still.

    >>> from lxml.html import fromstring
    >>> page = "<html><head><title>开馆_临江网</title><meta name='PubDate' content='2021-03-05'></head></html>"
    >>> [(one.kind, one.name, one.raw) for one in statements(fromstring(page))]
    [('title', 'title', '开馆_临江网'), ('meta', 'PubDate', '2021-03-05')]
    """
    scripts = [(element.get("type") or "", element.text or "") for element in tree.iter("script")]
    found = [
        *(Stated("title", "title", _squeeze("".join(one.itertext()))) for one in _titles(tree)),
        *_metas(tree),
        *_json_ld(text for kind, text in scripts if kind.strip().lower().startswith("application/ld+json")),
        *_assigned(text for kind, text in scripts if "json" not in kind.lower()),
    ]
    return tuple(one for one in found[:_MOST] if one.raw and one.name)


def _metas(tree: Any) -> Iterator[Stated]:
    """Meta elements, the canonical link, and elements that say a date or a name in an attribute."""
    for element in tree.iter("meta", "time", "link"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = element.get("content") or element.get("datetime") or ""
        if element.tag == "link":
            name, value = (element.get("rel") or "").lower(), element.get("href") or ""
        yield Stated("meta", name.strip(), _squeeze(value))


def _titles(tree: Any) -> list[Any]:
    """The title element; not that of a drawing within the page."""
    return [one for one in tree.iter("title") if one.getparent() is None or one.getparent().tag != "svg"][:1]


def _squeeze(text: str) -> str:
    text = " ".join(text.split())
    return text[: _ADDRESS if text[:4].lower() == "http" else _LONGEST]


def _assigned(scripts: Iterable[str]) -> Iterator[Stated]:
    """The texts that scripts assign to variables and properties."""
    for text in scripts:
        for match in _ASSIGNED.finditer(text[:_SCRIPT]):
            raw = match["double"] or match["single"] or match["number"] or unescaped(match["address"])
            yield Stated("script", match["name"], _squeeze(raw))


def _json_ld(scripts: Iterable[str]) -> Iterator[Stated]:
    """What JSON-LD says of each thing that has a type, and of nothing within the things that belong to it."""
    number = 0
    for text in scripts:
        nodes = list(_nodes(_parsed(text)))
        known = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
        for node in (node for node in nodes if "@type" in node):
            number += 1
            for kind, _ in _texts(node["@type"], known):
                for key, value in node.items():
                    if key.startswith("@"):
                        continue
                    of_thing = ("@id", "url") if key in _ADDRESSES else ("name",)
                    for raw, thing in _texts(value, known, of_thing):
                        yield Stated("json_ld", f"{kind}.{key}", _squeeze(raw), number, thing)


def _parsed(text: str) -> Any:
    """The JSON in a script, also with comments around it and commas too many; None where it is broken."""
    text = _WRAPPED.sub("", text[:_SCRIPT])
    for attempt in (text, _COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """The things of a JSON-LD text: at its top, in lists, in @graph, and the main thing of a page."""
    waiting = [value]
    for _ in range(_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]


def _texts(
    value: Any, known: Mapping[str, Mapping[str, Any]], of_thing: tuple[str, ...] = ("name",)
) -> list[tuple[str, str]]:
    """The texts of a value, each with the type of the thing that it names, if any: its own, those of a list, one that a
    thing has by the properties `of_thing`. `known` are the things by their @id.
    """
    if isinstance(value, list):
        return [text for one in value[:20] for text in _texts(one, known, of_thing) if not isinstance(one, list)]
    if isinstance(value, dict):
        thing = value if of_thing[0] in value else {**known.get(str(value.get("@id")), {}), **value}
        types = thing.get("@type")
        kind = types if isinstance(types, str) else str(types[0]) if isinstance(types, list) and types else ""
        return [(text, kind) for key in of_thing if isinstance(text := thing.get(key), str)][:1]
    return [(value, "")] if isinstance(value, str) else []
