"""Places: names of the gazetteer, and those that are composed; the areas of a chain are told apart and joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders, Fit
from kg.extract.names.gazetteer import Division, Entry, Gazetteer, gazetteer
from kg.extract.names.place_forms import Forms, forms
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Token

_STEMMED = frozenset({Source.PLACE_COMPOSED, Source.TOWNSHIP})  # they may begin with what is a place by itself
_RECURRING = frozenset({Source.PLACE_WORD, Source.PLACE_COMPOSED, Source.PLACE_TAIL})

_SCORES = {
    "province": 0.95,
    "city": 0.92,
    "country": 0.95,
    "county": 0.85,
    "foreign": 0.88,
    "region": 0.8,
    "natural": 0.85,
}


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name of the gazetteer that stands in the text and may mean that place."""

    start: int
    end: int
    name: str
    entry: Entry
    pos: str


class _Finder:
    """One document's places."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.view = parsed.view.text
        self.known: Gazetteer = gazetteer(ontology)
        self.forms: Forms = forms(ontology)
        self.borders = Borders(parsed)
        self.found: dict[Span, Candidate] = {}
        self.ends: dict[int, _Hit | None] = {}  # where an accepted place ends
        self.starts: set[int] = set()

    def accept(
        self, start: int, end: int, type_: str, score: float, rule: str, source: Source, hit: _Hit | None = None
    ) -> None:
        """Keep a place; the first for a span stays."""
        span = Span(start, end)
        if span not in self.found:
            self.found[span] = Candidate(Mention(span, type_), score, rule, source)
            self.ends[end] = hit
            self.starts.add(start)

    # Names of the gazetteer

    def hits(self) -> Iterator[tuple[_Hit, Fit]]:
        """Names from left to right, the longest that fits the words at each place; none within another."""
        view, pairs, names = self.view, self.known.pairs, self.known.names
        done = 0
        for i in [i for i, pair in enumerate(map(add, view, view[1:])) if pair in pairs]:
            if i < done:
                continue
            for name in pairs[view[i : i + 2]]:
                if not view.startswith(name, i):
                    continue
                end = i + len(name)
                fit = self.borders.fit(i, end)
                token = self.borders.at(i)
                if token is None:
                    break
                pos = token.pos if fit in ("exact", "inside") else ""
                hit = self._fitting(_Hit(i, end, name, names[name], pos), fit, token)
                if hit is not None:
                    yield hit, fit
                    done = hit.end
                    break

    def _fitting(self, hit: _Hit, fit: Fit, token: Token) -> _Hit | None:
        """The hit, cut to its short form where its suffix belongs to the next word; None where it cuts words."""
        length = hit.end - hit.start
        if length > 2 and hit.entry.full and self.forms.next_word.match(self.view, hit.end - 1):
            short = self.known.short(hit.name)
            if short is not None and self.view.startswith(short, hit.start) and len(short) == length - 1:
                return _Hit(hit.start, hit.end - 1, short, self.known.names.get(short, hit.entry), "ns")
            return None if short is None else hit
        if fit in ("exact", "joined"):
            return hit
        if fit == "inside":
            return hit if self._inside(hit, token) else None
        if fit == "both":
            return hit if length > 3 else None
        if length > 3 or (length > 2 and hit.entry.kind != "county"):
            return hit
        return hit if fit == "left" and self._apart(hit) else None

    def _apart(self, hit: _Hit) -> bool:
        """Whether a preposition stands in front and a mark behind: jieba's cuts count for nothing there."""
        before = self.forms.preposition.search(self.view, max(0, hit.start - 4), hit.start)
        return before is not None and self.view[hit.end : hit.end + 1] in "，。、；"

    def _inside(self, hit: _Hit, token: Token) -> bool:
        """Whether a part of one word may be a place: 中国 in 中国人民银行, not in 发展中国家."""
        length = hit.end - hit.start
        if (length > 2 and hit.entry.full) or self.forms.native.match(self.view, hit.end):
            return True
        if hit.start == token.span.start:
            if self._tail(hit) == token.span.end:  # 楚雄州
                return True
            if hit.entry.kind in ("country", "province", "region") or token.pos in ("ns", "nt"):
                return token.pos[0] in "njl"
            return False
        before = self.view[token.span.start : hit.start]
        known = before in self.forms.before or before in self.known.names
        return hit.end == token.span.end and known and hit.entry.kind != "county"

    def weak(self, hit: _Hit, fit: Fit) -> bool:
        """Whether a name needs support."""
        if hit.name in self.known.ambiguous:
            return True
        if hit.entry.full or self.forms.native.match(self.view, hit.end):
            return False
        if hit.entry.kind == "city":
            return fit == "inside"
        return fit != "exact" or hit.pos != "ns"

    def gazetteer_names(self) -> None:
        """Accept what needs no support, then, from left to right, what has it."""
        doubtful = []
        for hit, fit in self.hits():
            if end := self._tail(hit):
                self.accept(hit.start, end, "AdministrativeArea", 0.9, "place.tail", Source.PLACE_TAIL, hit)
            elif self.weak(hit, fit):
                doubtful.append(hit)
            else:
                self._accept(hit, _SCORES[hit.entry.kind], "place.name")
        formal = {self.view[s.start : s.end] for s in self.found}
        for hit in doubtful:
            support = self._support(hit, formal)
            if support:
                self._accept(hit, support, "place.supported")

    def _accept(self, hit: _Hit, score: float, rule: str) -> None:
        self.accept(hit.start, hit.end, hit.entry.type, score, rule, Source.PLACE, hit)
        if hit.entry.type == "AdministrativeArea" and hit.entry.kind in ("city", "county"):
            self._township(hit)

    def _tail(self, hit: _Hit) -> int:
        """The end with a suffix that makes an area of the name (临安 + 市), or 0."""
        if hit.entry.type not in ("AdministrativeArea", "NaturalFeature") or hit.name[-1] in "省市县州国":
            return 0
        tails = self.forms.city_tail if hit.entry.kind == "city" else self.forms.area_tail
        tail = tails.match(self.view, hit.end)
        if tail is None or self.forms.next_word.match(self.view, tail.end() - 1):
            return 0
        token = self.borders.at(tail.end() - 1)
        whole = token is not None and (token.span.end == tail.end() or token.span.start <= hit.start)
        return tail.end() if whole and self.view[hit.start : tail.end()] not in self.forms.generic else 0

    def _support(self, hit: _Hit, formal: set[str]) -> float:
        """How sure a doubtful name is by its surroundings; 0 without support."""
        readings = self.known.readings(hit.name)
        front = self.ends.get(hit.start)
        if front is not None and self._holds(front, readings):
            return 0.9
        if any(d.name in formal and d.name != hit.name for d in readings):
            return 0.5 if hit.pos.startswith("nr") else 0.75
        token = self.borders.at(hit.start)
        whole = token is not None and token.span.end == hit.end and token.pos[0] in "nj"
        mark = self.view[hit.start - 1 : hit.start]
        if mark in self.forms.lists and (hit.start - 1) in self.ends and whole:
            return 0.7
        if self.view[hit.end : hit.end + 1] == "、" and hit.end + 1 in self.starts and whole:
            return 0.65
        if hit.name in self.known.ambiguous:
            return 0.0
        before = self.forms.preposition.search(self.view, max(0, hit.start - 4), hit.start)
        return 0.6 if (before and whole) or self._apart(hit) else 0.0

    def _holds(self, front: _Hit, readings: Iterable[Division]) -> bool:
        above = self.known.readings(front.name)
        return any(low.within(high) for low in readings for high in above)

    def _township(self, hit: _Hit) -> None:
        """A township right behind its county, in full or short (诸暨枫桥), in full behind its prefecture."""
        for division in self.known.readings(hit.name):
            if division.level not in ("city", "county"):
                continue
            below = self.known.below(division.code)
            for length in range(8, 1, -1):
                end = hit.end + length
                name = self.view[hit.end : end]
                short = below.get(name, name) != name
                if name in below and (not short or (division.level == "county" and self._short_township(hit.end, end))):
                    self.accept(hit.end, end, "AdministrativeArea", 0.9, "place.township", Source.TOWNSHIP)
                    return

    def _short_township(self, start: int, end: int) -> bool:
        token = self.borders.at(start)
        return token is not None and token.span == Span(start, end) and token.pos in ("ns", "nr", "nz", "nrt")

    # Words that jieba takes for places

    def words(self) -> None:
        """Words that jieba tags as places and the gazetteer does not know."""
        for token in self.borders.tokens:
            if token.pos != "ns":
                continue
            span = token.span
            if self.view[span.start] in self.forms.glued and len(span) > 3:  # 为|秀川市
                span = Span(span.start + 1, span.end)
            word = self.view[span.start : span.end]
            if len(word) > 1 and not self.forms.no_name(word) and not self._touches(span):
                alone = self.forms.alone.search(word)
                if alone or (span.start in self.ends and len(word) > 2):
                    self.accept(
                        span.start,
                        span.end,
                        self.forms.type_of(word),
                        0.6 if alone else 0.5,
                        "place.word",
                        Source.PLACE_WORD,
                    )

    def _touches(self, span: Span) -> bool:
        return any(i in self._covered for i in range(span.start, span.end))

    def swallowed(self, inner: Candidate, outer: Span) -> bool:
        """Whether a name at the start of a longer one is but its stem."""
        end = inner.mention.span.end
        return self.view[end : outer.end] in self.forms.stems or inner.source in _STEMMED

    def cover(self) -> None:
        """Remember which characters accepted places cover."""
        self._covered = {i for span in self.found for i in range(span.start, span.end)}


