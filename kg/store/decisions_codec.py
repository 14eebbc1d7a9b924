"""Decisions <-> bytes: equal decisions have equal bytes.

After the header (see `envelope`) comes a line for each id, first given first: the id, the id that its entity goes by
now (null where that is this id), and the names by which the entity is found again.

    ["张伟",null,[["a","Person","张伟"],["b","Person","张伟"]]]
    ["张伟（海州大学）","张伟",[["c","Person","张伟"]]]
"""

from __future__ import annotations

from typing import Any

from kg.store.envelope import Format
from kg.store.mention_rows import text
from kg.types import ClassName, Decisions, DocumentId, EntityId, GivenId, NameKey

FORMAT = Format("decisions", 1, "put back a copy of it: ids that are lost cannot be made again")
_GIVEN = "an id, [id, id that it was merged into or null, [[id of a document, class, name], …]]"


def encode(decisions: Decisions) -> bytes:
    """Decisions as the content of a file."""
    return FORMAT.seal([given.id, given.merged_into, given.keys] for given in decisions.given)


def decode(data: bytes, where: str | None = None) -> Decisions:
    """The decisions that `encode` wrote; `where` names the file in errors.

    Raises GraphError where they are no decisions of this version of the format, or not whole, or where an id or a key
    is there twice.
    """
    found = Decisions(tuple(FORMAT.unseal(data, where).take(None, _given, _GIVEN)))
    ids = [given.id for given in found.given]
    keys = [key for given in found.given for key in given.keys]
    if len(set(ids)) < len(ids) or len(set(keys)) < len(keys):
        raise FORMAT.wrong("an id, or a name of a document, is there twice", where)
    return found


def _given(row: Any) -> GivenId:
    id_, into, keys = row
    merged = None if into is None else EntityId(text(into))
    return GivenId(EntityId(text(id_)), tuple(map(_key, keys)), merged)


def _key(row: Any) -> NameKey:
    document, kind, name = row
    return NameKey(DocumentId(text(document)), ClassName(text(kind)), text(name))
