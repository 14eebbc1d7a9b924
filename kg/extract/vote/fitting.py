"""Which offers of the network alone fit in with the rest of what is said of a document.

A name inside a longer name takes no part in what the text tells: nobody wrote 《李明月文集》 because he is named in it.
One title of a person is held at one body: 海州市委副书记李明月 is no deputy secretary of 海州. A thing begins once, and
its date is no other's. Whoever stands for a post (主席|参选人) does not hold it, what 李明月's friends say he does not
say, and of whoever took the picture (李明月摄) no words are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence

from kg.extract.relations.figure_owners import stands_behind
from kg.extract.relations.shared_grammar import grammar
from kg.extract.vote.offers import Offer
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaProperty
from kg.ontology.tables.figures import FigureTable
from kg.ontology.tables.neural import Neural
from kg.ontology.tables.posts import PostTable
from kg.text.spans import inside
from kg.types import Mention

_SAID, _STATISTIC = "said", "statistic"
_NEAR = 40  # characters beside a quotation in which its speaker stands


def fitting(some: Sequence[Offer], mentions: Iterable[Mention], view: str, ontology: Ontology) -> list[bool]:
    """Of each offer, whether it fits; what a rule claims always does."""
    table = ontology.table(Neural).fitting
    held = inside(one.span for one in mentions if one.form == "name" and one.type in ontology.coarse)
    titles = _best(some, _title)
    once = _best(some, lambda one: (one.predicate, one.subject.span) if one.predicate in table.once else None)
    owned = _best(some, lambda one: (one.predicate, one.object.span) if one.predicate in table.owned else None)
    figures = ontology.table(FigureTable)
    speakers, candidate = ontology.once(_Speakers), ontology.once(_candidate)

    def fits(one: Offer) -> bool:
        named = SchemaProperty(one.predicate)
        if named not in table.inside and not held.isdisjoint((one.subject.span, one.object.span)):
            return False
        if one.stops > table.stops.get(named, 0) or (one.role and candidate.match(view, one.role.span.end)):
            return False
        if one.predicate == _SAID and speakers.another(one, view):
            return False
        if one.predicate == _STATISTIC and _is_beside(one, view, figures):
            return False
        chances = once.get((one.predicate, one.subject.span), 0), owned.get((one.predicate, one.object.span), 0)
        return one.probability >= max(titles.get(_title(one), 0), *chances)

    return [one.claim is not None or fits(one) for one in some]


def _is_beside(one: Offer, view: str, table: FigureTable) -> bool:
    """Whether a figure is compared with a thing (占海州的三成), goes through it (通过甲银行), or is of the world."""
    end, figure = one.subject.span.end, one.object.span.start
    if any(stands_behind(words, view, one.subject.span) for words in (table.compared, table.not_owner)):
        return True
    return end < figure and table.abroad.search(view, end, figure) is not None


def _candidate(ontology: Ontology) -> re.Pattern[str]:
    """What stands behind the title of a post that nobody holds yet."""
    return ontology.expression(PostTable, ("words", "candidate"), ontology.table(PostTable).words.candidate)


class _Speakers:
    """Who speaks a quotation and is not named (与李明月相熟的朋友坦言), and who is named and speaks none (李明月摄)."""

    def __init__(self, ontology: Ontology) -> None:
        others, shared = ontology.table(Neural).fitting.others, grammar(ontology).table
        inner = "[^，。；：！？“”]"
        told = f"(?<![{shared.clause.addressed}])(?:{others})(?P<end>){inner}{{0,10}}?(?:{shared.words['say']})"
        self._begins = ontology.expression(Neural, ("fitting", "others"), f"{told}{inner}{{0,6}}[，：]")
        self._before = ontology.expression(Neural, ("fitting", "others"), f"{told}{inner}{{0,6}}[，：]?“?$")
        behind = f"[，。！？…]?”[，。]?{inner}{{0,24}}?{told}"
        self._behind = ontology.expression(Neural, ("fitting", "others"), behind)
        self._credited = ontology.expression(Neural, ("fitting", "credited"), ontology.table(Neural).fitting.credited)

    def another(self, one: Offer, view: str) -> bool:
        """Whether such a one speaks an offer's words and its speaker is named no nearer to the verb, or speaks none."""
        speaker, words = one.subject.span, one.object.span
        if self._credited.match(view, speaker.end) or self._begins.match(view, words.start, words.end):
            return True
        start = max(0, words.start - _NEAR)
        if before := self._before.search(view[start : words.start]):
            return speaker.end <= start + before.start()
        if speaker.end <= words.start and not one.stops:
            return False
        behind = self._behind.match(view, words.end, words.end + _NEAR)
        return behind is not None and speaker.start < behind.start("end")


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
