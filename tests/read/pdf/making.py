"""PDFs written by hand, character by character where that matters: they need no program and no font."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
LEFT, TOP, SIZE, LEADING = 72, 770, 12, 20
COLUMN = 36  # characters of a line
PICTURE = b"q 500 0 0 700 48 70 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x40\x80\xff EI Q"
WATERMARK = b"0.7 0.7 -0.7 0.7 200 300"
_ORDINARY = b"/Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-%s"
_WIDTHS = b"/DW 1000 /W [1 95 500 814 [500]]"
_CHINESE = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"


@dataclass(frozen=True)
class Words:
    """A line: where it begins, from the left and from below, its size, what it says; `turn` is its matrix."""

    x: float
    y: float
    text: str
    size: float = SIZE
    turn: bytes = b""

    def shown(self) -> bytes:
        """What shows it."""
        place = self.turn or f"1 0 0 1 {self.x:g} {self.y:g}".encode()
        return b"BT /F1 %g Tf %s Tm <%s> Tj ET" % (self.size, place, self.text.encode("utf-16-be").hex().encode())


@dataclass(frozen=True)
class Sheet:
    """A page: its lines, how it is turned, and what else stands in its content."""

    words: Sequence[Words] = ()
    rotate: int = 0
    more: bytes = b""


def column(
    paragraphs: Iterable[str], x: float = LEFT, y: float = TOP, width: int = COLUMN, size: float = SIZE
) -> list[Words]:
    """Paragraphs set in a column of so many characters, their first lines set in by two."""
    lines = []
    for paragraph in paragraphs:
        words = "\u3000\u3000" + paragraph
        while words:
            end = next((n for n in range(width, 0, -1) if not words[n - 1 : n + 1].isdigit() or n >= len(words)), width)
            lines.append(Words(x, y, words[:end], size))
            words, y = words[end:], y - LEADING
    return lines


def _objects(sheets: Sequence[Sheet], information: bytes, vertical: bool, unicode: bytes) -> list[bytes]:
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(sheets)))
    to = b"/ToUnicode %d 0 R" % (6 + 2 * len(sheets)) if unicode else b""
    found = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(sheets)),
        b"<< /Type /Font %s /DescendantFonts [4 0 R] %s >>" % (_ORDINARY % (b"V" if vertical else b"H"), to),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light %s %s >>" % (_CHINESE, _WIDTHS),
        b"<< %s >>" % information,
    ]
    for n, sheet in enumerate(sheets):
        content = b"\n".join([*(one.shown() for one in sheet.words), sheet.more])
        fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
        box = b"/MediaBox [0 0 %d %d] /Rotate %d" % (WIDTH, HEIGHT, sheet.rotate)
        found.append(b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (box, fonts, 7 + 2 * n))
        found.append(stream(content))
    return [*found, stream(unicode)] if unicode else found


def stream(content: bytes, filters: bytes = b"") -> bytes:
    """A stream with its length."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)


def pdf(
    sheets: Sequence[Sheet | Sequence[Words]],
    information: bytes = b"",
    *,
    vertical: bool = False,
    unicode: bytes = b"",
) -> bytes:
    """A PDF of these pages; `unicode` is a map of its characters, a CMap."""
    pages = [one if isinstance(one, Sheet) else Sheet(one) for one in sheets]
    return written(_objects(pages, information, vertical, unicode))


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """The bytes of a PDF with these objects: the first is its catalog, the fifth its information."""
    data, places = b"%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (len(objects) + 1, table)
    tail = b"<< /Size %d /Root 1 0 R /Info 5 0 R %s >>\n" % (len(objects) + 1, trailer)
    return data + head + tail + b"startxref\n%d\n%%%%EOF\n" % len(data)


def mapped(codes: Iterable[tuple[str, str]]) -> bytes:
    """A CMap that says for characters what they mean."""
    lines = b"\n".join(
        b"<%s> <%s>" % (a.encode("utf-16-be").hex().encode(), b.encode("utf-16-be").hex().encode()) for a, b in codes
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /M def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"%d beginbfchar\n%s\nendbfchar\nendcmap end end" % (lines.count(b"\n") + 1, lines)
    )
