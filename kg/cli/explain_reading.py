"""`kg build --explain-reading`: where each field of a document comes from, and what is left out of its body."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import click

from kg.cli import report
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.ontology.ontology import Ontology
    from kg.read.article.fields import Choice, FieldValue
    from kg.read.reader import Explanation
    from kg.read.sources import Source
    from kg.types import Document

_RAW = 60  # characters of a text that a table shows
_WIDE = 400  # columns of a table: nothing is wrapped


def explain_reading(sources: list[Source], ontology: Ontology, *, as_json: bool) -> tuple[int, int]:
    """Print how each document is read, as text or as one JSON array. The number of documents and of errors."""
    from kg.errors import SourceError
    from kg.read.read import explain

    told: list[dict[str, Any]] = []
    failed = 0
    for source in sources:
        for one in explain(source, ontology):
            if isinstance(one, SourceError):
                failed += 1
                click.echo(f"kg: {visible(str(one))}", err=True)
                continue
            for warning in one.document.warnings:
                report.warn(str(warning))
            told.append(_as_dict(one))
            if not as_json:
                click.echo(("\n" if len(told) > 1 else "") + _as_text(told[-1]))
    if as_json:
        report.print_json(told)
    return len(told), failed


def _as_dict(one: Explanation) -> dict[str, Any]:
    """An explanation as JSON has it; `verdict` is "wins", "same" (as what wins), "loses", or why it is no value."""
    document = one.document
    lines = _body(document)
    return {
        "id": document.id,
        "encoding": document.meta.encoding,
        "fields": {choice.field: _field(choice) for choice in one.choices},
        "body": {"lines": len(lines), "first": lines[0] if lines else "", "last": lines[-1] if lines else ""},
        "left_out": [{"text": left.text, "why": left.why} for left in one.left_out],
    }


def _body(document: Document) -> list[str]:
    """The lines of a document without what states its metadata."""
    kept = list(document.text)
    for span in document.meta.frame:
        kept[span.start : span.end] = " " * len(span)
    return [line.strip() for line in "".join(kept).splitlines() if line.strip()]


def _field(choice: Choice) -> dict[str, Any]:
    won = set(choice.values)
    places = [_place(value, "wins") for value in choice.won]
    places += [_place(value, value.wrong or ("same" if value.value in won else "loses")) for value in choice.lost]
    return {"values": list(choice.values), "places": places}


def _place(value: FieldValue, verdict: str) -> dict[str, str]:
    return {
        "place": value.field,
        "where": value.where,
        "raw": value.raw,
        "value": value.value,
        "verdict": verdict,
    }


def _as_text(told: dict[str, Any]) -> str:
    """An explanation as aligned text: a row a place, the one that wins first."""
    rows: list[tuple[str, ...]] = []
    for field, found in told["fields"].items():
        values = ", ".join(found["values"]) or "-"
        for n, place in enumerate(found["places"]):
            said = place["raw"] if place["raw"] != place["value"] else ""
            cells = (place["verdict"], place["value"] or "-", place["place"], place["where"], said)
            rows.append(("" if n else field, *cells))
        if not found["places"]:
            rows.append((field, "no place", values, "", "", ""))
    body = told["body"]
    lines = [f"{told['id']}: {told['encoding']}, {body['lines']} lines of text"]
    lines += [f"  first  {_short(body['first'])}", f"  last   {_short(body['last'])}", ""]
    lines += _table(("field", "verdict", "value", "place", "where", "what stands there"), rows)
    left: list[tuple[str, ...]] = [(one["why"], one["text"]) for one in told["left_out"]]
    return "\n".join([*lines, "", *_table(("left out, since", "text"), left)] if left else lines)


def _short(text: str) -> str:
    text = visible(" ".join(text.split()))
    return text if len(text) <= _RAW else f"{text[:_RAW]}…"


def _table(titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*titles, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*(Text(_short(cell), no_wrap=True) for cell in row))
    console = Console(width=_WIDE, file=StringIO(), highlight=False, color_system=None)
    with console.capture() as shown:
        console.print(table)
    return [line.rstrip() for line in shown.get().splitlines()]
