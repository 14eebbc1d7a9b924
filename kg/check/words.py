"""How a finding names its culprit."""

from __future__ import annotations

from kg.check.codes import shown
from kg.types import Fact, Value


def fact_words(fact: Fact) -> str:
    """A fact by what it says and its id.

    >>> fact_words(Fact("3f", "locatedIn", "临江县档案馆", "临江县"))
    'fact 3f (临江县档案馆 locatedIn 临江县)'
    """
    target = shown(fact.object.text, 20) if isinstance(fact.object, Value) else fact.object
    return f"fact {fact.id} ({fact.subject} {fact.predicate} {target})"
