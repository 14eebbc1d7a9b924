"""The options that name the columns of a table, or the keys of records: --text-field, --id-field …"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.read.field_names import FieldNames

_F = TypeVar("_F", bound=Callable[..., Any])
_KEY = "kg.fields"  # of the context's meta
_OPTIONS = {
    "text": "Column of a table, or key of records, that holds the text; a.b is b within a. Default of these options: "
    "the column that is called so, in Chinese or English; '' for none.",
    "id": "Column that tells the records of a file apart. Without any, they are numbered.",
    "title": "Column of the titles.",
    "date": "Column of the dates of publication.",
    "url": "Column of the addresses.",
    "author": "Column of the authors.",
    "source": "Column of the sources, such as newspapers.",
}


def field_options(command: _F) -> _F:
    """Add the options to a command; `field_names` gives their values."""
    for name, what in reversed(_OPTIONS.items()):
        option = click.option(
            f"--{name}-field", f"{name}_field", metavar="NAME", expose_value=False, callback=_keep, help=what
        )
        command = option(command)
    return command


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta.setdefault(_KEY, {})[str(param.name).removesuffix("_field")] = value


def field_names() -> FieldNames:
    """What the options of the command that runs say."""
    from kg.read.field_names import FieldNames

    return FieldNames.of(click.get_current_context().meta.get(_KEY, {}))
