"""`kg query`: SPARQL over a graph."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.terminal import visible
from kg.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.query.render import Format


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
@options.limit("--timeout", options.SECONDS, "60", "What loading the graph may take, and then the query; 0: no limit.")
@options.limit("--memory", options.SIZE, "4G", "What both may take together, as 500M or 4G; 0: no limit.")
@options.ontology
def query(
    path: Path | None,
    text: str | None,
    file: Path | None,
    name: str | None,
    values: tuple[str, ...],
    listed: bool,
    to: Format,
    timeout: float | None,
    memory: int | None,
    ontology: Path | None,
) -> None:
    """Ask a graph: a folder that `kg build` wrote, or a file. Prefixes need no declaration.

    Exit code 3 where it was stopped at a limit.
    """
    if listed:
        _list(ontology)
        return
    if path is None:
        raise click.UsageError("name the folder or file to ask")
    if sum(given is not None for given in (text, file, name)) != 1:
        raise click.UsageError("give one of -q, -f and --name")
    if values and name is None:
        raise click.UsageError("--set goes with --name")
    from kg.processes.child import Child
    from kg.query.limits import limited

    if file is not None:
        text = _read(file)
    where = str(file) if file else None
    asked = _Asked(text, where, name, dict(map(_pair, values)), ontology, to, _width() if to == "table" else None)
    with Child(_Work(), memory=memory) as child:
        limited(child, path, timeout, "load", str(path))
        answer = limited(child, asked, timeout, "ask", where)
    click.echo(visible(answer) if sys.stdout.isatty() else answer, nl=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str | None
    where: str | None
    name: str | None
    values: dict[str, str]
    ontology: Path | None
    to: Format
    width: int | None


class _Work:
    """What the process does in which a query runs: it loads the graph of a path, then answers as text."""

    store: Store

    def __call__(self, item: Path | _Asked) -> str:
        from kg.query.ask import answer
        from kg.query.load import load
        from kg.query.render import render

        if isinstance(item, Path):
            self.store = load(item)
            return ""
        text = self._bound(item) if item.text is None else item.text
        return render(answer(self.store, text, where=item.where), item.to, width=item.width)

    def _bound(self, asked: _Asked) -> str:
        from kg.ontology.ontology import load
        from kg.query.bind import bind
        from kg.rdf.questions import question

        assert asked.name is not None
        return bind(question(load(asked.ontology), asked.name), self.store, asked.values)


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
    from kg.ontology.ontology import load
    from kg.rdf.questions import questions

    for asked in questions(load(ontology)):
        parameters = f" ({', '.join(asked.parameters)})" if asked.parameters else ""
        click.echo(f"{asked.name}{parameters}\n    {asked.zh}\n    {asked.en}")
