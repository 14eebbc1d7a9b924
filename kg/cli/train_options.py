"""Options that the commands of `kg train` share, and what they mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from kg.cli import options, report
from kg.train.settings import FitSettings

ABOVE_0 = click.FloatRange(0, min_open=True)

Command = Callable[..., None]

TERMS = click.option("--terms", multiple=True, metavar="SET=TEXT", help="Licence terms of a data set, for the card.")
THREADS = click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Number of threads.")
PROCESSES = click.option(
    "--processes", type=click.IntRange(1), default=1, show_default=True, help="They average their weights."
)
BFLOAT16 = click.option("--bfloat16", is_flag=True, help="Multiply in 16 bits: half the time on a processor with AMX.")


def number(settings: FitSettings, name: str, kind: click.ParamType[Any], what: str) -> Callable[[Command], Command]:
    """An option of the settings with its default."""
    default = getattr(settings, name)
    return click.option(f"--{name.replace('_', '-')}", type=kind, default=default, show_default=True, help=what)


def out_option(what: str) -> Callable[[Command], Command]:
    """The option of where to write."""
    return click.option("--out", "-o", type=options.PATH, required=True, metavar="PATH", help=what)


def today() -> str:
    """The date for cards, in UTC."""
    return datetime.now(UTC).date().isoformat()


def echo(line: str) -> None:
    """Print a line of a log on stderr."""
    click.echo(line, err=True)


def tell(as_json: bool, made: dict[str, Any], lines: Iterable[str]) -> None:
    """What a training made, on stdout: as JSON or as lines."""
    if as_json:
        report.print_json(made)
        return
    for line in lines:
        click.echo(line)


def settings_of(how: dict[str, Any]) -> dict[str, Any]:
    """The fields of settings, of the options as click gives them."""
    given = dict(how)
    if "weight" in given:
        given["weights"] = _numbers("--weight", given.pop("weight"))
    if "limit" in given:
        given["limit"] = {name: int(value) for name, value in _numbers("--limit", given["limit"]).items()}
    return given


def terms_of(given: Sequence[str]) -> dict[str, str]:
    """The licence terms by data set."""
    return dict(_pair("--terms", one) for one in given)


def _pair(option: str, given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not (name and equals and value):
        raise click.UsageError(f"{option} {given}: write it as SET=VALUE")
    return name, value


def _numbers(option: str, given: Sequence[str]) -> dict[str, float]:
    found = {}
    for one in given:
        name, value = _pair(option, one)
        try:
            found[name] = float(value)
        except ValueError:
            raise click.UsageError(f"{option} {one}: {value} is no number") from None
        if not 0 < found[name] < math.inf:
            raise click.UsageError(f"{option} {one}: {value} is not above 0")
    return found
