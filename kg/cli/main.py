"""The command `kg`."""

from __future__ import annotations

import os
import sys

import click

from kg.cli.build import build
from kg.cli.check import check
from kg.cli.export import export
from kg.cli.query import query
from kg.cli.score import score
from kg.errors import KgError

_USAGE, _INTERRUPTED, _PIPE_CLOSED = 2, 130, 141


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="zhkg", prog_name="kg")
def verbs() -> None:
    """Chinese text to knowledge graph: offline, with the exact evidence of every fact."""


for verb in (build, query, export, check, score):
    verbs.add_command(verb)


def run(arguments: list[str] | None = None) -> int:
    """Run one verb and give its exit code; a user's mistake is told in one sentence on stderr."""
    try:
        code = verbs.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        click.echo("kg: interrupted; nothing was written", err=True)
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        return _USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it closes stdout
        return _PIPE_CLOSED
    return code if isinstance(code, int) else 0


def main() -> None:
    """The entry point: what cannot be written in the terminal's encoding is escaped, not an error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run())
