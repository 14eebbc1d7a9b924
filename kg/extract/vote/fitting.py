"""Which offers of the network alone fit in with the rest of what is said of a document.

A name inside a longer name takes no part in what the text tells: nobody wrote 《李明月文集》 because he is named in it.
One title of a person is held at one body: 海州市委副书记李明月 is no deputy secretary of 海州. A thing begins once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from kg.extract.vote.offers import Offer
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaProperty
from kg.ontology.tables.neural import Neural
from kg.text.spans import inside
from kg.types import Mention


def fitting(some: Sequence[Offer], mentions: Iterable[Mention], ontology: Ontology) -> list[bool]:
    """Of each offer, whether it fits; what a rule claims always does."""
    table = ontology.table(Neural).fitting
    held = inside(one.span for one in mentions if one.form == "name" and one.type in ontology.coarse)
    titles = _best(some, _title)
    once = _best(some, lambda one: (one.predicate, one.subject.span) if one.predicate in table.once else None)

    def fits(one: Offer) -> bool:
        named = SchemaProperty(one.predicate)
        if named not in table.inside and not held.isdisjoint((one.subject.span, one.object.span)):
            return False
        if one.stops > table.stops.get(named, 0):
            return False
        chances = titles.get(_title(one), 0), once.get((one.predicate, one.subject.span), 0)
        return one.probability >= max(chances)

    return [one.claim is not None or fits(one) for one in some]


def _title(one: Offer) -> Hashable:
    """A title at a place of the text, and who holds it."""
    return (one.subject.span, one.role.span) if one.role else None


def _best(some: Iterable[Offer], key: Callable[[Offer], Hashable]) -> dict[Hashable, float]:
    """The highest probability by key; that of what a rule claims is 1."""
    found: dict[Hashable, float] = {}
    for one in some:
        if (name := key(one)) is not None:
            found[name] = max(found.get(name, 0), one.probability if one.claim is None else 1)
    return found
