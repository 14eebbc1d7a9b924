"""Numbers that say something about a named thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.extract.relations.clauses import modality, nearest_date
from kg.extract.relations.counted_things import CountedThings, ends_of
from kg.extract.relations.figure_choice import Before, best
from kg.extract.relations.figure_owners import FigureOwners
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.ontology.tables.figures import FigureTable, FigureWeights
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BREAKS = "，；：。！？“”"


class Figures:
    """Reads the quantities of one document; `counted` gives the words for what a quantity counts.

    Sentences are given in the order of the text: what a figure is about is likely what the figure before it is about.
    """

    def __init__(
        self, parsed: Parsed, ontology: Ontology, subjects: Subjects, counted: Callable[[Mention], Span | None],
        outer: Sequence[Mention],
    ) -> None:  # fmt: skip
        self.parsed, self.counted = parsed, counted
        self.shared, self.words = grammar(ontology), ontology.table(FigureTable)
        self.weights = ontology.table(FigureWeights).weights
        self.owners = FigureOwners(parsed, subjects, outer, self.shared, counted)
        self.things = CountedThings(parsed, ontology, counted)
        self._before = Before()

    def claims(self, typed: TypedSentence) -> Iterator[Claim]:
        """One claim for each quantity of which it is clear enough what it is about."""
        letter = self.shared.alphabet["Quantity"]
        if letter not in typed.text:
            return
        bare = typed.holder is not None and not _HAN.search(typed.text)
        for at in range(len(typed.text)):
            if typed.text[at] == letter and self.measures(typed, at) and (not bare or self.owners.is_age(typed, at)):
                subject = self._subject(typed, at)
                if subject is not None:
                    yield self._claim(typed, at, subject)

    def measures(self, typed: TypedSentence, at: int) -> bool:
        """Whether the figure at a position measures something: what one without a unit counts is not sure."""
        value, end = typed.mentions[at].value, typed.mentions[at].span.end
        if value is None or not value.unit or self.words.skip_before.search(typed.text[max(0, at - 12) : at]):
            return False
        return not self.words.skip_behind.match(self.parsed.view.text, end)

    def _subject(self, typed: TypedSentence, at: int) -> Mention | None:
        """The likeliest owner of a figure, if it is likely enough; a medium only tells of it."""
        nothing, owners, paired = self.owners.proposals(typed, at)
        chosen = best(nothing, owners, self._before, self.weights)
        self._before = self._before.after(chosen, self.words.carried)
        if paired is not None:
            return paired
        if chosen is None or chosen.share < self.words.sure or chosen.owner.mention.type == "MediaOrganization":
            return None
        return chosen.owner.mention

    def _claim(self, typed: TypedSentence, at: int, subject: Mention) -> Claim:
        quantity = typed.mentions[at]
        left = max(typed.text.rfind(c, 0, at) for c in _BREAKS) + 1
        of = self._of(typed, quantity, subject) or self._of_list(typed, at, subject)
        span, inside = typed.span(left, at + 1), self.parsed.sentences[typed.sentence]
        start = min(span.start, subject.span.start) if inside.contains(subject.span) else span.start
        start = min(start, of.start) if of and inside.contains(of) else start
        end = max(span.end, of.end if of else 0, subject.span.end if inside.contains(subject.span) else 0)
        evidence = Evidence(self.parsed.document.id, Span(start, end), "statistic.count", self.words.confidence)
        roles = [("subject", subject), ("object", quantity)]
        if of is not None:
            words = self.parsed.quote(of) + self._shared_head(typed, at, of)
            roles.append(("of", Mention(of, "Text", "value", Value(words, "text"))))
        roles += [("time", t) for t in nearest_date(typed, left, at, self.shared)]
        return Claim("statistic", tuple(roles), evidence, modality(typed.text, left, at, self.shared))

    def _of(self, typed: TypedSentence, quantity: Mention, subject: Mention) -> Span | None:
        return self.things.of(quantity, subject, ends_of(typed.mentions.values()))

    def _of_list(self, typed: TypedSentence, at: int, subject: Mention) -> Span | None:
        """What the first of a list of bare figures counts: 亏损 for 2亿元 in 亏损3亿元、2亿元."""
        before = typed.mentions.get(at - 2)
        if before is None or before.type != "Quantity" or typed.text[at - 1] not in self.words.joins:
            return None
        return self._of(typed, before, subject) or self._of_list(typed, at - 2, subject)

    def _shared_head(self, typed: TypedSentence, at: int, of: Span) -> str:
        """The noun that the last of a list of figures has for all: 服务平台 for 11 in 11个县区和136个乡镇服务平台."""
        view, words = self.parsed.view.text, self.words
        if not words.listed.fullmatch(view, of.start, of.end):
            return ""
        figures = [m for n, m in sorted(typed.mentions.items()) if n > at and m.type == "Quantity"]
        for figure in figures:
            if view[of.end : figure.span.start] not in words.joins:
                return ""
            following = self.counted(figure)
            if following is None or following.start != figure.span.end:
                return ""
            of = following
            area = words.listed.match(view, of.start, of.end)
            if area is None:
                return ""
            if area.end() < of.end:
                return words.acts.sub("", self.parsed.quote(Span(area.end(), of.end)))
        return ""
