"""Which division of the gazetteer (divisions.tsv) a place is, by its names and by what articles say that it lies in.

    翠屏区                           511502 翠屏区 in 511500 宜宾市 in 510000 四川省: the only one of that name
    朝阳区 in 北京市                 110105: of two, the one that lies there
    四川省宜宾市翠屏区, 自贡大安区   what stands in front says what it lies in
    朝阳区, 中山区, 海州市翠屏区     none: several have the name (one is in 台北), or there is no such city

Nothing that is not sure is said: where two names, or a name and what it lies in, do not agree, it is none. Of many
articles a few may be wrong (`doubt` of divisions.toml).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from kg.ontology.ontology import Ontology
from kg.ontology.short_divisions import short_divisions
from kg.ontology.tables.divisions import DivisionNames
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.word_lists import CountryRow, DivisionRow
from kg.ontology.tables.words_names import NaturalRow
from kg.text.names import normal_form
from kg.types import Division

_DIGITS = 6  # of a code in full
_PROVINCE, _COUNTY = 2, 6  # digits of a code in the gazetteer
_SHORTEST = 2  # characters of a name
_LONGEST = 40
_KEPT = 4096  # names whose codes are kept

Codes = frozenset[str]
_NONE: Codes = frozenset()


class Divisions:
    """The divisions of one ontology by name."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(DivisionNames)
        self._areas, self._doubt = table.areas, table.doubt
        natural = {normal_form(name) for row in ontology.word_list(NaturalRow) for name in row.names}
        self._unsure = table.taiwan | table.common | natural  # 怒江
        self._countries = {
            normal_form(form): normal_form(row.name)
            for row in ontology.word_list(CountryRow)
            for form in (row.name, *row.others)
        }
        self._home = self._countries.get(normal_form(ontology.table(Resolve).names.home))
        self._called: dict[str, str] = {}  # code: name
        full, bare, forms = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set), short_divisions(ontology)
        for row in ontology.word_list(DivisionRow):
            self._called[row.code] = row.name
            for name in filter(None, (row.name, forms.plain(row.name))):
                full[normal_form(name)].add(row.code)
            if short := forms.short(row.name):
                bare[normal_form(short)].add(row.code)
        self._full = {name: frozenset(codes) for name, codes in full.items()}
        self._bare = {name: frozenset(codes) for name, codes in bare.items() if name not in full}
        self._codes = lru_cache(_KEPT)(self._codes_of)

    def of(self, name: str, others: Iterable[str], holders: Iterable[str], documents: int = 1) -> tuple[Division, ...]:
        """The division of a place with that name, and those in which it lies; empty where that is not sure.

        `others` are its other names, `holders` the names of what articles say that it lies in, each as often as there
        are articles that say so, of the number of `documents` that name it.
        """
        own = normal_form(name)
        found, told = self._by_names(own, map(normal_form, others))
        insides = [inside for holder in holders if (inside := self._inside(found, normal_form(holder))) is not None]
        limit = self._doubt * (documents if len(found) == 1 else len(insides))
        found = frozenset(code for code in found if sum(code not in inside for inside in insides) <= limit)
        sure = told or own not in self._unsure or any(found & inside for inside in insides)
        found = self._highest(found) if own in self._bare else found
        return self._chain(next(iter(found))) if sure and len(found) == 1 else ()

    def _by_names(self, own: str, others: Iterable[str]) -> tuple[Codes, bool]:
        """The divisions that have all names of a place, as far as they are names of any, and whether one says where."""
        found, told = self._codes(own)
        for other in others:
            codes, tells = self._codes(other)
            found, told = found & codes if codes else found, told or tells
        return found, told

    def _chain(self, code: str) -> tuple[Division, ...]:
        above = (code[:end] for end in range(len(code), 0, -2))
        return tuple(Division(one.ljust(_DIGITS, "0"), self._called[one]) for one in above if one in self._called)

    def _codes_of(self, name: str) -> tuple[Codes, bool]:
        """The divisions that may have a name, and whether it says in what they lie."""
        found = self._full.get(name) or self._bare.get(name)
        if found:
            return found, False
        for at in range(_SHORTEST, min(len(name), _LONGEST) - 1):
            inner = self._full.get(name[at:])
            if inner and (outer := self._codes(name[:at])[0]):
                return _within(inner, outer), True
        return _NONE, False

    def _inside(self, found: Codes, holder: str) -> Codes | None:
        """Those of some divisions that lie in something; None where it says nothing of that (it may be one of them).

        None of them lies in another country, or in an area that the gazetteer does not know.
        """
        if holder in self._countries:
            return None if self._countries[holder] == self._home else _NONE
        outer = self._codes(holder)[0]
        if holder in self._bare:  # 南部 is rather the south than 南部县
            outer = frozenset(code for code in outer if len(code) < _COUNTY)
        if outer:
            return _within(found, outer) or (None if outer & found else _NONE)
        return _NONE if holder.endswith(self._areas) else None

    def _highest(self, found: Codes) -> Codes:
        """What a name without its suffix means: a province without a city of its name, or a city; no county.

        A city of which a county elsewhere has the name is not sure: 朝阳.
        """
        most = min(map(len, found), default=_COUNTY)
        top = frozenset(code for code in found if len(code) == most)
        rest = found - top
        if most == _PROVINCE:
            sure = all(len(code) == _COUNTY for code in _within(rest, top))
        else:
            sure = most < _COUNTY and rest == _within(rest, top)
        return top if sure else _NONE


def _within(inner: Codes, outer: Collection[str]) -> Codes:
    """The divisions that lie in one of others."""
    return frozenset(code for code in inner if any(code.startswith(one) and code != one for one in outer))


def divisions(ontology: Ontology) -> Divisions:
    """The divisions of an ontology."""
    return ontology.once(Divisions)
