"""`kg query`: SPARQL over a graph."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import listing, options, report
from kg.cli.verb import Verb
from kg.errors import QueryError
from kg.processes.defaults import QUERY_MEMORY, QUERY_SECONDS
from kg.query.formats import ANSWER_FORMATS, AnswerFormat
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.query.engine import Engine


_EXAMPLES = (
    ("kg query --list", "The questions that ship with the ontology."),
    ("kg query out --name awards", "One of them."),
    ("kg query out --name posts --format csv", "Another, as CSV; --set gives it a parameter."),
    ('kg query out -q "SELECT ?who { ?who a kg:Person } LIMIT 5"', "SPARQL of your own."),
    ('kg query out -q "SELECT ?body { ?body a org:Organization }"', "In terms of the W3C's ontology of organizations."),
)


@click.command(cls=Verb, examples=_EXAMPLES, once=("query", "file", "name", "set", "list"))
@click.argument("path", metavar="DIR_OR_FILE", required=False, type=options.PATH)
@click.option("-q", "--query", "text", metavar="SPARQL", help="Query to run.")
@click.option("-f", "--file", type=options.PATH, metavar="FILE", help="File that holds the query.")
@click.option(
    "--name",
    help="Name of a query that ships with the ontology (see --list).",
    shell_complete=options.question_names,
)
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a parameter of a named query.")
@click.option("--list", "list_names", is_flag=True, help="List the named queries and their parameters.")
@click.option(
    "--format",
    "to",
    default="table",
    show_default=True,
    type=click.Choice(ANSWER_FORMATS),
    help="Output format; turtle is for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--inferred/--no-inferred",
    default=None,
    help="Ask what follows by the ontology's axioms too. Default: yes for -q and -f, no for --name and for a store.",
)
@options.limit("--timeout", options.SECONDS, QUERY_SECONDS, "Time limit for loading, and for the query; 0: no limit.")
@options.limit("--memory", options.SIZE, QUERY_MEMORY, "Memory limit for both together, as 500M or 4G; 0: no limit.")
@options.ontology
@options.as_json
def query(
    path: Path | None,
    text: str | None,
    file: Path | None,
    name: str | None,
    values: tuple[str, ...],
    list_names: bool,
    to: AnswerFormat,
    inferred: bool | None,
    timeout: float | None,
    memory: int | None,
    ontology: Path | None,
    as_json: bool,
) -> None:
    """Run a SPARQL query on a graph: a folder that kg build wrote, or a file.

    Prefixes need no declaration. What follows by the axioms of the ontology is found too, so that a question may be put
    in terms of schema.org, ORG or FOAF: a schema:Organization. It stands in the graph <graph/inferred> under the base
    of the IRIs; --no-inferred leaves it out. Where a query finds nothing and may be meant otherwise, a hint is printed
    on stderr.

    Exit code 3: stopped at a limit of time or memory.
    """
    if list_names:
        _list(ontology, as_json)
        return
    if path is None:
        raise click.UsageError("name the folder or file to query")
    _check_choice(text, file, name, values)
    to = "json" if as_json else to
    text = text if file is None else _read(file)
    from kg.store.database.connection import is_store

    where = str(file) if file else None
    request = _Request(text, where, name, dict(map(_pair, values)), to, _width() if to == "table" else None)
    session = _Session(ontology, name is None and not is_store(path) if inferred is None else inferred)
    _answer(path, session, request, timeout, memory)


def _answer(path: Path, session: _Session, request: _Request, timeout: float | None, memory: int | None) -> None:
    """Print the answer to a request, found by a process of its own."""
    from kg.processes.child import Child
    from kg.query.limits import limited

    with Child(session, memory=memory) as child:
        limited(child, path, timeout, "load", str(path))
        answer, hints = limited(child, request, timeout, "ask", request.where)
    report.line(answer, end="")
    click.echo("".join(f"kg: hint: {visible(hint)}\n" for hint in hints), err=True, nl=False)


def _check_choice(text: str | None, file: Path | None, name: str | None, values: tuple[str, ...]) -> None:
    if sum(choice is not None for choice in (text, file, name)) != 1:
        raise click.UsageError("give one of -q, -f and --name")
    if values and name is None:
        raise click.UsageError("--set goes with --name")


@dataclass(frozen=True, slots=True)
class _Request:
    """A query by its text, or by the name of a shipped one, and how to write the answer."""

    text: str | None
    where: str | None
    name: str | None
    values: dict[str, str]
    to: AnswerFormat
    width: int | None


class _Session:
    """What the child process of a query does: load the graph of a path, then answer as text."""

    engine: Engine

    def __init__(self, ontology: Path | None, inferred: bool) -> None:
        self.folder, self.inferred = ontology, inferred

    def __call__(self, item: Path | _Request) -> tuple[str, tuple[str, ...]]:
        """The answer as text, and hints where it is empty."""
        from kg.ontology.ontology import load as ontology
        from kg.query.ask import hinted
        from kg.query.load import load
        from kg.query.render import render

        if isinstance(item, Path):
            self.engine = load(item, ontology(self.folder), inferred=self.inferred)
            return "", ()
        sparql = self._bound(item) if item.text is None else item.text
        found = hinted(self.engine, sparql, where=item.where, ontology=self.folder)
        return render(found, item.to, width=item.width), found.hints

    def _bound(self, request: _Request) -> str:
        from kg.ontology.ontology import load
        from kg.query.bind import bind
        from kg.rdf.questions import question

        assert request.name is not None
        return bind(question(load(self.folder), request.name), self.engine, request.values)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--set {text!r} is not of the form NAME=VALUE")
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


def _list(ontology: Path | None, as_json: bool) -> None:
    if as_json:
        report.print_json(listing.questions(ontology))
        return
    from kg.ontology.ontology import load
    from kg.rdf.questions import questions

    for question in questions(load(ontology)):
        names = [*question.parameters, *(name for name, _ in question.choices)]
        parameters = f" ({', '.join(names)})" if names else ""
        click.echo(f"{question.name}{parameters}\n    {question.zh}\n    {question.en}")
        example = " ".join(f"--set {name}={value}" for name, value in question.example)
        if example:
            click.echo(f"    {example}")
