"""`kg export`: a graph in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kg.cli import options
from kg.cli.apart import graph_of
from kg.cli.target import write
from kg.cli.target_folder import write_folder
from kg.cli.verb import Verb
from kg.export.formats import FOLDERS, FORMATS, Settings, files, pieces

_EXAMPLES = (
    ("kg export out --to csv -o facts.csv", "One row a fact, for a spreadsheet."),
    ("kg export out --to ntriples | sort | head", "Triples on stdout."),
    ("kg export out --to trig --with-inferred -o graph.trig", "What follows by the axioms, in a graph of its own."),
    ("kg export out --to parquet -o tables", "Five tables for pandas, DuckDB or Spark, in a new folder."),
    ("kg export out --to html --story story.toml -o graph.html", "A page that plays scenes."),
    ("kg export out/graph.json --to turtle --rdf 1.2 -o graph.ttl", "RDF 1.2."),
)


@click.command(cls=Verb, examples=_EXAMPLES)
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option("--to", "form", required=True, type=click.Choice([*FORMATS, *FOLDERS]), metavar="FORMAT",
    help=f"Output format: {', '.join([*FORMATS, *FOLDERS])}.")  # fmt: skip
@click.option(
    "-o",
    "--out",
    type=options.PATH,
    metavar="FILE_OR_DIR",
    help="Write to this file instead of stdout, or into this folder.",
)
@click.option("--rdf", default="1.1", show_default=True, type=click.Choice(["1.1", "1.2"]), help="Version of RDF.")
@options.base
@options.with_schema
@options.with_inferred
@options.sparql
@click.option("--story", type=options.PATH, metavar="FILE", help="Scenes that the page plays, as docs/exports.md says.")
@options.ontology
def export(
    path: Path,
    form: str,
    out: Path | None,
    rdf: Literal["1.1", "1.2"],
    base: str | None,
    with_schema: bool,
    with_inferred: bool,
    sparql: bool | None,
    story: Path | None,
    ontology: Path | None,
) -> None:
    """Convert a graph to another format: a folder that kg build wrote, or one file of it.

    Formats that write RDF 1.2: turtle, ntriples, trig, nquads. Formats of several files, for which --out names a new
    folder: parquet, neo4j. docs/exports.md says what opens what.
    """
    from kg.export.page.story import read_story
    from kg.ontology.ontology import load
    from kg.rdf.graph_file import base_of_file

    if story is not None and form != "html":
        raise click.UsageError(f"--story is for --to html, not for {form}")
    if form in FOLDERS and out is None:
        raise click.UsageError(f"{form} is several files: name a folder for them by --out")
    graph = graph_of(path)
    scenes = read_story(story, graph) if story is not None else None
    ontology_ = load(ontology)
    settings = Settings(ontology_, base or base_of_file(path), rdf, sparql, with_schema, with_inferred, scenes)
    if form not in FOLDERS:
        write(out, pieces(graph, form, settings))
    elif out is not None:
        write_folder(out, files(graph, form, settings))
