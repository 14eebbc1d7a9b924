"""`kg ask`: a question in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.codes import Exit
from kg.cli.verb import Verb
from kg.processes.defaults import QUERY_MEMORY, QUERY_SECONDS
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.query.engine import Engine
    from kg.query.words.replies import Reply


@click.command(cls=Verb)
@click.argument("question")
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option("--show-sparql", is_flag=True, help="Print the SPARQL query that was run, on stderr.")
@options.as_json
@options.limit("--timeout", options.SECONDS, QUERY_SECONDS, "Time limit for loading, and for the answer; 0: no limit.")
@options.limit("--memory", options.SIZE, QUERY_MEMORY, "Memory limit for both together, as 500M or 4G; 0: no limit.")
@options.ontology
def ask(
    question: str,
    path: Path,
    show_sparql: bool,
    as_json: bool,
    timeout: float | None,
    memory: int | None,
    ontology: Path | None,
) -> int:
    """Ask a graph a question in Chinese or English, and get the answer with the sentence that says so.

    The graph is a folder that kg build wrote, or a file. Names may be given in any spelling that the graph has, or
    by a short form. Nothing is guessed: exit code 1 says that the graph has no answer, 2 that the question was not
    understood; questions that the graph answers about the same names are printed on stderr.

    A yes/no question is answered by yes, by no where a text denies it or says what excludes it, or by disputed where
    texts disagree; else the graph has no answer. How many counts what the graph has, which may be less than there is.

    Example: kg ask "谁是宜宾市司法局的局长？" out  # The answer, with the sentence that says it.
    Example: kg ask "宜宾市司法局的局长是杨国庆吗？" out  # Yes or no, with the sentence.
    Example: kg ask "宜宾市司法行政系统一共获得多少奖？" out  # How many the graph has, and which.
    """
    from kg.processes.child import Child
    from kg.query.limits import limited

    with Child(_Session(ontology), memory=memory) as child:
        limited(child, path, timeout, "load", str(path))
        found = limited(child, question, timeout, "ask")
    assert found is not None
    if as_json:
        report.print_json(found.as_json())
    else:
        _print(found)
    if show_sparql and found.sparql:
        click.echo(found.sparql, err=True, nl=False)
    return {"answered": Exit.DONE, "not understood": Exit.WRONG}.get(found.status, Exit.FOUND)


class _Session:
    """What the child process does: load the graph of a path, then reply to a question."""

    engine: Engine

    def __init__(self, ontology: Path | None) -> None:
        self.folder = ontology

    def __call__(self, item: Path | str) -> Reply | None:
        from kg.ontology.ontology import load as ontology
        from kg.query.load import load
        from kg.query.words.reply import reply

        known = ontology(self.folder)
        if isinstance(item, Path):
            self.engine = load(item, known)
            return None
        return reply(self.engine, item, known)


def _print(found: Reply) -> None:
    """The answers on stdout; what is missing, and what could be asked, on stderr."""
    if found.verdict:
        report.line(found.verdict)
    elif found.count is not None:
        report.line(f"{found.count} in the graph:")
    for answer in found.answers:
        more = "  ".join(value for _, value in answer.more)
        report.line(f"{answer.value}  ({more})" if more else answer.value)
        for document, quote in answer.evidence:
            report.line(f"    “{quote}” — {document}")
    if found.status == "answered":
        return
    click.echo(f"kg: {visible(_why(found))}", err=True)
    for answer in found.instead:
        quotes = [f" “{quote}” — {document}" for document, quote in answer.evidence] or [""]
        for quote in quotes:
            click.echo(f"  {visible(answer.value + quote)}", err=True)
    if found.instead and found.nearest:
        click.echo("kg: it answers:", err=True)
    for words in found.nearest:
        click.echo(f"  {visible(words)}", err=True)


def _why(found: Reply) -> str:
    parameters = ", ".join(f"{name}={value}" for name, value in found.parameters)
    ask_instead = "; it says:" if found.instead else "; it answers:" if found.nearest else ""
    if found.status == "no answer":
        return f"the graph does not say: {found.question} with {parameters}{ask_instead}"
    if found.status == "unknown name":
        return f"nothing in the graph is called {found.unknown!r}{ask_instead}"
    hint = ask_instead or "; kg query --list shows what can be asked"
    return f"the question was not understood, so it is not answered{hint}"
