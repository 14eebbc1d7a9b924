"""Terms of RDF as strings in the syntax of N-Triples: `<https://…>`, `"宜宾"@zh-Hans`, `"2020-07"^^<…gYearMonth>`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from kg.errors import TargetError
from kg.ontology.namespace import KG
from kg.rdf.language import is_chinese, language
from kg.rdf.prefixes import BASE, EDTF, XSD
from kg.types import Span, Value

Triple: TypeAlias = tuple[str, str, str]

# Characters that stand in an IRI as they are; all others are looked at one by one.
_ODD = re.compile(
    r"[^0-9A-Za-z_~!$&'()*+,;=:@.\-\u00b7\u3001\u3008-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60‘’“”—…]"
)
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp"}  # categories that no reader can see
_IRI_CHARACTERS = r"[^\x00-\x20\x7f-\x9f\ud800-\udfff<>\"{}|\\^`?#]"
_BASE = re.compile(
    rf"(?:https?://[^\x00-\x20\x7f-\x9f<>\"{{}}|\\^`?#/]+(?:/{_IRI_CHARACTERS}*)?|urn:[0-9A-Za-z][0-9A-Za-z\-]+:{_IRI_CHARACTERS}+)[/#]"
)
_ADDRESS = re.compile(rf"https?://{_IRI_CHARACTERS}+(?:\?{_IRI_CHARACTERS}*)?(?:#{_IRI_CHARACTERS}*)?")
_ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPE_SEQUENCE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), f'"^^<{XSD}date>'),
    (re.compile(r"-?[0-9]{4,}-[0-9]{2}"), f'"^^<{XSD}gYearMonth>'),
    (re.compile(r"-?[0-9]{4,}"), f'"^^<{XSD}gYear>'),
    (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
        f'"^^<{XSD}dateTime>',
    ),
    (re.compile(r"(?s).*"), f'"^^<{EDTF}EDTF>'),
)
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
QUANTITY = f"{KG}Quantity"  # datatype of a quantity whose text is no decimal number
_DATE_TYPES = {f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear", f"{XSD}dateTime", f"{EDTF}EDTF"}
_QUANTITY_TYPES = {f"{XSD}integer", f"{XSD}decimal", QUANTITY}


def _percent(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    allowed = 0xA0 <= code <= 0xD7FF or 0xF900 <= code <= 0xFDCF or 0xFDF0 <= code <= 0xFFEF
    allowed = allowed or (0x10000 <= code <= 0xDFFFD and code & 0xFFFF <= 0xFFFD)
    if allowed and unicodedata.category(char) not in _HIDDEN:
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """A name as one segment of an IRI: as it is, except what RFC 3987 forbids there and what cannot be seen.

    >>> local("宜宾市司法局"), local("“三 官”工作法"), local("100%/天")
    ('宜宾市司法局', '“三%20官”工作法', '100%25%2F天')
    """
    return name.replace(".", "%2E") if name in (".", "..") else _ODD.sub(_percent, name)


def unlocal(iri: str) -> str:
    """The name of which `local` made the last segment of an IRI; the segment itself where it made none of this kind.

    >>> unlocal("https://zhkg.example/id/" + local("100%/天")), unlocal("https://zhkg.example/id/%FF")
    ('100%/天', '%FF')
    """
    segment = iri.rpartition("/")[2]
    if "%" not in segment:
        return segment
    try:
        return unquote_to_bytes(segment).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return segment


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of a graph's things, all under one base: `id/` entities, `doc/` documents, `statement/` statements.

    `annotation/`, `agent/` and `software/` are the annotations that join statements to their evidence, the media that
    are no entities, and the program; `div/` are the divisions of the gazetteer; `correction/` and `editor/` what people
    correct, and who they are; `graph` is the graph itself.
    """

    base: str = BASE

    def __post_init__(self) -> None:
        """TargetError where `base` is no absolute http(s) or urn IRI that ends in a slash or #."""
        if not _BASE.fullmatch(self.base):
            hint = "give an http, https or urn IRI that ends in / or #, such as https://data.example.org/"
            raise TargetError(f"{self.base!r} is no base IRI", hint=hint)

    def graph(self) -> str:
        """The IRI of the graph."""
        return f"<{self.base}graph>"

    def inferred(self) -> str:
        """The IRI of the graph of what follows by the ontology's axioms.

        >>> Names().inferred()
        '<https://zhkg.example/graph/inferred>'
        """
        return f"<{self.base}graph/inferred>"

    def software(self, name: str) -> str:
        """The IRI of a program."""
        return f"<{self.base}software/{local(name)}>"

    def agent(self, name: str) -> str:
        """The IRI of a medium that is no entity of the graph, from its name."""
        return f"<{self.base}agent/{local(name)}>"

    def division(self, code: str) -> str:
        """The IRI of a division of the gazetteer, from its code."""
        return f"<{self.base}div/{local(code)}>"

    def writer(self, document: str, role: str, name: str) -> str:
        """The IRI of a person that only the byline of a document names.

        >>> Names().writer("a", "author", "方敏")
        '<https://zhkg.example/doc/a#author=方敏>'
        """
        return f"<{self.base}doc/{local(document)}{self._mark}{role}={local(name)}>"

    def annotation(self, name: str) -> str:
        """The IRI of the annotation that joins a statement to its evidence, from its fact's id."""
        return f"<{self.base}annotation/{local(name)}>"

    def correction(self, name: str) -> str:
        """The IRI of a correction, from its id."""
        return f"<{self.base}correction/{local(name)}>"

    def editor(self, name: str) -> str:
        """The IRI of who corrects a graph, from the name."""
        return f"<{self.base}editor/{local(name)}>"

    @property
    def _mark(self) -> str:
        """What comes before a part of a document: an IRI has one # only."""
        return ";" if "#" in self.base else "#"

    def entity(self, name: str) -> str:
        """The IRI of an entity, from its id.

        >>> Names().entity("宜宾市")
        '<https://zhkg.example/id/宜宾市>'
        """
        return f"<{self.base}id/{local(name)}>"

    def document(self, name: str) -> str:
        """The IRI of a document, from its id."""
        return f"<{self.base}doc/{local(name)}>"

    def statement(self, name: str) -> str:
        """The IRI of a statement, from its fact's id."""
        return f"<{self.base}statement/{local(name)}>"

    def nanopub(self, name: str, part: str | None = None) -> str:
        """The IRI of the nanopublication of a fact, from its id, or of a graph of it.

        >>> Names().nanopub("9f3a", "assertion")
        '<https://zhkg.example/np/9f3a#assertion>'
        """
        return f"<{self.base}np/{local(name)}{'' if part is None else self._mark + part}>"

    def passage(self, document: str, span: Span, kind: str = "char") -> str:
        """The IRI of some characters of a document, by RFC 5147 (offsets are code points), or of a selector of them.

        >>> Names().passage("a", Span(3, 9)), Names("https://a.example/kg#").passage("a", Span(3, 9), "quote")
        ('<https://zhkg.example/doc/a#char=3,9>', '<https://a.example/kg#doc/a;quote=3,9>')
        """
        return f"<{self.base}doc/{local(document)}{self._mark}{kind}={span.start},{span.end}>"


