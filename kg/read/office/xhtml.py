"""A page of a book -> the lines that it shows. All of it is text: no part of it is noise, as of one of the web."""

from __future__ import annotations

import html
import re
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.html.html_lines import lines
from kg.read.html.html_noise import PageNoise, hidden_by_style
from kg.read.html.html_tree import strip
from kg.read.office.parts import SAFE, check_size
from kg.read.page import LeftOut, Line

_TYPE = "{http://www.idpf.org/2007/ops}type"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_EMPTY = re.compile(r"<(a|b|div|em|i|p|script|span|strong|style|textarea|title)\b([^<>]{0,2000}+)(?<=/)>")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]"
_FOLDED = re.compile(rf"(?<={_HAN})[ \t]*+\r?\n\s*+(?={_HAN})")  # an end of line in the source, which is no blank
_MARKS = ("noteref", "pagebreak")
_ROLES = ("doc-noteref", "doc-backlink", "doc-pagebreak")
_SHORT = 6  # characters of a link that is a number


def body_of(text: str, where: str, name: str) -> Any:
    """The root of a page and its body, without namespaces; the body is None where it has none."""
    from lxml import etree
    from lxml import html as lxml_html

    check_size(text.encode("utf-8", "replace"), where, name)
    text = _NAMED.sub(lambda found: html.escape(html.unescape(found[0])), _DECLARATION.sub("", text))
    text = _FOLDED.sub("", text)
    try:
        root = etree.fromstring(text.encode(), lxml_html.XHTMLParser(encoding="utf-8", **SAFE))
    except (etree.LxmlError, ValueError):
        mended = _EMPTY.sub(lambda found: f"<{found[1]}{found[2][:-1]}></{found[1]}>", text)
        root = _html(mended, where, name)
    lxml_html.xhtml_to_html(root)
    return root


def _html(text: str, where: str, name: str) -> Any:
    """The root of a page that is no XML."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        return lxml_html.document_fromstring(text.encode(), lxml_html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError, AssertionError):
        raise SourceError(f"{name} in it is no page that can be read", where=where, hint="save the book anew") from None


def shown(root: Any, ontology: Ontology) -> tuple[tuple[Line, ...], list[LeftOut]]:
    """The lines that a page shows, and what is no text: numbers of notes and pages, readings, what is hidden."""
    styled = hidden_by_style(root)
    strip(root)
    body = root.find(".//body")
    if body is None:
        return (), []
    noise = PageNoise(body, ontology)
    noise.hide(styled)
    for element in list(body.iter("a", "sup", "span", "div")):
        if _is_in(element, body) and (_is_mark(element) or noise.is_note(element)):
            noise.drop(element, "the number of a note or a page")
    for cell in body.iter("td", "th"):
        blocks = list(cell.iter("p", "div"))
        if len(blocks) == 1:
            blocks[0].drop_tag()  # a cell that is one paragraph: its row stays a line
    return lines(body, whole=True), noise.left


def type_of(element: Any) -> str:
    """What an element of a book is, as it says."""
    return element.get(_TYPE) or element.get("epub:type") or ""


def _is_in(element: Any, body: Any) -> bool:
    """Whether an element was not dropped with another one."""
    return any(one is body for one in element.iterancestors())


def _is_mark(element: Any) -> bool:
    """Whether an element is the number of a note, what leads back from one, or the number of a page."""
    if type_of(element) in _MARKS or element.get("role") in _ROLES:
        return True
    text = "".join(element.itertext()).strip() if element.tag == "a" and "#" in (element.get("href") or "") else ""
    return 0 < len(text) <= _SHORT and not any(map(str.isalpha, text))
