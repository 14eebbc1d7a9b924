"""A question in normal form -> other questions that it may be meant as, which `wordings` may know.

共有多少家单位承办了比赛                ->    哪些单位承办了比赛, and what answers it is counted
云湖县2021年获得了哪些荣誉              ->    云湖县获得了哪些荣誉, of facts of 2021
杨国庆是不是宜宾市司法局的局长          ->    谁是宜宾市司法局的局长, and 杨国庆 has to be an answer (see `polar`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ontology.ontology import Ontology
from kg.ontology.tables.question_forms import Bounds, QuestionForms, Rewriting
from kg.query.value_forms import date_form

_AFTER_ALL = "~"  # sorts behind what a date is written with

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: texts of dates that are not before `since`, and before `until`."""

    since: str
    until: str
    shown: str

    @classmethod
    def of(cls, bounds: Bounds, dates: Sequence[str]) -> Window:
        """The window of dates of any precision.

        >>> Window.of("within", ["2021"])
        Window(since='2021', until='2021~', shown='2021')
        """
        first, last = dates[0], dates[-1]
        if bounds == "before":
            return cls("", first, f"before {first}")
        if bounds == "since":
            return cls(first, _AFTER_ALL, f"since {first}")
        return cls(first, last + _AFTER_ALL, first if bounds == "within" else f"{first} to {last}")


class Forms:
    """The forms of questions of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology, self.table = ontology, ontology.table(QuestionForms)
        parts = {"date": f"({self.table.date})"}
        self._periods = [
            (ontology.expression(QuestionForms, ("period", n, "find"), one.find, parts=parts), one.bounds)
            for n, one in enumerate(self.table.period)
        ]
        self._slips = self._compiled("slip", self.table.slip)
        self._statements = self._compiled("statement", self.table.statement)
        self._how_many = self._compiled("how_many", self.table.how_many)
        self._date, self._number = re.compile(self.table.date), re.compile(self.table.number)

    def _compiled(self, key: str, rewritings: Sequence[Rewriting]) -> list[tuple[re.Pattern[str], str]]:
        made = []
        for n, one in enumerate(rewritings):
            made.append((self.ontology.expression(QuestionForms, (key, n, "find"), one.find), one.put))
        return made

    def corrected(self, text: str) -> str:
        """A question with all slips of the pen put right."""
        for find, put in self._slips:
            text = find.sub(put, text)
        return text

    def whole(self, text: str) -> Iterator[str]:
        """What half a question may be the beginning of."""
        return (text + rest for rest in self.table.half)

    def statements(self, text: str) -> list[str]:
        """The statements that a yes/no question asks about, the barest first; none where it is no such question."""
        made = [text]
        for find, put in self._statements:
            made += [found for one in made if (found := find.sub(put, one, count=1)) != one]
        return list(dict.fromkeys(reversed(made[1:])))

    def how_many(self, text: str) -> list[str]:
        """The questions whose answers are counted; none where it does not ask how many."""
        made = (find.sub(put, text, count=1) for find, put in self._how_many)
        return list(dict.fromkeys(one for one in made if one != text))

    def limited(self, text: str, taken: Sequence[Span]) -> Iterator[tuple[str, Window]]:
        """A question without a time that limits it, and that time; `taken` are the names in it, which hold none."""
        for find, bounds in self._periods:
            for match in find.finditer(text):
                dates = [date_form(one, self.ontology) for one in match.groups()]
                if _free(match.span(), taken) and all(dates):
                    rest = text[: match.start()] + text[match.end() :]
                    yield rest, Window.of(bounds, [one for one in dates if one])

    def dates(self, text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """The dates in a question outside of names, each with its place."""
        for match in self._date.finditer(text):
            if _free(match.span(), taken) and (date := date_form(match[0], self.ontology)):
                yield match.span(), date

    def numbers(self, text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """The numbers in a question outside of names, each with its place."""
        from kg.extract.values.numerals import parse_number

        for match in self._number.finditer(text):
            number = parse_number(match[0], self.ontology) if _free(match.span(), taken) else None
            if number is not None:
                yield match.span(), f"{number:f}"


def apart(text: str, forms: Sequence[str]) -> list[tuple[Span, str]]:
    """Where some of the forms stand in a text, the longest first taken, no two over each other.

    >>> apart("宜宾市司法局在宜宾市", ["宜宾市", "宜宾市司法局"])
    [((0, 6), '宜宾市司法局'), ((7, 10), '宜宾市')]
    """
    found: list[tuple[Span, str]] = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        for match in re.finditer(re.escape(form), text):
            if _free(match.span(), [span for span, _ in found]):
                found.append((match.span(), form))
    return sorted(found)


def _free(span: Span, taken: Sequence[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def forms_of(ontology: Ontology) -> Forms:
    """The forms of an ontology, read once; OntologyError, with file and line, where they are wrong."""
    return ontology.once(Forms)