def places(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """All places of a document that may be there, sorted by start, the longer first.

    Each area of a chain (四川省宜宾市翠屏区) is a candidate of its own. Candidates may be nested in one another.
    """
    finder = _Finder(parsed, ontology)
    finder.gazetteer_names()
    finder.cover()
    finder.words()
    found = dict(finder.found)
    for candidate in list(finder.forms.compose(parsed, finder.borders, finder.known, found)):
        span = candidate.mention.span
        found.setdefault(span, candidate)
        if candidate.source in _STEMMED:
            # 玉林 in 玉林街道 is not the city of that name; 宜宾市 in 宜宾市高新区 is the city.
            for end in range(span.start + 2, span.end):
                inner = found.get(Span(span.start, end))
                if inner is not None and finder.swallowed(inner, span):
                    del found[inner.mention.span]
    _again(finder, found)
    return sorted(found.values(), key=lambda c: (c.mention.span.start, -c.mention.span.end))


def _again(finder: _Finder, found: dict[Span, Candidate]) -> None:
    """Add what the document names as a place elsewhere where jieba's words cross it: 由云|湖县 after 云湖县."""
    view = finder.view
    names: dict[str, Candidate] = {}
    for span, candidate in found.items():
        if candidate.source in _RECURRING and candidate.score >= 0.6 and len(span) > 2:
            names.setdefault(view[span.start : span.end], candidate)
    taken = {i for span in found for i in range(span.start, span.end) if len(span) > 2}
    for name, first in sorted(names.items()):
        at = view.find(name)
        while at >= 0:
            span = Span(at, at + len(name))
            if taken.isdisjoint(range(at, span.end)) and finder.borders.at(at) is not None:
                mention = Mention(span, first.mention.type)
                found.setdefault(span, Candidate(mention, 0.7, "place.again", Source.PLACE))
            at = view.find(name, span.end)


_AREAS = ("国", "省州盟", "市", "县区旗", "镇乡道木", "村社")


def _rank(name: str) -> int:
    """How low an area's kind stands by its last character: 0 a country, 5 a village; -1 where that says nothing."""
    return next((rank for rank, endings in enumerate(_AREAS) if name[-1] in endings), -1)


def chain(candidates: Iterable[Candidate], parsed: Parsed, ontology: Ontology) -> list[tuple[Candidate, Candidate]]:
    """Pairs (child, parent) of places that adjoin, the lower behind the higher: 四川省 and 宜宾市 of 四川省宜宾市.

    They follow the gazetteer where it knows both, else the kinds of area that their suffixes tell; a facility or a
    natural feature lies in the area in front of it (珠海市拱北口岸).
    """
    known = gazetteer(ontology)
    named = [c for c in candidates if c.mention.form == "name" and len(c.mention.span) > 1]
    starts: dict[int, Candidate] = {}
    for candidate in sorted(named, key=lambda c: len(c.mention.span)):
        starts.setdefault(candidate.mention.span.start, candidate)
    pairs = []
    for parent in named:
        child = starts.get(parent.mention.span.end)
        if child is None or parent.mention.type != "AdministrativeArea":
            continue
        upper, lower = (parsed.view.text[c.mention.span.start : c.mention.span.end] for c in (parent, child))
        if _lies(known, lower, upper, child.mention.type):
            pairs.append((child, parent))
    return pairs


def _lies(known: Gazetteer, lower: str, upper: str, type_: str) -> bool:
    if type_ in ("Facility", "NaturalFeature"):
        return True
    low, high = known.readings(lower), known.readings(upper)
    if any(x.within(y) for x in low for y in high):
        return True
    if low and high:
        return False
    entry = known.names.get(lower)
    if entry is not None and entry.kind == "foreign":
        return upper in known.names and known.names[upper].of == entry.of
    if upper == "中国" or (upper in known.names and known.names[upper].of == "中国"):
        return any(d.level in ("province", "city") for d in low)
    above, below = _rank(upper), _rank(lower)
    return -1 < above < below or (bool(high) and not low and below > 2)
