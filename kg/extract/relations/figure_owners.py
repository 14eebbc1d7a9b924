"""What a figure may be about, and the signs that tell the likely owner.

    王秀英开展普法讲座300多场，受众5万余人。
    ^ owner of both figures: a person who is the subject of the clause; 场 and 人次 are counted of persons

Signs are words such as `Person unit=场`; the weight of each is learned, and stands in ontology/figure_owners.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.extract.relations.figure_words import FigureWords, figure_words
from kg.extract.relations.figures_of_each import FiguresOfEach
from kg.extract.relations.shared_grammar import SharedGrammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.tables.figures import FigureTable
from kg.types import Mention, Parsed, Span

_BREAKS = re.compile("[，；：。！？“”…—]")
_BEFORE, _BEHIND, _EARLIER = (
    8,
    3,
    4,
)  # names looked at before a figure in its sentence, behind it, and before the sentence
_NOMINAL_REACH = 15  # names looked at for what 该公司 means
_KIND_REACH = 12  # names looked at for one of a kind
_LED = 4  # characters before a name that may show that it owns nothing
_AREA = "AdministrativeArea"
_FINE = ("AdministrativeArea", "Company")  # classes that own other figures than their likes


class Owner(NamedTuple):
    """A mention that a figure may be about, and the signs that speak for or against it."""

    mention: Mention
    words: str
    signs: list[str]
    thing: str  # the same for mentions that are likely of one thing


class Proposals(NamedTuple):
    """What a figure may be about: the signs of nothing, the mentions, and the one that 分别 gives it to, if any."""

    nothing: list[str]
    owners: list[Owner]
    paired: Mention | None


class _Figure(NamedTuple):
    """A figure, the clause in which it stands, and the running subject there."""

    typed: TypedSentence
    at: int
    left: int
    right: int
    unit: str
    fresh: bool  # whether its clause names nothing before it
    own: str  # whether its clause begins with a noun (own, none), or with one that takes up the subject (self)
    noun: str  # that noun
    running: Sequence[Mention]
    earlier: int  # figures before it in its sentence
    around: FigureWords


def _ends(words: str) -> list[str]:
    """The proper beginnings and ends of some words.

    >>> _ends("海州市")
    ['海', '海州', '州市', '市']
    """
    return [*(words[:n] for n in range(1, len(words))), *(words[n:] for n in range(1, len(words)))]


def stands_behind(words: re.Pattern[str], view: str, span: Span) -> bool:
    """Whether a name stands right behind words that an expression ends with.

    >>> stands_behind(re.compile("通过$"), "通过甲银行转账", Span(2, 5))
    True
    """
    return words.search(view[max(0, span.start - _LED) : span.start]) is not None


class FigureOwners:
    """Proposes the owners of the figures of one document."""

    def __init__(
        self, parsed: Parsed, subjects: Subjects, outer: Sequence[Mention], shared: SharedGrammar,
        counted: Callable[[Mention], Span | None],
    ) -> None:  # fmt: skip
        self._counted = counted
        self._parsed, self._view, self._subjects = parsed, parsed.view.text, subjects
        self._coarse, self._selves = shared.ontology.coarse, shared.selves
        self._table, self._is_a = shared.ontology.table(FigureTable), shared.ontology.is_a
        self._barred: dict[str, frozenset[str]] = {str(kind): some for kind, some in self._table.barred.items()}
        self._units = {unit: kind for kind, units in self._table.measures.items() for unit in units}
        self._types = tuple(sorted(set(self._coarse.values())))
        self._things = [m for m in outer if m.type in self._coarse]
        self._starts = [m.span.start for m in self._things]
        self._count = Counter(map(self.words, self._things))
        self._named = {(self.words(m), m.type) for m in self._things if m.form == "name"}
        title = parsed.document.meta.title or ""
        self._titled = {words for words in self._count if words in title}
        self._leading: dict[str, list[tuple[int, int]]] = {}
        self._each: tuple[TypedSentence, FiguresOfEach] | None = None  # of the sentence that is read
        self._everywhere = self._known_everywhere()
        self._parts = {part for words in self._count for part in _ends(words)}

    def _form(self, words: str) -> str:
        """Whether the words of a mention begin or end those of another, or the other way round."""
        return f"part={words in self._parts} whole={any(end in self._count for end in _ends(words))}"

    @staticmethod
    def _earlier(typed: TypedSentence, at: int) -> int:
        return sum(n < at and m.type == "Quantity" for n, m in typed.mentions.items())

    def _known_everywhere(self) -> list[tuple[str, Mention]]:
        """What a figure may be about at any distance: what the title names, and of each kind the most frequent name."""
        top: dict[str, Mention] = {}
        for m in self._things:
            best = top.setdefault(self._kind(m), m)
            if self._count[self.words(m)] > self._count[self.words(best)]:
                top[self._kind(m)] = m
        titled = [("title", m) for m in self._things if self.words(m) in self._titled][:2]
        return [*titled, *(("top", m) for m in top.values())]

    def words(self, mention: Mention) -> str:
        """The words of a mention: those with the same words are one owner."""
        return self._view[mention.span.start : mention.span.end]

    def _thing(self, mention: Mention) -> str:
        """The name of what a mention is likely of: 海州市 is that of 海州, 长风集团 perhaps that of 该公司."""
        if mention.form != "name":
            n = bisect_left(self._starts, mention.span.start)
            names = [m for m in self._things[max(0, n - _NOMINAL_REACH) : n] if m.form == "name"]
            fitting = [m for m in names if m.type == mention.type] or [
                m for m in names if self._coarse[m.type] == self._coarse[mention.type]
            ]
            mention = fitting[-1] if fitting else mention
        words = self.words(mention)
        if mention.type not in _FINE:
            return words
        shorter = (words[:n] for n in range(2, len(words)))
        return next((short for short in shorter if (short, mention.type) in self._named), words)

    def _kind(self, mention: Mention) -> str:
        return mention.type if mention.type in _FINE else self._coarse[mention.type]

    def proposals(self, typed: TypedSentence, at: int) -> Proposals:
        """What a figure may be about: the mentions in the order of likely places."""
        if self._each is None or self._each[0] is not typed:
            self._each = typed, FiguresOfEach(typed, self._table, self._coarse)
        figure, dealt = self._figure(typed, at), self._each[1]
        paired = dealt.owners.get(at)
        owners = [] if at in dealt.unowned else self._owners(figure, paired or self._aged(typed, at))
        return Proposals(self._nothing(figure), owners, paired)

    def _nothing(self, figure: _Figure) -> list[str]:
        """The signs that a figure is about nothing that the document names."""
        typed, at = figure.typed, figure.at
        total = sum(m.type == "Quantity" for m in typed.mentions.values())
        things = sum(m.type in self._coarse for m in typed.mentions.values())
        return [
            "none", f"none figures={min(3, figure.earlier)}", f"none unit={figure.unit}",
            f"none behind={typed.text[at + 1 : at + 2]}", f"none own={figure.own} fresh={figure.fresh}",
            f"none total={min(4, total)}", f"none things={min(4, things)}",
            f"none before={typed.text[at - 1 : at] if at else ''}", *figure.around.nothing(),
        ]  # fmt: skip

    def _owners(self, figure: _Figure, certain: Mention | None) -> list[Owner]:
        """The mentions that a figure may be about; only the one that is certain, if any."""
        seen: set[int] = set()
        found = []
        for where, mention, signs in self._places(figure) if certain is None else [("paired", certain, ["paired"])]:
            led = stands_behind(self._table.not_owner, self._view, mention.span)
            if mention.span.start not in seen and self._may_own(mention, figure) and not led:
                seen.add(mention.span.start)
                signs = [*signs, *self._signs(where, mention, figure)]
                found.append(Owner(mention, self.words(mention), signs, self._thing(mention)))
        return found

    def _may_own(self, mention: Mention, figure: _Figure) -> bool:
        """Whether things of its class are measured so: the age of a person, but no area of an award."""
        coarse = self._coarse.get(mention.type)
        return coarse is not None and self._units.get(figure.unit) not in self._barred.get(coarse, ())

    def _aged(self, typed: TypedSentence, at: int) -> Mention | None:
        """Whose age a figure is: 王建国，今年59岁; 43岁的李文斌; in 王建国说，43岁的李文斌 the nearer one's."""
        if not self.is_age(typed, at):
            return None
        before, behind = self._table.aged.search(typed.text[:at]), self._table.of_age.match(typed.text, at + 1)
        sides = [before.start() if before else -1, behind.end() - 1 if behind else -1]
        if _BREAKS.match(typed.text, at - 1):
            sides.reverse()
        for n in sides:
            if n >= 0 and n in typed.mentions and typed.mentions[n].type == "Person":
                return typed.mentions[n]
        return typed.holder if typed.holder is not None and typed.holder.type == "Person" else None

    def is_age(self, typed: TypedSentence, at: int) -> bool:
        """Whether a figure is an age."""
        value = typed.mentions[at].value
        return value is not None and value.unit in self._table.age

    def _figure(self, typed: TypedSentence, at: int) -> _Figure:
        breaks = [m.start() for m in _BREAKS.finditer(typed.text)]
        n = bisect_left(breaks, at)
        left = breaks[n - 1] + 1 if n else 0
        right = breaks[n] if n < len(breaks) else len(typed.text)
        value = typed.mentions[at].value
        fresh = not any(m.type in self._coarse for m in typed.found(left, at))
        running: Sequence[Mention] = self._subjects.before(typed.starts[at], typed.sentence, self._types)
        own, noun = self._own_noun(typed.starts[left], typed.starts[at])
        whole, first = self._own_noun(typed.starts[0], typed.starts[at])
        if "self" in (own, whole):
            running = self._of_kind(noun if own == "self" else first, running, typed.starts[0])
        unit, earlier = (value and value.unit) or "", self._earlier(typed, at)
        around = figure_words(self._parsed, typed, left, at, self._counted)
        return _Figure(typed, at, left, right, unit, fresh, own, noun, running, earlier, around)

    def _of_kind(self, noun: str, running: Sequence[Mention], before: int) -> Sequence[Mention]:
        """What a noun takes up (学校): the running subject if it is of its kind, else the last that is, or most."""
        kind = self._table.kinds.get(noun)
        if kind is None or any(self._is_a(m.type, kind) for m in running):
            return running
        last = bisect_left(self._starts, before)
        near = [m for m in self._things[max(0, last - _KIND_REACH) : last] if self._is_a(m.type, kind)]
        leaders = self._leaders(kind)
        most = leaders[: bisect_left(leaders, last, key=lambda one: one[0])][-1:]
        return near[-1:] or [self._things[n] for n, _ in most]

    def _leaders(self, kind: str) -> list[tuple[int, int]]:
        """The numbers of the things of a kind that stand more often than all of its kind before them, and how often."""
        if kind not in self._leading:
            found = self._leading[kind] = list[tuple[int, int]]()
            for n, m in enumerate(self._things):
                count = self._count[self.words(m)]
                if self._is_a(m.type, kind) and (not found or count > found[-1][1]):
                    found.append((n, count))
        return self._leading[kind]

    def _own_noun(self, start: int, end: int) -> tuple[str, str]:
        """Whether a stretch of the text has a noun before its first verb, of what kind (own, self, none), and which."""
        tokens = self._parsed.tokens
        for n in range(bisect_left(self._parsed.starts, start), len(tokens)):
            if tokens[n].span.start >= end or tokens[n].pos.startswith("v"):
                break
            if tokens[n].pos[0] == "n":
                noun = self._view[tokens[n].span.start : tokens[n].span.end]
                return ("self" if noun in self._selves else "own"), noun
        return "none", ""

    def _places(self, figure: _Figure) -> Iterator[tuple[str, Mention, list[str]]]:
        """Where a mention stands, the mention, and the signs of its place."""
        typed, at = figure.typed, figure.at
        places = [n for n, m in sorted(typed.mentions.items()) if m.type in self._coarse]
        before = places[: bisect_left(places, at)][-_BEFORE:]
        if not before and self._own_noun(typed.starts[0], typed.starts[at])[0] == "self":
            where, signs = self._taken_up(figure)
            yield from ((where, m, signs) for m in figure.running)
        for rank, n in enumerate(reversed(before)):
            where = "clause" if n >= figure.left else "sentence"
            yield where, typed.mentions[n], [f"{where} rank={min(rank, 3)}", *self._before(n, where, figure)]
        for rank, n in enumerate(places[bisect_left(places, at) :][:_BEHIND]):
            where = "behind" if n < figure.right else "later"
            yield where, typed.mentions[n], [f"{where} rank={rank}", *self._around(n, where, figure)]
        yield from self._elsewhere(figure)

    def _elsewhere(self, figure: _Figure) -> Iterator[tuple[str, Mention, list[str]]]:
        """The proposals from outside of the figure's sentence, as `_places` gives them."""
        typed, at = figure.typed, figure.at
        if typed.holder:
            yield "holder", typed.holder, []
        for nation in self._table.nation.finditer(self._view, typed.starts[0], typed.starts[at]):
            span = Span(*nation.span())
            if not self._inside(span):
                near = "near" if span.start >= typed.starts[figure.left] else "far"
                yield "nation", Mention(span, _AREA, name=self._table.nation_name), [f"nation {near}"]
        yield from (("running", m, [f"running own={figure.own} fresh={figure.fresh}"]) for m in figure.running)
        if figure.own == "self" and figure.fresh and figure.noun in self._table.kinds and figure.running:
            return
        first = bisect_left(self._starts, self._parsed.sentences[typed.sentence].start)
        for rank, mention in enumerate(reversed(self._things[max(0, first - _EARLIER) : first])):
            yield "earlier", mention, [f"earlier rank={rank}", f"earlier own={figure.own}"]
        event = self._subjects.event(typed.starts[at])
        yield from [("event", event, [])] if event else []
        yield from (
            (where, m, []) for where, m in self._everywhere if where == "title" or m.span.start < typed.starts[at]
        )

    def _inside(self, span: Span) -> bool:
        """Whether a name stands over a stretch."""
        n = bisect_left(self._starts, span.end)
        return n > 0 and self._things[n - 1].span.end > span.start

    def _taken_up(self, figure: _Figure) -> tuple[str, list[str]]:
        """Where the running subject stands that a noun takes up (公司实现营收5亿元): as if it were named there."""
        breaks = [m.group() for m in _BREAKS.finditer(figure.typed.text, 0, figure.at)]
        if not breaks:
            return "clause", ["clause rank=0", "before=", "clause runs head=True"]
        place = [f"break={breaks[0]}", f"clauses={min(3, len(breaks))}", f"head=True own={figure.own} fresh=True"]
        return "sentence", ["sentence rank=0", "before=", "sentence runs head=True", *place]

    def _around(self, n: int, where: str, figure: _Figure) -> list[str]:
        text = figure.typed.text
        return [f"{where} before={text[n - 1 : n]}", f"{where} behind={text[n + 1 : n + 2]}"]

    def _before(self, n: int, where: str, figure: _Figure) -> list[str]:
        """The signs of a mention before the figure in its sentence."""
        typed, text = figure.typed, figure.typed.text
        breaks = [m.start() for m in _BREAKS.finditer(text, 0, figure.at)]
        k = bisect_left(breaks, n)
        start = breaks[k - 1] + 1 if k else 0
        head = n - start <= 1 or (n - start <= 4 and not typed.found(start, n))
        signs = [f"before={text[n - 1 : n] if n > start else ''}", f"behind={text[n + 1 : n + 3]}"]
        signs.append(f"{where} behind={text[n + 1 : n + 2]}" if n + 1 < figure.at else "behind=figure")
        if n + 1 == figure.at:
            signs.append(f"behind=figure {self._kind(typed.mentions[n])}")
        word = bisect_left(self._parsed.starts, typed.mentions[n].span.end)
        if word < len(self._parsed.tokens):
            token = self._parsed.tokens[word]
            signs += [f"{where} word={token.pos}", f"word={self._view[token.span.start : token.span.end]}"]
        if where == "sentence":
            end = breaks[k]
            signs += [f"ends={text[end - 2 : end]}", f"break={text[end]}", f"clauses={min(3, len(breaks) - k)}"]
            signs.append(f"head={head} own={figure.own} fresh={figure.fresh}")
        if typed.mentions[n] in figure.running:
            signs.append(f"{where} runs head={head}")
        return signs

    def _signs(self, where: str, mention: Mention, figure: _Figure) -> list[str]:
        """The signs of any mention."""
        kind, words = self._kind(mention), self.words(mention)
        count, earlier = min(4, self._count[words]), min(3, figure.earlier)
        measures = self._units.get(figure.unit, "")
        return [
            f"{kind} measures={measures}", f"{where} measures={measures}", f"{where} figures={earlier} {kind}",
            f"{kind} unit={figure.unit}", f"{kind} count={count}", f"{where} form={mention.form}",
            f"{where} titled={words in self._titled}", f"running={mention in figure.running}",
            f"{where} figures={earlier}", f"length={min(8, len(words))}", f"tail={words[-1]}", self._form(words),
            f"{where} {kind}", f"{where} {kind} {measures}", f"{where} type {mention.type}",
            *figure.around.signs(kind), *figure.around.placed(where),
        ]  # fmt: skip
