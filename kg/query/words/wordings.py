"""A question in words -> which shipped question it is, and what its parameters are.

    谁是宜宾市司法局的局长？    ->    holders with organization=宜宾市司法局, post=局长

The names and roles that stand in a question become one character each, in every way that it can be cut, the one that
takes most of it first. A pattern has to take the whole of what is left: 不, 将 and 的水利局 make it another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kg.errors import QueryError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.wordings import Wording, Wordings
from kg.query.value_forms import date_form
from kg.rdf.questions import Question, questions
from kg.text.names import normal_form

_SLOT = re.compile(r"<(\w+)>")
_KIND = "(?P<kind>"
_MARKED, _BARE = re.compile("〔([^〔〕]+)〕"), str.maketrans("", "", "〔〕")
THINGS, ROLES = 0xE000, 0xF000  # private characters that stand for names, and for roles
_THING, _ROLE = "[\ue000-\uefff]", "[\uf000-\uf8ff]"
_PHRASE = "[^\ue000-\uf8ff]{1,16}?"
_WORDS = "[^\ue000-\uf8ff]{3,60}?"
_UNKNOWN = "(?:[\ue000-\uefff]|[^\ue000-\uf8ff]{2,30}?)"
_LONGEST = 200  # characters of a question
_CUTS, _TRIED = 2000, 64  # ways to cut a question that are made, and that are tried


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording that a question fits: what stands in each slot, in normal form, and of what kind the answer must be."""

    wording: Wording
    question: Question
    slots: tuple[tuple[str, str], ...]
    kind: str | None


@dataclass(frozen=True, slots=True)
class Fillers:
    """What may fill slots: names in normal form with the classes of what they name (none: any), and roles."""

    names: Mapping[str, frozenset[str]]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A question in which some names and roles are one character each, which `of` gives back.

    `languages` says whether it may be English (True), Chinese (False), or either.
    """

    text: str
    of: Mapping[str, str]
    languages: tuple[bool, ...]


class _Pattern:
    """A pattern with its slots: `signature` counts those for things and those for roles."""

    def __init__(self, wording: Wording, question: Question, text: str, table: Wordings) -> None:
        self.wording, self.question, self.text, self.table = wording, question, text, table
        forms = self.forms = {name: slot.form for name, slot in table.slots.items()}
        found = [forms[slot] for slot in _SLOT.findall(text.replace(_KIND, ""))]
        self.signature = found.count("thing"), found.count("role")

    @cached_property
    def known(self) -> re.Pattern[str]:
        """It for names that are known."""
        return self._compiled(_THING)

    @cached_property
    def unknown(self) -> re.Pattern[str]:
        """It for any words in the place of a name."""
        return self._compiled(_UNKNOWN)

    def _compiled(self, thing: str) -> re.Pattern[str]:
        """The pattern, in which each group has a number behind its name, as names may be there only once."""
        fills = {"thing": thing, "role": _ROLE, "date": self.table.date, "phrase": _PHRASE, "words": _WORDS}
        parts = re.split(r"(\(\?P<kind>|<\w+>)", self.text)
        for n, part in enumerate(parts):
            if part == _KIND:
                parts[n] = f"(?P<kind_{n}>"
            elif n % 2:
                form = self.forms[part[1:-1]]
                behind = self.table.behind if form == "thing" else ""
                parts[n] = f"(?P<{part[1:-1]}_{n}>{fills[form]}){behind}"
        return re.compile("".join(parts))


class Asked:
    """The wordings of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology, self.table = ontology, ontology.table(Wordings)
        self.questions = {question.name: question for question in questions(ontology)}
        kinds = "|".join(sorted(self.table.kinds, key=lambda word: (-len(word), word)))
        self._parts = dict(self.table.words) | {"kinds": kinds}
        self._forms = {name: slot.form for name, slot in self.table.slots.items()}
        self._around = re.compile(f"(?:{self.table.before})(?P<asked>.*?)(?:{self.table.after})", re.DOTALL)
        self._marks = re.compile(self.table.marks)
        self._patterns = {english: list(self._all(english)) for english in (False, True)}

    def asked(self, text: str) -> str:
        """A question in normal form, without what stands around it.

        QueryError where it is empty or too long to be one.
        """
        found = normal_form(text) if len(text) <= _LONGEST else ""
        match = self._around.fullmatch(found)
        if match is None or not match["asked"].strip():
            raise QueryError("that is no question", hint=f"ask one of up to {_LONGEST} characters")
        return match["asked"]

    def asks(self, text: str) -> bool:
        """Whether something in a text in normal form asks or denies."""
        return self._marks.search(text) is not None

    def readings(self, asked: str, fillers: Fillers) -> Iterator[Reading]:
        """What a question in normal form may mean, the likeliest first."""
        for cut in cuts(asked, fillers):
            signature = sum(ord(c) < ROLES for c in cut.of), sum(ord(c) >= ROLES for c in cut.of)
            for pattern in self._of(cut):
                if pattern.signature == signature and (match := pattern.known.fullmatch(cut.text)):
                    reading = self._read(pattern, match, cut)
                    if reading is not None and self.fits(reading, fillers):
                        yield reading

    def unknown(self, asked: str, fillers: Fillers) -> str | None:
        """What stands where a question needs a name, and is none; None where it is no question that is known."""
        for cut in cuts(asked, fillers):
            for pattern in self._of(cut):
                match = pattern.unknown.fullmatch(cut.text) if pattern.signature[0] else None
                reading = self._read(pattern, match, cut) if match else None
                things = [t for slot, t in reading.slots if self._forms[slot] == "thing"] if reading else []
                missing = next((text for text in things if text not in fillers.names), None)
                if missing is not None and not self._marks.search(missing):
                    return missing
        return None

    def _of(self, cut: Cut) -> Iterator[_Pattern]:
        return (pattern for english in cut.languages for pattern in self._patterns[english])

    def _all(self, english: bool) -> Iterator[_Pattern]:
        for n, wording in enumerate(self.table.wording):
            question = self.questions.get(wording.question)
            if question is None:
                at, hint = ("wording", n, "question"), "name one of the .rq files beside it"
                raise self.ontology.error(Wordings, at, f"there is no question {wording.question!r}", hint)
            for k, text in enumerate(wording.en if english else wording.zh):
                at = ("wording", n, "en" if english else "zh")
                composed = self.ontology.composed(Wordings, at, text.replace(" ", ""), self._parts)
                self._check(wording, question, composed, (*at, k))
                yield _Pattern(wording, question, composed, self.table)

    def _check(self, wording: Wording, question: Question, text: str, at: tuple[str | int, ...]) -> None:
        """OntologyError where a slot of a pattern is no parameter, or a column of a wording is not there."""
        parameters = {*question.parameters, *(name for name, _ in question.choices)}
        for slot in (*_SLOT.findall(text.replace(_KIND, "")), *wording.set):
            if slot not in parameters or (slot not in self._forms and slot not in wording.set):
                what = f"{slot!r} is no {'slot' if slot in parameters else 'parameter of the question'}"
                raise self.ontology.error(Wordings, at, what, f"use {', '.join(sorted(parameters))}")
        columns = re.findall(r"\?(\w+)", question.sparql.partition("{")[0])
        if lost := [column for column in wording.answer if column not in columns]:
            what = f"the question has no column {lost[0]!r}"
            raise self.ontology.error(Wordings, (*at[:2], "answer"), what, f"use {', '.join(columns)}")

    def _read(self, pattern: _Pattern, match: re.Match[str], cut: Cut) -> Reading | None:
        """What a match says; None where a date in it is none."""
        found: dict[str, str] = {}
        for group, words in match.groupdict().items():
            if words:
                name = group.rpartition("_")[0]
                plain = cut.of.get(words, words)
                found[name] = plain if name == "kind" else found.get(name, "") + plain
        kind = self.table.kinds.get(found.pop("kind", ""))
        for name in [name for name in found if self._forms[name] == "date"]:
            date = date_form(found[name], self.ontology)
            if date is None:
                return None
            found[name] = date
        return Reading(pattern.wording, pattern.question, tuple(found.items()), kind)

    def fits(self, reading: Reading, fillers: Fillers) -> bool:
        """Whether each name in a slot for things names something of the slot's classes."""
        for slot, text in reading.slots:
            classes, kinds = self.table.slots[slot].classes, fillers.names.get(text, frozenset())
            fitting = any(self.ontology.is_a(kind, one) for kind in kinds for one in classes)
            if self._forms[slot] == "thing" and classes and kinds and not fitting:
                return False
        return True


