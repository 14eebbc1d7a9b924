"""Dates in every form, resolved at the precision of the text against the article's date and the date mentioned last."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.values.date_context import DateContext
from kg.extract.values.date_forms import DateForms, date_forms
from kg.extract.values.day import Day
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value

_LIVES = 15  # years; a longer range in years is a lifetime or an era, both ends of which are dates by themselves
_FAR = 400  # characters between a date and what counts from it (次日)


def _datelines(forms: DateForms, view: str, published: Day | None) -> list[tuple[int, Day]]:
    """Where reports begin and the days on which they were written, for texts that say when they were published."""
    found = []
    for match in forms.dateline.finditer(view) if published else ():
        fields = {name: text for name, text in match.groupdict().items() if text is not None}
        written = DateContext(forms, published, None).resolve(fields, ahead=False)
        if written and written.real:
            found.append((match.end(), written))
    return found


def _spoken(context: DateContext, fields: Mapping[str, str], view: str, sentence: Span, at: int, last: int) -> bool:
    """Whether a word for a day counts from a day that nobody knows.

    Who speaks in a story has another today than who writes it; the next day (次日) counts from a date close by.
    """
    if "published_day" in fields and context.mentioned and context.mentioned != context.written:
        return view.count("“", sentence.start, at) > view.count("”", sentence.start, at)
    return "mentioned_day" in fields and at - last > _FAR


def dates(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Date mentions, in order; a value is given only where the text and the article's date give it.

    Times of day are inside the span and not in the value; a range has the value of its beginning.
    """
    forms, view = date_forms(ontology), parsed.view.text
    published = Day.read(parsed.document.meta.datePublished)
    years = set() if published else {forms.number(m.group("year")) for m in forms.year.finditer(view)}
    context = DateContext(forms, published, years.pop() if len(years) == 1 else None)
    datelines = _datelines(forms, view, published)
    starts, ends = frozenset(parsed.starts), frozenset(parsed.ends)
    found: list[Candidate] = []
    last = 0
    for sentence in parsed.sentences:
        while datelines and datelines[0][0] <= sentence.end:
            context.written = datelines.pop(0)[1]
        at = sentence.start
        while match := forms.pattern.search(view, at, sentence.end):
            begin, at, wrapper = match.start(), match.end(), match.lastgroup or ""
            if wrapper in forms.whole_words and not (begin in starts and at in ends):
                continue
            fields = forms.fields(match)
            context.near = context.near and "\n" not in view[last:begin]
            ahead = forms.future.search(view, sentence.start, sentence.end) is not None
            day = None if _spoken(context, fields, view, sentence, begin, last) else context.resolve(fields, ahead)
            day = day if day and day.real else None
            if day and "tail" in fields and forms.number(fields.get("year_end", "")) - day.year > _LIVES:
                at -= len(fields["tail"])
            mention = Mention(Span(begin, at), "Date", "value", Value(str(day), "date") if day else None)
            score = forms.dated if day else forms.undated
            found.append(Candidate(mention, score, f"date.{forms.ids[wrapper]}", Source.DATE))
            if day:
                context.mentioned, context.near = day, True
            last = at
    return found
