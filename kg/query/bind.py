"""A shipped question with its parameters set, and its answer as lines of text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import QueryError
from kg.query.engine import Engine
from kg.query.render import cells
from kg.query.results import Iri, Result
from kg.rdf.prefixes import prefixes
from kg.rdf.questions import CHOICE, PARAMETER, Question
from kg.rdf.terms import text

_NAMED = "SELECT DISTINCT ?entity { ?entity rdfs:label|skos:altLabel ?name FILTER(STR(?name) = %s) }"


def bind(question: Question, engine: Engine, values: Mapping[str, str | tuple[str, ...]]) -> str:
    """The SPARQL of a question with its parameters set.

    An entity is given by any of its names, a text by itself, a choice by some of its names with commas between them;
    a tuple is of terms as SPARQL writes them.
    QueryError where a parameter is not the question's, where nothing in the graph has the name that is given, and where
    a name is none to choose.
    """
    sparql, choices = question.sparql, dict(question.choices)
    for name, value in values.items():
        if name in choices and isinstance(value, str):
            sparql = _chosen(sparql, name, choices[name], value)
            continue
        if name not in question.parameters:
            names = (*question.parameters, *choices)
            known = f"its parameters are: {', '.join(names)}" if names else "it has none"
            raise QueryError(f"question {question.name!r} has no parameter {name!r}", hint=known)
        sparql = PARAMETER.sub(lambda m, n=name, v=value: _bound(m, n, v, engine), sparql)  # type: ignore[misc]
    return sparql


def lines(result: Result) -> tuple[str, ...]:
    """A result as lines for the answer of a question's file: the columns' names, then the rows as they are shown.

    >>> lines(Result("ask", b'{"head":{},"boolean":true}'))
    ('yes',)
    """
    if result.kind == "ask":
        return ("yes" if result.answer else "no",)
    return tuple(" | ".join(row).strip() for row in [list(result.variables), *cells(result)])


def _bound(match: re.Match[str], name: str, value: str | tuple[str, ...], engine: Engine) -> str:
    if match[1] != name:
        return match[0]
    if isinstance(value, tuple):
        return f"VALUES ?{name} {{ {' '.join(value)} }}"
    terms = entities(engine, value) if match[2] == "UNDEF" else [text(value)]
    return f"VALUES ?{name} {{ {' '.join(terms)} }}"


def _chosen(sparql: str, name: str, known: tuple[str, ...], value: str) -> str:
    """SPARQL in which a choice is narrowed to what is given, with or without prefix: organized,kg:chaired."""
    local = {one.partition(":")[2]: one for one in known} | {one: one for one in known}
    picked = [local.get(one.strip()) for one in value.split(",")]
    if None in picked:
        raise QueryError(f"{name}={value!r} is no choice", hint=f"choose from: {', '.join(known)}")
    names = " ".join(map(str, picked))
    return CHOICE.sub(lambda m: f"VALUES ?{name} {{ {names} }}" if m[1] == name else m[0], sparql)


def entities(engine: Engine, name: str) -> list[str]:
    """The IRIs, in SPARQL, of all entities that have this name or alias."""
    rows = Result(*engine.query(_NAMED % text(name), prefixes())).rows
    entities = sorted(f"<{term.value}>" for row in rows for term in row if isinstance(term, Iri))
    if not entities:
        raise QueryError(f"nothing in the graph is called {name!r}", hint="give one of the names or aliases in it")
    return entities
