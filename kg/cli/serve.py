"""`kg serve`: a graph over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from kg.cli import options, report
from kg.cli.serve_documents import Adding
from kg.cli.verb import Verb
from kg.errors import TargetError
from kg.serve.settings import ADDRESS, ANSWER, BODY, MEMORY, PORT, SECONDS, Settings

_ENDLESS = 2**62  # bytes
_TOKEN, _SHORTEST = "KG_TOKEN", 16
_EXAMPLES = (
    ("kg serve out", "Serve a graph on this machine, at http://127.0.0.1:7878/."),
    ("kg serve out --port 8080 --timeout 10 --memory 500M", "At another port, with tighter limits."),
    ("kg serve out --writable --token-file token", "One that takes changes from who has the token in this file."),
    ("kg serve out --public-url https://kg.example.org/", "Behind a proxy of that name."),
)


@click.command(cls=Verb, examples=_EXAMPLES)
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.option(
    "--host", default=ADDRESS, show_default=True, help="Address to listen on; 0.0.0.0 is all of the machine's."
)
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Port; 0: any that is free."
)
@click.option(
    "--workers", type=click.IntRange(0, 64), default=0, show_default=True,
    help="Processes that answer; 0: one a core, at least 2.",
)  # fmt: skip
@options.limit("--timeout", options.SECONDS, SECONDS, "Time limit for one request; 0: no limit.")
@options.limit("--memory", options.SIZE, MEMORY, "Memory that one request may take beyond the graph; 0: no limit.")
@options.limit("--max-answer", options.SIZE, ANSWER, "The most that is sent in one answer.")
@options.limit("--max-body", options.SIZE, BODY, "The largest body of a request that is read.")
@click.option(
    "--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin read answers; *: all."
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Name under which the service may be asked.")
@click.option("--public-url", "public", metavar="URL", help="Address under which the service is seen, behind a proxy.")
@click.option("--inferred", is_flag=True, help="Serve what follows by the axioms too, in a graph of its own.")
@click.option("--writable", is_flag=True, help="Take updates, and articles into a store, from who has a token.")
@click.option("--token-file", type=options.PATH, metavar="FILE", help="File with the token. [default: $KG_TOKEN]")
@options.extractor
@options.ontology
def serve(path: Path, host: str, port: int, extractor: str, ontology: Path | None, **given: Any) -> None:
    """Serve a graph over HTTP: a folder that kg build wrote, or a file.

    SPARQL is at /sparql, and what else there is in /openapi.json. Each request is one line on stderr. Nothing that is
    asked leads out of the graph: SERVICE and LOAD are refused. Ctrl-C or SIGTERM ends it.
    """
    try:
        from kg.serve.app import app
        from kg.serve.server import bound, run, shown
    except ImportError as error:
        hint = "run: pip install 'zhkg[serve]'"
        raise TargetError(f"kg serve needs {error.name}, which is not installed", hint=hint) from None
    from kg.ontology.ontology import load
    from kg.serve.service import begun
    from kg.store.database.connection import is_store

    settings, known = _settings(**given), load(ontology)
    add = Adding(path, ontology, extractor) if settings.token and is_store(path) else None
    with bound(host, port) as listening:
        service = begun(path, known, settings, add)
        run(app(service), listening, lambda: report.say(f"serving {path} at {shown(listening)}"))


def _settings(
    workers: int,
    timeout: float | None,
    max_answer: int | None,
    max_body: int | None,
    writable: bool,
    token_file: Path | None,
    **given: Any,
) -> Settings:
    """The settings, where no limit is a number that nothing reaches."""
    number = workers or max(os.cpu_count() or 1, 2)
    token = _token(token_file) if writable else None
    return Settings(
        timeout, answer=max_answer or _ENDLESS, body=max_body or _ENDLESS, workers=number, token=token, **given
    )


def _token(file: Path | None) -> str:
    """The token of a file or of the environment: on a command line anybody on the machine could read it."""
    try:
        token = (os.environ.get(_TOKEN, "") if file is None else file.read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"the token cannot be read: {error}", where=str(file), hint="check --token-file") from None
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        what = f"--writable needs a token of {_SHORTEST} characters of ASCII or more, without blanks"
        raise TargetError(what, hint=f"put it into {_TOKEN} of the environment, or name a file by --token-file")
    return token
