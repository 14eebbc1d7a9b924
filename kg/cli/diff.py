"""`kg diff`: what changed from one graph to another, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.apart import graph_of
from kg.cli.codes import Exit
from kg.cli.verb import Verb

if TYPE_CHECKING:
    from kg.review.diff import Change, Difference
    from kg.types import Graph

_EXAMPLES = (
    ("kg diff out out", "Nothing: a graph does not differ from itself."),
    ("kg diff out/graph.json out/graph.ttl --turtle | head", "As a unified diff of their Turtle."),
)
_MARKS = {"added": "+", "gone": "-"}


@click.command(cls=Verb, examples=_EXAMPLES, once=("turtle",))
@click.argument("old", metavar="OLD", type=options.PATH)
@click.argument("new", metavar="NEW", type=options.PATH)
@click.option("--turtle", is_flag=True, help="Print a unified diff of both graphs in Turtle, which patch takes.")
@options.ontology
@options.as_json
def diff(old: Path, new: Path, turtle: bool, ontology: Path | None, as_json: bool) -> int:
    """Say what changed from one graph to another, each change with the sentence, rule, link or correction behind it.

    OLD and NEW are folders that kg build wrote, stores, or single files. Entities are compared by their ids; one whose
    id changed is found again by its mentions. A fact that says the same of things that have other ids now has not
    changed.

    Exit code, as of diff: 0 they say the same, 1 they differ, 2 one cannot be read.
    """
    if turtle and as_json:
        raise click.UsageError("give --turtle or --json, not both")
    graphs = [graph_of(old), graph_of(new)]
    if turtle:
        return _turtle(graphs, (old, new), ontology)
    from kg.review.diff import difference

    found = difference(*graphs)
    if as_json:
        report.print_json(found.as_json())
    else:
        for line in _lines(found):
            report.line(line)
    return Exit.FOUND if found else Exit.DONE


def _turtle(graphs: list[Graph], paths: tuple[Path, Path], ontology: Path | None) -> int:
    from kg.ontology.ontology import load
    from kg.rdf.graph_file import base_of_file
    from kg.rdf.model import to_rdf
    from kg.rdf.turtle import pieces
    from kg.review.turtle_diff import lines_of, unified

    known, texts = load(ontology), []
    for graph, path in zip(graphs, paths, strict=True):
        base = base_of_file(path)
        texts.append(lines_of(pieces(to_rdf(graph, base, ontology=known), base)))
    different = False
    for line in unified(texts[0], texts[1], (str(paths[0]), str(paths[1]))):
        different = True
        report.line(line, end="")
    return Exit.FOUND if different else Exit.DONE


def _lines(found: Difference) -> Iterator[str]:
    for what, ids in found.documents.items():
        yield from (f"{_MARKS.get(what, '~')} document {id_} {what}" for id_ in ids)
    for what, words in found.corrections.items():
        yield from (f"{_MARKS[what]} {one}" for one in words)
    for change in found.changes:
        yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    yield f"{_MARKS.get(change.what, '~')} {change.kind} {change.what}: {change.words}"
    rule = f" [{change.rule}]" if change.rule else ""
    if change.sentence:
        yield f"    “{change.sentence}”{rule}"
    yield f"    {change.why}"
