"""The SQL of a store by name: each statement of queries.sql stands below a line `-- name: …`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: ([a-z_]{1,60})$", re.MULTILINE)


def sql(file: str) -> str:
    """The text of a file of SQL beside this module."""
    return files(__package__).joinpath(file).read_text("utf-8")


@cache
def statements() -> Mapping[str, str]:
    """The statements of queries.sql.

    >>> statements()["state"].strip()
    'SELECT value FROM state WHERE key = ?;'
    """
    _, *parts = _NAME.split(sql("queries.sql"))
    return dict(zip(parts[::2], parts[1::2], strict=True))
