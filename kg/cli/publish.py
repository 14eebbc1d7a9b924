"""`kg publish`: a graph into a Graph Store."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options, report
from kg.cli.apart import graph_of
from kg.cli.verb import Verb
from kg.publish.address import VARIABLES

if TYPE_CHECKING:
    from kg.publish.batches import Batch
    from kg.rdf.terms import Triple

_SECONDS = 60.0  # for one batch
_BATCH = 10_000
_MOST = 10**6


_EXAMPLES = (
    ("kg publish out --to https://store.example.org/data", "After a failure it goes on."),
    ("kg publish out --to http://localhost:7878/store --replace", "Into an Oxigraph that runs here."),
)


@click.command(cls=Verb, examples=_EXAMPLES, once=("again", "replace"), variables=VARIABLES)
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option("--to", "url", required=True, metavar="URL", help="Address of a Graph Store (SPARQL 1.1, over HTTP).")
@click.option("--graph", metavar="IRI", help="Graph that takes everything. [default: one for each article]")
@click.option("--replace", is_flag=True, help="Put each graph in the place of what the store has under its name.")
@click.option(
    *("--batch", "most"),
    type=click.IntRange(1, _MOST),
    metavar="N",
    default=_BATCH,
    show_default=True,
    help="Triples that are sent at a time, about.",
)
@options.limit("--timeout", options.SECONDS, _SECONDS, "Time for one batch; 0: no limit.")
@click.option(
    "--journal", type=options.PATH, metavar="FILE", help="What was sent. [default: DIR_OR_FILE.publish.jsonl]"
)
@click.option("--again", is_flag=True, help="Send everything, whatever the journal says.")
@options.base
@options.ontology
@options.as_json
def publish(
    path: Path, url: str, timeout: float | None, journal: Path | None, again: bool, as_json: bool, **given: Any
) -> None:
    """Send a graph to a Graph Store: a folder that kg build wrote, a store, or a file.

    It goes in batches, each of which is written down when the store has it: after a failure the same command goes on,
    and after a new build it sends what is new. Nothing is removed from the store without --replace. Without --graph,
    what an article says goes into a graph of its own, as in N-Quads.

    Credentials stand in the environment: KG_PUBLISH_TOKEN, or KG_PUBLISH_USER and KG_PUBLISH_PASSWORD.
    """
    from kg.publish.address import address, credentials
    from kg.publish.journal import Journal
    from kg.publish.publish import publish as send
    from kg.publish.store import GraphStore

    secret = credentials(os.environ)
    place = address(url, secret)
    quads = _quads(path, given.pop("graph"), given.pop("base"), given.pop("ontology"))
    file = path.resolve()
    kept = Journal(journal or file.with_name(f"{file.name}.publish.jsonl"), place, again)
    with closing(GraphStore(place, secret, timeout)) as store:
        found = send(quads, store, kept, on_sent=_note, **given)
    if as_json:
        report.print_json(asdict(found) | {"to": place, "journal": str(kept.file)})
    elif not report.quiet():
        there = f", {found.had} were there" if found.had else ""
        report.line(f"{found.sent} batches sent{there}: {found.triples} triples in {place}")


def _quads(path: Path, graph: str | None, base: str | None, ontology: Path | None) -> dict[str | None, list[Triple]]:
    """The triples of the graph in a folder or file, by graph of the store."""
    from kg.ontology.ontology import load
    from kg.publish.address import must_be_iri
    from kg.publish.publish import in_one_graph
    from kg.rdf.graph_file import base_of_file
    from kg.rdf.model import to_quads

    name = None if graph is None else must_be_iri(graph)
    quads = to_quads(graph_of(path), base or base_of_file(path), ontology=load(ontology))
    return quads if name is None else in_one_graph(quads, name)


def _note(sent: Batch) -> None:
    report.note(f"{sent.triples} triples sent to {sent.graph or 'the default graph'}")
