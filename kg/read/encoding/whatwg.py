"""The decoders of the WHATWG Encoding Standard for Chinese text: what browsers make of the same bytes.

Python's codecs do most of the work. `additions` of ontology/encoding.toml holds the codes that the standard has and
they lack or read otherwise: the euro sign of cp936 (0x80), characters of HKSCS-2008 and of GB 18030-2022.

    b"\\x80300" in gb18030    €300
    b"\\xb0\\x41"             \\ufffd and A: a broken lead byte does not swallow the ASCII character behind it
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding

LOST = "\ufffd"
CODECS = {name: name for name in ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")} | {"big5": "big5hkscs"}
_TRAILS = {
    "gb18030": bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)]),
    "big5": bytes([*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
}
_SINGLE = (0x80, 0xFF)  # bytes that lead no pair
_CUT = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
_HANDLER = "kg-whatwg"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the offsets of the bytes that are read as U+FFFD, and whether the last of them is a character cut off."""

    text: str
    broken: tuple[int, ...] = ()
    cut: bool = False


class TooBroken(Exception):
    """More bytes are broken than a caller takes; `broken` are the offsets of those found so far."""

    def __init__(self, broken: tuple[int, ...]) -> None:
        super().__init__(f"{len(broken)} broken bytes")
        self.broken = broken


@dataclass(slots=True)
class _State:
    """What the error handler knows of the text that is being decoded."""

    added: Mapping[bytes, str]
    pairs: bool
    most: int
    broken: list[int] = field(default_factory=list)
    cut: bool = False


_STATE: ContextVar[_State] = ContextVar("state")


class _Additions:
    """The codes of the standard that Python's codecs lack, and what to write for those that they read otherwise."""

    def __init__(self, ontology: Ontology) -> None:
        rows = ontology.table(Encoding).additions
        self.lacking: dict[str, dict[bytes, str]] = {}
        self.otherwise: dict[str, dict[int, str]] = {}
        for name, listed in (("gb18030", rows.gb18030), ("big5", rows.big5)):
            lacking, otherwise = self.lacking.setdefault(name, {}), self.otherwise.setdefault(name, {})
            for code, char in _codes(listed, _TRAILS[name]):
                try:
                    otherwise[ord(code.decode(CODECS[name]))] = char
                except UnicodeDecodeError:
                    lacking[code] = char


def _codes(rows: Iterable[str], trails: bytes) -> Iterable[tuple[bytes, str]]:
    """The characters of rows, each with its code: a row has that of its first."""
    for row in rows:
        first, _, chars = row.partition(" ")
        code = bytes.fromhex(first)
        at = trails.find(code[-1:])
        for n, char in enumerate(chars):
            yield code[:-1] + trails[at + n : at + n + 1] if n else code, char


def _resume(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that a codec cannot decode, and where to go on: codecs' error handler."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    state, start = _STATE.get(), error.start
    for size in (1, 2):
        if char := state.added.get(error.object[start : start + size]):
            return char, start + size
    lead, trail = error.object[start], error.object[start + 1 : start + 2]
    single = state.pairs and lead in _SINGLE
    state.broken.append(start)
    state.cut = error.reason in _CUT and not single
    if len(state.broken) > state.most:
        raise TooBroken(tuple(state.broken))
    if not state.pairs or state.cut:
        return LOST, error.end
    return LOST, start + (2 if trail >= b"\x80" and not single else 1)


codecs.register_error(_HANDLER, _resume)


def decoded(data: bytes, encoding: str, ontology: Ontology, *, most: int = 0) -> Decoded:
    """Bytes in an encoding (a key of CODECS) as text; up to `most` bytes that are broken become U+FFFD each.

    Raises TooBroken where there are more of them.
    """
    additions = ontology.once(_Additions)
    state = _State(additions.lacking.get(encoding, {}), encoding in _TRAILS, most)
    token = _STATE.set(state)
    try:
        text = data.decode(CODECS[encoding], _HANDLER)
    finally:
        _STATE.reset(token)
    otherwise = additions.otherwise.get(encoding)
    return Decoded(text.translate(otherwise) if otherwise else text, tuple(state.broken), state.cut)
