"""What a command says beside its result: one line each on stderr; and JSON, which is one document on stdout.

kg: a.txt: it is empty; …       an error: always
kg: warning: b.txt: …           a warning: always
kg: from kg.toml: processes     a note: with --verbose
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import click

from kg.text.visible import one_line, visible

VERBOSE, QUIET = "kg.verbose", "kg.quiet"  # keys of the context's meta


def warn(text: str) -> None:
    """A warning."""
    _line(f"warning: {text}")


def say(text: str) -> None:
    """What a command is at; not with --quiet."""
    if not quiet():
        _line(text)


def note(text: str) -> None:
    """What is of interest to who asked for it by --verbose."""
    if verbose():
        _line(text)


def verbose() -> bool:
    """Whether --verbose was given."""
    return _is(VERBOSE)


def quiet() -> bool:
    """Whether --quiet was given: no progress and no summary."""
    return _is(QUIET)


def line(text: str, end: str = "\n") -> None:
    """A line of the result on stdout; on a terminal, what steers one is escaped."""
    click.echo((visible(text) if sys.stdout.isatty() else text) + end, nl=False)


def print_json(value: Any) -> None:
    """A value as one line of JSON, in ASCII where stdout has no Unicode."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not unicode))


def listen() -> None:
    """Warnings of the packages in use become lines like ours, each said once by Python's rules."""
    logging.captureWarnings(True)
    logging.getLogger().addHandler(_Lines(logging.WARNING))


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _line(f"warning: {record.name}: {record.getMessage()}")


def _line(text: str) -> None:
    click.echo(f"kg: {one_line(text)}", err=True)


def _is(key: str) -> bool:
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(key))
