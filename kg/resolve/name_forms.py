"""When two names are forms of one: abbreviations, short forms of areas, generic words. Nothing here looks at the text.

    全国人民代表大会常务委员会   全国人大常委会      the same key: 全国人大常委会
    宜宾市司法局                 宜宾司法局          the same organ: 宜宾司法局
    “净网”专项行动               “净网”              the same core: 净网
    咸阳步长制药有限公司         步长公司            its own word, a brand: 步长
    人力资源和社会保障局         人社局              initials of its words

Each way is a method of `NameForms`: what it makes of both names is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.ontology.ontology import Ontology
from kg.ontology.short_divisions import ShortDivisions, short_divisions
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.word_lists import CountryRow, DivisionRow, HeadRow, KnownOrganizationRow
from kg.text.names import normal_form

_QUOTED = re.compile("“([^“”]{2,})”([^“”]{0,8})")
_KEPT = 1 << 12  # names whose forms are kept: those of some hundred documents
_AREA = 8  # characters of an area's name at the start of another name, at most
_SHORTEST = 3  # characters that must be left of a name without its lead


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


class NameForms:
    """Compares names by the words of one ontology: resolve.toml, known organisations, countries, divisions, heads.

    `key`, `bare`, `core`, `organ` and `lead` keep what they gave for the names that were asked last.
    """

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Resolve)
        names = table.names
        self._short = [(normal_form(pair.long), normal_form(pair.short)) for pair in table.short]
        self._leads = (names.state, names.ordinal)
        self._areas, self._zones = _longest_first(names.area), _longest_first(names.zone)
        self._generic, self._trailing, self._all = names.generic, names.trailing, names.all
        self._company, self._own = names.company, names.own
        self.relative, self.local = names.relative, names.local
        self._heads = tuple(sorted({row.word for row in ontology.word_list(HeadRow)}))
        known = ontology.word_list(KnownOrganizationRow)
        self._known = {normal_form(row.name): normal_form(row.full) for row in known if row.full}
        self.countries = {
            normal_form(form): normal_form(row.name)
            for row in ontology.word_list(CountryRow)
            for form in (row.name, *row.others)
        }
        self.home = normal_form(names.home)
        if self.home not in self.countries:
            what = f"key 'home': {names.home} is no country"
            raise ontology.error(Resolve, ("names", "home"), what, f"use a name of {CountryRow.FILE}")
        self.divisions: dict[str, str] = {}  # code: name
        self._stems: dict[str, str] = {}  # what divisions are called for short that lose more than a suffix
        self.codes = self._read_divisions(ontology.word_list(DivisionRow), short_divisions(ontology))
        self.key = lru_cache(_KEPT)(self._key)
        self.bare = lru_cache(_KEPT)(self._bare)
        self.core = lru_cache(_KEPT)(self._core)
        self.organ = lru_cache(_KEPT)(self._organ)
        self.lead = lru_cache(_KEPT)(self._lead)

    def _read_divisions(self, rows: Iterable[DivisionRow], forms: ShortDivisions) -> dict[str, tuple[str, ...]]:
        """The codes of each area by its name with and without suffix (and peoples: 恩施州, 恩施), provinces first."""
        codes: dict[str, list[str]] = {}
        for row in rows:
            self.divisions[row.code] = row.name
            cut, plain = self._cut(row.name, self._areas), forms.plain(row.name)
            stem = self._cut(plain, self._areas) if plain else cut
            if stem == row.name:  # of a league or a banner
                stem = forms.short(stem) or stem
            if stem != cut:
                self._stems[row.name] = stem
            for form in {row.name, cut, plain or cut, stem}:
                codes.setdefault(form, []).append(row.code)
        return {name: tuple(sorted(found, key=lambda c: (len(c), c))) for name, found in codes.items()}

    @staticmethod
    def _cut(name: str, suffixes: tuple[str, ...]) -> str:
        for suffix in suffixes:
            if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                return name[: -len(suffix)]
        return name

    def _key(self, name: str) -> str:
        """A name's comparable form: 中华人民共和国第十四届全国人民代表大会常务委员会 becomes 全国人大常委会."""
        found = normal_form(name)
        found = self._known.get(found, found)
        for long, short in self._short:
            if long in found and found != long:
                found = found.replace(long, short)
        for lead in self._leads:
            cut = lead.sub("", found)
            found = cut if len(cut) >= _SHORTEST else found
        return found

    def _bare(self, area: str) -> str:
        """An area's name without its suffix: 宜宾市 becomes 宜宾, 恩施土家族苗族自治州 恩施; a country has one."""
        found = normal_form(area)
        return self.countries.get(found) or self._stems.get(found) or self._cut(found, self._areas)

    def zone(self, name: str) -> str:
        """What a zone, a region or a range is called for short: 滨海新区 becomes 滨海."""
        return self._cut(normal_form(name), self._zones)

    def _core(self, name: str) -> str:
        """The name of a programme or honour without generic words: “净网”专项行动 becomes 净网."""
        quoted = _QUOTED.search(name)
        if quoted and quoted.end() == len(name) and self._generic.fullmatch(normal_form(quoted[2]) or "-"):
            return normal_form(name[: quoted.start()] + quoted[1])
        found = normal_form(name)
        cut = self._trailing.sub("", found)
        return cut if len(cut) >= 4 else found

    def _organ(self, name: str) -> str:
        """The key of an organ's name, with its area for short: 宜宾市司法局 and 宜宾全市司法局 become 宜宾司法局."""
        key = self.key(name)
        lead = self.lead(key)
        return self.bare(key[:lead]) + self._all.sub("", key[lead:]) if lead else key

    def own(self, company: str) -> str:
        """A company's own word: 步长 of 步长公司; an empty text where the name is no short form of a company."""
        key = self.key(company)
        own = self._own.sub("", key)
        if len(own) < 2 or own in self.codes or own in self.countries:
            return ""
        return "" if own == key and self.bare(key) != key else own

    def openings(self, company: str) -> Iterator[str]:
        """What a company's own word may be: all beginnings of its name, and of its name without the area."""
        key = self.key(company)
        if self._company.search(key):
            for start in {0, self.lead(key)}:
                yield from (key[start:end] for end in range(start + 2, len(key)))

    def brand(self, short: str, long: str) -> bool:
        """Whether `short` is a company's own word, perhaps with its kind: 步长公司 or 步长 for 咸阳步长制药有限公司."""
        own, a, b = self.own(short), self.key(short), self.key(long)
        if not own or len(a) >= len(b):
            return False
        if own == a and a.endswith(self._heads):  # 通用汽车 is 通用汽车公司, but 北京大学 is not 北京大学出版社有限公司
            whole = self._own.sub("", b)
            return own in (whole, whole[self.lead(whole) :])
        begins = any(b.startswith(own, start) and start + len(own) < len(b) for start in (0, self.lead(b)))
        return begins and self._company.search(b) is not None

    def _lead(self, name: str) -> int:
        """How many characters of a known area a name begins with: 3 for 宜宾市司法局."""
        return next(
            (
                n
                for n in range(min(_AREA, len(name) - 1), 1, -1)
                if name[:n] in self.codes or name[:n] in self.countries
            ),
            0,
        )

    def parts(self, name: str) -> tuple[str, str, str]:
        """A name after its area: its first character, what is between, its last."""
        key = self.key(name)
        rest = key[self.lead(key) :]
        return rest[:1], rest[1:-1], rest[-1:]

    def initials(self, short: str, long: str) -> bool:
        """Whether `short` takes a character from words of `long`: 人社局 from 人力资源和社会保障局.

        No two of its characters may stand side by side in `long` (上海大学 is not 上海对外经贸大学), the first and the
        last are those of `long`, and it is at most half as long.
        """
        a, b = self.key(short), self.key(long)
        left, right = self.lead(a), self.lead(b)
        if left and self.bare(a[:left]) != self.bare(b[:right]):
            return False
        spare = len(normal_form(long)) - len(b)
        a, b = a[left:], b[right:]
        if len(a) < 3 or len(a) * 2 > len(b) + spare or a[0] != b[0] or a[-1] != b[-1]:
            return False
        at = 0
        for char in a[1:-1]:
            at = b.find(char, at + 2)
            if at < 0:
                return False
        return at < len(b) - 2


def name_forms(ontology: Ontology) -> NameForms:
    """What compares names by an ontology."""
    return ontology.once(NameForms)
