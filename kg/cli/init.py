"""`kg init`: a commented kg.toml in this folder."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kg.cli.options import SECONDS
from kg.cli.target import write
from kg.cli.verb import Verb, leaves
from kg.errors import TargetError

_WIDTH = 100
_HEAD = """Options of kg for the commands that run in this folder. Each key is the long name of an option;
take the # off those that you set. What is typed wins, then the environment (KG_BUILD_PROCESSES=4), then this file,
then the default, which stands here where there is one. A path is relative to the folder of this file."""


@click.command(
    cls=Verb,
    project=False,
    examples=[
        ("kg init", "Then edit kg.toml; kg build -v says what it took from there."),
        ("kg init --force", "Anew, over the file that is there."),
    ],
)
@click.option("--force", is_flag=True, help="Replace the kg.toml that is there.")
def init(force: bool) -> None:
    """Write a commented kg.toml, with the options of all commands, into this folder.

    Prints the name of the file. A file that is there stays, and the exit code is 2, unless --force is given.
    """
    from kg.cli.project import FILE

    root = click.get_current_context().find_root().command
    assert isinstance(root, click.Group)
    file = Path(FILE)
    if file.exists() and not force:
        raise TargetError("it is there already", where=FILE, hint="edit it, or write it anew by kg init --force")
    write(file, [commented(dict(leaves(root)))])
    click.echo(FILE)


def commented(verbs: Mapping[tuple[str, ...], click.Command]) -> str:
    """A kg.toml with every key behind a `#`: those of all commands first, then a table for each command.

    Without the signs before the keys it is a project file that is read without an error.
    """
    from kg.cli.project import shared

    common = shared(verbs)
    lines = [*_comment(_HEAD), "", "# For all commands that have the option:", *_keys(common)]
    for words, one in sorted(verbs.items()):
        settings = one.settings() if isinstance(one, Verb) else {}
        own = {key: option for key, option in settings.items() if key not in common}
        if own:
            lines += ["", f"[{'.'.join(words)}]", *_keys(own)]
    return "\n".join(lines) + "\n"


def _keys(settings: Mapping[str, click.Option]) -> Iterator[str]:
    for key, option in settings.items():
        yield ""
        yield from _comment(f"{option.help}{_choices(option)}")
        yield f"#{key} = {_toml(_example(option))}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _choices(option: click.Option) -> str:
    names = option.type.choices if isinstance(option.type, click.Choice) else ()
    return f" One of {', '.join(map(str, names))}." if names else ""


def _example(option: click.Option) -> Any:
    """A value that the option takes: its default, where it has one."""
    default = option.to_info_dict()["default"]
    if option.multiple:
        return []
    if isinstance(default, bool | str) and default != "":
        return float(default) if option.type is SECONDS else default
    if isinstance(default, int | float):
        return default
    if option.is_flag:
        return False
    if isinstance(option.type, click.Choice):
        return str(option.type.choices[0])
    return option.metavar or option.type.name.upper()


def _toml(value: Any) -> str:
    if isinstance(value, bool | int | list):
        return json.dumps(value)
    return f"{value:g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
