"""What places there are: the divisions of China, countries, cities abroad, regions, rivers and mountains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, TypeAlias

from kg.ontology.ontology import Ontology

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
        rules = ontology.toml("places.toml")["short"]
        groups = "|".join(sorted(rules["groups"], key=len, reverse=True))
        self._ethnic = re.compile(f"(?:(?:{groups})族?){{1,6}}+(?=自治[州县旗区]$)")
        self._endings: tuple[str, ...] = tuple(rules["endings"])
        self._special: dict[str, str] = rules["special"]
        self.codes: dict[str, Division] = {}
        self.formal: dict[str, list[str]] = {}
        self.shorts: dict[str, list[str]] = {}
        self._townships: dict[str, tuple[str, ...]] = {}
        self._read_divisions(ontology)
        self.names: dict[str, Entry] = {}
        self._name_divisions()
        self._name_others(ontology)
        self.ambiguous = frozenset(row[0] for row in ontology.rows("words/place_ambiguous.tsv"))
        self.abbreviations = {row[0]: row for row in ontology.rows("words/place_abbreviations.tsv")}

    def short(self, name: str) -> str | None:
        """The short form of a division's name, or None where there is none.

        >>> from kg.ontology.ontology import load
        >>> [Gazetteer(load()).short(n) for n in ("恩施土家族苗族自治州", "宜宾市", "沛县")]
        ['恩施', '宜宾', None]
        """
        if name in self._special:
            return self._special[name]
        stem = self._ethnic.sub("", name, count=1) if name.endswith(("自治州", "自治县", "自治旗")) else name
        for ending in self._endings:
            if stem.endswith(ending):
                stem = stem[: -len(ending)]
                return stem if len(stem) > 1 else None
        return None

    def _read_divisions(self, ontology: Ontology) -> None:
        for row in ontology.rows("words/divisions.tsv"):
            code, name = row[0], row[1]
            parent = code[:-2]
            if parent and parent not in self.codes:
                parent = code[:2]
            self.codes[code] = Division(name, _LEVELS[len(code)], code, parent)
            self.formal.setdefault(name, []).append(code)
            if short := self.short(name):
                self.shorts.setdefault(short, []).append(code)
            if len(row) > 2:
                self._townships[code] = tuple(row[2].split(" "))

    def _name_divisions(self) -> None:
        for table, full in ((self.shorts, False), (self.formal, True)):
            for name, codes in table.items():
                top = self.codes[min(codes, key=len)]
                self.names[name] = Entry("AdministrativeArea", top.level, full or top.level == "province", top.name)

    def _name_others(self, ontology: Ontology) -> None:
        area = "AdministrativeArea"
        for _, names in ontology.rows("words/natural.tsv"):
            for name in names.split(" "):
                if name not in self.names or self.names[name].kind == "county":
                    self.names[name] = Entry("NaturalFeature", "natural", True)
        for type_, names in ontology.rows("words/regions.tsv"):
            for name in names.split(" "):
                self.names[name] = Entry(type_, "region", True)
        for country, names in ontology.rows("words/foreign.tsv"):
            for name in names.split(" "):
                self.names.setdefault(name, Entry(area, "foreign", True, country))
        for common, others, *_ in ontology.rows("words/countries.tsv"):
            for name in (common, *others.split()):
                self.names[name] = Entry(area, "country", True, common)
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
    def townships(self) -> dict[str, tuple[str, ...]]:
        """Codes of the holders of each township, by the township's full name."""
        found: dict[str, tuple[str, ...]] = {}
        for code, names in self._townships.items():
            for name in names:
                found[name] = (*found.get(name, ()), code)
        return found

    @cache  # noqa: B019 -- a gazetteer lives as long as its ontology
    def below(self, code: str) -> dict[str, str]:
        """Townships under a county or a prefecture: full names by short and full form."""
        found: dict[str, str] = {}
        for holder in sorted(c for c in self._townships if c.startswith(code)):
            for name in self._townships[holder]:
                found.setdefault(name, name)
                if short := self.short(name):
                    found.setdefault(short, name)
        return found

    def readings(self, name: str) -> tuple[Division, ...]:
        """All divisions that a full or short name or a one-character abbreviation may mean, the highest first."""
        codes = [*self.formal.get(name, ()), *self.shorts.get(name, ())]
        if not codes and name in self.abbreviations:
            codes = list(self.shorts.get(self.abbreviations[name][1], ()))
            codes = [min(codes, key=len)] if codes else []
        found = [self.codes[code] for code in codes]
        found += [Division(name, "township", f"{code}/{name}", code) for code in self.townships.get(name, ())]
        return tuple(sorted(found, key=lambda d: (len(d.code.split("/")[0]) + 2 * ("/" in d.code), d.code)))


@cache
def gazetteer(ontology: Ontology) -> Gazetteer:
    """The gazetteer of an ontology, read once."""
    return Gazetteer(ontology)


def divisions(ontology: Ontology, name: str) -> tuple[Division, ...]:
    """All readings of a name among the divisions of China, the highest level first.

    >>> from kg.ontology.ontology import load
    >>> [(d.name, d.code) for d in divisions(load(), "宜宾")]
    [('宜宾市', '5115')]
    >>> len(divisions(load(), "鼓楼区"))
    4
    """
    return gazetteer(ontology).readings(name)


def normal(ontology: Ontology, name: str) -> str | None:
    """The full name where a name has one meaning: a single division, or a single one of the highest level; else None.

    >>> from kg.ontology.ontology import load
    >>> [normal(load(), n) for n in ("宜宾", "京", "中华人民共和国", "鼓楼", "长江")]
    ['宜宾市', '北京市', '中国', None, '长江']
    """
    known = gazetteer(ontology)
    found = known.readings(name)
    if found:
        top = [d for d in found if d.level == found[0].level]
        names = {d.name for d in top}
        if len(names) == 1 and (len(top) == 1):
            return top[0].name
        return None
    entry = known.names.get(name)
    if entry is None:
        return None
    return entry.of if entry.kind == "country" else name


def _ancestors(known: Gazetteer, division: Division) -> Iterable[Division]:
    code = division.parent
    while code:
        yield known.codes[code]
        code = known.codes[code].parent


def parents(ontology: Ontology, name: str) -> tuple[str, ...]:
    """Full names of all that a place may lie in, by all readings; for a place abroad, its country. Sorted.

    >>> from kg.ontology.ontology import load
    >>> parents(load(), "翠屏区"), parents(load(), "巴黎"), parents(load(), "长江")
    (('四川省', '宜宾市'), ('法国',), ())
    """
    known = gazetteer(ontology)
    found = {a.name for d in known.readings(name) for a in _ancestors(known, d)}
    entry = known.names.get(name)
    if not found and entry is not None and entry.kind == "foreign":
        found.add(entry.of)
    return tuple(sorted(found))
