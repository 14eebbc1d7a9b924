"""OpenDocument text (LibreOffice, WPS) -> its text: no deleted words, headers, footers, comments or indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.office.blocks import Blocks
from kg.read.office.parts import MOST, Package, holds, local, properties, value
from kg.read.page import Stated
from kg.read.reader import Content, Reader
from kg.types import Document

_MAIN, _MIME = "content.xml", b"mimetypeapplication/vnd.oasis.opendocument.text"
_BLANKS = re.compile(r"[ \t\r\n]+")
_CONTENTS = "a table of contents"
_SKIPPED = {
    "tracked-changes": "deleted, as the tracked changes say",
    "annotation": "a comment",
    "ruby-text": "the reading of a character",
    "table-of-content": _CONTENTS,
    "illustration-index": _CONTENTS,
    "table-index": _CONTENTS,
    "object-index": _CONTENTS,
    "alphabetical-index": _CONTENTS,
    "note-citation": "",
    "title": "",  # of a picture
    "desc": "",
}
_MOST_BLANKS = 20  # that one element stands for
_ANCESTRY = 10  # styles that a style is based on


class _Text:
    """Reads the content; the notes wait until the text is over."""

    def __init__(self, package: Package) -> None:
        self.root = package.needed(_MAIN)
        self.blocks, self.notes = Blocks(), list[Any]()
        roots = (self.root, package.tree("styles.xml"))
        styles = [one for root in roots if root is not None for one in root.iter("{*}style")]
        self.parents = {value(one, "name"): value(one, "parent-style-name") for one in styles}

    def read(self) -> Blocks:
        """The text, and its notes below it."""
        body = self.root.find("{*}body/{*}text")
        if body is not None:
            self._walk(body)
        for note in self.notes:
            self._walk(note)
        return self.blocks

    def _walk(self, root: Any) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._end(name, element)
                self.blocks.text(_squeezed(element.tail) if element is not root else None)
            elif name in _SKIPPED or (name == "note-body" and element is not root):
                if name == "note-body":
                    self.notes.append(element)
                elif why := _SKIPPED[name]:
                    self.blocks.left("".join(element.itertext()), why)
                walk.skip_subtree()
            else:
                self._begin(name, element)

    def _begin(self, name: str, element: Any) -> None:
        if name in ("p", "h"):
            self.blocks.begin()
        elif name == "table-row":
            self.blocks.begin_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.blocks.begin_cell()
        elif name == "s":
            count = value(element, "c")
            self.blocks.text(" " * min(int(count[:9]) if count.isascii() and count.isdigit() else 1, _MOST_BLANKS))
        elif name in ("tab", "line-break"):
            self.blocks.text("\t" if name == "tab" else "\n")
        self.blocks.text(_squeezed(element.text))

    def _end(self, name: str, element: Any) -> None:
        if name in ("p", "h"):
            is_title = self._is_title(value(element, "style-name"))
            self.blocks.end("title" if is_title else "heading" if name == "h" else "")
        elif name == "table-row":
            self.blocks.end_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.blocks.end_cell()

    def _is_title(self, style: str) -> bool:
        """Whether a style is that of titles, or based on it."""
        for _ in range(_ANCESTRY):
            if style == "Title":
                return True
            style = self.parents.get(style, "")
        return False


def _squeezed(text: str | None) -> str:
    """A text in which any run of blanks and ends of lines is one blank, as the standard says."""
    return _BLANKS.sub(" ", text or "")


def _stated(found: tuple[Stated, ...]) -> tuple[Stated, ...]:
    """The properties without those of the last change."""
    names = {one.name for one in found}
    last = {"dc:date", "dc:creator"} if "meta:initial-creator" in names else {"dc:date"}
    return tuple(one for one in found if one.name not in last)


def _recognizes(data: bytes) -> bool:
    """Whether bytes are a zip that says in its first entry that it is such a document."""
    return data[30:].startswith(_MIME) and holds(data, (_MAIN,))


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    package = Package(content.data, content.where)
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise SourceError("it is encrypted", where=content.where, hint="save it without a password")
    page = _Text(package).read().page(_stated(properties(package.tree("meta.xml"))))
    yield content.document(page.text, ontology, page=page)


READER = Reader(
    "OpenDocument text",
    (".odt",),
    ("application/vnd.oasis.opendocument.text",),
    _documents,
    _recognizes,
    most=MOST,
)
