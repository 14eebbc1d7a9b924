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

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.words_names import ForeignRow
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import NameForms, name_forms
from kg.text.names import normal_form
from kg.types import Mention


class Countries:
    """Where countries are named in a layer, the home country among them."""

    def __init__(self, named: LayerNames, ontology: Ontology) -> None:
        self._names: NameForms = name_forms(ontology)
        table = ontology.table(Resolve)
        self._cities, self._pair, self.home = ontology.once(_cities), table.text.pair, self._names.home
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
        found = ontology.once(_sent).search(sent)
        if found is None or self._names.codes.get(found["place"]):
            return None
        country = self._names.countries.get(found["place"]) or self._cities.get(found["place"])
        return None if country == self.home else country

    def end(self, at: int) -> int:
        """Where the country ends that is named last before a place, or 0."""
        ends = [end for end in self._ends[: bisect_left(self._starts, at)] if end <= at]
        return ends[-1] if ends else 0

    def none_before(self, at: int) -> bool:
        """Whether no country is named before a place, nor where the article comes from."""
        return not self.abroad and not any(end <= at for end in self._ends)

    def last(self, at: int, *, abroad: bool) -> str | None:
        """The country named last before a place; none where it is named together with another one.

        `abroad`: the home country does not count.
        """
        n = bisect_left(self._starts, at) - 1
        while n >= 0 and ((abroad and self._found[n] == self.home) or self._ends[n] > at):
            n -= 1
        if n < 0:
            return self.abroad
        gap = self.text[self._ends[n - 1] : self._starts[n]] if n else "."
        together = n > 0 and self._found[n - 1] != self._found[n] and (not gap or self._pair.fullmatch(gap))
        return None if together and not (abroad and self._found[n - 1] == self.home) else self._found[n]


def _sent(ontology: Ontology) -> re.Pattern[str]:
    """Who sent an article from where."""
    return ontology.expression(Resolve, ("home", "sent"), ontology.table(Resolve).home.sent, groups=("place",))


def _cities(ontology: Ontology) -> dict[str, str]:
    """Places abroad and their countries."""
    return {normal_form(name): row.country for row in ontology.word_list(ForeignRow) for name in row.names}
