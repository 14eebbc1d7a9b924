"""EPUB -> a document for each chapter, in the order of reading: a file of the book's spine that has text.

    Text/cover.xhtml     the cover, by its name                     left out
    Text/ch01.xhtml      book#ch01, titled as the contents say      第一章 开馆
    Text/nav.xhtml       the table of contents                      left out

What the package file says of the book (creator, publisher, date) counts for each chapter where it says nothing itself.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from kg.errors import SourceError, SourceWarning
from kg.ontology.ontology import Ontology
from kg.ontology.tables.noise import Noise
from kg.read.article.page_parts import plain
from kg.read.language import check_chinese
from kg.read.office.parts import MOST, Package, holds, local, properties, value
from kg.read.office.xhtml import body_of, shown, type_of
from kg.read.page import LeftOut, Line, Page, Stated
from kg.read.reader import Content, Reader
from kg.text.visible import one_line
from kg.types import Document

_MIME, _CONTAINER = b"mimetypeapplication/epub+zip", "META-INF/container.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # what only scrambles fonts
_CHAPTERS = 10_000  # of a book
_LABEL = 200  # characters of a title
_JOINED = 3  # lines that a title of the contents may stand on
_RECORD = 100  # characters of a chapter's key
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_DRM = ("META-INF/license.lcpl", "META-INF/sinf.xml", "META-INF/rights.xml")
_PROTECTED = "give a copy without protection; the publisher may sell one"


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the spine: its name in the zip, and its type, if the book gives one."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter: its file, its title, its text, and what is wrong with that."""

    name: str
    title: str
    text: str
    warnings: tuple[SourceWarning, ...]


class _Book:
    """Reads the package file of a book; `titles` are those of its contents by file."""

    def __init__(self, content: Content, ontology: Ontology) -> None:
        self.package, self.content, self.ontology = Package(content.data, content.where), content, ontology
        self.table = ontology.table(Noise).book
        container = self.package.needed(_CONTAINER)
        found = next((value(one, "full-path") for one in container.iter("{*}rootfile")), "")
        self.root, self.folder = self.package.needed(found or "content.opf"), posixpath.dirname(found)
        self.items = {value(one, "id"): one for one in self.root.iterfind("{*}manifest/{*}item")}
        self._check_protection()
        self.titles: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self._read_contents()
        self.stated = _stated(self.root)
        self.left: list[LeftOut] = []

    def _path(self, href: str, folder: str) -> str:
        return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))

    def _check_protection(self) -> None:
        """SourceError where a file is encrypted that is no font."""
        encrypted = self.package.tree("META-INF/encryption.xml")
        for one in encrypted.iter("{*}EncryptedData") if encrypted is not None else ():
            method = one.find("{*}EncryptionMethod")
            if method is None or value(method, "Algorithm") not in _FONTS:
                raise SourceError("it is protected (DRM)", where=self.content.where, hint=_PROTECTED)

    def _read_contents(self) -> None:
        """The titles and types of files: of the navigation (EPUB 3), the ncx and the guide (EPUB 2)."""
        for one in self.root.iterfind("{*}guide/{*}reference"):
            self.kinds.setdefault(self._path(value(one, "href"), self.folder), value(one, "type"))
        for item in self.items.values():
            name = self._path(value(item, "href"), self.folder)
            if "nav" in value(item, "properties").split():
                self.kinds[name] = "toc"
                self._read_navigation(name)
            elif value(item, "media-type") == "application/x-dtbncx+xml":
                self._read_ncx(name)

    def _read_navigation(self, name: str) -> None:
        root = self._page(name)
        for nav in root.iter("nav") if root is not None else ():
            kind = type_of(nav)
            for link in nav.iter("a"):
                path = self._path(link.get("href") or "", posixpath.dirname(name))
                if kind == "landmarks":
                    self.kinds.setdefault(path, type_of(link))
                elif kind in ("toc", ""):
                    self._entitle(path, "".join(link.itertext()))

    def _read_ncx(self, name: str) -> None:
        root = self.package.tree(name)
        for point in root.iter("{*}navPoint") if root is not None else ():
            label, content = point.find("{*}navLabel/{*}text"), point.find("{*}content")
            if label is not None and content is not None:
                path = self._path(value(content, "src"), posixpath.dirname(name))
                self._entitle(path, label.text or "")

    def _entitle(self, path: str, title: str) -> None:
        if title := " ".join(title.split())[:_LABEL]:
            self.titles.setdefault(path, title)

    def _page(self, name: str) -> Any:
        """The root of a page of the book; None where it is missing."""
        entry = self.package.find(name)
        if entry is None:
            return None
        data = self.package.zip.read(entry)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            where = f"{self.content.where}#{one_line(name)}"
            text, _ = replace(self.content, data=data, where=where).decode(self.ontology)
        return body_of(text, self.content.where, one_line(name))

    def files(self) -> Iterator[_File]:
        """The files of the spine, each once."""
        seen: set[str] = set()
        for reference in self.root.iterfind("{*}spine/{*}itemref"):
            item = self.items.get(value(reference, "idref"))
            name = self._path(value(item, "href"), self.folder) if item is not None else ""
            if name and name not in seen and len(seen) < _CHAPTERS:
                seen.add(name)
                yield _File(name, self.kinds.get(name, ""))

    def chapters(self) -> Iterator[_Chapter | SourceError]:
        """The chapters; what is left out is in `left`, with reasons."""
        title = ""  # of the contents: a chapter in several files has it at the first of them
        for file in self.files():
            title = self.titles.get(file.name, title)
            try:
                root = self._page(file.name)
            except SourceError as error:
                yield error
                continue
            found, left = shown(root, self.ontology) if root is not None else ((), [])
            self.left += left
            if why := self._why(file, root, found):
                self.left += [LeftOut(line.text, why) for line in found]
            elif chapter := self._chapter(file.name, title, found):
                yield chapter

    def _why(self, file: _File, root: Any, found: tuple[Line, ...]) -> str:
        """Why a file is no chapter; empty where it may be one."""
        table = self.table
        sections = [*root.iter("body", "section", "div")][:2] if root is not None else []
        kinds = [file.kind, *(type_of(one) for one in sections)]
        stem = posixpath.splitext(posixpath.basename(file.name))[0]
        if any(table.types.fullmatch(kind) for kinds_of in kinds for kind in kinds_of.split()):
            return "no chapter, by its type in the book"
        if table.titles.fullmatch(self.titles.get(file.name, "")):
            return "no chapter, by its title in the contents"
        if table.files.fullmatch(stem):
            return "no chapter, by its name"
        linked = sum(line.linked for line in found)
        return "a list of links" if linked > 2 and 4 * linked >= 3 * len(found) else ""

    def _chapter(self, name: str, title: str, found: tuple[Line, ...]) -> _Chapter | None:
        """A chapter with its title on one line, the first; None where it has no other text."""
        texts = [line.text for line in found]
        if not self.titles.get(name):
            title = next((line.text for line in found[:1] if line.heading), title)[:_LABEL]
        begins = [n for n in range(1, _JOINED + 1) if plain("".join(texts[:n])) == plain(title)]
        if begins:
            del texts[: begins[0]]
        elif not _HAN.search(title):
            title = ""  # of whatever program made the book
        if not any(map(str.strip, texts)):
            self.left += [LeftOut(line.text, "a title without a text") for line in found]
            return None
        warnings = tuple(self.content.warnings)
        self.content.warnings.clear()
        return _Chapter(name, title, "\n".join([title, *texts] if title else texts), warnings)


