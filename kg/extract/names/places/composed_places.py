"""Places by composition.

    在解放路和宜宾机场 -> 解放路 (Facility), 宜宾机场 (Facility)  stem and suffix
    京沪高速公路通车   -> 京沪高速公路 (Facility)              lines
    嘉陵江流域下雨    -> 嘉陵江流域 (Place)                  a known name and what makes a region of it
    我市下雨         -> (none)                            a description, which is no name

A name of stem and suffix begins where a known place ends (宜宾|机场), or else as far left as the segmentation's words
may be a part of a name; how sure it is depends on what introduces it and on whether the stem is itself a name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.places.gazetteer import Gazetteer, gazetteer
from kg.extract.names.places.place_words import checked_first, place_words
from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places
from kg.types import Mention, Parsed, Span, Token

_NAMING = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})  # classes of words that are names
_STEM = re.compile("n[srztg]?[tf]?g?|an?|[bfghijklmqstxz]|vn?|zg")  # classes of words that may be a part of one
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_LONGEST = 9  # characters of a name of stem and suffix
_TOWNSHIP = 8  # characters of the longest township


class ComposedPlaces:
    """The compositions of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads places.toml; OntologyError where it is wrong."""
        table = ontology.table(Places)
        self._composed, self._scores, self._words = table.composed, table.scores, place_words(ontology)
        self._known = gazetteer(ontology)
        self._types: dict[str, str] = {}
        for suffixes, type_ in (
            (self._composed.area, "AdministrativeArea"),
            (self._composed.zone, "AdministrativeArea"),
            (self._composed.natural, "NaturalFeature"),
            (self._composed.road, "Facility"),
            (self._composed.facility, "Facility"),
        ):
            self._types.update(dict.fromkeys(suffixes, type_))
        self._suffix = re.compile(checked_first(self._types))
        self._nominal = re.compile(checked_first(table.nominal.words))

    def find(self, parsed: Parsed, borders: Borders, found: Mapping[Span, Candidate]) -> Iterator[Candidate]:
        """Lines, names of stem and suffix, and regions; `found` are the names that stand there already."""
        view = parsed.view.text
        ends: dict[int, int] = {}  # where a known place ends, and the start of the shortest
        for span in found:
            ends[span.end] = max(span.start, ends.get(span.end, 0))
        yield from self._lines(view, borders, ends)
        yield from self._suffixed(view, borders, self._known, ends)
        for span, candidate in found.items():
            if tail := self._words.region_tail.match(view, span.end):
                yield _candidate(span.start, tail.end(), "Place", self._scores.region, "place.region", Source.PLACE)
            if candidate.mention.type == "Facility" and (room := self._words.room.match(view, span.end)):
                yield _candidate(span.start, room.end(), "Facility", self._scores.region, "place.room", Source.PLACE)

    def nominals(self, parsed: Parsed, borders: Borders) -> Iterator[Candidate]:
        """Descriptions of areas: 我市, 全县."""
        for match in self._nominal.finditer(parsed.view.text):
            token = borders.at(match.start())
            begins = token is not None and token.span.start == match.start() and token.span.end > match.end()
            if begins or borders.fit(*match.span()) in ("exact", "joined"):
                mention = Mention(Span(*match.span()), "AdministrativeArea", "nominal")
                yield Candidate(mention, self._scores.nominal, "place.nominal", Source.NOMINAL)

    def _lines(self, view: str, borders: Borders, ends: Mapping[int, int]) -> Iterator[Candidate]:
        scores = self._scores
        for pattern, score in ((self._composed.line, scores.line), (self._composed.number, scores.number)):
            for match in pattern.finditer(view):
                start = match.start()
                if start in ends and self._composed.own_city.match(view, start):
                    start = ends[start]  # 深圳|地铁3号线
                if borders.at(start) is not None:
                    yield _candidate(start, match.end(), "Facility", score, "place.line", Source.PLACE)

    def _suffixed(self, view: str, borders: Borders, known: Gazetteer, ends: dict[int, int]) -> Iterator[Candidate]:
        for match in self._suffix.finditer(view):
            at, end = match.span()
            last = borders.index(end - 1)
            if last < 0 or borders.tokens[last].span.end != end:
                continue
            suffix = match.group()
            if self._words.next_word.match(view, end - 1):  # 山西|省长
                continue
            if (
                suffix[-1] in self._composed.township
                and (start := self._township(view, end, borders, known, ends)) >= 0
            ):
                yield _candidate(
                    start, end, "AdministrativeArea", self._scores.township, "place.township", Source.TOWNSHIP
                )
                ends.setdefault(end, start)
                continue
            start, score = self._stem(view, at, end, suffix, borders, ends)
            if suffix in self._composed.large and start in ends and view[ends[start] : start] in known.shorts:
                start = ends[start]
            if score:
                yield _candidate(start, end, self._types[suffix], score, "place.composed", Source.PLACE_COMPOSED)
                ends.setdefault(end, start)

    def _township(self, view: str, end: int, borders: Borders, known: Gazetteer, ends: Container[int]) -> int:
        """The start of the longest name of a township that ends here, or -1."""
        for start in range(max(0, end - _TOWNSHIP), end - 1):
            if view[start:end] in known.townships and view[start:end] not in self._words.generic:
                token = borders.at(start)
                if start in ends or (token is not None and token.span.start == start):
                    return start
        return -1

    def _stem(
        self, view: str, at: int, end: int, suffix: str, borders: Borders, ends: Mapping[int, int]
    ) -> tuple[int, float]:
        """Where a name with this suffix begins, and how sure that is (0: no name)."""
        if at in ends:
            return self._behind_place(view, ends[at], end, suffix, ends)
        start, named, words = self._stretch(view, at, end, suffix, borders, ends)
        name, held = view[start:end], start in ends
        if start >= at or not self._named(name):
            return start, 0.0
        if not held and self._person(view, start, end, borders):
            return start, 0.0
        scores = self._scores
        if not (held or self._words.introduced(view, start)):
            strong = named and words == 1 and suffix not in self._composed.dependent
            return start, scores.composed_alone if strong else 0.0
        if named:
            return start, scores.composed_named
        return start, scores.composed_safe if (held or words == 1) and suffix in self._composed.safe else 0.0

    def _route(self, view: str, to: int, ends: Mapping[int, int]) -> int:
        """Where the name of a line to a place begins, with the place that it comes from: 西宁至|成都; -1 for none."""
        between = to > 1 and view[to - 1] in self._composed.route_between and to - 1 in ends
        return ends[to - 1] if between else -1

    def _behind_place(self, view: str, place: int, end: int, suffix: str, ends: Mapping[int, int]) -> tuple[int, float]:
        """The same for a suffix right behind a place that begins at `place`: 宜宾|机场, 西宁至成都|铁路."""
        start = self._route(view, place, ends) if suffix in self._composed.route else place
        named = start >= 0 and view[start:end] not in self._words.generic
        return start, self._scores.behind_place if named else 0.0

    def _named(self, name: str) -> bool:
        return len(name) > 2 and _HAN.fullmatch(name) is not None and not self._words.no_name(name)

    def _stretch(
        self, view: str, at: int, end: int, suffix: str, borders: Borders, ends: Container[int]
    ) -> tuple[int, bool, int]:
        """How far left of `at` words may be a part of the name; whether they are names; how many they are."""
        index = borders.index(at)
        if borders.tokens[index].span.start == at:
            index -= 1
        start, named, words = at, False, 0
        while index >= 0 and words < 3 and start not in ends:
            token = borders.tokens[index]
            if token.span.end < start or not self._may_stem(view, token, at, suffix):
                break
            start, words = self._uncut(start, token, ends), words + 1
            named = (words == 1 or named) and self._naming(token, at, suffix)
            index -= 1
            whole = named and words == 1 and at - start > 1 and start not in ends
            if whole or end - start > _LONGEST or self._words.introduced(view, start):
                break
        return start, named, words

    @staticmethod
    def _uncut(start: int, token: Token, ends: Container[int]) -> int:
        """The start of a word, or where a known place ends in it: 石柱镇|西 for the word 镇西."""
        return next((at for at in range(start - 1, token.span.start, -1) if at in ends), min(start, token.span.start))

    def _naming(self, token: Token, at: int, suffix: str) -> bool:
        """Whether a word is a name, and no person whose last character only looks like a suffix: 孙中|山."""
        person = token.pos.startswith("nr") and token.span.end > at and suffix in self._composed.dependent
        return token.pos in _NAMING and not person

    def _person(self, view: str, start: int, end: int, borders: Borders) -> bool:
        """Whether jieba takes all of it for a person, and no preposition speaks for a place: 薛晓路."""
        token = borders.at(start)
        whole = token is not None and token.span == Span(start, end) and token.pos == "nr" and end - start < 4
        return whole and not self._words.preceded(view, start)

    def _may_stem(self, view: str, token: Token, at: int, suffix: str) -> bool:
        word = view[token.span.start : min(token.span.end, at)]
        if word in self._composed.stem_stop or word in self._words.before or not _STEM.fullmatch(token.pos):
            return False
        return bool(_HAN.fullmatch(word)) and (token.pos not in "mqv" or len(word) > 1)


def _candidate(start: int, end: int, type_: str, score: float, rule: str, source: Source) -> Candidate:
    return Candidate(Mention(Span(start, end), type_), score, rule, source)


def composed_places(ontology: Ontology) -> ComposedPlaces:
    """The compositions of an ontology, compiled once."""
    return ontology.once(ComposedPlaces)
