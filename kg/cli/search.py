"""`kg search`: full-text search over the names and the evidence of a graph."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.apart import apart
from kg.cli.codes import Exit
from kg.cli.verb import Verb
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.query.search.found import SearchHit


@click.command(cls=Verb, once=("limit",))
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Number of hits at most.")
@options.as_json
def search(path: Path, words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Search the names of things, the titles of documents and the sentences behind facts, the best hits first.

    All words must be there, in any order and either script; words in double quotes must stand together. In SPARQL the
    same is ?x kgf:search "…", see docs/inference.md.

    Exit code: 0 found, 1 nothing has the words.

    Example: kg search out 司法局  # Things of this name, and what is said where.
    """
    found = apart(partial(_found, path, " ".join(words), limit), str(path))
    if as_json:
        report.print_json([asdict(one) for one in found])
    for one in () if as_json else found:
        where = f" — {one.document}" if one.document else ""
        click.echo(visible(f"{one.what}\n    “{one.text}”{where}"))
    return Exit.DONE if found else Exit.FOUND


def _found(path: Path, words: str, limit: int) -> list[SearchHit]:
    from kg.query.load import load
    from kg.query.search.found import search

    return search(load(path), words, limit)
