"""`kg correct`: what is wrong with a graph, for every later build."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options, report
from kg.cli.apart import graph_of
from kg.cli.target import write
from kg.cli.verb import Verb
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.types import Correction

_KINDS = ("same", "different", "retype", "rename", "retract", "assert")
_ONCE = ("when", "why", "document", "quote", "qualifier", "unit", "modality", "new")


@click.command(cls=Verb, once=_ONCE)
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.argument("kind", metavar="KIND", type=click.Choice(_KINDS))
@click.argument("words", metavar="WORD…", nargs=-1, required=True)
@click.option("--who", required=True, metavar="NAME", help="Who says so.")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@click.option("--when", metavar="DATE", help="The date, or date and time (ISO 8601). Default: now.")
@click.option("--document", multiple=True, metavar="ID", help="Of different: a document that means another thing. Of "
    "assert: the document that is quoted.")  # fmt: skip
@click.option("--quote", metavar="TEXT", help="Of assert: the words of a document that say so, as they stand there.")
@click.option("--qualifier", multiple=True, metavar="NAME=VALUE", help="Of assert: a qualifier, such as time=2020-07.")
@click.option("--unit", metavar="TEXT", help="Of assert: the unit of an object that is a quantity.")
@click.option("--modality", metavar="NAME", help="Of assert: negated, planned, wished or asked.")
@click.option("--new", metavar="CLASS", help="Of assert: the class of a thing that only the quotation names.")
@options.corrections
@options.ontology
@options.as_json
def correct(
    path: Path, kind: Any, words: tuple[str, ...], who: str, why: str, when: str | None, document: tuple[str, ...],
    quote: str | None, qualifier: tuple[str, ...], unit: str | None, modality: str | None, new: str | None,
    corrections: Path | None, ontology: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Correct a graph: what is written down here, the next kg build and every later one takes in.

    \b
    same THING THING                 two things are one
    different THING [THING]          one is two: two names of it, or --document
    retype THING CLASS               it is of another class
    rename THING NAME                it is called otherwise
    retract FACT                     wrong (an id, or SUBJECT PREDICATE OBJECT)
    assert SUBJECT PREDICATE OBJECT  right; --quote cites the text

    A thing is an id, an IRI or a name. The graph at hand says whether what is named is there. The correction is added
    to corrections.toml, which keeps what stands in it, or, for a store, into the store, whose graph has it at once. Of
    two that contradict each other the later holds. kg check says when one no longer applies.

    Example: kg correct out rename 宜宾市政府 宜宾市人民政府 --who 周敏 --why 全称  # Adds it to corrections.toml.
    """
    from kg.ontology.ontology import load
    from kg.review.compose import Composer, Given
    from kg.store.correction_json import title, to_json

    given = Given(who, when or _now(), why, document, quote, tuple(map(_pair, qualifier)), unit, modality, new)
    composer = Composer(graph_of(path), load(ontology))
    made = composer.correction(kind, words, given)
    where, then = _put(made, path, corrections, ontology)
    for warning in composer.warnings:
        report.warn(warning)
    if as_json:
        report.print_json({**to_json(made), "file": where})
    elif not report.quiet():
        click.echo(visible(f"{where}: {title(made)}; {then}"))


def _put(made: Correction, path: Path, corrections: Path | None, ontology: Path | None) -> tuple[str, str]:
    """Add a correction to the store that the graph is in, or else to the file: where it is, and since when it holds."""
    from kg.run.update import correct as into_store
    from kg.store import corrections_file
    from kg.store.database.connection import is_store

    if is_store(path) and corrections is None:
        became = {one.correction: one for one in into_store(path, [made], ontology)}[made]
        return str(path), "it holds" if became.state == "holds" else f"it does not hold: {became.reason}"
    target = options.corrections_file(corrections)
    before = corrections_file.content(target) if target.exists() else ""
    write(target, [corrections_file.appended(before, [made], str(target))])
    return str(target), "it holds from the next kg build on"


def _now() -> str:
    """This moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise click.UsageError(f"--qualifier {text!r} is not of the form NAME=VALUE")
    return name, value
