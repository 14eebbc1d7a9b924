"""Correction <-> JSON object: one form for graphs, decisions and corrections.toml.

    {"kind": "rename", "subject": {"name": "临江档案馆", "type": "Organization"}, "to": "临江县档案馆",
     "who": "周敏", "when": "2026-11-29", "why": "原文漏字"}

A subject or object that is a string is an id or a name; one that has a `value` is a value.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, get_args
from urllib.parse import unquote

from kg.store.json_record import Record
from kg.types import (
    ClassName,
    Corrected,
    Correction,
    CorrectionKind,
    Datatype,
    DocumentId,
    EntityId,
    Modality,
    Named,
    Value,
)

_BY_ALL = ("kind", "who", "when", "why", "subject")
_FACT = ("predicate", "object", "qualifiers", "modality")
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # of each kind of correction
    {
        "same": (*_BY_ALL, "object"),
        "different": (*_BY_ALL, "object"),
        "retype": (*_BY_ALL, "to"),
        "rename": (*_BY_ALL, "to"),
        "retract": (*_BY_ALL, *_FACT),
        "assert": (*_BY_ALL, *_FACT, "document", "quote"),
    }
)
_NEEDED = {"same": ("object",), "different": ("object",), "retype": ("to",), "rename": ("to",)}
_OF_FACTS = ("predicate", "object")
_THING, _VALUE = ("name", "type", "id", "documents"), ("value", "type", "unit")
_IRI = re.compile(r"(?:https?|urn):[^\s<>]*[/#]id/([^/#?]+)")
_WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?)?")
_DIGITS = 12  # hexadecimal ones, of a correction's own id
_STATES = ("holds", "missing", "overruled")


def to_json(correction: Correction) -> dict[str, Any]:
    """A correction without what it does not say."""
    qualifiers = {name: _term(value) for name, value in correction.qualifiers}
    record = {
        "kind": correction.kind,
        "subject": _term(correction.subject),
        "predicate": correction.predicate,
        "object": None if correction.object is None else _term(correction.object),
        "qualifiers": qualifiers or None,
        "modality": correction.modality,
        "to": correction.to,
        "document": correction.document,
        "quote": correction.quote,
        "who": correction.who,
        "when": correction.when,
        "why": correction.why,
    }
    return {key: value for key, value in record.items() if value is not None}


def _term(term: Named | Value) -> dict[str, Any]:
    if isinstance(term, Value):
        record: dict[str, Any] = {"value": term.text, "type": term.datatype, "unit": term.unit}
    else:
        record = {"name": term.name, "type": term.type, "id": term.id, "documents": list(term.documents) or None}
    return {key: value for key, value in record.items() if value is not None}


def title(correction: Correction) -> str:
    """A correction in a few words: its kind and what it is about.

    >>> title(Correction("rename", Named("乙县"), "周敏", "2026-11-29", "笔误", to="甲县"))
    'rename 乙县 甲县'
    """
    target = "" if correction.object is None else _called(correction.object)
    parts = (correction.kind, _called(correction.subject), correction.predicate, target, correction.to)
    return " ".join(part for part in parts if part)


def _called(term: Named | Value) -> str:
    return term.text if isinstance(term, Value) else term.name or str(term.id)


def id_of(correction: Correction) -> str:
    """What a correction is called: a hash of all that it says."""
    said = json.dumps(to_json(correction), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def instant(when: str) -> datetime:
    """A date, or date with time, as a moment, to compare with others: a day begins at midnight, UTC where no zone is.

    ValueError where it is none.

    >>> instant("2026-11-29") < instant("2026-11-29T00:00:01Z")
    True
    """
    found = datetime.fromisoformat(when)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def from_json(record: Record) -> Correction:
    """The correction that an object says; the error of the record where it says none."""
    kind = record.one_of("kind", get_args(CorrectionKind))
    _known(record, KEYS[kind])
    for key in _NEEDED.get(kind, _OF_FACTS):
        if key not in record.data:
            raise record.wrong(key, f"is missing, which '{kind}' needs")
    made = Correction(
        kind,
        _named(record, "subject"),
        _said(record, "who"),
        _when(record),
        _said(record, "why"),
        _either(record, "object") if "object" in record.data else None,
        _said(record, "to") if "to" in record.data else None,
        record.text("predicate"),
        _qualifiers(record),
        record.one_of("modality", get_args(Modality)) if "modality" in record.data else None,
        DocumentId(_said(record, "document")) if "document" in record.data else None,
        _said(record, "quote") if "quote" in record.data else None,
    )
    if kind in ("same", "different") and not isinstance(made.object, Named):
        raise record.wrong("object", "is a value; name a thing")
    if (made.document is None) != (made.quote is None):
        raise record.wrong("quote" if made.quote is None else "document", "is missing: the two go together")
    return made


def _known(record: Record, keys: tuple[str, ...]) -> None:
    for key in record.data:
        if key not in keys:
            raise record.wrong(key, f"is unknown here; use {', '.join(keys)}")


def _said(record: Record, key: str) -> str:
    """A string that is not empty."""
    found = record.get(key, str)
    if not found.strip():
        raise record.wrong(key, "is empty")
    return found


def _when(record: Record) -> str:
    found = _said(record, "when")
    try:
        if not _WHEN.fullmatch(found):
            raise ValueError(found)
        instant(found)
    except ValueError:
        raise record.wrong("when", f"is {found[:40]!r}, no date such as 2026-11-29 or 2026-11-29T08:30:00Z") from None
    return found


def _either(record: Record, key: str) -> Named | Value:
    inner = record.data[key]
    if not isinstance(inner, dict) or "value" not in inner:
        return _named(record, key)
    found = record.under(key)
    _known(found, _VALUE)
    number = found.get("value", str, int, float, Decimal)
    words = number if isinstance(number, str) else format(Decimal(str(number)), "f")
    return Value(words, found.one_of("type", get_args(Datatype)), found.text("unit"))


def _named(record: Record, key: str) -> Named:
    if isinstance(record.data.get(key), str):
        words = _said(record, key)
        return Named(None if _IRI.fullmatch(words) else words, None, readable_id(words))
    found = record.under(key)
    _known(found, _THING)
    name, kind, id_ = (_said(found, one) if one in found.data else None for one in ("name", "type", "id"))
    if name is None and id_ is None:
        raise found.wrong("name", "is missing, and so is the id: give one of them, or both")
    kept = tuple(map(DocumentId, sorted(set(found.words("documents")))))
    return Named(name, None if kind is None else ClassName(kind), None if id_ is None else readable_id(id_), kept)


def readable_id(words: str) -> EntityId:
    """The id of an entity, which may be given as its IRI.

    >>> readable_id("https://zhkg.example/id/临江县"), readable_id("临江县")
    ('临江县', '临江县')
    """
    found = _IRI.fullmatch(words)
    return EntityId(unquote(found[1]) if found else words)


def _qualifiers(record: Record) -> tuple[tuple[str, Named | Value], ...]:
    if "qualifiers" not in record.data:
        return ()
    inner = record.under("qualifiers")
    return tuple((name, _either(inner, name)) for name in sorted(inner.data))


def outcome(corrected: Corrected) -> dict[str, Any]:
    """A correction with what became of it, and its id."""
    record = {"id": id_of(corrected.correction), **to_json(corrected.correction), "state": corrected.state}
    if corrected.on:
        record["on"] = list(corrected.on)
    return record if corrected.reason is None else {**record, "reason": corrected.reason}


def read_outcome(record: Record) -> Corrected:
    """What `outcome` wrote."""
    said = {key: value for key, value in record.data.items() if key not in ("id", "state", "on", "reason")}
    state = record.one_of("state", _STATES)
    return Corrected(from_json(record.with_data(said)), state, record.words("on"), record.text("reason"))
