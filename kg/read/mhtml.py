"""MHTML, a page saved as one file (by Chrome, Edge, WPS) -> its article, read as HTML.

From: <Saved by Blink>
Snapshot-Content-Location: https://www.linjiang.example/2021/0305/a.html     url
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable                                   the page: the others are its pictures
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.article.addresses import web_address
from kg.read.article.titles import titled
from kg.read.html.html_reader import page
from kg.read.reader import Content, Reader
from kg.types import Document

_MOST = 64_000_000  # bytes of a page with its pictures
_SIGN = re.compile(rb"(?is)(?=.{0,4000}?^MIME-Version:)(?=.{0,4000}?multipart/related)[A-Z-]{2,40}:", re.M)
_HEAD = 4096  # bytes in which the sign stands
_HEADERS = 20_000  # bytes of the headers of a part
_EMPTY_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_DEPTH = 5  # parts in parts
_PARTS = 10_000
_SAVE = "open it in a browser, and save it as a web page (HTML only)"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part: its headers, and its body as it is sent."""

    headers: Message
    body: bytes

    def said(self, name: str) -> str:
        """What a header says, on one line; empty where it is missing."""
        return "".join(str(self.headers.get(name, "")).split())

    def parameter(self, name: str) -> str:
        """A parameter of the type of its content."""
        found = self.headers.get_param(name, "")
        return found if isinstance(found, str) else ""

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get_content_type()

    def decoded(self) -> bytes:
        """The bytes that were sent."""
        encoding = self.said("Content-Transfer-Encoding").lower()
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        if encoding == "base64":
            return binascii.a2b_base64(self.body + b"===")
        return self.body

    def parts(self) -> Iterator[_Part]:
        """The parts of a part that has several."""
        boundary = self.parameter("boundary").encode("utf-8", "replace")
        if not boundary:
            return
        begin = None
        for number, mark in enumerate(re.finditer(rb"(?m)^--%b(?:--)?[ \t]*+\r?$" % re.escape(boundary), self.body)):
            if begin is not None:
                yield _part(self.body[begin : mark.start()])
            if number > _PARTS:
                return
            begin = mark.end()
        if begin is not None:
            yield _part(self.body[begin:])  # the file ends before its last part does


def _part(data: bytes) -> _Part:
    """A part from its bytes: headers, an empty line, a body."""
    data = data.removeprefix(b"\r").removeprefix(b"\n")
    empty = _EMPTY_LINE.search(data, 0, _HEADERS)
    head, body = (data[: empty.start()], data[empty.end() :]) if empty else (b"", data)
    return _Part(BytesHeaderParser().parsebytes(head), body.removesuffix(b"\n").removesuffix(b"\r"))


def _page_of(part: _Part, depth: int = 0) -> _Part | None:
    """The part that is the page: the one that its whole names as the first, or else the first that is HTML."""
    if part.kind in ("text/html", "application/xhtml+xml"):
        return part
    if not part.kind.startswith("multipart/") or depth == _DEPTH:
        return None
    first, start = None, part.parameter("start")
    for one in part.parts():
        if found := _page_of(one, depth + 1):
            if not start or one.said("Content-ID") == start:
                return found
            first = first or found
    return first


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    whole = _part(content.data)
    found = _page_of(whole)
    if found is None:
        raise SourceError("there is no page of HTML in it", where=content.where, hint=_SAVE)
    try:
        data = found.decoded()
    except binascii.Error:
        raise SourceError("its page is damaged (base64)", where=content.where, hint=_SAVE) from None
    address = found.said("Content-Location") or whole.said("Snapshot-Content-Location")
    inner = replace(content, data=data, url=web_address(address) or "", charset=found.parameter("charset"))
    text, encoding = inner.decode(ontology)
    read = titled(page(text, ontology, where=content.where), ontology)
    yield inner.document(read.text, ontology, encoding=encoding, page=read)


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin with the headers of a page that has parts."""
    return _SIGN.match(data, 0, _HEAD) is not None


READER = Reader(
    "MHTML",
    (".mhtml", ".mht"),
    ("multipart/related", "application/x-mimearchive"),
    _documents,
    _recognizes,
    most=_MOST,
)
