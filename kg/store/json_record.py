"""Typed access to the JSON objects of a file; what is missing or of another type is a GraphError that names it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import Any, TypeVar

from kg.errors import GraphError, KgError

T = TypeVar("T")
_HINT = "it was changed by hand: build the graph again"


class Record:
    """A JSON object and its path in the file, which every error names."""

    def __init__(self, data: Any, at: str, where: str | None, hint: str = _HINT) -> None:
        self.at, self.where, self._hint = at, where, hint
        if not isinstance(data, dict):
            raise self.wrong("", "is no object")
        self.data = data

    def wrong(self, key: str, what: str) -> KgError:
        """The error to raise about a key."""
        path = ".".join(part for part in (self.at, key) if part)
        return GraphError(f"{path or 'the graph'} {what}", where=self.where, hint=self._hint)

    def get(self, key: str, *kinds: type[T], default: T | None = None) -> T:
        """The value of a key, which has one of these types; the default where the key is missing."""
        found = self.data.get(key, default)
        if not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds):
            missing = key not in self.data
            raise self.wrong(key, "is missing" if missing else f"is no {' or '.join(k.__name__ for k in kinds)}")
        return found

    def text(self, key: str) -> str | None:
        """A string, or None where it is null or missing."""
        return None if self.data.get(key) is None else self.get(key, str)

    def number(self, key: str, default: float | None = None) -> float:
        """A number."""
        if default is not None and key not in self.data:
            return default
        found: Any = self.get(key, int, Decimal)
        if not isfinite(made := float(found)):
            raise self.wrong(key, "is too large")
        return made

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty where it is missing."""
        found = self.get(key, list, default=[])
        if not all(isinstance(word, str) for word in found):
            raise self.wrong(key, "holds something that is no string")
        return tuple(found)

    def one_of(self, key: str, choices: tuple[str, ...]) -> Any:
        """A string that is one of these choices."""
        found = self.get(key, str)
        if found not in choices:
            raise self.wrong(key, f"is {found[:40]!r}, none of {', '.join(choices)}")
        return found

    def records(self, key: str, read: Callable[[Record], T]) -> tuple[T, ...]:
        """What `read` makes of each object of a list, which is empty where the key is missing."""
        path = f"{self.at}.{key}" if self.at else key
        found = self.get(key, list, default=[])
        return tuple(read(self.inner(item, f"{path}[{n}]")) for n, item in enumerate(found))

    def under(self, key: str) -> Record:
        """The object under a key."""
        return self.inner(self.data.get(key), f"{self.at}.{key}")

    def with_data(self, data: dict[str, Any]) -> Record:
        """An object of other keys in the same place."""
        return self.inner(data, self.at)

    def inner(self, data: Any, at: str) -> Record:
        """An object within this one, at a path of the file."""
        return Record(data, at, self.where, self._hint)
