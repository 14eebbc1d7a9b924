"""What stands around a person's name in one article: the words beside it, and whether it is a reporter's.

国务院总理李明昨日    beside it: 国务院总理, 昨日      the post right before a name tells most
本报记者李明、王芳    reporters, of 本报                nobody whom the article speaks of
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.ontology.tables.same_person import SamePerson
from kg.resolve.layer_names import LayerNames
from kg.text.names import normal_form
from kg.types import Span

_SEEN = 3  # mentions of a person whose words are kept
_BESIDE = 40  # characters on each side of a mention
_LINE = 60  # characters of a line before a byline's name that say for whom
_LISTED = 12  # names before and behind one in a byline
_PARTED = 2  # characters between two of them


@dataclass(frozen=True, slots=True)
class PersonSigns:
    """The words before and behind the first mentions of a person; whether a byline says that he reports, and for whom.

    An `author` is one whom the article names as its author without a word such as 记者: he may be a reporter or anyone.
    """

    beside: tuple[tuple[str, str], ...] = ()
    reporter: bool = False
    author: bool = False
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article names besides: organisations, persons, areas, those it speaks of most; the year it is of."""

    organizations: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    main: frozenset[str] = frozenset()
    year: str = ""


class PersonSignsOf:
    """The signs of the persons of one layer."""

    def __init__(self, named: LayerNames, ontology: Ontology) -> None:
        self._words = ontology.table(SamePerson).reporting
        self._named, self._text, self._meta = named, named.text, named.layer.document.meta
        self._persons = [mention for mention in named.all if mention.type == "Person"]
        self._ends = {mention.span.end: mention.span.start for mention in self._persons}
        self._starts = {start: end for end, start in self._ends.items()}

    @cached_property
    def _authors(self) -> frozenset[str]:
        return frozenset(map(normal_form, (*self._meta.authors, *self._meta.editors)))

    @cached_property
    def _places(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for mention in self._persons:
            found[normal_form(self._named.words(mention))].append(mention.span)
        return found

    def of(self, forms: Collection[str]) -> PersonSigns:
        """The signs of the person who has some names."""
        spans = sorted(span for form in forms for span in self._places.get(form, ()))
        beside = tuple(self._beside(span) for span in spans[:_SEEN])
        author = not self._authors.isdisjoint(forms)
        if not spans:
            return PersonSigns(author=author)
        start, end = self._list_of(spans[0])
        if self._marked(start) or self._words.behind.match(self._text, end):
            return PersonSigns(beside, reporter=True, agency=self._agency(start))
        return PersonSigns(beside, author=author or self._alone(start, end))

    def _beside(self, span: Span) -> tuple[str, str]:
        return self._text[max(0, span.start - _BESIDE) : span.start], self._text[span.end : span.end + _BESIDE]

    def _list_of(self, span: Span) -> tuple[int, int]:
        """Where the list of names begins and ends that a name stands in, as far as no mark of a byline is in it."""
        start, end = span.start, span.end
        for _ in range(_LISTED):
            at = self._past(start, -1)
            if self._marked(start) or at not in self._ends:
                break
            start = self._ends[at]
        for _ in range(_LISTED):
            at = self._past(end, 1)
            if at not in self._starts:
                break
            end = self._starts[at]
        return start, end

    def _past(self, at: int, step: int) -> int:
        """The place beyond the characters that part names."""
        for _ in range(_PARTED):
            char = self._text[at - 1 : at] if step < 0 else self._text[at : at + 1]
            if not char or char not in self._words.between:
                break
            at += step
        return at

    def _marked(self, at: int) -> bool:
        return self._text.endswith(self._words.marks, max(0, at - _LINE), at)

    def _alone(self, start: int, end: int) -> bool:
        """Whether a list of names stands in brackets at the end of a line."""
        opened = self._text.endswith(tuple(self._words.opening), max(0, start - 1), start)
        return opened and self._words.closing.match(self._text, end) is not None

    def _agency(self, at: int) -> str:
        """For whom the reporters of a byline that begins at a place work, as its line says."""
        line = self._text[max(0, at - _LINE) : at].rpartition("\n")[2]
        named = self._words.agency.findall(line)
        if not named:
            return ""
        own = self._meta.publisher or "" if named[-1].startswith(self._words.own) else ""
        return f"{named[-1]}{own}"
