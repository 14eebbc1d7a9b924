"""The corrections that a store keeps, and what became of them in its graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from kg.errors import KgError
from kg.store import strict_json
from kg.store.correction_json import from_json, id_of, outcome, read_outcome, to_json
from kg.store.database.connection import Database
from kg.store.database.nouns import damaged
from kg.store.json_record import Record
from kg.types import Corrected, Correction

T = TypeVar("T")
_SAID, _BECAME = "corrections", "corrected"  # keys of the state


def corrections(store: Database) -> tuple[Correction, ...]:
    """The corrections of an open store, in the order in which they came. StoreError where they are damaged."""
    return _read(store, _SAID, from_json)


def corrected(store: Database) -> tuple[Corrected, ...]:
    """What became of them in its graph."""
    return _read(store, _BECAME, read_outcome)


def keep_corrections(
    store: Database, more: Iterable[Correction], withdrawn: Collection[str] = ()
) -> tuple[tuple[Correction, ...], bool]:
    """Add corrections to those of an open store, and take out some by their ids; those that it has stay as they are.

    All of them, and whether they are others than before.
    """
    before = corrections(store)
    found = tuple(one for one in dict.fromkeys((*before, *more)) if id_of(one) not in withdrawn)
    if found != before:
        _write(store, _SAID, map(to_json, found))
        keep_corrected(store, (one for one in corrected(store) if one.correction in found))
    return found, found != before


def keep_corrected(store: Database, became: Iterable[Corrected]) -> None:
    """Note what became of the corrections of an open store."""
    _write(store, _BECAME, map(outcome, became))


def _read(store: Database, key: str, read: Callable[[Record], T]) -> tuple[T, ...]:
    found = store.one("state", key)
    try:
        rows = strict_json.loads(found[0]) if found else []
        return Record({key: rows}, "", str(store.folder)).records(key, read)
    except (KgError, ValueError) as error:
        raise damaged(store.folder, str(error)) from None


def _write(store: Database, key: str, rows: Iterable[dict[str, Any]]) -> None:
    store.run("put_state", [(key, json.dumps(list(rows), ensure_ascii=True))])