def cuts(asked: str, fillers: Fillers) -> list[Cut]:
    """The ways to cut a question into names, roles and the rest, those that take most of it first."""
    spans = [
        (at.start(), at.end(), role)
        for words, role in ((fillers.names, False), (fillers.roles, True))
        for word in words
        for at in re.finditer(re.escape(word), asked)
    ]

    def chosen(rest: list[tuple[int, int, bool]]) -> Iterator[list[tuple[int, int, bool]]]:
        if not rest:
            yield []
            return
        first, *others = rest
        for after in chosen([span for span in others if span[0] >= first[1]]):
            yield [first, *after]
        yield from chosen(others)

    made = list(islice(chosen(sorted(spans, key=lambda s: (s[0], -s[1], s[2]))), _CUTS))
    made.sort(key=lambda cut: (-sum(end - start for start, end, _ in cut), len(cut)))
    return [_cut(asked, spans) for spans in made[:_TRIED]]


def _cut(asked: str, spans: list[tuple[int, int, bool]]) -> Cut:
    parts: list[str] = []
    of, at = {}, 0
    for n, (start, end, role) in enumerate(spans):
        character = chr((ROLES if role else THINGS) + n)
        of[character] = asked[start:end]
        parts += asked[at:start], character
        at = end
    rest = "".join(parts[::2]) + asked[at:]
    languages = not rest.isascii(), any(map(str.isascii, filter(str.isalpha, rest)))
    return Cut("".join(parts) + asked[at:], of, tuple(n == 1 for n, may in enumerate(languages) if may))


def asked_by(ontology: Ontology) -> Asked:
    """The wordings of an ontology, read once; OntologyError, with file and line, where they are wrong."""
    return ontology.once(Asked)


def unmarked(example: str) -> tuple[str, tuple[str, ...]]:
    """An example without the 〔〕 around its names, and the names in normal form.

    >>> unmarked("谁是〔宜宾市司法局〕的〔局长〕？")
    ('谁是宜宾市司法局的局长？', ('宜宾市司法局', '局长'))
    """
    return example.translate(_BARE), tuple(normal_form(match[1]) for match in _MARKED.finditer(example))


def with_name(example: str, name: str) -> str:
    """An example with another name in the place of its only one.

    >>> with_name("〔杨国庆〕说了什么？", "何立群")
    '何立群说了什么？'
    """
    return _MARKED.sub(lambda _: name, example)
