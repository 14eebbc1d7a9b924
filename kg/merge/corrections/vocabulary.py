"""Whether the ontology lets a fact be said: the sentence that tells who asserts it what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from kg.merge.corrections.things import unknown
from kg.ontology.ontology import Ontology
from kg.ontology.schema import Property
from kg.types import EntityId, Value

Term: TypeAlias = EntityId | Value


def misfit(
    ontology: Ontology,
    predicate: str,
    ends: tuple[Term, Term],
    qualifiers: Mapping[str, Term],
    type_of: Callable[[EntityId], str],
) -> str | None:
    """Why a fact cannot be said, or None: the predicate is unknown, or does not take that subject, object or qualifier.

    `ends` are subject and object; `type_of` gives the class of an entity.
    """
    if wrong := unknown("property", predicate, ontology.properties):
        return wrong
    known = ontology.properties[predicate]
    if not known.domain:
        return f"{predicate} is a qualifier of facts and makes none by itself"
    return next(_wrong(ontology, known, ends, qualifiers, type_of), None)


def _wrong(
    ontology: Ontology,
    known: Property,
    ends: tuple[Term, Term],
    qualifiers: Mapping[str, Term],
    type_of: Callable[[EntityId], str],
) -> Iterator[str]:
    subject, target = ends
    if isinstance(subject, Value):
        yield "its subject is a value; name a thing"
    elif ontology.coarse.get(kind := type_of(subject)) not in known.domain:
        yield f"{known.name} takes a subject of {_or(known.domain)}, and {subject} is of {kind}"
    yield from _value(ontology, known, target, f"{known.name} takes", type_of)
    if subject == target:
        yield "it would relate a thing to itself"
    for name, value in qualifiers.items():
        if name not in known.qualifiers:
            takes = f"it takes {_or(known.qualifiers)}" if known.qualifiers else "it takes none"
            yield f"{known.name} does not take the qualifier '{name}'; {takes}"
        else:
            yield from _value(ontology, ontology.properties[name], value, f"the qualifier {name} takes", type_of)


def _value(
    ontology: Ontology, known: Property, value: Term, takes: str, type_of: Callable[[EntityId], str]
) -> Iterator[str]:
    if known.datatype:
        if not isinstance(value, Value):
            yield f"{takes} a value ({known.datatype}), and {value} is a thing"
        elif value.datatype != known.datatype:
            yield f"{takes} a {known.datatype}, and {value.text} is a {value.datatype}"
    elif isinstance(value, Value):
        yield f"{takes} a thing of {_or(known.range)}, and {value.text} is a value"
    elif ontology.coarse.get(kind := type_of(value)) not in known.range:
        yield f"{takes} an object of {_or(known.range)}, and {value} is of {kind}"


def _or(names: tuple[str, ...]) -> str:
    """Names as a choice.

    >>> _or(("Person", "Organization", "Place"))
    'Person, Organization or Place'
    """
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
