"""Places by composition: stem and suffix (白水镇), lines (京沪高速), abbreviations (在京), nominals (我市)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.gazetteer import Gazetteer
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Token

_NAMING = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})  # classes of words that are names
_STEM = re.compile("n[srztg]?[tf]?g?|an?|[bfghijklmqstxz]|vn?|zg")  # classes of words that may be a part of one
_TYPES = {
    "area": "AdministrativeArea",
    "zone": "AdministrativeArea",
    "natural": "NaturalFeature",
    "road": "Facility",
    "facility": "Facility",
}
_HAN = re.compile("[\u4e00-\u9fff·]+")


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=lambda w: (-len(w), w)))


def _ahead(words: Iterable[str]) -> str:
    """An alternation behind a look at its first character, so that it fails fast."""
    return f"(?=[{''.join(sorted({w[0] for w in words}))}])(?:{_longest_first(words)})"


class Forms:
    """The surface forms of `ontology/places.toml`, compiled."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads places.toml."""
        rules = ontology.toml("places.toml")
        tails, self._composed, self._short = rules["tails"], rules["composed"], rules["abbreviation"]
        self.area_tail = re.compile(_longest_first(tails["area"]))
        self.city_tail = re.compile(_longest_first([*tails["area"], *tails["city"]]))
        self.region_tail = re.compile(_longest_first(tails["region"]))
        self.next_word = re.compile(tails["next_word"])
        self.before = frozenset(rules["before"]["words"])
        self.lists = frozenset(rules["before"]["lists"])
        self.preposition = re.compile(f"(?:{_longest_first(self.before)})$")
        self.native = re.compile(rules["before"]["native"])
        self.stop = frozenset(rules["words"]["stop"])
        self.glued = frozenset(rules["words"]["glued"])
        self._no_name = re.compile(rules["words"]["no_name"])
        self.alone = re.compile(rules["words"]["alone"])
        self._natural, self._facility = re.compile(rules["words"]["natural"]), re.compile(rules["words"]["facility"])
        self._types: dict[str, str] = {}
        for key, type_ in _TYPES.items():
            self._types.update(dict.fromkeys(self._composed[key], type_))
        self.stems = frozenset([*self._composed["area"], *self._composed["road"]])
        self._suffix = re.compile(_ahead(self._types))
        self._safe = frozenset(self._composed["safe"])
        self._dependent = frozenset(self._composed["dependent"])
        self._large = frozenset(self._composed["large"])
        self.generic = frozenset(self._composed["generic"]) | self.stop
        self._stop = frozenset(self._composed["stem_stop"])
        self._line, self._number = re.compile(self._composed["line"]), re.compile(self._composed["number"])
        self._nominal = re.compile(_ahead(rules["nominal"]["words"]))
        self._abbreviate(ontology, rules["bilateral"])

    def _abbreviate(self, ontology: Ontology, bilateral: Mapping[str, object]) -> None:
        rows = ontology.rows("words/place_abbreviations.tsv")
        self._province = {row[0]: row[1] for row in rows}
        chars = "".join(row[0] for row in rows if row[2] == "province")
        pairs = _longest_first(self._short["pairs"])
        firsts = "".join(sorted({*chars, *(pair[0] for pair in self._short["pairs"])}))
        self._group = re.compile(f"(?=[{firsts}])(?:[{chars}]{{3,}}|{pairs})")
        self._border = re.compile(_longest_first(self._short["border"]))
        self._going = re.compile(f"[{self._short['go']}]([{self._short['clear']}])")
        more = bilateral["more"]
        countries = reversed(ontology.rows("words/countries.tsv"))
        self._country = {row[2]: row[0] for row in countries if row[2]}
        self._country.update(more if isinstance(more, dict) else {})
        self._sides = [re.compile(str(bilateral[key])) for key in ("alone", "side")]
        self._bilateral = re.compile(str(bilateral["pairs"]))
        self._between = re.compile(str(bilateral["after"]))
        stop = bilateral["not"]
        self._no_pair = frozenset(stop if isinstance(stop, list) else ())

    def no_name(self, word: str) -> bool:
        """Whether a word only says where something is, or of what kind: 深山中, 四省, 开发区."""
        return word in self.generic or self._no_name.search(word) is not None

    def type_of(self, word: str) -> str:
        """The class of a place by its ending.

        >>> from kg.ontology.ontology import load
        >>> [Forms(load()).type_of(w) for w in ("澧水河", "解放路", "沂蒙")]
        ['NaturalFeature', 'Facility', 'AdministrativeArea']
        """
        if self._facility.search(word):
            return "Facility"
        return "NaturalFeature" if self._natural.search(word) else "AdministrativeArea"

    def compose(
        self, parsed: Parsed, borders: Borders, known: Gazetteer, found: Mapping[Span, Candidate]
    ) -> Iterator[Candidate]:
        """Places that are put together; `found` are the names that stand there already."""
        ends: dict[int, int] = {}  # where a known place ends, and the start of the shortest
        for span in found:
            ends[span.end] = max(span.start, ends.get(span.end, 0))
        yield from self._lines(parsed.view.text, borders)
        yield from self._suffixed(parsed.view.text, borders, known, ends)
        yield from self._regions(parsed.view.text, ends, found)
        yield from self._provinces(parsed.view.text, borders, found)
        yield from self._countries(parsed.view.text, borders, known)
        for match in self._nominal.finditer(parsed.view.text):
            if borders.fit(*match.span()) in ("exact", "joined") or self._heads(borders, match.start(), match.end()):
                mention = Mention(Span(*match.span()), "AdministrativeArea", "nominal")
                yield Candidate(mention, 0.7, "place.nominal", Source.NOMINAL)

    @staticmethod
    def _heads(borders: Borders, start: int, end: int) -> bool:
        token = borders.at(start)
        return token is not None and token.span.start == start and token.span.end > end

    # Stem and suffix

    def _lines(self, view: str, borders: Borders) -> Iterator[Candidate]:
        for pattern, score in ((self._line, 0.8), (self._number, 0.85)):
            for match in pattern.finditer(view):
                if borders.at(match.start()) is not None:
                    yield _candidate(match.start(), match.end(), "Facility", score, "place.line")

    def _suffixed(self, view: str, borders: Borders, known: Gazetteer, ends: dict[int, int]) -> Iterator[Candidate]:
        for match in self._suffix.finditer(view):
            at, end = match.span()
            last = borders.index(end - 1)
            if last < 0 or borders.tokens[last].span.end != end:
                continue
            suffix = match.group()
            if self.next_word.match(view, end - 1):  # 山西|省长
                continue
            if suffix[-1] in "镇乡道木" and (start := self._township(view, end, borders, known, ends)) >= 0:
                yield _candidate(start, end, "AdministrativeArea", 0.88, "place.township", Source.TOWNSHIP)
                ends.setdefault(end, start)
                continue
            start, score = self._stem(view, at, end, suffix, borders, ends)
            if suffix in self._large and start in ends and view[ends[start] : start] in known.shorts:
                start = ends[start]
            if score:
                yield _candidate(start, end, self._types[suffix], score, "place.composed", Source.PLACE_COMPOSED)
                ends.setdefault(end, start)

    def _township(self, view: str, end: int, borders: Borders, known: Gazetteer, ends: Container[int]) -> int:
        """The start of the longest name of a township that ends here, or -1."""
        for start in range(max(0, end - 8), end - 1):
            if view[start:end] in known.townships and view[start:end] not in self.generic:
                token = borders.at(start)
                if start in ends or (token is not None and token.span.start == start):
                    return start
        return -1

    def _stem(
        self, view: str, at: int, end: int, suffix: str, borders: Borders, ends: Mapping[int, int]
    ) -> tuple[int, float]:
        """Where a name with this suffix begins, and how sure that is (0: no name)."""
        if at in ends:
            start = ends[at]
            return (start, 0.8) if view[start:end] not in self.generic else (start, 0.0)
        index = borders.index(at)
        if borders.tokens[index].span.start == at:
            index -= 1
        start, named, words = at, False, 0
        while index >= 0 and words < 3 and start not in ends:
            token = borders.tokens[index]
            if token.span.end < start or not self._may_stem(view, token, at, suffix):
                break
            start, words = min(start, token.span.start), words + 1
            person = token.pos.startswith("nr") and token.span.end > at and suffix in self._dependent  # 孙中山
            named = token.pos in _NAMING and not person and (words == 1 or named)
            index -= 1
            if named and words == 1 and at - start > 1 and start not in ends and not self.introduced(view, start):
                break
            if end - start > 9 or self.introduced(view, start):
                break
        name = view[start:end]
        if start >= at or self.no_name(name) or not _HAN.fullmatch(name) or len(name) < 3:
            return start, 0.0
        held = start in ends
        if self._person(view, start, end, borders) and not held:
            return start, 0.0
        if held or self.introduced(view, start):
            if named or (suffix in self._safe and (held or words == 1)):
                return start, 0.78 if named else 0.65
            return start, 0.0
        strong = named and words == 1 and suffix not in self._dependent
        return start, 0.6 if strong else 0.0

    def _person(self, view: str, start: int, end: int, borders: Borders) -> bool:
        """Whether jieba takes all of it for a person, and no preposition speaks for a place: 薛晓路."""
        token = borders.at(start)
        whole = token is not None and token.span == Span(start, end) and token.pos == "nr" and end - start < 4
        return whole and self.preposition.search(view, max(0, start - 4), start) is None

    def _may_stem(self, view: str, token: Token, at: int, suffix: str) -> bool:
        word = view[token.span.start : min(token.span.end, at)]
        if word in self._stop or word in self.before or not _STEM.fullmatch(token.pos):
            return False
        return bool(_HAN.fullmatch(word)) and (token.pos not in "mqv" or len(word) > 1)

    def introduced(self, view: str, start: int) -> bool:
        """Whether a preposition, a list mark or a beginning stands in front."""
        if start > 0 and view[start - 1] in "、至—":
            return True
        return self.preposition.search(view, max(0, start - 4), start) is not None

    # Regions, abbreviations

    def _regions(self, view: str, ends: Mapping[int, int], found: Mapping[Span, Candidate]) -> Iterator[Candidate]:
        for span in found:
            if tail := self.region_tail.match(view, span.end):
                yield _candidate(span.start, tail.end(), "Place", 0.75, "place.region")

    def _provinces(self, view: str, borders: Borders, found: Mapping[Span, Candidate]) -> Iterator[Candidate]:
        within = {i for span in found if len(span) > 2 for i in range(span.start, span.end)}
        for match in self._group.finditer(view):
            start, end = match.span()
            if start in within or (end - start < 4 and borders.fit(start, end) not in ("exact", "joined")):
                continue
            for i in range(start, end):
                yield self._abbreviated(view, i, 0.75)
            if border := self._border.match(view, end):
                yield _candidate(start, border.end(), "Place", 0.8, "place.border")
        for match in self._going.finditer(view):
            i = match.start(1)
            token = borders.at(i)
            if token is None or i in within:
                continue
            first, last = token.span.start == match.start(), token.span.end == i + 1
            if first or last or self._going.match(view, i + 1):
                yield self._abbreviated(view, i, 0.7)

    def _abbreviated(self, view: str, at: int, score: float) -> Candidate:
        return _candidate(at, at + 1, "AdministrativeArea", score, "place.abbreviation", name=self._province[view[at]])

    def _countries(self, view: str, borders: Borders, known: Gazetteer) -> Iterator[Candidate]:
        for match in self._bilateral.finditer(view):
            whole = borders.fit(*match.span()) in ("exact", "joined")
            if (whole or self._between.match(view, match.end())) and match.group() not in self._no_pair:
                for i in range(*match.span()):
                    yield _candidate(
                        i, i + 1, "AdministrativeArea", 0.65, "place.bilateral", name=self._country[view[i]]
                    )
        for pattern in self._sides:
            for match in pattern.finditer(view):
                i = match.start(match.lastindex or 0)
                whole = borders.fit(*match.span()) in ("exact", "joined")
                if whole and not any(view.startswith(name, i) for name in known.pairs.get(view[i : i + 2], ())):
                    yield _candidate(
                        i, i + 1, "AdministrativeArea", 0.6, "place.bilateral", name=self._country[view[i]]
                    )


def _candidate(
    start: int, end: int, type_: str, score: float, rule: str, source: Source = Source.PLACE, *, name: str | None = None
) -> Candidate:
    return Candidate(Mention(Span(start, end), type_, name=name), score, rule, source)


@cache
def forms(ontology: Ontology) -> Forms:
    """The forms of an ontology, compiled once."""
    return Forms(ontology)
