"""The names of a graph, to be found by what is meant, by how they begin, and by what is alike.

宜賓市司法局    ->  宜宾市司法局        the same name in another script: exact
市司法局        ->  宜宾市司法局        a short form that follows from the name: short
宜宾司法局      ->  宜宾市司法局        two pairs of characters of three in common: alike
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.ontology.ontology import Ontology
from kg.ontology.tables.reconciliation import Reconciliation
from kg.query.engine import Engine
from kg.query.named import Named, Thing, simple

_TRIED = 200  # names that are compared for being alike
_PREFIX = 400  # names that are looked at for how they begin


class Names:
    """The names of one graph."""

    def __init__(self, engine: Engine, base: str, ontology: Ontology) -> None:
        self.named = Named(engine, base, ontology)
        self.scores = ontology.table(Reconciliation)
        self._forms = sorted(self.named.by_form)
        self._pairs: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for n, form in enumerate(self._forms):
            for pair in _pairs(form):
                self._pairs[pair].append(n)

    def candidates(self, name: str) -> dict[str, tuple[Thing, float]]:
        """The things that a name may mean, by their IRIs, each with its score of 100."""
        form = simple(name)
        found: dict[str, tuple[Thing, float]] = {}
        for thing, score in (*self._exact(form), *self._short(form), *self._alike(form)):
            if score > found.get(thing.iri, (thing, 0.0))[1]:
                found[thing.iri] = thing, score
        return found

    def beginning(self, prefix: str) -> list[Thing]:
        """The things one of whose names begins so, shorter names first."""
        form = simple(prefix)
        at = bisect_left(self._forms, form)
        fitting = [one for one in self._forms[at : at + _PREFIX] if one.startswith(form)]
        things = {
            thing.iri: thing for one in sorted(fitting, key=lambda one: (len(one), one)) for thing in self._of(one)
        }
        return list(things.values())

    def _of(self, form: str) -> list[Thing]:
        return [thing for _, thing in sorted(self.named.by_form.get(form, {}).items())]

    def _exact(self, form: str) -> Iterator[tuple[Thing, float]]:
        for thing in self._of(form):
            yield thing, self.scores.exact if simple(thing.name) == form else self.scores.alias

    def _short(self, form: str) -> Iterator[tuple[Thing, float]]:
        return ((thing, self.scores.short) for thing in self.named.shortened(form))

    def _alike(self, form: str) -> Iterator[tuple[Thing, float]]:
        wanted = _pairs(form)
        shared: Counter[int] = Counter()
        for pair in wanted:
            shared.update(self._pairs.get(pair, ()))
        for n, common in shared.most_common(_TRIED):
            alike = 2 * common / (len(wanted) + len(_pairs(self._forms[n])))
            if alike >= self.scores.alike:
                for thing in self._of(self._forms[n]):
                    yield thing, self.scores.like * alike


def _pairs(form: str) -> set[str]:
    """The pairs of neighbouring characters of a name, with its ends.

    >>> sorted(_pairs("ab"))
    ['^a', 'ab', 'b$']
    """
    whole = f"^{form}$"
    return {whole[n : n + 2] for n in range(len(whole) - 1)}
