"""Names that are relative to an area or a country: 市司法局, 外交部.

    宜宾市 … 市司法局                             宜宾市司法局, completed by the article's area
    重庆 … 市委；… 北京 … 市委                    two: each is completed by the area named last before it
    法国前外交部长                                法国外交部, by the country right before
    本报驻泰国记者 … 泰国财政部 … 外交部          泰国外交部: in an article from there, by the country named last before
    外交部                                        that of the home country, which keeps its bare name

A link gives the full name, where the text has none. Mentions that are not what others of their name are stand apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.resolve.areas import Areas
from kg.resolve.countries import Countries
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import NameForms, name_forms
from kg.types import Link, Mention

_TAILS = 40  # characters of a name whose ends are looked up, from its start
_TYPES = ("Organization", "Place")


class Relatives:
    """Completes the relative names of one layer."""

    def __init__(self, named: LayerNames, areas: Areas, countries: Countries, ontology: Ontology) -> None:
        self._named, self._areas, self._countries = named, areas, countries
        self._names: NameForms = name_forms(ontology)
        table = ontology.table(Resolve)
        self._score, self._words = table.scores.relative, table.names

    def links(self) -> Iterator[Link]:
        """The links of all relative names, in a fixed order."""
        for (coarse, name), mentions in self._named.every.items():
            if coarse not in _TYPES or mentions[0].type == "AdministrativeArea":
                continue
            if lead := self._names.relative.match(name):
                level = lead[0]
                homes = [self._areas.near(level, m.span.start) for m in mentions]
                whys = {home + name[len(level) :]: f"{level} is the article's {home}" for home in homes if home}
                yield from self._told(name, mentions, [home and home + name[len(level) :] for home in homes], whys)
            elif self._words.of_each_country.fullmatch(name):
                whose = [self._whose(m, name) for m in mentions]
                wholes = [name if country is None else country + name for country in whose]
                whys = dict.fromkeys(wholes, "the organ of the country named before")
                yield from self._told(name, mentions, wholes, whys)

    def _whose(self, mention: Mention, name: str) -> str | None:
        """The foreign country whose organ a name means; None for the home country's."""
        at, home = mention.span.start, self._countries.home
        country = self._countries.last(at, foreign=False)
        if country is None or country == home:
            return None
        if self._countries.beside(at) or self._countries.abroad or self._is_named_of(country, name, at):
            return country
        return None

    def _is_named_of(self, country: str, name: str, at: int) -> bool:
        """Whether the organ was called that country's before."""
        full = self._tails.get(("Organization", self._names.organ(country + name)))
        return full is not None and full.span.end <= at

    @cached_property
    def _tails(self) -> Mapping[tuple[str, str], Mention]:
        """By what organs' names end with, the first that ends so."""
        found: dict[tuple[str, str], Mention] = {}
        for name, mention in self._named.of(*_TYPES):
            key = self._names.organ(name)
            for cut in range(min(len(key), _TAILS)):
                found.setdefault((self._named.coarse(mention), key[cut:]), mention)
        return found

    def _told(
        self, name: str, mentions: Sequence[Mention], wholes: Sequence[str | None], whys: Mapping[str, str]
    ) -> Iterator[Link]:
        """Links of the mentions of one name to what each is called in full; one that is open is as the one before."""
        groups: dict[str, list[Mention]] = {}
        last = next(filter(None, wholes), None)
        for mention, whole in zip(mentions, wholes, strict=True):
            last = whole or last
            if last is not None:
                groups.setdefault(last, []).append(mention)
        base = name if name in groups else next(iter(groups), name)
        for whole, group in groups.items():
            for mention in group[:1] if whole == base else group:
                if whole != name:
                    yield self._named.link(mention, self._full(mention, whole), self._score, whys[whole])
                if whole != base:
                    made = self._named.link(mention, groups[base][0], self._score, whys[whole])
                    yield Link(made.left, made.right, "different", made.score, made.why)

    def _full(self, mention: Mention, whole: str) -> Mention:
        """A mention of the full name: the text's own, or this one by that name."""
        there = self._tails.get((self._named.coarse(mention), self._names.organ(whole)))
        return there or replace(mention, name=whole)
