"""Decisions <-> bytes: equal decisions have equal bytes.

After the header (see `envelope`) come two numbers, and a line for each id, first given first: the id, the id that
its entity goes by now (null where that is this id), and the names by which the entity is found again. Then come the
corrections, each as an object (see `correction_json`).

    [2,0]
    ["张伟",null,[["a","Person","张伟"],["b","Person","张伟"]]]
    ["张伟（海州大学）","张伟",[["c","Person","张伟"]]]
"""

from __future__ import annotations

from typing import Any

from kg.errors import KgError
from kg.store.correction_json import from_json, to_json
from kg.store.envelope import Format
from kg.store.json_record import Record
from kg.store.mention_rows import offset, text
from kg.types import ClassName, Correction, Decisions, DocumentId, EntityId, GivenId, NameKey

FORMAT = Format("decisions", 1, "put back a copy of it: ids that are lost cannot be made again")
_GIVEN = "an id, [id, id that it was merged into or null, [[id of a document, class, name], …]]"


def encode(decisions: Decisions) -> bytes:
    """Decisions as the content of a file."""
    given = ([given.id, given.merged_into, given.keys] for given in decisions.given)
    counts = [len(decisions.given), len(decisions.corrections)]
    return FORMAT.seal([counts, *given, *map(to_json, decisions.corrections)])


def decode(data: bytes, where: str | None = None) -> Decisions:
    """The decisions that `encode` wrote; `where` names the file in errors.

    Raises GraphError where they are no decisions of this version of the format, or not whole, or where an id or a key
    is there twice.
    """
    lines = FORMAT.unseal(data, where)
    ((count, corrections),) = lines.take(1, _counts, "[number of ids, of corrections]")
    found = Decisions(
        tuple(lines.take(count, _given, _GIVEN)), tuple(lines.take(corrections, _correction, "a correction"))
    )
    lines.end()
    ids = [given.id for given in found.given]
    keys = [key for given in found.given for key in given.keys]
    if len(set(ids)) < len(ids) or len(set(keys)) < len(keys):
        raise FORMAT.wrong("an id, or a name of a document, is there twice", where)
    return found


def _counts(row: Any) -> tuple[int, int]:
    given, corrections = row
    return offset(given), offset(corrections)


def _given(row: Any) -> GivenId:
    id_, into, keys = row
    merged = None if into is None else EntityId(text(into))
    return GivenId(EntityId(text(id_)), tuple(map(_key, keys)), merged)


def _key(row: Any) -> NameKey:
    document, kind, name = row
    return NameKey(DocumentId(text(document)), ClassName(text(kind)), text(name))


def _correction(row: Any) -> Correction:
    try:
        return from_json(Record(row, "", None))
    except KgError as error:
        raise ValueError(error.what) from None
