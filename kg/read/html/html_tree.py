"""HTML -> a tree of bounded size, prepared for trafilatura.

The time of parser and extraction grows with the square of some of a page's dimensions. Pages beyond the limits here,
which no article comes near, are refused; the others are read in a few seconds at most.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from kg.errors import SourceError

# The longest page of a reference manual has 21,000 elements, 15 deep, with 11 attributes; an article has up to 5,000.
_BYTES = 10_000_000  # in UTF-8; the parser silently drops a longer piece of text
_ELEMENTS = 24_000
_TAGS = 4 * _ELEMENTS  # everything that looks like a tag, with end tags and comments
_DEPTH = 128  # the parser itself cuts at 256
_ATTRIBUTES = 100  # of one element
_SPANNED = 20_000  # cells that all colspan and rowspan of a page add up to
_COMPARED = 1500  # blocks; on pages with more, trafilatura does not try justext, whose time grows with their square
_LAID = 3  # blocks and breaks in a cell that hold a part of the page, and no datum
_INLINE = ("span", "b", "strong", "em", "i", "u", "font", "a", "sup", "sub")
_PROSE = re.compile("[，。；！？]")
_BLOCKS = (
    *(
        "blockquote",
        "br",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "form",
        "legend",
    ),
    *("optgroup", "option", "p", "pre", "table", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "li"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
)
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_LADEN = re.compile(rf"<[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE}){{{_ATTRIBUTES}}}")
_HIDDEN = re.compile(r"(?i)<(!--|script\b|style\b)")
_ENDS = {
    "!--": re.compile("-->"),
    "script": re.compile(r"(?i)</script\s*+>"),
    "style": re.compile(r"(?i)</style\s*+>"),
}
_SAVE = "save the article's text as .txt"


def parse(text: str, *, where: str | None = None) -> Any:
    """The tree of a page; None where there is none in it.

    Raises SourceError where it is longer than 10 MB, and where its elements are too many, too deep or have too many
    attributes.
    """
    import trafilatura

    if len(text.encode("utf-8", "surrogatepass")) > _BYTES:
        raise _too_much("its HTML is longer than 10 MB", where)
    if text.count("<") > _TAGS or _LADEN.search(text):
        text = _without_hidden(text)  # a comparison in a script looks like an element
    if text.count("<") > _TAGS:
        raise _too_much(f"it has more than {_ELEMENTS:,} elements", where)
    if _LADEN.search(text):
        raise _too_much(f"an element of its HTML has more than {_ATTRIBUTES} attributes", where)
    tree = trafilatura.load_html(text)
    if tree is not None:
        _check(tree, where)
    return tree


def strip(tree: Any) -> None:
    """Take the scripts and styles out of a page."""
    from lxml import etree

    etree.strip_elements(tree, "script", "style", with_tail=False)


def _without_hidden(text: str) -> str:
    """A page without those of its comments, scripts and styles that are closed."""
    kept: list[str] = []
    at, endless = 0, set[str]()
    for begin in _HIDDEN.finditer(text):
        kind = begin[1].lower()
        if begin.start() < at or kind in endless:
            continue
        if end := _ENDS[kind].search(text, begin.end()):
            kept.append(text[at : begin.start()])
            at = end.end()
        else:
            endless.add(kind)
    return " ".join([*kept, text[at:]])


def _too_much(what: str, where: str | None) -> SourceError:
    return SourceError(what, where=where, hint=_SAVE)


def _check(tree: Any, where: str | None) -> None:
    """SourceError where a tree has too many elements, one too deep, or cells that span too many others."""
    depths: dict[Any, int] = {}
    spanned = 0
    for element in islice(tree.iter("*"), _ELEMENTS + 1):
        depths[element] = depths.get(element.getparent(), 0) + 1
        if element.tag in ("td", "th"):
            spanned += _span(element, "colspan") * _span(element, "rowspan") - 1
    if len(depths) > _ELEMENTS:
        raise _too_much(f"it has more than {_ELEMENTS:,} elements", where)
    if max(depths.values()) > _DEPTH:
        raise _too_much(f"its elements are nested more than {_DEPTH} deep", where)
    if spanned > _SPANNED:
        raise _too_much(f"cells of its tables span more than {_SPANNED:,} others", where)


def _span(cell: Any, name: str) -> int:
    """How many columns or rows a cell spans, at most 100, as trafilatura counts it."""
    value = cell.get(name, "1")
    return max(1, min(int(value[:9]), 100)) if value.isdecimal() else 1


def is_long(tree: Any) -> bool:
    """Whether a page has more blocks than trafilatura's fallbacks are tried on."""
    return next(islice(tree.iter(*_BLOCKS), _COMPARED, None), None) is not None


def mend(tree: Any) -> None:
    """Tell trafilatura what is a paragraph where a page does not.

    Cells of a table that lays out a page become blocks, or the article is one line. Prose that stands in a block beside
    other blocks becomes a paragraph, or its spans, which a style may cut in the middle of a word, become lines.
    """
    for element in _layout(tree):
        element.tag = "div"
    for block in list(tree.iter("body", "div", "section", "article", "center")):
        own = [block.text, *(child.tail for child in block)]
        own += [text for child in block if child.tag in _INLINE and child.tag != "a" for text in child.itertext()]
        if any(_PROSE.search(text) for text in own if text):
            _wrap(block)


def _layout(tree: Any) -> list[Any]:
    """The tables that lay out a page, with their parts."""
    elements = list(tree.iter("*"))
    tables: dict[Any, Any] = {}  # the table that each element belongs to
    for element in elements:
        tables[element] = element if element.tag == "table" else tables.get(element.getparent())
    laid = _laid(elements)
    broad = {tables[element] for element in elements if element.tag == "tr" and len(element) > 1}
    laid |= {element for element in elements if element.tag == "table" and element not in broad}

    def lays(element: Any) -> bool:
        if element.tag == "table":
            return element in laid
        return element.tag in ("tbody", "tr", "td", "th") and tables.get(element.getparent()) in laid

    return [element for element in elements if lays(element)]


def _laid(elements: list[Any]) -> set[Any]:
    """The cells that hold a part of a page and no datum, and all elements around them."""
    held: dict[Any, int] = {}  # blocks and breaks in an element
    found: set[Any] = set()
    for element in reversed(elements):
        inside = held.get(element, 0)
        if element.tag == "td" and inside >= _LAID:
            found.add(element)
        if (parent := element.getparent()) is not None:
            held[parent] = held.get(parent, 0) + inside + (element.tag in ("p", "div", "br", "table"))
            if element in found:
                found.add(parent)
    return found


def _wrap(block: Any) -> None:
    """Make a paragraph of each run of text and inline elements in a block."""
    run = block.makeelement("p")
    run.text, block.text = block.text, None
    parts = [run]
    for child in list(block):
        if child.tag in _INLINE:
            run.append(child)
            continue
        run = block.makeelement("p")
        run.text, child.tail = child.tail, None
        parts += [child, run]
    for part in parts:
        if part.tag != "p" or len(part) or (part.text or "").strip():
            block.append(part)
