"""Graph -> HTML page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.export.page.assets import assets, packed
from kg.export.page.data import data
from kg.export.page.vendor import oxigraph
from kg.ontology.ontology import Ontology
from kg.ontology.schema import Class, Property
from kg.ontology.tables.columns import ColumnRow
from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.questions import questions
from kg.rdf.tree import tree
from kg.types import Graph

_UNTITLED = "zhkg"
_HERE = Path(__file__).parent
_ESCAPED = "<>&\u2028\u2029"
_LARGE = 5_000_000  # bytes; beyond them a page has the SPARQL panel only where that is asked for
_TITLE, _DATA, _FORM = "\0title\0", "\0data\0", "\0form\0"  # where a page has its own; all else is made once


def render(
    graph: Graph,
    ontology: Ontology,
    sparql: bool | None = None,
    base: str = BASE,
    service: str | None = None,
    story: Mapping[str, Any] | None = None,
) -> str:
    """One HTML file, complete in itself: it asks nobody for anything, and runs without a server.

    `sparql` adds a panel that asks the graph with an engine of its own (Oxigraph, 2 MB); None adds it where the engine
    was built and the file stays under 5 MB, and says so in the page where it does not. With a `service`, the address
    of a SPARQL endpoint beside the page, the panel asks that, and the page is for its server alone. The same graph
    gives the same characters. Names and texts of the graph reach the page as data only: a strict
    Content-Security-Policy admits the page's own scripts by their hashes and nothing else. `story` are scenes that the
    page plays (kg.export.page.story). Raises TargetError where the installed pyvis has no vis-network in it, and where
    `sparql` is asked for and its engine was not built.
    """
    found = data(graph, ontology, base) | ({"story": story} if story else {})
    if service is not None:
        return _page(found, ontology, base, False, service)
    if sparql is None:
        html = _page(found, ontology, base, oxigraph() is not None)
        small = not oxigraph() or len(html) < _LARGE  # of ASCII, but for some words in its scripts
        return html if small else _page(found | {"without_panel": True}, ontology, base, False)
    return _page(found, ontology, base, sparql)


def _page(found: dict[str, Any], ontology: Ontology, base: str, sparql: bool, service: str | None = None) -> str:
    from markupsafe import escape

    about = {"about": [[p.name, p.version, p.licence, p.sha256] for p in assets(sparql).parts]}
    panel: dict[str, Any] = {}
    if sparql or service:
        panel = {"prefixes": dict(prefixes(base)), "questions": _questions(ontology), "tree": tree(ontology)}
        named: dict[str, Class | Property] = {**ontology.classes, **ontology.properties}
        panel["columns"] = _columns(ontology)
        words = {name: (known.zh, known.en) for name, known in named.items()}
        words |= {known.inverse: known.back for known in ontology.properties.values() if known.inverse and known.back}
        panel["vocabulary"] = {name: {"zh": zh, "en": en} for name, (zh, en) in sorted(words.items())}
    text = whole(as_json(found | about | panel))
    content = text.encode("utf-8")
    small = packed(content)
    form, shown = ("base64", small) if len(small) < len(content) else ("json", text)
    own = {_TITLE: str(escape(whole(found.get("title") or _UNTITLED))), _DATA: shown, _FORM: form}
    return "".join([own.get(piece, piece) for piece in _pieces(sparql, service)])


def _columns(ontology: Ontology) -> dict[str, Any]:
    rows = ontology.word_list(ColumnRow)
    return {
        row.column: {"zh": row.zh, "en": row.en}
        | ({"unit": row.unit} if row.unit else {})
        | ({"values": row.values} if row.values else {})
        for row in rows
    }


def _questions(ontology: Ontology) -> list[dict[str, Any]]:
    return [
        {
            "name": q.name,
            "zh": q.zh,
            "en": q.en,
            "sparql": re.sub(r"^# .*\n", "", q.sparql, flags=re.MULTILINE),
            "parameters": q.parameters,
            "choices": {name: [one.partition(":")[2] for one in known] for name, known in q.choices},
        }
        for q in questions(ontology)
    ]


def whole(text: str) -> str:
    """Half characters, which UTF-8 cannot write, become U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_json(value: Any) -> str:
    """JSON that is safe within a script element: no character of it can end the element or a line of it.

    >>> as_json({"name": "</script>&"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in _ESCAPED:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def _pieces(sparql: bool, service: str | None) -> list[str]:
    """The template filled in, in pieces: what all pages share, and the places of what is their own."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    template, given = environment.get_template("page.html.j2"), assets(sparql, service)
    page = template.render(title=_TITLE, assets=given, data=_DATA, form=_FORM)
    return re.split(f"({_TITLE}|{_DATA}|{_FORM})", page)
