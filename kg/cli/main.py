"""The command `kg`."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from contextlib import suppress

import click

from kg.cli import report
from kg.cli.ask import ask
from kg.cli.build import build
from kg.cli.check import check
from kg.cli.codes import Exit
from kg.cli.completion import completion
from kg.cli.correct import correct
from kg.cli.diff import diff
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.infer import infer
from kg.cli.init import init
from kg.cli.listing import listing
from kg.cli.publish import publish
from kg.cli.query import query
from kg.cli.run import run as run_corpus
from kg.cli.score import score
from kg.cli.search import search
from kg.cli.serve import serve
from kg.cli.store import store
from kg.cli.streams import hold
from kg.cli.train import train
from kg.cli.verb import Top, Verb, config_option, leaves, variable
from kg.errors import KgError, LimitError
from kg.text.visible import visible

SECTIONS = {
    "Build and export": (build, run_corpus, store, export, publish),
    "Ask and check": (ask, query, search, infer, check, serve),
    "Explain and correct": (explain, diff, correct),
    "Measure and train": (score, train),
    "Look up and set up": (listing, init, completion),
}


@click.group(
    cls=Top,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    params=[config_option("KG_CONFIG")],
)
@click.version_option(package_name="zhkg", prog_name="kg")
def verbs() -> None:
    """Chinese text to knowledge graph: offline, with the exact evidence of every fact.

    An option may also stand in the environment (KG_BUILD_PROCESSES=4) or in a project file, kg.toml (kg init writes
    one). What is typed wins, then the environment, then kg.toml, then the default.
    """


for words, verb in leaves(verbs):
    for key, option in verb.settings().items() if isinstance(verb, Verb) else ():
        option.envvar = variable(words, key)


def run(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit code; a user's mistake is printed as one sentence on stderr."""
    try:
        code = verbs.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        click.echo("kg: interrupted; nothing was written", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KgError as error:
        click.echo(f"kg: {visible(str(error))}", err=True)
        return Exit.STOPPED if isinstance(error, LimitError) else Exit.WRONG
    except MemoryError:
        click.echo("kg: there is not enough memory; give it less at a time, or raise the limit of the shell", err=True)
        return Exit.WRONG
    except BrokenPipeError:
        _drop_output()
        return Exit.PIPE_CLOSED
    except OSError as error:  # of a name that no system call takes, or of a full disk behind stdout
        _drop_output()
        if error.errno == errno.EBADF:
            click.echo("kg: the standard output is closed; send it to a file or a pipe", err=True)
            return Exit.WRONG
        named = f"{error.filename!r}: " if error.filename else ""
        click.echo(f"kg: {named}{error.strerror}; check the names and the space that is left", err=True)
        return Exit.WRONG
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Let Python close stdout without an error about output that could not be written."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(*_: object) -> None:
    """Exit as after an error, so that no partly written file is left."""
    sys.exit(Exit.TERMINATED)


def main() -> None:
    """The entry point: what cannot be written in the terminal's encoding is escaped, not an error."""
    hold()
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    report.listen()
    code = run()
    gc.freeze()  # what is let go at the end has no cycles that must be found: a fifth of a second of a small build
    sys.exit(code)
