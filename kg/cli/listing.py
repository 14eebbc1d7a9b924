"""`kg list`: the names that options take, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from kg.cli import options, report
from kg.cli.verb import Verb

Row = dict[str, Any]


def _extractors(_: Path | None) -> list[Row]:
    from kg.extract.extractors import DEFAULT, left_out, rows

    for one in left_out():
        report.warn(f"not available: {one}")
    return [{"name": row.name, "default": row.name == DEFAULT, "summary": row.summary} for row in rows()]


def _formats(_: Path | None) -> list[Row]:
    from kg.export.formats import FOLDERS, FORMATS

    texts = [
        {"name": name, "suffix": one.suffix, "media_type": one.media, "rdf12": one.rdf12, "folder": False}
        for name, one in FORMATS.items()
    ]
    return texts + [
        {"name": name, "suffix": one.suffix, "media_type": one.media, "rdf12": False, "folder": True}
        for name, one in FOLDERS.items()
    ]


def _readers(_: Path | None) -> list[Row]:
    from kg.read.readers import READERS

    return [{"name": one.name, "suffixes": list(one.suffixes), "media_types": list(one.media_types)} for one in READERS]


def questions(ontology: Path | None) -> list[Row]:
    """The questions that ship with an ontology."""
    from kg.ontology.ontology import load
    from kg.rdf.questions import questions as shipped

    return [
        {
            "name": one.name,
            "parameters": [*one.parameters, *(name for name, _ in one.choices)],
            "zh": one.zh,
            "en": one.en,
            "choices": {name: list(some) for name, some in one.choices},
            "example": dict(one.example),
        }
        for one in shipped(load(ontology))
    ]


def _classes(ontology: Path | None) -> list[Row]:
    from kg.ontology.ontology import load

    found = load(ontology).classes.values()
    return [{"name": one.name, "parent": one.parent, "zh": one.zh, "en": one.en} for one in found]


def _properties(ontology: Path | None) -> list[Row]:
    from kg.ontology.ontology import load

    return [
        {
            "name": one.name,
            "domain": list(one.domain),
            "range": list(one.range),
            "datatype": one.datatype,
            "qualifiers": list(one.qualifiers),
            "zh": one.zh,
            "en": one.en,
        }
        for one in load(ontology).properties.values()
    ]


_LISTS: Mapping[str, Callable[[Path | None], list[Row]]] = {
    "extractors": _extractors,
    "readers": _readers,
    "formats": _formats,
    "questions": questions,
    "classes": _classes,
    "properties": _properties,
}


@click.command(
    name="list",
    cls=Verb,
    examples=[
        ("kg list formats", "The formats of kg export, with suffix and media type."),
        ("kg list properties --json", "The relations of the ontology, for a program."),
    ],
)
@click.argument("what", metavar="WHAT", type=click.Choice(list(_LISTS)))
@options.ontology
@options.as_json
def listing(what: str, ontology: Path | None, as_json: bool) -> None:
    """List extractors, readers, formats, questions, classes or properties."""
    found = _LISTS[what](ontology)
    if as_json:
        report.print_json(found)
        return
    width = max((len(row["name"]) for row in found), default=0)
    for row in found:
        rest = "  ".join(
            _shown(key, value)
            for key, value in row.items()
            if key not in ("name", "choices", "example") and value not in (None, [])
        )
        click.echo(f"{row['name']:<{width}}  {rest}".rstrip())


def _shown(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return f"({key})" if value else ""
    return ", ".join(value) if isinstance(value, list) else str(value)
