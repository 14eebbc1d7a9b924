"""What a check finds: a culprit, and the details that fill its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.types import Fact, Graph, Value


@dataclass(frozen=True)
class Culprit:
    """What is wrong, as a reader knows it, and the details that its check's sentence leaves open."""

    name: str
    details: dict[str, object]


GraphCheck: TypeAlias = Callable[[Graph, Ontology], Iterator[Culprit]]


def culprit(name: str, /, **details: object) -> Culprit:
    """A culprit with its details."""
    return Culprit(name, details)


def quoted(text: str, limit: int = 60) -> str:
    """A text in quotation marks, cut where it is long.

    >>> quoted("临江县档案馆", 3)
    "'临江县…'"
    """
    return repr(text if len(text) <= limit else f"{text[:limit]}…")


def fact_name(fact: Fact) -> str:
    """A fact by what it says and its id.

    >>> fact_name(Fact("3f", "locatedIn", "临江县档案馆", "临江县"))
    'fact 3f (临江县档案馆 locatedIn 临江县)'
    """
    target = quoted(fact.object.text, 20) if isinstance(fact.object, Value) else fact.object
    return f"fact {fact.id} ({fact.subject} {fact.predicate} {target})"
