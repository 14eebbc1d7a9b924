"""Bytes -> text. charset-normalizer lists what the bytes may be; frequent characters tell which of these they are."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding
from kg.ontology.tables.words_article import CharacterRow

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x7fELF")
_ENOUGH = 4000  # characters beyond ASCII that tell the encodings apart
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WIDE = re.compile(r"[\uff01-\uff5e]")
_ASCII = re.compile(r"[\n\r\t -~]+")
_SAVE = "save it as UTF-8 text"


class _Weights:
    """What each character says for an encoding."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Encoding)
        self._of = table.weights
        self._known = dict.fromkeys(table.marks, self._of.mark)
        for n, row in enumerate(ontology.word_list(CharacterRow)):
            weight = self._of.frequent if n < table.frequent_rows else self._of.common
            self._known = dict.fromkeys(row.simplified + row.traditional, weight) | self._known

    def of(self, char: str) -> float:
        """The weight of a character: a rare Chinese one says a little for the encoding, an odd one against it."""
        if (known := self._known.get(char)) is not None:
            return known
        if _HAN.match(char):
            return self._of.rare
        return self._of.wide if _WIDE.match(char) else self._of.other

    @property
    def none(self) -> float:
        """The weight of a text that has no character beyond ASCII."""
        return self._of.other


def plausibility(text: str, ontology: Ontology) -> float:
    """How much a text looks like Chinese, -1 to 1: the mean weight of its characters beyond ASCII, -1 without any."""
    chars = _ASCII.sub("", text)[:_ENOUGH]
    weights = ontology.once(_Weights)
    total = sum(count * weights.of(char) for char, count in Counter(chars).items())
    return total / len(chars) if chars else weights.none


def _guesses(data: bytes) -> dict[str, str]:
    """All that charset-normalizer can decode bytes to, by encoding. (Its own choice is unsure on short texts.)"""
    from charset_normalizer import from_bytes

    asked = {codecs.lookup(name).name.replace("-", "_"): name for name in ENCODINGS}
    matches = from_bytes(
        data,
        cp_isolation=list(asked),
        threshold=1.0,
        language_threshold=0.0,
        preemptive_behaviour=False,
        enable_fallback=False,
    )
    return {asked[name]: str(match) for match in matches for name in match.could_be_from_charset if name in asked}


def _best(texts: dict[str, str], ontology: Ontology) -> str | None:
    """The encoding that gives the most plausible text, or None where none is plausible."""
    ranked = max(((plausibility(text, ontology), name) for name, text in texts.items()), default=None)
    return ranked[1] if ranked and ranked[0] >= ontology.table(Encoding).plausible else None


def _detect(data: bytes, ontology: Ontology) -> str | None:
    """The encoding of bytes that bear no mark, or None."""
    try:
        utf8 = data.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = None
    plausible = ontology.table(Encoding).plausible
    if utf8 is not None and "\0" not in utf8 and (data.isascii() or plausibility(utf8, ontology) >= plausible):
        return "utf-8"
    found = _best(_guesses(data), ontology)
    if found is None and utf8 is not None and "\0" not in utf8:
        return "utf-8"
    # Whole in no encoding: the one that would be right but for a broken byte or two.
    return found or _best({name: data.decode(name, "replace") for name in ENCODINGS}, ontology)


def decode(data: bytes, ontology: Ontology, *, where: str | None = None) -> tuple[str, str]:
    """The text and its encoding: utf-8, gb18030, big5, utf-16-le or utf-16-be. A byte order mark is dropped.

    Raises SourceError for an empty file, a binary one, one in no known encoding, and for a broken byte.

    >>> from kg.ontology.ontology import load
    >>> decode("國務院總理".encode("big5"), load())
    ('國務院總理', 'big5')
    """
    if not data.strip():
        raise SourceError("it is empty", where=where, hint="give a file with Chinese text")
    if data.startswith(_BINARY):
        raise SourceError("it is a binary file, not text", where=where, hint=_SAVE)
    mark, encoding = next(((m, e) for m, e in _BOMS if data.startswith(m)), (b"", _detect(data, ontology)))
    if encoding is None:
        what = "it is a binary file" if b"\0" in data else "it is not Chinese text in UTF-8, UTF-16, GB18030 or Big5"
        raise SourceError(what, where=where, hint=_SAVE)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        hint = "save the file again as UTF-8, or take that byte out"
        raise SourceError(f"byte {at} is broken (0x{data[at]:02x} in {encoding})", where=where, hint=hint) from None
    if "\0" in text:
        raise SourceError("it is a binary file, not text", where=where, hint=_SAVE)
    return text, encoding
