"""What places there are: the divisions of China, countries, cities abroad, regions, rivers and mountains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.short_divisions import short_divisions
from kg.ontology.tables.word_lists import CountryRow, DivisionRow
from kg.ontology.tables.words_names import AbbreviationRow, AmbiguousRow, ForeignRow, NaturalRow, RegionRow

Level: TypeAlias = Literal["province", "city", "county", "township"]
_LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "county"}


@dataclass(frozen=True, slots=True, order=True)
class Division:
    """One administrative division of China.

    `code` is that of GB/T 2260; a township's is its holder's, `/` and its name. `parent` is the parent's code, empty
    for a province.
    """

    name: str
    level: Level
    code: str
    parent: str

    def within(self, other: Division) -> bool:
        """Whether this division lies in `other` (at any depth).

        >>> Division("翠屏区", "county", "511502", "5115").within(Division("四川省", "province", "51", ""))
        True
        """
        return self.code != other.code and self.code.startswith(other.code)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name may mean. `kind`: province, city, county, country, foreign, region or natural.

    `full`: a full form (宜宾市), which needs no support; a short one (宜宾) of a county may be another word.
    `of` is the country or the full name that it stands for, empty where it is that itself.
    """

    type: str
    kind: str
    full: bool
    of: str = ""


class Gazetteer:
    """The place lists of an ontology, ready to be looked up."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads the TSV lists; about 30 ms."""
        self.short = short_divisions(ontology).short  # 宜宾 of 宜宾市
        self.codes: dict[str, Division] = {}
        self.formal: dict[str, list[str]] = {}
        self.shorts: dict[str, list[str]] = {}
        self._townships: dict[str, tuple[str, ...]] = {}
        self._below: dict[str, dict[str, str]] = {}  # at most one for each division
        self._read_divisions(ontology)
        self.names: dict[str, Entry] = {}
        self._name_divisions()
        self._name_others(ontology)
        self.ambiguous = frozenset(row.name for row in ontology.word_list(AmbiguousRow))
        self.abbreviations = {row.character: row.name for row in ontology.word_list(AbbreviationRow)}

    def _read_divisions(self, ontology: Ontology) -> None:
        for row in ontology.word_list(DivisionRow):
            code, name = row.code, row.name
            parent = code[:-2]
            if parent and parent not in self.codes:
                parent = code[:2]
            self.codes[code] = Division(name, _LEVELS[len(code)], code, parent)
            self.formal.setdefault(name, []).append(code)
            if short := self.short(name):
                self.shorts.setdefault(short, []).append(code)
            if row.townships:
                self._townships[code] = row.townships

    def _name_divisions(self) -> None:
        for table, full in ((self.shorts, False), (self.formal, True)):
            for name, codes in table.items():
                top = self.codes[min(codes, key=len)]
                self.names[name] = Entry("AdministrativeArea", top.level, full or top.level == "province", top.name)

    def _name_others(self, ontology: Ontology) -> None:
        area = "AdministrativeArea"
        for natural in ontology.word_list(NaturalRow):
            for name in natural.names:
                if name not in self.names or self.names[name].kind == "county":
                    self.names[name] = Entry("NaturalFeature", "natural", True)
        for region in ontology.word_list(RegionRow):
            for name in region.names:
                self.names[name] = Entry(region.type, "region", True)
        for foreign in ontology.word_list(ForeignRow):
            for name in foreign.names:
                self.names.setdefault(name, Entry(area, "foreign", True, foreign.country))
        for country in ontology.word_list(CountryRow):
            for name in (country.name, *country.others):
                self.names[name] = Entry(area, "country", True, country.name)
        for name in [n for n in self.names if len(n) < 2]:
            del self.names[name]

    @cached_property
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """All names, longest first, by their first two characters."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(name[:2], []).append(name)
        return {pair: tuple(sorted(names, key=lambda n: (-len(n), n))) for pair, names in found.items()}

    @cached_property
    def _begins(self) -> re.Pattern[str]:
        firsts, seconds = ("".join(sorted({pair[n] for pair in self.pairs})) for n in (0, 1))
        return re.compile(f"[{re.escape(firsts)}](?=[{re.escape(seconds)}])")

    def beginnings(self, view: str) -> list[int]:
        """Where two characters stand that a name begins with."""
        pairs = self.pairs
        return [start for m in self._begins.finditer(view) if view[(start := m.start()) : start + 2] in pairs]

    @cached_property
    def townships(self) -> dict[str, tuple[str, ...]]:
        """Codes of the holders of each township, by the township's full name."""
        found: dict[str, tuple[str, ...]] = {}
        for code, names in self._townships.items():
            for name in names:
                found[name] = (*found.get(name, ()), code)
        return found

    def below(self, code: str) -> dict[str, str]:
        """Townships under a county or a prefecture: full names by short and full form."""
        if code in self._below:
            return self._below[code]
        found = self._below[code] = {}
        for holder in sorted(c for c in self._townships if c.startswith(code)):
            for name in self._townships[holder]:
                found.setdefault(name, name)
                if short := self.short(name):
                    found.setdefault(short, name)
        return found

    def readings(self, name: str) -> tuple[Division, ...]:
        """All divisions that a full or short name or a one-character abbreviation may mean, the highest first.

        >>> from kg.ontology.ontology import load
        >>> [(d.name, d.code) for d in gazetteer(load()).readings("宜宾")]
        [('宜宾市', '5115')]
        >>> len(gazetteer(load()).readings("鼓楼区"))
        4
        """
        codes = [*self.formal.get(name, ()), *self.shorts.get(name, ())]
        if not codes and name in self.abbreviations:
            codes = list(self.shorts.get(self.abbreviations[name], ()))
            codes = [min(codes, key=len)] if codes else []
        found = [self.codes[code] for code in codes]
        found += [Division(name, "township", f"{code}/{name}", code) for code in self.townships.get(name, ())]
        return tuple(sorted(found, key=lambda d: (len(d.code.split("/")[0]) + 2 * ("/" in d.code), d.code)))


def gazetteer(ontology: Ontology) -> Gazetteer:
    """The gazetteer of an ontology, read once."""
    return ontology.once(Gazetteer)
