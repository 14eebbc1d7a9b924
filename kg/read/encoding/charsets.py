"""Which encoding bytes are in: what they declare, and which encoding makes them look most like Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from shlex import quote
from typing import Any

from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding
from kg.read.encoding.plausibility import plausibility
from kg.read.encoding.whatwg import CODECS

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ICONV = {name: name.upper() for name in CODECS} | {
    "big5": "BIG5-HKSCS",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
}
_HEAD = 4096  # bytes in which a page declares its encoding
_SAMPLE = 400_000  # bytes that tell the encodings apart; much of a page is ASCII
_FEWEST = 4  # characters beyond ASCII that show an encoding of seven bits
_DECLARED = re.compile(
    rb"""(?i)<(?:meta\b[^<>]{0,400}?\bcharset|\?xml\b[^<>]{0,100}?\bencoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
)
_NAMES = {"gbk": "gb18030"}  # of the standard's encodings: the same decoder


@dataclass(frozen=True, slots=True)
class _Foreign:
    """An encoding that is recognised but not read: its name, what shows it, Python's codec for it, if there is one."""

    name: str
    sign: re.Pattern[bytes]
    codec: str = ""

    def conversion(self, file: str) -> str:
        """The command that converts a file, whose name is quoted, to UTF-8."""
        if self.codec:  # which many an iconv lacks
            program = f"import sys; print(open(sys.argv[1], encoding='{self.codec}').read())"
            return f'python3 -c "{program}" {file} > new.txt'
        return f"iconv -f {self.name} -t UTF-8 {file} > new.txt"


_FOREIGN = (
    _Foreign("UTF-32", re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff"), "utf-32"),
    _Foreign("ISO-2022-CN", re.compile(rb"[^\x1b]{0,4000}\x1b\$\)[AEG]")),
    _Foreign("HZ", re.compile(rb"(?s).{0,4000}?~\{(?:[!-}][!-~]){1,200}?~\}"), "hz"),
    _Foreign("UTF-7", re.compile(rb"(?s).{0,4000}?\+[A-Za-z0-9+/]{3}"), "utf-7"),
)


def declared(data: bytes) -> str | None:
    """The encoding that a page declares in a meta element or an XML declaration, or None; labels are WHATWG's.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gb18030'
    """
    found = _DECLARED.search(data, 0, _HEAD)
    return labelled(found[1].decode("ascii", "replace")) if found else None


def labelled(label: str) -> str | None:
    """The encoding (a key of CODECS) that a label of WHATWG's means, or None.

    >>> labelled("GB2312"), labelled("latin1")
    ('gb18030', None)
    """
    import webencodings

    lookup: Any = webencodings.lookup
    encoding = lookup(label)
    name = _NAMES.get(encoding.name, encoding.name) if encoding else ""
    return name if name in CODECS else None


def foreign(data: bytes, ontology: Ontology, where: str | None) -> tuple[str, str] | None:
    """The name of an encoding of Chinese that browsers do not read either, where bytes are in it; how to convert it."""
    for one in _FOREIGN:
        if not one.sign.match(data) or not (one.name == "UTF-32" or data.isascii()):
            continue
        text = data[:_SAMPLE].decode(one.codec, "ignore") if one.codec else ""
        enough = len(text.encode("ascii", "ignore")) + _FEWEST <= len(text)
        if not one.codec or (enough and plausibility(text, ontology) >= ontology.table(Encoding).plausible):
            return one.name, one.conversion(quote(where or "FILE"))
    return None


def detect(data: bytes, ontology: Ontology, charset: str = "") -> str | None:
    """The encoding (a key of CODECS) of bytes that bear no mark, or None where they look like Chinese in none.

    What looks most like Chinese wins, and what is declared counts a little more: pages lie about their encoding. A few
    bytes may be broken in it. `charset` is what the server of a page declares, which goes before the page.
    """
    table = ontology.table(Encoding)
    try:
        utf8 = data.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = None
    whole = utf8 is not None and "\0" not in utf8
    if utf8 is not None and whole and (data.isascii() or plausibility(utf8, ontology) >= table.plausible):
        return "utf-8"
    sample, said = data[:_SAMPLE], labelled(charset) or declared(data)
    texts = {name: sample.decode(codec, "replace") for name, codec in CODECS.items()}
    ranked = {name: plausibility(text, ontology) for name, text in texts.items() if "\0" not in text}
    best = max(ranked, key=lambda name: ranked[name] + table.declared * (name == said), default="")
    if ranked.get(best, -1) >= table.plausible:
        return best
    return "utf-8" if whole else None
