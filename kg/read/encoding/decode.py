"""Bytes -> text, by the rules of browsers; what is broken is counted, and said or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from shlex import quote
from typing import TypeAlias

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding
from kg.read.encoding.charsets import BOMS, ICONV, detect, foreign
from kg.read.encoding.mojibake import mojibake
from kg.read.encoding.plausibility import plausibility
from kg.read.encoding.whatwg import LOST, Decoded, TooBroken, decoded

Warn: TypeAlias = Callable[[str, str], None]  # takes what is wrong, and what to do

_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x7fELF")
_SAVE = "save it as UTF-8 text"
_UTF8 = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){3}")  # three characters of Chinese in UTF-8
_BY_LINES = ("utf-8", "gb18030", "big5")  # a byte 0x0A is the end of a line in each of them


def decode(
    data: bytes, ontology: Ontology, *, where: str | None = None, warn: Warn | None = None, charset: str = ""
) -> tuple[str, str]:
    """The text and its encoding: utf-8, gb18030, big5, utf-16-le or utf-16-be. A byte order mark is dropped.

    `charset` is what its server calls the encoding, if it says so: it counts as what a page itself declares.
    A few broken bytes become U+FFFD each, and lines in another encoding are read in theirs; `warn` is told. Raises
    SourceError for an empty file, a binary one, one in no known encoding, one with too many broken bytes, and without
    `warn` for any broken byte.

    >>> from kg.ontology.ontology import load
    >>> decode("國務院總理".encode("big5"), load())
    ('國務院總理', 'big5')
    """
    mark, encoding = encoding_of(data, ontology, where=where, charset=charset)
    told = _Told(where, warn)
    text, broken = _read(data, len(mark), encoding, ontology, told)
    if "\0" in text:
        raise SourceError("it is a binary file, not text", where=where, hint=_SAVE)
    _check_saved(text, text.count(LOST) - broken, encoding, ontology, told)
    return text, encoding


def encoding_of(data: bytes, ontology: Ontology, *, where: str | None = None, charset: str = "") -> tuple[bytes, str]:
    """The byte order mark and the encoding of a text, by its first bytes; SourceError where it has none: see `decode`.

    >>> from kg.ontology.ontology import load
    >>> encoding_of("\ufeff國務院總理".encode(), load())
    (b'\xef\xbb\xbf', 'utf-8')
    """
    if not data.strip():
        raise SourceError("it is empty", where=where, hint="give a file with Chinese text")
    if data.startswith(_BINARY):
        raise SourceError("it is a binary file, not text", where=where, hint=_SAVE)
    if named := foreign(data, ontology, where):
        raise SourceError(f"it is in {named[0]}, which is not read", where=where, hint=f"convert it: {named[1]}")
    mark, encoding = next(((m, e) for m, e in BOMS if data.startswith(m)), (b"", detect(data, ontology, charset)))
    if encoding is None:
        what = "it is a binary file" if b"\0" in data else "it is not Chinese text in UTF-8, UTF-16, GB18030 or Big5"
        raise SourceError(what, where=where, hint=_SAVE)
    return mark, encoding


def decode_line(data: bytes, encoding: str, ontology: Ontology, *, where: str, file: str, warn: Warn) -> str:
    """A line of a file whose encoding is known, in which a byte 0x0A ends a line; `check_text` is for what it holds.

    `warn` is told of broken bytes, and where the line is in another encoding. SourceError where too many are broken.
    """
    return _read(data, 0, encoding, ontology, _Told(where, warn, file))[0]


def check_text(text: str, ontology: Ontology, *, where: str, warn: Warn) -> None:
    """Raise SourceError where a decoded text is mojibake or damaged; `warn` is told where a part of it is."""
    _check_saved(text, text.count(LOST), None, ontology, _Told(where, warn))


class _Told:
    """Whom to tell of what is wrong with a source: `warn`, or where there is none, who catches the error."""

    def __init__(self, where: str | None, warn: Warn | None, file: str | None = None) -> None:
        self.where, self._warn, self.file = where, warn, file or where

    def warn(self, what: str, hint: str) -> None:
        """Warn, or raise SourceError."""
        if self._warn is None:
            raise self.error(what, hint)
        self._warn(what, hint)

    def error(self, what: str, hint: str) -> SourceError:
        """The error about this source."""
        return SourceError(what, where=self.where, hint=hint)


def _read(data: bytes, start: int, encoding: str, ontology: Ontology, told: _Told) -> tuple[str, int]:
    """The text of bytes from `start` on, and how many of them are broken; these, and another encoding, are told."""
    body, share = data[start:], ontology.table(Encoding).broken
    mixed = encoding in _BY_LINES[1:] and _UTF8.search(body) is not None
    most = len(body) // share + 1
    try:
        found = decoded(body, encoding, ontology, most=0 if encoding in _BY_LINES else most)
    except TooBroken as error:
        if encoding not in _BY_LINES:
            raise _too_broken(data, start + error.broken[0], "many", encoding, told) from None
        mixed, found = True, Decoded("")
    if mixed:
        found = _by_lines(data, start, encoding, ontology, told, most)
    if not found.broken:
        return found.text, 0
    # The last character may be cut off in a text of any length; other broken bytes are few, or the text is none.
    if (len(found.broken) - found.cut) * share > len(found.text):
        raise _too_broken(data, start + found.broken[0], len(found.broken) - 1, encoding, told)
    said = _said(data, start + found.broken[0], len(found.broken) - 1, encoding)
    if found.cut and len(found.broken) == 1:
        said = f"its last character is cut off: {said}"
    told.warn(f"{said}; read as U+FFFD", "see whether the file is whole")
    return found.text, len(found.broken)


def _check_saved(text: str, saved: int, encoding: str | None, ontology: Ontology, told: _Told) -> None:
    """Say what was wrong before a text was saved: it was read in a wrong encoding, or `saved` characters were lost.

    Without an encoding it is no whole file, which a command could mend.
    """
    if found := mojibake(text, ontology, encoding=encoding or "utf-8", file=told.where):
        hint = f"take the file as it was before{f', or undo it: {found.remedy}' if encoding else ''}"
        if found.whole:
            raise told.error(f"its text is mojibake: {found}", hint)
        count, first = len(found.lines), found.lines[0]
        lines = f"{count} lines are mojibake, the first is line {first}" if count > 1 else f"line {first} is mojibake"
        undo = f", or undo it in a file of them: {found.remedy}" if encoding else ""
        told.warn(f"{lines}: {found}", f"take them from the original{undo}")
    elif saved > 0:
        of = sum(not char.isascii() for char in text)
        said, hint = (
            f"{saved} of its characters were lost before it was saved (U+FFFD)",
            "take the file as it was before",
        )
        if saved > ontology.table(Encoding).mojibake.damaged * of:
            raise told.error(said, hint)
        told.warn(said, hint)


def _said(data: bytes, at: int, more: int | str, encoding: str) -> str:
    """Where the first broken byte is, and how many there are beside it."""
    line = data[:at].decode(encoding, "ignore").count("\n") + 1
    also = f", and {more} more" if more else ""
    return f"byte {at} is broken (0x{data[at]:02x} in {encoding}) in line {line}{also}"


def _too_broken(data: bytes, at: int, more: int | str, encoding: str, told: _Told) -> SourceError:
    """The error of a source with more broken bytes than are taken."""
    drop = f"iconv -c -f {ICONV[encoding]} -t UTF-8 {quote(told.file or 'FILE')} > new.txt"
    hint = f"get the file anew, save it as UTF-8, or drop what is broken: {drop}"
    return told.error(f"{_said(data, at, more, encoding)}: too many for its length", hint)


def _by_lines(data: bytes, start: int, encoding: str, ontology: Ontology, told: _Told, most: int) -> Decoded:
    """The text of bytes, each line in the encoding that it is in."""
    parts: list[str] = []
    broken: list[int] = []
    others: Counter[str] = Counter()
    first, cut, at = 0, False, start
    for number, line in enumerate(data[start:].splitlines(keepends=True), 1):
        found, name = _line(line, encoding, ontology, most)
        if name != encoding:
            others[name] += 1
            first = first or number
        broken += [at - start + place for place in found.broken]
        if len(broken) > most:
            raise _too_broken(data, start + broken[0], "many", encoding, told)
        parts.append(found.text)
        cut, at = found.cut, at + len(line)
    for name, count in others.items():
        lines = f"{count} lines are in {name}, the first is line {first}" if count > 1 else f"line {first} is in {name}"
        told.warn(f"{lines}, the others in {encoding}; each is read in its own", "see whether they belong to one text")
    return Decoded("".join(parts), tuple(broken), cut)


def _line(line: bytes, encoding: str, ontology: Ontology, most: int) -> tuple[Decoded, str]:
    """The text of a line and the encoding that it is in: another one where it is whole in that, and more plausible."""
    try:
        found = decoded(line, encoding, ontology, most=most)
    except TooBroken as error:
        found = Decoded(LOST * len(error.broken), error.broken)
    if line.isascii() or not (found.broken or (encoding != "utf-8" and _UTF8.search(line))):
        return found, encoding
    table = ontology.table(Encoding)
    least = max(table.plausible, plausibility(found.text, ontology) + table.declared)
    for name in _BY_LINES:
        if name == encoding:
            continue
        try:
            other = decoded(line, name, ontology)
        except TooBroken:
            continue
        if (plausible := plausibility(other.text, ontology)) > least:
            found, encoding, least = other, name, plausible
    return found, encoding
