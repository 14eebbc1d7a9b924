"""The countries of one article: whose parliament a text means that says 国会.

    日本首相昨天表示 … 国会        日本, the country named last before
    本报驻东京记者 … 国会          日本, by its city
    美国和日本商定 … 国会          open: two named together
    中国代表团访问日本 … 国会      日本: there is no 国会 at home

A country is named by its name, by a character (日方), by a place in it, and as part of a body's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.words_names import ForeignRow
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import NameForms, name_forms
from kg.text.names import normal_form
from kg.types import Mention

_BESIDE = 12  # characters before an organ that may name its country
_SENTENCE = 400  # characters, at most
_LONGEST = 8  # characters of a country's name, at most


class Countries:
    """Where countries are named in a layer, the home country among them."""

    def __init__(self, named: LayerNames, ontology: Ontology) -> None:
        self._names: NameForms = name_forms(ontology)
        table = ontology.table(Resolve)
        self._cities, self.home = ontology.once(_cities), self._names.home
        self._holder = table.names.holder
        self._pair, self._sentence = table.text.pair, table.text.sentence
        self._starts, self._ends, self._found = list[int](), list[int](), list[str]()
        self.text = named.text
        toward = tuple(word for word in table.home.toward if not table.text.pair.fullmatch(word))
        for mention in named.all:
            if mention.type != "AdministrativeArea" or self.text.endswith(toward, 0, mention.span.start):
                continue  # 向美国表示
            if country := self._country(named, mention):
                self._starts.append(mention.span.start)
                self._ends.append(mention.span.end)
                self._found.append(country)
        self.abroad = self._reported_from(named, ontology)
        self._main = cache(self._named_most)

    def _country(self, named: LayerNames, mention: Mention) -> str | None:
        """The country that a mention names, or lies in."""
        name = normal_form(named.words(mention))
        if country := self._names.countries.get(name):
            return country
        return self.home if name in self._names.codes else self._cities.get(name)

    def _reported_from(self, named: LayerNames, ontology: Ontology) -> str | None:
        """The foreign country from which an article was sent, as its dateline says: 本报驻日本记者, 东京1月4日电."""
        meta, document = named.layer.document.meta, named.layer.document
        lines = (document.cut(span) for span in meta.frame)
        sent = "\n".join(line for line in lines if line != meta.title)
        places = {found["place"] for found in ontology.once(_sent).finditer(sent)}
        named_so = {self._names.countries.get(place) or self._cities.get(place) for place in places}
        return next(iter(named_so)) if len(named_so) == 1 and named_so != {self.home} else None

    def none_before(self, at: int) -> bool:
        """Whether no country is named before a place, nor where the article comes from."""
        return not self.abroad and not (self._ends and self._ends[0] <= at)

    def beside(self, at: int) -> str | None:
        """The country whose name stands right before a place: 法国(前)外交部长."""
        before = self.text[max(0, at - _BESIDE) : at]
        if found := self._holder.search(before):
            before = before[: found.start()]
        ends = (before[-size:] for size in range(_LONGEST, 1, -1))
        return next((self._names.countries[end] for end in ends if end in self._names.countries), None)

    def last(self, at: int, *, foreign: bool) -> str | None:
        """The country named last before a place; none where it is named together with another one.

        What was named in another sentence gives way to the country that the text speaks of most. `foreign`: the home
        country does not count.
        """
        if beside := self.beside(at):
            return beside
        n = self._before(at, foreign)
        if n < 0:
            return self.abroad
        far = at - self._ends[n] > _SENTENCE or self._sentence.search(self.text, self._ends[n], at)
        if far and (main := self._main(foreign)):
            return main
        gap = self.text[self._ends[n - 1] : self._starts[n]] if n else "."
        together = n > 0 and self._found[n - 1] != self._found[n] and (not gap or self._pair.fullmatch(gap))
        return None if together and not (foreign and self._found[n - 1] == self.home) else self._found[n]

    def _before(self, at: int, foreign: bool) -> int:
        """The number of the country named last before a place, -1 where there is none."""
        n = bisect_left(self._starts, at) - 1
        while n >= 0 and ((foreign and self._found[n] == self.home) or self._ends[n] > at):
            n -= 1
        return n

    def _named_most(self, foreign: bool) -> str | None:
        """The country that is named twice as often as any other; else that of the dateline, if it is named so often."""
        often = Counter(one for one in self._found if not (foreign and one == self.home)).most_common(2)
        if len(often) == 1 or often[0][1] >= 2 * often[1][1]:
            return often[0][0]
        return self.abroad if self.abroad in dict(often) else None


def _sent(ontology: Ontology) -> re.Pattern[str]:
    """Who sent an article from where."""
    return ontology.expression(Resolve, ("home", "sent"), ontology.table(Resolve).home.sent, groups=("place",))


def _cities(ontology: Ontology) -> dict[str, str]:
    """Places abroad and their countries."""
    return {normal_form(name): row.country for row in ontology.word_list(ForeignRow) for name in row.names}
