"""Places by one character.

    赴京开会 -> 京     behind a verb of going
    川渝地区 -> 川, 渝  in groups
    中美关系 -> 中, 美  countries, in pairs
    川、滇、黔三省交界处 -> 川, 滇, 黔  counted: by their full names, each an entity also within the name of a region

Each character is a mention by itself, with the name of its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.errors import OntologyError
from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.places.gazetteer import Gazetteer, gazetteer
from kg.extract.names.places.place_words import longest_first
from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places
from kg.ontology.tables.word_lists import CountryRow
from kg.ontology.tables.words_names import AbbreviationRow
from kg.types import Mention, Parsed, Span

_PAIR = 2  # characters


class AbbreviatedPlaces:
    """The abbreviations of one ontology.

    川渝地区 -> 四川 (at 川), 重庆 (at 渝); 中美关系 -> 中国 (at 中), 美国 (at 美)
    """

    def __init__(self, ontology: Ontology) -> None:
        """Reads places.toml; OntologyError where it has a character that stands for no place."""
        table = ontology.table(Places)
        short, bilateral = table.abbreviation, table.bilateral
        self._ontology, self._known, self._scores = ontology, gazetteer(ontology), table.scores
        rows = ontology.word_list(AbbreviationRow)
        self._province = {row.character: row.name for row in rows}
        for n, pair in enumerate(short.pairs):
            if unknown := [character for character in pair if character not in self._province]:
                raise self._unknown(("abbreviation", "pairs", n), unknown[0], "words/place_abbreviations.tsv")
        characters = "".join(row.character for row in rows if row.kind == "province")
        firsts = "".join(sorted({*characters, *(pair[0] for pair in short.pairs)}))
        some = f"[{characters}]"
        listed = f"{some}(?:{short.join}{some}){{1,8}}(?={short.counted.pattern})"
        self._group = re.compile(f"(?=[{firsts}])(?:{some}{{{_PAIR + 1},}}|{longest_first(short.pairs)}|{listed})")
        self._counted, self._join, self._province_end = short.counted, short.join, short.province
        self._border = re.compile(longest_first(short.border))
        self._going = re.compile(f"[{short.go}]([{short.clear}])")
        countries = reversed(ontology.word_list(CountryRow))
        self._country = {row.character: row.name for row in countries if row.character} | dict(bilateral.more)
        self._pairs, self._between, self._no_pair = bilateral.pairs, bilateral.after, bilateral.no_pair
        self._sides = (("alone", bilateral.alone), ("side", bilateral.side))
        self._lead = bilateral.lead

    def _unknown(self, path: tuple[str | int, ...], character: str, file: str) -> OntologyError:
        return self._ontology.error(Places, path, f"'{character}' stands for no place", f"add it to {file}")

    def find(self, parsed: Parsed, borders: Borders, found: Mapping[Span, Candidate]) -> Iterator[Candidate]:
        """Each character that stands for a place, with that place's name; `found` are the names that stand there."""
        yield from self._provinces(parsed.view.text, borders, found)
        yield from self._countries(parsed.view.text, borders, self._known)

    def _provinces(self, view: str, borders: Borders, found: Mapping[Span, Candidate]) -> Iterator[Candidate]:
        within = {i for span in found if len(span) > 2 for i in range(span.start, span.end)}
        for match in self._group.finditer(view):
            start, end = match.span()
            counted = self._counted.match(view, end) is not None
            alone = counted or end - start > 3 or borders.fit(start, end) in ("exact", "joined")
            if start in within or not alone:
                continue
            for i in range(start, end):
                if view[i] != self._join:
                    yield self._abbreviated(view, i, self._scores.group, counted)
            if border := self._border.match(view, end):
                mention = Mention(Span(start, border.end()), "Place")
                yield Candidate(mention, self._scores.border, "place.border", Source.PLACE)
        for match in self._going.finditer(view):
            if match.start(1) not in within and self._goes(view, match, borders):
                yield self._abbreviated(view, match.start(1), self._scores.going)

    def _goes(self, view: str, match: re.Match[str], borders: Borders) -> bool:
        """Whether a verb of going and a place begin or end a word together, or another such pair follows: 赴|京."""
        i = match.start(1)
        token = borders.at(i)
        if token is None:
            return False
        whole = token.span.start == match.start() or token.span.end == i + 1
        return whole or self._going.match(view, i + 1) is not None

    def _abbreviated(self, view: str, at: int, score: float, counted: bool = False) -> Candidate:
        """The place that a character stands for; one that is `counted` as a province is called by its full name."""
        if view[at] not in self._province:
            raise self._unknown(("abbreviation", "clear"), view[at], AbbreviationRow.FILE)
        name = self._province[view[at]]
        if counted and name + self._province_end in self._known.formal:
            name += self._province_end
        source = Source.PLACE_MEMBER if counted else Source.PLACE
        return Candidate(
            Mention(Span(at, at + 1), "AdministrativeArea", name=name), score, "place.abbreviation", source
        )

    def _countries(self, view: str, borders: Borders, known: Gazetteer) -> Iterator[Candidate]:
        for match in self._pairs.finditer(view):
            whole = borders.fit(*match.span()) in ("exact", "joined")
            if (whole or self._between.match(view, match.end())) and match.group() not in self._no_pair:
                for i in range(*match.span()):
                    yield self._one(view, i, self._scores.pair, "pairs")
        for key, pattern in self._sides:
            for match in pattern.finditer(view):
                i = match.start(match.lastindex or 0)
                whole = borders.fit(*match.span()) in ("exact", "joined")
                if whole and not any(view.startswith(name, i) for name in known.pairs.get(view[i : i + 2], ())):
                    yield self._one(view, i, self._scores.side, key)
        for match in self._lead.finditer(view):
            yield self._one(view, match.start(1), self._scores.side, "lead")

    def _one(self, view: str, at: int, score: float, key: str) -> Candidate:
        if view[at] not in self._country:
            raise self._unknown(("bilateral", key), view[at], f"bilateral.more, or {CountryRow.FILE}")
        mention = Mention(Span(at, at + 1), "AdministrativeArea", name=self._country[view[at]])
        return Candidate(mention, score, "place.bilateral", Source.PLACE)


def abbreviated_places(ontology: Ontology) -> AbbreviatedPlaces:
    """The abbreviations of an ontology, compiled once."""
    return ontology.once(AbbreviatedPlaces)
