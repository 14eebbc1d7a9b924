"""The characters of a page of a PDF, in the direction in which most of its text runs.

A page may be turned, and text may run down it, in lines from right to left. Both are one thing here: places are told
along the direction of reading (`start`, `end`) and across it, line after line (`middle`).

    (page turned by 90°, or set from top to bottom)  ->  Glyph("档", start=-411.6, end=-399.6, middle=-433.5, size=12)
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, inf, isfinite, pi, sin
from typing import Any, NamedTuple, TypeAlias

from kg.ontology.tables.pdf import Pdf

Vector: TypeAlias = tuple[float, float]

LOST = "\ufffd"
_READING: tuple[Vector, ...] = ((1, 0), (0, -1), (-1, 0), (0, 1))  # right, down, left, up; a page's y grows upward
_HYPHEN = 0x02  # what pdfium calls a hyphen at the end of a line
_MIDDLE = 38  # percent of its size that the middle of a character is above its base line
_SLANT = 10  # degrees from a right angle at which text is a watermark
_FINE = 8  # steps in an em: what is drawn twice within one is drawn bold
_SLANTED = 2000  # characters of watermarks that are told
_LIGATED = "fijlst"  # letters of ligatures
_LOST = re.compile("[\ue000-\uf8ff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U000f0000-\U0010ffff]|\ufffd")
_FORMS = re.compile("[\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe48]")  # ligatures; marks in the form for vertical lines


class Glyph(NamedTuple):
    """A character in place; `blank` where the file has a blank before it."""

    text: str
    start: float
    end: float
    middle: float
    size: float
    blank: bool


@dataclass(slots=True)
class Characters:
    """The characters of a page in the order of the file; how many have no meaning; the text of watermarks."""

    glyphs: list[Glyph] = field(default_factory=list)
    lost: int = 0
    slanted: str = ""


class _Raw(NamedTuple):
    """A character as the file has it: its origin, how far it reaches, its turn clockwise."""

    text: str
    origin: Vector
    advance: float
    size: float
    turn: float
    blank: bool

    def centre(self) -> Vector:
        """The middle of its em box."""
        along, up = _axes(self.turn)
        half, rise = self.advance / 2, self.size * _MIDDLE / 100
        return self.origin[0] + along[0] * half + up[0] * rise, self.origin[1] + along[1] * half + up[1] * rise


def _axes(turn: float) -> tuple[Vector, Vector]:
    """The directions of the base line and of the top of characters that are turned clockwise."""
    return (cos(turn), -sin(turn)), (sin(turn), cos(turn))


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1]


def characters(text_page: Any, box: Sequence[float], table: Pdf) -> Characters:
    """The characters of a page of pdfium that stand in `box` (left, bottom, right, top)."""
    found = Characters()
    raws = list(_upright(_raws(text_page), found))
    reading = _READING[_direction(raws, table.lines.step)]
    across = (reading[1], -reading[0])  # the next line is clockwise of the direction of reading
    seen: set[tuple[str, int, int, float]] = set()
    for raw in raws:
        centre = raw.centre()
        if not (box[0] <= centre[0] <= box[2] and box[1] <= centre[1] <= box[3]):
            continue
        along = abs(_dot(_axes(raw.turn)[0], reading)) > 0.5
        half = (raw.advance if along else raw.size) / 2
        middle, place = _dot(centre, across), _dot(centre, reading)
        where = (place * _FINE / raw.size, middle * _FINE / raw.size)
        keys = {(raw.text, round(where[0] + n), round(where[1] + n), n) for n in (0.0, 0.5)}
        if seen.isdisjoint(keys):
            seen |= keys
            found.lost += raw.text == LOST
            found.glyphs.append(Glyph(raw.text, place - half, place + half, middle, raw.size, raw.blank))
    return found


def _upright(raws: Iterator[_Raw], found: Characters) -> Iterator[_Raw]:
    """The characters that are not aslant; the others are kept as what a watermark says."""
    for raw in raws:
        off = raw.turn * 180 / pi % 90
        if min(off, 90 - off) <= _SLANT:
            yield raw
        elif len(found.slanted) < _SLANTED:
            found.slanted += raw.text


def _raws(text_page: Any) -> Iterator[_Raw]:
    """The characters of the file; what pdfium adds by itself is left out, and of ligatures each is one."""
    import pypdfium2.raw as pdfium

    blank, high = False, ""
    last: _Raw | None = None  # what may be the first letter of a ligature, which pdfium tells one by one
    for n in range(pdfium.FPDFText_CountChars(text_page)):
        if pdfium.FPDFText_IsGenerated(text_page, n) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, n)
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        text, high = _written(code, high), ""
        raw = _raw(text_page, n, text, blank) if text.strip() else None
        blank = not text.strip() or (blank and raw is None)
        if raw is None:
            continue
        if last is not None and raw.origin == last.origin and text in _LIGATED:
            last = last._replace(text=last.text + text, advance=max(last.advance, raw.advance))
            continue
        if last is not None:
            yield last
        last = raw
    if last is not None:
        yield last


def _raw(text_page: Any, n: int, text: str, blank: bool) -> _Raw | None:
    """Where character `n` of a page stands; None where it takes no room."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text_page, n, x, y)
    pdfium.FPDFText_GetLooseCharBox(text_page, n, loose)
    pdfium.FPDFText_GetMatrix(text_page, n, matrix)
    scale = hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(text_page, n) * scale
    turn = pdfium.FPDFText_GetCharAngle(text_page, n)
    if not 0 < size < inf or turn < 0 or not isfinite(x.value + y.value):
        return None
    if unicodedata.east_asian_width(text[0]) in "WF":
        advance = size * hypot(matrix.a, matrix.b) / scale
    else:
        corners = ((loose.left, loose.bottom), (loose.right, loose.top))
        advance = max(_dot((cx - x.value, cy - y.value), _axes(turn)[0]) for cx, cy in corners)
    if pdfium.FPDFText_HasUnicodeMapError(text_page, n) == 1:
        text = LOST
    return _Raw(text, (x.value, y.value), max(advance, 0.0), size, turn, blank)


def _written(code: int, high: str) -> str:
    """What a code stands for; U+FFFD where it has no meaning outside of its font."""
    if code == _HYPHEN:
        return "-"
    if high and 0xDC00 <= code < 0xE000:
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or _LOST.match(chr(code)):
        return LOST if code > 0x20 else " "
    text = chr(code)
    return unicodedata.normalize("NFKC", text).strip() or text if _FORMS.match(text) else text


def _direction(raws: Sequence[_Raw], step: float) -> int:
    """In which direction most characters follow each other: a place in _READING."""
    counts: Counter[int] = Counter()
    centres = [raw.centre() for raw in raws]
    for n in range(1, len(raws)):
        dx, dy = centres[n][0] - centres[n - 1][0], centres[n][1] - centres[n - 1][1]
        size = raws[n].size
        if min(abs(dx), abs(dy)) * 3 <= size and 0 < max(abs(dx), abs(dy)) <= step * size:
            counts[(0 if dx > 0 else 2) if abs(dx) > abs(dy) else (1 if dy < 0 else 3)] += 1
    return max(counts, key=lambda way: (counts[way], -way)) if counts else 0
