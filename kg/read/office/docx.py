"""Word -> the text as it reads once all changes to it are accepted: no deleted words, headers, footers or comments.

Nothing but the standard's own elements is asked for, by names without namespaces: both of its editions have them.
python-docx does not give the runs in inserted text, smart tags and content controls, nor notes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.office.blocks import Blocks
from kg.read.office.parts import MOST, Package, holds, local, properties, value
from kg.read.reader import Content, Reader
from kg.types import Document

_MAIN = "word/document.xml"
_DELETED = "deleted, as the tracked changes say"
_SKIPPED = {
    "del": _DELETED,
    "moveFrom": _DELETED,
    "Fallback": "",  # the same for programs that know less
    "rt": "the reading of a character",
    "pPr": "",
    "rPr": "",
    "tblPr": "",
    "trPr": "",
    "tcPr": "",
    "sdtPr": "",
    "sectPr": "",
}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_CONTENTS = "a table of contents"
_ANCESTRY = 10  # styles that a style is based on


class _Word:
    """Reads the parts of a Word document; `notes` are those that the text refers to, in its order."""

    def __init__(self, package: Package) -> None:
        self.package, self.blocks = package, Blocks()
        self._begins = {"p": self.blocks.begin, "tr": self.blocks.begin_row, "tc": self.blocks.begin_cell}
        self.notes: dict[tuple[str, str], None] = {}
        root = _relations(package, "")
        main = root.get("officeDocument", _MAIN)
        self.main = package.needed(main)
        self.core = package.tree(root.get("core-properties", "docProps/core.xml"))
        self.related = _relations(package, main)
        self.styles = self._styles()

    def _part(self, kind: str) -> Any:
        name = self.related.get(kind)
        return self.package.tree(name) if name else None

    def _styles(self) -> dict[str, str]:
        """What each style stands for: title, heading, contents, or nothing."""
        root = self._part("styles")
        styles = {value(one, "styleId"): one for one in root.iterfind("{*}style")} if root is not None else {}

        def kind(style: Any) -> str:
            for _ in range(_ANCESTRY):
                if style is None:
                    break
                if found := _kind(_of(style, "name").lower()):
                    return found
                style = styles.get(_of(style, "basedOn"))
            return ""

        return {name: kind(style) for name, style in styles.items()}

    def read(self) -> Blocks:
        """The text, and the notes that it refers to below it."""
        self._walk(self.main)
        notes: dict[tuple[str, str], Any] = {}
        for kind in _NOTES.values():
            root = self._part(kind)
            for one in root if root is not None else ():
                notes.setdefault((kind, value(one, "id")), one)
        for key in list(self.notes):
            if (note := notes.get(key)) is not None:
                self._walk(note)
        return self.blocks

    def _walk(self, root: Any) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._end(name, element)
            elif name in _SKIPPED or _is_hidden(name, element):
                if why := _SKIPPED.get(name, "hidden in the document"):
                    self.blocks.left("".join(element.itertext()), why)
                walk.skip_subtree()
            else:
                self._begin(name, element)

    def _begin(self, name: str, element: Any) -> None:
        if begin := self._begins.get(name):
            begin()
        elif name in _NOTES:
            self.notes[_NOTES[name], value(element, "id")] = None
        else:
            self.blocks.text(element.text if name == "t" else _SIGNS.get(name))

    def _end(self, name: str, element: Any) -> None:
        if name == "p":
            kind = self.styles.get(_of(element, "pPr/{*}pStyle"), "")
            if kind == "contents":
                self.blocks.leave_out(_CONTENTS)
            else:
                self.blocks.end(kind, joined=element.find("{*}pPr/{*}rPr/{*}del") is not None)
        elif name == "tr":
            self.blocks.end_row()
        elif name == "tc":
            self.blocks.end_cell()


def _kind(name: str) -> str:
    """What a style of this name stands for; Word stores the English names in every language."""
    if name == "title":
        return "title"
    if name.startswith("toc ") or name == "toc heading":
        return "contents"
    return "heading" if name.startswith("heading ") else ""


def _of(element: Any, path: str) -> str:
    """The value of an element below another one."""
    found = element.find(f"{{*}}{path}")
    return "" if found is None else value(found, "val")


def _is_hidden(name: str, element: Any) -> bool:
    """Whether a run is not shown, or a content control shows what to write into it."""
    if name == "r":
        hidden = element.find("{*}rPr/{*}vanish")
        return hidden is not None and value(hidden, "val") not in ("0", "false", "off")
    return name == "sdt" and element.find("{*}sdtPr/{*}showingPlcHdr") is not None


def _relations(package: Package, name: str) -> dict[str, str]:
    """The parts that a part, or without a name the document, has, by the last word of their kind."""
    folder, file = posixpath.split(name)
    root = package.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
    found: dict[str, str] = {}
    for one in root if root is not None else ():
        kind = value(one, "Type").rpartition("/")[2]
        if value(one, "TargetMode") != "External":
            found.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, value(one, "Target"))))
    return found


def _recognizes(data: bytes) -> bool:
    """Whether bytes are a zip with a Word document's parts."""
    return holds(data, (_MAIN, "word/document2.xml"))


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    word = _Word(Package(content.data, content.where))
    page = word.read().page(properties(word.core))
    yield content.document(page.text, ontology, page=page)


READER = Reader(
    "Word",
    (".docx", ".docm"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-word.document.macroenabled.12",
    ),
    _documents,
    _recognizes,
    most=MOST,
)
