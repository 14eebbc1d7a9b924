"""The triples of a Turtle file, and where a term stands in it: parsers of RDF give no lines, and an error needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import OntologyError

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOKEN = re.compile(
    r"""\#[^\n]*                                                                 # a comment
    | (?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')(?:@[A-Za-z0-9-]+)?
    | <(?P<iri>[^>\s]*)>
    | (?P<mark>[;,\[\]()])
    | (?P<word>[^\s;,\[\]()"'<>#]+)""",
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = {"prefix": 2, "base": 1}  # each with the number of terms behind it


@dataclass(frozen=True, slots=True)
class _Token:
    value: str  # the full IRI of a name, the characters of a text, or the token as it stands
    line: int


def parsed(path: Path, text: str) -> tuple[Any, ...]:
    """The quads (of pyoxigraph) of the text of a file, each once, sorted; OntologyError where it is no Turtle."""
    import pyoxigraph as ox

    try:
        return tuple(sorted(set(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)), key=str))
    except SyntaxError as error:
        hint = "mend it there: often a dot, a semicolon or the declaration of a prefix is missing"
        raise OntologyError(f"not valid Turtle: {error.msg}", where=f"{path}:{error.lineno}", hint=hint) from None


def line_of(turtle: str, subject: str, *terms: str) -> int:
    r"""The line (from 1) in valid Turtle on which `terms`, one after the other, are said of a subject.

    Subject and terms are full IRIs, or the characters of a literal. The line is that of the last term found; of the
    subject where the first is not found, and 1 where the subject is not.

    >>> turtle = "@prefix a: <urn:a:> .\na:Person a:label 'person' ;\n    a:above a:Thing .\n"
    >>> line_of(turtle, "urn:a:Person", "urn:a:above", "urn:a:Thing"), line_of(turtle, "urn:a:Person")
    (3, 2)
    """
    best = (0, 1)  # number of terms found, line
    for block in _blocks(turtle):
        if block[0].value != subject:
            continue
        found, line = 1, block[0].line
        wanted = list(terms)
        for token in block[1:]:
            if wanted and token.value == wanted[0]:
                wanted.pop(0)
                found, line = found + 1, token.line
        if found > best[0]:
            best = found, line
    return best[1]


def _blocks(turtle: str) -> Iterator[list[_Token]]:
    """The tokens of each statement, from its subject on."""
    prefixes: dict[str, str] = {}
    block: list[_Token] = []
    for token in _tokens(turtle):
        block.append(token)
        head = block[0].value.lower().lstrip("@")
        if head in _DIRECTIVES:
            if len(block) > _DIRECTIVES[head]:
                if head == "prefix":
                    prefixes[block[1].value] = block[2].value
                block = []
        elif token.value == ".":
            if len(block) > 1:  # the dot behind a directive stands alone
                yield [_Token(_expanded(t.value, prefixes), t.line) for t in block[:-1]]
            block = []


def _tokens(turtle: str) -> Iterator[_Token]:
    line, at = 1, 0
    for match in _TOKEN.finditer(turtle):
        line += turtle.count("\n", at, match.start())
        at = match.start()
        if match["text"] is not None:
            quotes = 3 if match["text"][:3] in ('"""', "'''") else 1
            yield _Token(match["text"][quotes:-quotes], line)
        elif match["word"] is not None:
            word = match["word"]
            if word.rstrip("."):
                yield _Token(word.rstrip("."), line)
            if word.endswith("."):
                yield _Token(".", line)
        elif match["iri"] is not None or match["mark"] is not None:
            yield _Token(match["mark"] or match["iri"], line)


def _expanded(token: str, prefixes: dict[str, str]) -> str:
    if token == "a":
        return _TYPE
    prefix, colon, local = token.partition(":")
    return prefixes[f"{prefix}:"] + local if colon and f"{prefix}:" in prefixes else token
