"""`kg infer`: what follows from a graph by the ontology's axioms, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.apart import apart
from kg.cli.verb import Verb
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.query.inferred import Why

_EXAMPLES = (("kg infer out", "How many triples follow with each property, and of each class."),)


@click.command(cls=Verb, examples=_EXAMPLES, once=("explain",))
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option(
    "--explain",
    nargs=3,
    metavar="SUBJECT PROPERTY OBJECT",
    help="Say why a triple holds: the axioms, and what is said. A term is written as in SPARQL; a thing may be named.",
)
@options.ontology
@options.as_json
def infer(path: Path, explain: tuple[str, str, str] | None, ontology: Path | None, as_json: bool) -> None:
    """Say what follows from a graph by the axioms of the ontology.

    The axioms stand in schema.ttl: subclasses, subproperties, inverse, symmetric and transitive properties, chains. kg
    query finds what follows without being asked to.

    Example: kg infer out --explain 宜宾市司法局 a schema:Organization  # Why it is one.
    """
    if explain is not None:
        found = apart(partial(_why, path, ontology, explain), str(path))
        if as_json:
            report.print_json(asdict(found))
        else:
            click.echo(visible("\n".join(_lines(found))))
        return
    counts = apart(partial(_counted, path, ontology), str(path))
    if as_json:
        report.print_json([{"term": term, "triples": n} for term, n in counts])
        return
    for term, n in counts:
        click.echo(visible(f"{n:>9,}  {term}"))
    if not report.quiet():
        click.echo(f"{sum(n for _, n in counts):>9,}  in all")


def _counted(path: Path, folder: Path | None) -> list[tuple[str, int]]:
    from kg.ontology.ontology import load as ontology
    from kg.query.inferred import counted
    from kg.query.load import load

    return counted(load(path, ontology(folder), inferred=True))


def _why(path: Path, folder: Path | None, triple: tuple[str, str, str]) -> Why:
    from kg.ontology.ontology import load as ontology
    from kg.query.inferred import why
    from kg.query.load import load

    known = ontology(folder)
    return why(load(path, known, inferred=True), triple, known)


def _lines(found: Why, depth: int = 0) -> Iterator[str]:
    """An explanation as lines: a triple; below it where it is said, or the axiom and what it follows from."""
    indent = "  " * depth
    yield f"{indent}{found.triple}"
    if found.axiom:
        yield f"{indent}  by {found.axiom}"
    yield from (f"{indent}  “{quote}” — {document}" for document, quote in found.said)
    for premise in found.premises:
        yield from _lines(premise, depth + 1)