def _stated(root: Any) -> tuple[Stated, ...]:
    """What the package file states of the book; of its dates not those of a file, and no role but the author's."""
    metadata = root.find("{*}metadata")
    roles = {value(one, "refines")[1:]: one.text for one in root.iter("{*}meta") if value(one, "property") == "role"}
    for one in list(metadata.iter("*")) if metadata is not None else ():
        role = value(one, "role") or roles.get(value(one, "id")) or "aut"
        event = value(one, "event") or "publication"
        if (local(one) == "creator" and role != "aut") or (local(one) == "date" and event != "publication"):
            one.text = None
    return properties(metadata, thing="Person")


def _records(chapters: list[_Chapter]) -> list[str]:
    """The key of each chapter: its file's name, with its folder where that is not unique."""
    stems = [posixpath.splitext(posixpath.basename(one.name))[0] for one in chapters]
    counts = Counter(stems)
    names = [stem if counts[stem] == 1 else one.name for stem, one in zip(stems, chapters, strict=True)]
    return [one_line(name)[-_RECORD:] for name in names]


def _recognizes(data: bytes) -> bool:
    """Whether bytes are a zip that says in its first entry that it is a book."""
    return data[30:].startswith(_MIME) and holds(data, (_CONTAINER,))


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    book = _Book(content, ontology)
    found = list(book.chapters())
    chapters = [one for one in found if isinstance(one, _Chapter)]
    yield from (one for one in found if isinstance(one, SourceError))
    if not any(_HAN.search(one.text) for one in chapters):
        check_chinese("\n".join(one.text for one in chapters), content.where)
    for record, chapter in zip(_records(chapters), chapters, strict=True):
        page = Page(chapter.text, book.stated, (), tuple(book.left), chapter.title or None)
        book.left.clear()
        content.warnings[:] = chapter.warnings
        try:
            yield content.document(chapter.text, ontology, page=page, record=record)
        except SourceError as error:
            yield error


READER = Reader("EPUB", (".epub",), ("application/epub+zip",), _documents, _recognizes, most=MOST)
