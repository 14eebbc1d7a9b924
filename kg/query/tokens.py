"""The tokens of a SPARQL query, as far as hints about an empty answer need them: terms, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.rdf.prefixes import RDF, XSD
from kg.rdf.terms import unescaped

Kind: TypeAlias = Literal["iri", "name", "string", "variable", "word", "mark"]

_TAG = r"(?:@[A-Za-z][A-Za-z0-9-]*|\^\^(?:<[^<>\s]*>|[\w.-]*:[\w.:%-]*))?"
_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<iri><[^<>\"{}|^`\\\s]*>)"
    rf"|(?P<string>(?:'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    rf"|\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'){_TAG})"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>[\w.-]*:(?:[\w:%\u00b7-]|\\.|\.(?=[\w:%-]))*)"
    r"|(?P<word>\w+)"
    r"|(?P<mark>\S)",
    re.DOTALL,
)
_ELSEWHERE = {"OPTIONAL", "MINUS", "EXISTS", "UNION"}  # what stands in these need not be there
_ESCAPED = re.compile(r"\\(.)")
_QUOTES = re.compile(r"\A('''|\"\"\"|['\"])")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query from `start` to `end`.

    `iri` is what an IRI or a prefixed name stands for. `needed` is whether the query finds nothing where it finds
    nothing for this: it stands in no OPTIONAL, MINUS, EXISTS or UNION. `depth` counts the parentheses around it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    iri: str | None
    needed: bool
    depth: int


def tokens(sparql: str, prefixes: Mapping[str, str]) -> list[Token]:
    """The tokens of a query that parses, without its comments, its declarations and the template of a CONSTRUCT.

    >>> [(t.text, t.iri) for t in tokens("PREFIX a: <urn:a:> ASK { ?s a:b <urn:c> } # d", {}) if t.iri]
    [('a:b', 'urn:a:b'), ('<urn:c>', 'urn:c')]
    """
    found = [m for m in _TOKEN.finditer(sparql) if m.lastgroup != "comment"]
    spaces = dict(prefixes)
    body = list(_without_declarations(found, spaces))
    inner, template = _groups(body)
    out, depth = [], 0
    for n, match in enumerate(body):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if template[0] < n < template[1]:
            continue
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        needed = not any(start < n < end for start, end in inner)
        out.append(Token(kind, match[0], match.start(), match.end(), _iri(match, spaces), needed, depth))
    return out


def _without_declarations(found: list[re.Match[str]], spaces: dict[str, str]) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(found):
        word = found[at][0].upper()
        if word == "PREFIX" and at + 2 < len(found):
            spaces[found[at + 1][0].rstrip(":")] = found[at + 2][0][1:-1]
            at += 3
        elif word == "BASE" and at + 1 < len(found):
            at += 2
        else:
            yield found[at]
            at += 1


def _groups(body: list[re.Match[str]]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """The groups that need not be there, and the template of a CONSTRUCT: places of their braces."""
    spans, template, open_ = [], (0, 0), []
    for n, match in enumerate(body):
        if match[0] == "{":
            open_.append(n)
        elif match[0] == "}" and open_:
            start = open_.pop()
            before = body[start - 1][0].upper() if start else ""
            after = body[n + 1][0].upper() if n + 1 < len(body) else ""
            if before == "CONSTRUCT":
                template = (start, n)
            if before in _ELSEWHERE or after == "UNION":
                spans.append((start, n))
    return spans, template


def _iri(match: re.Match[str], spaces: Mapping[str, str]) -> str | None:
    if match.lastgroup == "iri":
        return match[0][1:-1]
    prefix, colon, local = match[0].partition(":") if match.lastgroup == "name" else ("", "", "")
    return spaces[prefix] + _ESCAPED.sub(r"\1", local) if colon and prefix in spaces else None


def literal(text: str, spaces: Mapping[str, str]) -> tuple[str, str, str | None]:
    """The characters of a string token, its datatype's IRI and its language.

    >>> literal("'一'@zh", {})[::2], literal('"1"^^xsd:int', {"xsd": "urn:x:"})[:2]
    (('一', 'zh'), ('1', 'urn:x:int'))
    """
    mark = _QUOTES.match(text)
    assert mark is not None
    end = text.rindex(mark[1])
    characters, tag = unescaped(text[mark.end() : end]), text[end + len(mark[1]) :]
    if tag.startswith("@"):
        return characters, f"{RDF}langString", tag[1:]
    if tag.startswith("^^<"):
        return characters, tag[3:-1], None
    prefix, _, local = tag[2:].partition(":")
    return characters, spaces.get(prefix, "") + local if tag else f"{XSD}string", None


def edited(sparql: str, edits: Mapping[tuple[int, int], str]) -> str:
    """A query with some stretches replaced.

    >>> edited("ASK { ?s kg:a ?o }", {(9, 13): "kg:b"})
    'ASK { ?s kg:b ?o }'
    """
    starts = sorted(edits)
    parts: list[str] = []
    at = 0
    for start, end in starts:
        parts += sparql[at:start], edits[start, end]
        at = end
    return "".join([*parts, sparql[at:]])
