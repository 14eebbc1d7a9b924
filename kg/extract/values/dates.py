"""Dates in every form, resolved at the precision of the text against the article's date and the date mentioned last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.values.date_context import DateContext
from kg.extract.values.date_forms import date_forms
from kg.extract.values.day import Day
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value

_LIVES = 15  # years; a longer range in years is a lifetime or an era, both ends of which are dates by themselves
_FAR = 400  # characters between a date and what counts from it (次日)


class _Reader:
    """Reads the dates of one document from its beginning to its end, each in the context of those before it."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.parsed, self.view, self.forms = parsed, parsed.view.text, date_forms(ontology)
        self.starts, self.ends = frozenset(parsed.starts), frozenset(parsed.ends)
        published = Day.read(parsed.document.meta.datePublished)
        self.context = DateContext(self.forms, published)
        self.datelines = self._datelines(published) if published else []
        self.last = 0  # where the date before ends

    def candidates(self) -> Iterator[Candidate]:
        """All dates, in order."""
        for sentence in self.parsed.sentences:
            while self.datelines and self.datelines[0][0] <= sentence.end:
                self.context.written = self.datelines.pop(0)[1]
            at = sentence.start
            while match := self.forms.pattern.search(self.view, at, sentence.end):
                at = match.end()
                if self._is_whole(match):
                    found = self._candidate(match, sentence)
                    at = self.last = found.mention.span.end
                    yield found

    def _datelines(self, published: Day) -> list[tuple[int, Day]]:
        """Where reports begin and the days on which they were written."""
        found = []
        for match in self.forms.dateline.finditer(self.view):
            fields = {name: text for name, text in match.groupdict().items() if text is not None}
            written = DateContext(self.forms, published).resolve(fields, ahead=False)
            if written and written.real:
                found.append((match.end(), written))
        return found

    def _is_whole(self, match: re.Match[str]) -> bool:
        """Whether a match ends no word in its middle, where its pattern asks for that."""
        return match.lastgroup not in self.forms.whole_words or (
            match.start() in self.starts and match.end() in self.ends
        )

    def _candidate(self, match: re.Match[str], sentence: Span) -> Candidate:
        """The date that a match writes; it is what later ones count from."""
        fields, begin, end = self.forms.fields(match), match.start(), match.end()
        self.context.near = self.context.near and "\n" not in self.view[self.last : begin]
        day = self._day(fields, begin, sentence)
        if day:
            self.context.mentioned, self.context.near = day, True
            if self._is_lifetime(day, fields):
                end -= len(fields["tail"])
        mention = Mention(Span(begin, end), "Date", "value", Value(str(day), "date") if day else None)
        score = self.forms.dated if day else self.forms.undated
        return Candidate(mention, score, f"date.{self.forms.ids[match.lastgroup or '']}", Source.DATE)

    def _day(self, fields: Mapping[str, str], at: int, sentence: Span) -> Day | None:
        """The day of the calendar that fields mean at a place of the text, where it can be known."""
        if self._counts_from_unknown_day(fields, at, sentence):
            return None
        ahead = self.forms.future.search(self.view, sentence.start, sentence.end) is not None
        day = self.context.resolve(fields, ahead)
        return day if day and day.real else None

    def _counts_from_unknown_day(self, fields: Mapping[str, str], at: int, sentence: Span) -> bool:
        """Whether a word for a day counts from a day that nobody knows.

        Who speaks in a story has another today than who writes it; the next day (次日) counts from a date close by.
        """
        context = self.context
        if "published_day" in fields and context.mentioned and context.mentioned != context.written:
            return self.view.count("“", sentence.start, at) > self.view.count("”", sentence.start, at)
        return "mentioned_day" in fields and at - self.last > _FAR

    def _is_lifetime(self, day: Day, fields: Mapping[str, str]) -> bool:
        """Whether a range from a day on is so long that its end is a date by itself."""
        return "tail" in fields and self.forms.number(fields.get("year_end", "")) - day.year > _LIVES


def dates(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Date mentions, in order; a value is given only where the text and the article's date give it.

    Times of day are inside the span and not in the value; a range has the value of its beginning.
    """
    return list(_Reader(parsed, ontology).candidates())
