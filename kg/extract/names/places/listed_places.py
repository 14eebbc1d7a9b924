"""Places by name: those of the lists, and words that the segmentation takes for places.

    四川省宜宾市翠屏区 -> 四川省, 宜宾市, 翠屏区  each area of a chain by itself
    临安市发布       -> 临安市              a listed name and a tail
    诸暨枫桥的经验    -> 诸暨, 枫桥           a township behind its county
    发展中国家       -> (none)             中国 would cut a word

A full name counts wherever it fits the words; a short one of a county, or one that is more often something else, needs
support: an area before it that it lies in, its full name elsewhere, a list of places, or a preposition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders, Fit
from kg.extract.names.places.gazetteer import Division, Entry, gazetteer
from kg.extract.names.places.place_words import place_words
from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places
from kg.types import Mention, Parsed, Span, Token

_TOWNSHIP = 8  # characters of the longest township


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer that stands in the text and may mean that place."""

    start: int
    end: int
    name: str
    entry: Entry
    pos: str
    called: str | None = None  # its full name, where the text's next word has the suffix: 宜宾|市委


class ListedPlaces:
    """The named places of one document, in `found` by their spans."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.view = parsed.view.text
        self.known, self.words = gazetteer(ontology), place_words(ontology)
        self.scores = ontology.table(Places).scores
        self.listed: dict[str, float] = msgspec.structs.asdict(self.scores.listed)
        self.borders = Borders(parsed)
        self.found: dict[Span, Candidate] = {}
        self.ends: dict[int, Hit | None] = {}  # where an accepted place ends
        self.starts: set[int] = set()

    def _keep(
        self, start: int, end: int, type_: str, score: float, rule: str, source: Source, hit: Hit | None = None
    ) -> None:
        """Keep a place; the first for a span stays."""
        span = Span(start, end)
        if span not in self.found:
            called = hit.called if hit else None
            self.found[span] = Candidate(Mention(span, type_, name=called), score, rule, source)
            self.ends[end] = hit
            self.starts.add(start)

    def _hits(self) -> Iterator[tuple[Hit, Fit]]:
        """Names from left to right, the longest that fits the words at each place; none within another."""
        view, pairs, names = self.view, self.known.pairs, self.known.names
        done = 0
        for i in self.known.beginnings(view):
            if i < done:
                continue
            for name in pairs[view[i : i + 2]]:
                if not view.startswith(name, i):
                    continue
                end = i + len(name)
                fit = self.borders.fit(i, end)
                abroad = fit == "right" and names[name].kind == "country"
                if abroad and any(self._whole(i, other) for other in pairs[view[i : i + 2]] if other != name):
                    continue  # 以色列|国防部
                token = self.borders.at(i)
                if token is None:
                    break
                pos = token.pos if fit in ("exact", "inside") else ""
                hit = self._fitting(Hit(i, end, name, names[name], pos), fit, token)
                if hit is not None:
                    yield hit, fit
                    done = hit.end
                    break

    def _whole(self, start: int, name: str) -> bool:
        """Whether a name stands at a place and fits the words."""
        return self.view.startswith(name, start) and self.borders.fit(start, start + len(name)) in ("exact", "joined")

    def _fitting(self, hit: Hit, fit: Fit, token: Token) -> Hit | None:
        """The hit, cut to its short form where its suffix belongs to the next word; None where it cuts words."""
        length = hit.end - hit.start
        if length > 2 and hit.entry.full and self.words.next_word.match(self.view, hit.end - 1):
            return self._without_last(hit)
        if fit in ("exact", "joined"):
            return hit
        if fit == "inside":
            return hit if self._inside(hit, token) else None
        if fit == "both":
            return hit if length > 3 else None
        if length > 3 or (length > 2 and hit.entry.kind != "county"):
            return hit
        return hit if self._held(hit) or (fit == "left" and self._apart(hit)) else None

    def _held(self, hit: Hit) -> bool:
        """Whether a full name stands right behind an area that it lies in, whatever the words: 南宁市|武鸣区."""
        front = self.ends.get(hit.start) if hit.entry.full and hit.end - hit.start > 2 else None
        return front is not None and self._holds(front, self.known.readings(hit.name))

    def _without_last(self, hit: Hit) -> Hit | None:
        """山西 of 山西|省长, whose 省 belongs to the next word; None where the name has no short form."""
        short = self.known.short(hit.name)
        if short is not None and self.view.startswith(short, hit.start) and len(short) == len(hit.name) - 1:
            called = hit.name if self.view[hit.end : hit.end + 1] in self.words.shared else None
            return Hit(hit.start, hit.end - 1, short, self.known.names.get(short, hit.entry), "ns", called)
        return None if short is None else hit

    def _apart(self, hit: Hit) -> bool:
        """Whether a preposition stands in front and a mark behind: jieba's cuts count for nothing there."""
        return self.words.preceded(self.view, hit.start) and self.view[hit.end : hit.end + 1] in self.words.closes

    def _inside(self, hit: Hit, token: Token) -> bool:
        """Whether a part of one word may be a place: 中国 in 中国人民银行, not in 发展中国家."""
        length = hit.end - hit.start
        if (length > 2 and hit.entry.full) or self.words.native.match(self.view, hit.end):
            return True
        if hit.start == token.span.start:
            if self._tail(hit) == token.span.end:  # 楚雄州
                return True
            if hit.entry.kind in ("country", "province", "region") or token.pos in ("ns", "nt"):
                return token.pos[0] in "njl"
            return False
        before = self.view[token.span.start : hit.start]
        known = before in self.words.before or before in self.known.names
        return hit.end == token.span.end and known and hit.entry.kind != "county"

    def _weak(self, hit: Hit, fit: Fit) -> bool:
        """Whether a name needs support."""
        if hit.name in self.known.ambiguous:
            return True
        if hit.entry.full or self.words.native.match(self.view, hit.end):
            return False
        if hit.entry.kind == "city":
            return fit == "inside"
        return fit != "exact" or hit.pos != "ns"

    def find(self) -> dict[Span, Candidate]:
        """All of them, the listed ones first."""
        self._names()
        self._tagged()
        return self.found

    def _names(self) -> None:
        """Accept what needs no support, then, from left to right, what has it."""
        doubtful = []
        for hit, fit in self._hits():
            if end := self._tail(hit):
                self._keep(hit.start, end, "AdministrativeArea", self.scores.tail, "place.tail", Source.PLACE_TAIL, hit)
            elif self._weak(hit, fit):
                doubtful.append(hit)
            else:
                self._accept(hit, self.listed[hit.entry.kind], "place.name")
        formal = {self.view[s.start : s.end] for s in self.found}
        for hit in doubtful:
            support = self._support(hit, formal)
            if support:
                self._accept(hit, support, "place.supported")

    def _accept(self, hit: Hit, score: float, rule: str) -> None:
        self._keep(hit.start, hit.end, hit.entry.type, score, rule, Source.PLACE, hit)
        if hit.entry.type == "AdministrativeArea" and hit.entry.kind in ("city", "county"):
            self._township(hit)

    def _tail(self, hit: Hit) -> int:
        """The end with a suffix that makes an area of the name (临安 + 市), or 0."""
        if hit.entry.type not in ("AdministrativeArea", "NaturalFeature") or hit.name[-1] in self.words.not_behind:
            return 0
        tails = self.words.city_tail if hit.entry.kind == "city" else self.words.area_tail
        tail = tails.match(self.view, hit.end)
        if tail is None or self.words.next_word.match(self.view, tail.end() - 1):
            return 0
        token = self.borders.at(tail.end() - 1)
        whole = token is not None and (token.span.end == tail.end() or token.span.start <= hit.start)
        return tail.end() if whole and self.view[hit.start : tail.end()] not in self.words.generic else 0

    def _support(self, hit: Hit, formal: set[str]) -> float:
        """How sure a doubtful name is by its surroundings; 0 without support."""
        readings = self.known.readings(hit.name)
        front = self.ends.get(hit.start)
        if front is not None and self._holds(front, readings):
            return self.scores.held
        if any(d.name in formal and d.name != hit.name for d in readings):
            return self.scores.formal_person if hit.pos.startswith("nr") else self.scores.formal
        token = self.borders.at(hit.start)
        whole = token is not None and token.span.end == hit.end and token.pos[0] in "nj"
        listed = self._listed(hit) if whole else 0.0
        if listed or hit.name in self.known.ambiguous:
            return listed
        preceded = whole and self.words.preceded(self.view, hit.start)
        return self.scores.introduced if preceded or self._apart(hit) else 0.0

    def _listed(self, hit: Hit) -> float:
        """How sure a name is beside another place in a list; 0 where there is none."""
        mark = self.view[hit.start - 1 : hit.start]
        if mark in self.words.lists and (hit.start - 1) in self.ends:
            return self.scores.list_behind
        before = self.view[hit.end : hit.end + 1] == "、" and hit.end + 1 in self.starts
        return self.scores.list_before if before else 0.0

    def _holds(self, front: Hit, readings: Iterable[Division]) -> bool:
        above = self.known.readings(front.name)
        return any(low.within(high) for low in readings for high in above)

    def _township(self, hit: Hit) -> None:
        """A township right behind its county, in full or short (诸暨枫桥), in full behind its prefecture."""
        for division in self.known.readings(hit.name):
            if division.level not in ("city", "county"):
                continue
            below = self.known.below(division.code)
            for end in range(min(hit.end + _TOWNSHIP, len(self.view)), hit.end + 1, -1):
                name = self.view[hit.end : end]
                short = below.get(name, name) != name
                if name in below and (not short or (division.level == "county" and self._short_township(hit.end, end))):
                    self._keep(
                        hit.end, end, "AdministrativeArea", self.scores.township_held, "place.township", Source.TOWNSHIP
                    )
                    return

    def _short_township(self, start: int, end: int) -> bool:
        token = self.borders.at(start)
        known = token is not None and token.span == Span(start, end) and token.pos in ("ns", "nr", "nz", "nrt")
        return known and self.view[start:end] not in self.words.generic  # 平遥|古城 is an old town, not 古城街道

    def _tagged(self) -> None:
        """Accept words that the segmentation tags as places and the gazetteer does not know."""
        covered = {i for span in self.found for i in range(span.start, span.end)}
        for token in self.borders.tokens:
            if token.pos != "ns":
                continue
            span = token.span
            if self.view[span.start] in self.words.glued and len(span) > 3:  # 为|秀川市
                span = Span(span.start + 1, span.end)
            word = self.view[span.start : span.end]
            if len(word) > 1 and not self.words.no_name(word) and covered.isdisjoint(range(span.start, span.end)):
                alone = self.words.alone.search(word)
                if alone or (len(word) > 2 and self._behind_full(span.start)):
                    score = self.scores.word_alone if alone else self.scores.word_behind
                    self._keep(span.start, span.end, self.words.type_of(word), score, "place.word", Source.PLACE_WORD)

    def _behind_full(self, start: int) -> bool:
        """Whether the full name of an area ends here: what follows 宜宾市 is sooner a place than what follows 宜宾."""
        front = self.ends.get(start)
        return front is not None and self.known.short(front.name) is not None
