"""`kg query`: SPARQL over a graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import options
from kg.cli.terminal import visible
from kg.errors import QueryError


@click.command()
@click.argument("path", metavar="DIR_OR_FILE", required=False, type=options.PATH)
@click.option("-q", "--query", "text", metavar="SPARQL", help="Ask this.")
@click.option("-f", "--file", type=options.PATH, metavar="FILE", help="Ask what this file says.")
@click.option("--name", help="Ask a question that ships with the ontology (see --list).")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a parameter of a named question.")
@click.option("--list", "listed", is_flag=True, help="List the named questions and their parameters.")
@click.option(
    "--format", "to", default="table", show_default=True, type=click.Choice(["table", "csv", "tsv", "json", "turtle"])
)
@options.ontology
def query(
    path: Path | None,
    text: str | None,
    file: Path | None,
    name: str | None,
    values: tuple[str, ...],
    listed: bool,
    to: str,
    ontology: Path | None,
) -> None:
    """Ask a graph: a folder that `kg build` wrote, or a file. Prefixes need no declaration."""
    if listed:
        _list(ontology)
        return
    if path is None:
        raise click.UsageError("name the folder or file to ask")
    if sum(given is not None for given in (text, file, name)) != 1:
        raise click.UsageError("give one of -q, -f and --name")
    if values and name is None:
        raise click.UsageError("--set goes with --name")
    from kg.query.ask import ask
    from kg.query.load import load
    from kg.query.render import render

    store = load(path)
    if name is not None:
        from kg.ontology import load as load_ontology
        from kg.query.bind import bind
        from kg.rdf.questions import question

        text = bind(question(load_ontology(ontology), name), store, dict(map(_pair, values)))
    elif file is not None:
        text = _read(file)
    assert text is not None
    result = ask(store, text, where=str(file) if file else None)
    width = _width() if to == "table" else None
    answer = render(result, to, width=width)  # type: ignore[arg-type]
    click.echo(visible(answer) if sys.stdout.isatty() else answer, nl=False)


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise click.UsageError(f"--set {given!r} is not of the form NAME=VALUE")
    return name, value


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"it cannot be read: {error}", where=str(file), hint="check the path; save it as UTF-8"
        ) from None


def _width() -> int | None:
    """The terminal's width; a file or a pipe has none."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _list(ontology: Path | None) -> None:
    from kg.ontology import load
    from kg.rdf.questions import questions

    for asked in questions(load(ontology)):
        parameters = f" ({', '.join(asked.parameters)})" if asked.parameters else ""
        click.echo(f"{asked.name}{parameters}\n    {asked.zh}\n    {asked.en}")