def kg(name: str) -> str:
    """A class or property of the ontology."""
    return f"<{KG}{local(name)}>"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:  # half a character: RDF has none; offsets stay right
        return "\ufffd"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def text(words: str) -> str:
    r"""A plain string. What cannot be seen is escaped.

    >>> print(text('他说"好"\n'))
    "他说\"好\"\n"
    """
    return f'"{_ESCAPED.sub(_escape, words)}"'


def unescaped(lexical: str) -> str:
    r"""The characters of what stands between the quotation marks, or angle brackets, of a term.

    >>> unescaped(r"a\u4e00\"\n")
    'a一"\n'
    """
    return _ESCAPE_SEQUENCE.sub(_unescape, lexical) if "\\" in lexical else lexical


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])


def label(words: str) -> str:
    """A name in Chinese.

    >>> label("鄭文燦"), label("C919")
    ('"鄭文燦"@zh-Hant', '"C919"@zh-Hans')
    """
    return f"{text(words)}@{language(words)}"


def chinese(words: str) -> str:
    """Words of a text: in Chinese where a Chinese character is among them, else a plain string.

    >>> chinese("局长"), chinese("3:2")
    ('"局长"@zh-Hans', '"3:2"')
    """
    return label(words) if is_chinese(words) else text(words)


def address(url: str) -> str:
    """An address on the web as an IRI; as a string of the type anyURI where it is no valid IRI."""
    return f"<{url}>" if _ADDRESS.fullmatch(url) else f"{text(url)}^^<{XSD}anyURI>"


def number(value: float) -> str:
    """An xsd:decimal.

    >>> number(0.93)
    '"0.93"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    digits = repr(float(value))
    if "e" in digits:  # which a decimal may not have
        digits = f"{Decimal(digits):f}"
        digits = digits if "." in digits else f"{digits}.0"
    return f'"{digits}"^^<{XSD}decimal>'


def natural(value: int) -> str:
    """An xsd:nonNegativeInteger."""
    return f'"{value}"^^<{XSD}nonNegativeInteger>'


def date(iso: str) -> str:
    """A date, typed by its precision; a form that XSD lacks (a decade, an interval) is an EDTF string.

    >>> date("2020-07")
    '"2020-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return next(f'"{_ESCAPED.sub(_escape, iso)}{end}' for pattern, end in _DATES if pattern.fullmatch(iso))


def literal(value: Value) -> str:
    """A value as a literal; the unit of a quantity is not part of it."""
    if value.datatype == "date":
        return date(value.text)
    if value.datatype == "quantity":
        if _INTEGER.fullmatch(value.text):
            return f'"{value.text}"^^<{XSD}integer>'
        kind = f"{XSD}decimal" if _DECIMAL.fullmatch(value.text) else QUANTITY
        return f"{text(value.text)}^^<{kind}>"
    return chinese(value.text)


def value(lexical: str, datatype: str, unit: str | None = None) -> Value:
    """The value of which `literal` made a literal of this lexical form and datatype IRI.

    >>> value("2020-07", "http://www.w3.org/2001/XMLSchema#gYearMonth")
    Value(text='2020-07', datatype='date', unit=None)
    """
    if datatype in _DATE_TYPES:
        return Value(lexical, "date")
    return Value(lexical, "quantity", unit) if datatype in _QUANTITY_TYPES else Value(lexical, "text")
