"""The words for what a figure counts, as the qualifier `of` has them: 重点任务 of 列出56项重点任务."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from kg.extract.candidates.candidate import Source
from kg.extract.values.counted_nouns import counted
from kg.extract.values.quantities import quantity_rules
from kg.extract.values.quantity import QuantityCandidate, QuantityKind
from kg.ontology.ontology import Ontology
from kg.ontology.tables.figures import FigureTable
from kg.types import Mention, Parsed, Span


class CountedThings:
    """Finds them in one document; `counted` gives the noun phrase beside a figure, where there is one."""

    def __init__(
        self, parsed: Parsed, ontology: Ontology, counted: Callable[[Mention], Span | None] | None = None
    ) -> None:
        self._parsed, self._view, self._ontology = parsed, parsed.view.text, ontology
        self._table, self._kinds = ontology.table(FigureTable), quantity_rules(ontology).kinds
        self._counted = counted or self._by_unit

    def of(self, quantity: Mention, subject: Mention, names: Mapping[int, Collection[int]]) -> Span | None:
        """The words, without a name in front of them; None where they are vague, or another name.

        `names` are the ends of the names around, by where they begin.
        """
        suffered = self._table.casualties.match(self._view, quantity.span.end)
        of = Span(*suffered.span()) if suffered else self._counted(quantity)
        if of is None or of.end in (ends := names.get(of.start, ())):
            return None
        start = max((end for end in ends if end < of.end), default=of.start)
        of = Span(start + self._view.startswith(self._table.possessive, start), of.end)
        words = self._view[of.start : of.end]
        if act := self._table.acts.search(words):
            of = Span(of.start, of.start + act.start())
        return None if of == subject.span or self._table.of_nothing.search(words) else of

    def _by_unit(self, quantity: Mention) -> Span | None:
        unit = quantity.value.unit if quantity.value is not None else None
        kind = self._kinds.get(unit, QuantityKind.SHARE) if unit else QuantityKind.MEASURE
        found = QuantityCandidate(quantity, 1, f"quantity.{kind}", Source.QUANTITY, kind)
        return counted(self._parsed, found, self._ontology)


def ends_of(mentions: Iterable[Mention]) -> dict[int, set[int]]:
    """Where mentions end, by where they begin."""
    ends: dict[int, set[int]] = defaultdict(set)
    for one in mentions:
        ends[one.span.start].add(one.span.end)
    return dict(ends)
