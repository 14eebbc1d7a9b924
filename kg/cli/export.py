"""`kg export`: a graph in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kg.cli import options
from kg.cli.apart import apart
from kg.cli.target import write

FORMATS = ("turtle", "ntriples", "jsonld", "trig", "json", "html", "graphml", "csv")


@click.command()
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option("--to", "form", required=True, type=click.Choice(FORMATS), help="The format to write.")
@click.option("-o", "--out", type=options.PATH, metavar="FILE", help="Write into this file, not to stdout.")
@click.option("--rdf", default="1.1", show_default=True, type=click.Choice(["1.1", "1.2"]), help="The version of RDF.")
@options.sparql
@options.ontology
def export(
    path: Path, form: str, out: Path | None, rdf: Literal["1.1", "1.2"], sparql: bool | None, ontology: Path | None
) -> None:
    """Write a built graph (its folder, or one file of it) in another format."""
    from kg.export.formats import Settings, pieces
    from kg.ontology.ontology import load
    from kg.rdf.load import graph_file
    from kg.rdf.load import load as graph_of

    graph = graph_of(path) if graph_file(path).suffix == ".json" else apart(graph_of, path)
    write(out, pieces(graph, form, Settings(load(ontology), rdf=rdf, sparql=sparql)))
