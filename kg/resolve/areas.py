"""The areas of one article: which city its 市司法局, 全市 and 我市 mean.

    宜宾市召开会议                      the title
    宜宾 … 宜宾市 … 成都市 … 四川省     市 is 宜宾市, named most and in the title; 省 is 四川省

An area counts by its mentions, with and without its suffix. Where two of a level are named equally often, it is open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Home, Resolve
from kg.resolve.name_forms import NameForms, name_forms
from kg.text.names import normal_form
from kg.types import Layer, Mention

_TITLE = 3  # how many mentions a name in the title, or in the name of the publisher, is worth


class Areas:
    """Counts the administrative areas of a layer by their names without suffix."""

    def __init__(self, layer: Layer, named: Iterable[tuple[str, Mention]], ontology: Ontology) -> None:
        """`named` are the names of areas and their mentions, in the order of the text."""
        self._names: NameForms = name_forms(ontology)
        self._places: list[tuple[str, Mention]] = []  # the names of areas in the order of the text
        self._text, self._pair = layer.document.text, ontology.table(Resolve).text.pair
        self._words = ontology.once(_words)
        self._forms: dict[str, dict[str, Mention]] = defaultdict(dict)  # bare name: its forms and their first mentions
        self._weight: dict[str, int] = defaultdict(int)
        for name, mention in named:
            bare = self._names.bare(name)
            self._forms[bare].setdefault(name, mention)
            other = self._is_other(layer, mention)
            self._weight[bare] += not other
            if not other:
                self._places.append((name, mention))
        meta = layer.document.meta
        heads = normal_form("\n".join(filter(None, (meta.title, meta.source, meta.publisher))))
        for bare in self._weight:
            self._weight[bare] += _TITLE * (bare in heads)
        self._title = normal_form(meta.title or "")
        self.home, self._named = cache(self._home), cache(self._in_order)

    def _is_other(self, layer: Layer, mention: Mention) -> bool:
        """Whether an area is named as another one than the article's: 本市与杭州市签署协议, 我县赴临江县学习."""
        return layer.document.text.endswith(self._words.toward, 0, mention.span.start)

    @property
    def main(self) -> frozenset[str]:
        """The bare names of the areas that the article speaks of most."""
        most = max(self._weight.values(), default=0)
        return frozenset(name for name, weight in self._weight.items() if weight == most)

    def mention(self, area: str) -> Mention | None:
        """A mention of an area, the full form's where there is one."""
        forms = self._forms.get(self._names.bare(area), {})
        return forms.get(area) or next(iter(forms.values()), None)

    def near(self, level: str, at: int) -> str | None:
        """The full name of the area of a level that a name there is relative to: what 市政府 means at a place.

        It is the article's home where its title says so, else the one that is named last before the place, else its
        home. An area stands for the one that it lies in, where there is just one of its name. Of two that were named
        together (绵阳市和遂宁市) it is neither.
        """
        home = self.home(level)
        if home and self._names.bare(home) in self._title:
            return home
        starts, answers = self._named(level)
        last = bisect_left(starts, at)
        return (answers[last - 1] if last else None) or home

    def last(self, at: int) -> str | None:
        """The full name of the city, county or district named last before a place, where it is named more than once."""
        found = bisect_left(self._local, at, key=lambda one: one[0]) - 1
        return self._local[found][1] if found >= 0 else None

    @cached_property
    def _local(self) -> list[tuple[int, str | None]]:
        """Where cities, counties and districts are named, and in full those that are named more than once."""
        ends = tuple(end for level in sorted(self._words.local) for end in self._words.levels[level])
        named = [(mention.span.start, self._names.bare(name)) for name, mention in self._places]
        full = [(at, bare, self._full(bare, ends)) for at, bare in named]
        return [(at, whole if self._weight[bare] > 1 else None) for at, bare, whole in full if whole]

    def _in_order(self, level: str) -> tuple[list[int], list[str | None]]:
        """Where areas of a level, or of one below it, are named, and what is meant behind: None where that is open."""
        ends, starts, answers = self._words.levels.get(level, ()), list[int](), list[str | None]()
        before, end = "", 0
        for name, mention in self._places:
            if full := self._full(self._names.bare(name), ends) or self._holder(name, ends):
                together = self._pair.fullmatch(self._text, end, mention.span.start) is not None
                starts.append(mention.span.start)
                answers.append(None if together and full != before else full)
                before, end = full, mention.span.end
        return starts, answers

    def _holder(self, name: str, ends: tuple[str, ...]) -> str | None:
        """The area of a level in which an area lies."""
        codes = self._names.codes.get(name, ())
        if len(codes) != 1:
            return None
        holders = (self._names.divisions.get(codes[0][:end]) for end in range(2, len(codes[0]), 2))
        return next((holder for holder in holders if holder and holder.endswith(ends)), None)

    def _home(self, level: str) -> str | None:
        """The full name of the area of a level (市, 省, 区 …) that the article is about, or None where that is open.

        An area of China is left out where the article is about a city that it does not lie in.
        """
        ends = self._words.levels.get(level, ())
        found = {bare: full for bare in self._forms if (full := self._full(bare, ends))}
        outer = {self._words.city, *self._words.above}
        if level not in outer and (city := self.home(self._words.city)):
            found = {bare: full for bare, full in found.items() if self._may_lie(full, city)}
        most = max((self._weight[bare] for bare in found), default=0)
        best = [full for bare, full in found.items() if self._weight[bare] == most > 0]
        return best[0] if len(best) == 1 else None

    def _full(self, bare: str, ends: tuple[str, ...]) -> str | None:
        forms = [form for form in self._forms[bare] if form.endswith(ends) and form != bare]
        if forms:
            return forms[0]
        codes = self._names.codes.get(bare, ())
        if bare not in self._forms[bare] or not codes:
            return None
        full = self._names.divisions[codes[0]]
        return full if full.endswith(ends) and (len(codes) == 1 or len(codes[0]) < len(codes[1])) else None

    def _may_lie(self, area: str, city: str) -> bool:
        inner, outer = self._names.codes.get(area), self._names.codes.get(city)
        return not inner or not outer or any(a.startswith(b) for a in inner for b in outer)


def _words(ontology: Ontology) -> Home:
    """What areas are called by level; OntologyError where a level is named that is none."""
    table = ontology.table(Resolve).home
    for key, names in (("city", {table.city}), ("above", table.above), ("local", table.local)):
        if unknown := sorted(names - table.levels.keys()):
            hint = f"use {', '.join(table.levels)}"
            raise ontology.error(Resolve, ("home", key), f"key '{key}': {unknown[0]} is no level", hint)
    return table
