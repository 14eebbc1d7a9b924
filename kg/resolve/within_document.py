"""Links within one document: other forms of a name.

    宜宾市司法局（以下简称市局）… 市局     市局 -> 宜宾市司法局      the text gives it as another form
    宜宾市 … 宜宾                          宜宾 -> 宜宾市            an area's name with and without its suffix
    全国人大常委会法工委 … 法工委          法工委 -> …法工委         the tail of the full name
    宜宾市 … 市司法局                      市司法局 -> 宜宾市司法局  completed by the article's area

Each method looks for one of these ways; names are compared by `NameForms`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.resolve.anaphors import Anaphors
from kg.resolve.areas import Areas
from kg.resolve.countries import Countries
from kg.resolve.editions import editions
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import NameForms, name_forms
from kg.resolve.relatives import Relatives
from kg.resolve.same_named_areas import SameNamedAreas
from kg.text.names import normal_form
from kg.types import Layer, Link, Mention, Span

_Key = TypeVar("_Key", str, int)
_Form = tuple[str, Mention]  # a normalised name and its first mention
# Characters of a tail that may stand for the whole name.
_SHORTEST = {"Organization": 3, "Place": 3, "Product": 3, "Event": 3, "CreativeWork": 8}
_SHORTEST_ELSE = 4
_TAILS = 40  # characters of a name whose ends are looked up, from its start
_SPELT_OUT = 3  # characters between the first and the last of a name that has initials, at least
_FOREIGN = 40  # characters of a foreign name, at most
_INITIALS = 8  # characters of a name made of initials (宜宾市人社局), at most


class WithinDocument:
    """Finds the links of one layer."""

    def __init__(self, layer: Layer, ontology: Ontology) -> None:
        self.named = LayerNames(layer, ontology)
        self.names: NameForms = name_forms(ontology)
        self.editions = editions(ontology)
        table = ontology.table(Resolve)
        self.words, self.between, self.scores = table.names, table.text.between, table.scores
        self.aliases, self.renamed = ontology.once(_aliases), ontology.once(_renamed)
        self.areas = Areas(layer, self._places(ontology), ontology)
        countries = Countries(self.named, ontology)
        self.relatives = Relatives(self.named, self.areas, countries, ontology)
        self.anaphors = Anaphors(layer, self.named, self.areas, countries, ontology)

    def _places(self, ontology: Ontology) -> Iterator[tuple[str, Mention]]:
        """The names of areas in their order, also those that organs' names begin with: 云湖县 of 云湖县委."""
        areas = {m.span.end for m in self.named.all if m.type == "AdministrativeArea"}
        seat = ontology.expression(Resolve, ("home", "seat"), ontology.table(Resolve).home.seat, groups=("area",))
        for (coarse, name), mention in zip(self.named.at, self.named.all, strict=True):
            if mention.type == "AdministrativeArea":
                yield name, mention
            elif coarse == "Organization" and mention.name is None and (found := seat.match(name)):
                end = mention.span.start + found.end("area")
                if end not in areas:
                    area = found["area"][self.names.lead(found["area"]) :]
                    areas.add(end)
                    yield area, replace(mention, span=Span(end - len(area), end), type="AdministrativeArea")

    def links(self) -> Iterator[Link]:
        """All links, in a fixed order."""
        yield from self._aliases()
        yield from self._areas()
        yield from self._zones()
        yield from self._rewordings()
        yield from self.relatives.links()
        yield from self._tails()
        yield from self._brands()
        yield from self._initials("Organization")
        yield from self._initials("Event")
        yield from self._documents()
        yield from self._foreigners()
        yield from SameNamedAreas(self.named, self.names, self.scores.tail_of_holder).links()
        yield from self.anaphors.links()

    def _aliases(self) -> Iterator[Link]:
        """甲（以下简称乙）: 乙 is 甲; 甲原名乙, of a person."""
        ends = {m.span.end: m for m in self.named.all}
        text = self.named.text
        for pattern in (*self.aliases, *self.renamed):
            last: tuple[int, Mention | None] = 0, None
            for found in pattern.finditer(text):
                at = found.start()
                full = ends.get(at) or (ends.get(at - 1) if text[at - 1 : at] in '》”"' else None)
                full = full or (last[1] if last[0] == at else None)
                last = found.end(), full
                if full and (full.type == "Person" or pattern not in self.renamed):  # a body renamed is another body
                    yield from self._other_names(full, found)

    def _other_names(self, full: Mention, found: re.Match[str]) -> Iterator[Link]:
        """The links of the forms that a match gives of a name: those of its list, and the one that it begins with."""
        forms = [m for alias in self.between.split(found["names"]) for m in self.called.get(normal_form(alias), ())]
        forms += self.starting.get(found.start("names"), [])
        for mention in dict.fromkeys(forms):
            if self.named.coarse(mention) == self.named.coarse(full) and mention.span.start >= found.start():
                yield self.named.link(mention, full, self.scores.alias, "the text gives it as another form")

    @cached_property
    def starting(self) -> dict[int, list[Mention]]:
        """The names that begin at each place."""
        return _by(self.named.all, lambda m: m.span.start)

    @cached_property
    def called(self) -> dict[str, list[Mention]]:
        """The first mentions of each name, whatever their types."""
        return _by(self.named.first.values(), lambda m: normal_form(self.named.words(m)))

    def _areas(self) -> Iterator[Link]:
        bare: dict[str, list[_Form]] = defaultdict(list)
        for name, _ in self.named.of("Place"):
            area = next((m for m in self.named.every["Place", name] if m.type == "AdministrativeArea"), None)
            if area:
                bare[self.names.bare(name)].append((name, area))
        for core, forms in bare.items():
            short = [m for name, m in forms if self.names.countries.get(core) or name == core]
            longer = sorted(
                (f for f in forms if f[1] not in short), key=lambda f: (-self.named.count["Place", f[0]], f[1].span)
            )
            target = longer[0][1] if longer else short[0]
            for mention in (*short, *self._reworded(longer)):
                if mention is not target:
                    yield self.named.link(
                        mention, target, self.scores.area, "an area's name with and without its suffix"
                    )

    def _reworded(self, forms: Sequence[_Form]) -> list[Mention]:
        """Of the long names of an area, those that say the first in other words: 澳门特区, 澳门特别行政区."""
        return [m for name, m in forms[1:] if self.names.key(name) == self.names.key(forms[0][0])]

    def _zones(self) -> Iterator[Link]:
        """滨海 = 滨海新区, 沂蒙 = 沂蒙山区; 兴宾区老城区 = 老城区."""
        places = dict(self.named.of("Place"))
        for name, mention in places.items():
            short = places.get(self.names.zone(name))
            if short and short is not mention and short.type != "AdministrativeArea":
                yield self.named.link(short, mention, self.scores.zone, "a region's name with and without its suffix")
            yield from self._after_holder(name, mention, places)

    def _after_holder(self, name: str, mention: Mention, places: dict[str, Mention]) -> Iterator[Link]:
        regions = ("AdministrativeArea", "Place")
        for cut in range(2, min(len(name) - 1, _TAILS)):
            holder, tail = name[:cut], places.get(name[cut:])
            country = holder in self.names.countries
            regional = mention.type in regions and (holder in places or holder in self.names.codes)
            if tail and (country or (regional and tail.type in regions)):
                yield self.named.link(
                    tail, mention, self.scores.tail_of_holder, "the tail of the full name, after the area that holds it"
                )
                return

    def _key(self, coarse: str, name: str, mention: Mention) -> str:
        """What forms of one name have in common."""
        if coarse == "Organization":
            return self.names.organ(name)
        if coarse in self.words.cored:
            return self.names.key(self.names.core(self.named.words(mention)))
        if coarse == "CreativeWork" and mention.type == "Legislation":
            cut = self.words.draft.sub("", self.names.key(name))
            return cut if len(cut) >= 3 else self.names.key(name)
        return self.names.key(name)

    def _rewordings(self) -> Iterator[Link]:
        """全国人大常委会 = 全国人民代表大会常务委员会; “净网” = “净网”专项行动; 长春商务局 = 长春市商务局."""
        alike: dict[tuple[str, str], list[_Form]] = defaultdict(list)
        for (coarse, name), mention in self.named.first.items():
            if coarse != "Person" and mention.type != "AdministrativeArea":
                alike[coarse, self._key(coarse, name, mention)].append((name, mention))
        for forms in self._one_edition(alike):
            _, target = max(forms, key=lambda f: (len(f[0]), f[0]))
            for _, mention in forms:
                if mention is not target:
                    yield self.named.link(mention, target, self.scores.rewording, "the same name in other words")

    def _one_edition(self, alike: dict[tuple[str, str], list[_Form]]) -> Iterator[list[_Form]]:
        """Forms of one name; those of several editions apart: 第19届南岭电影节, 第20届南岭电影节."""
        for (coarse, _), forms in alike.items():
            if self.editions.told(coarse):
                yield from self.editions.apart(forms, lambda form: form[0])
            else:
                yield forms

    def _tails(self) -> Iterator[Link]:
        """法工委 = 全国人大常委会法工委, where just one name ends so."""
        for coarse in sorted(self.words.tailed):
            shortest = _SHORTEST.get(coarse, _SHORTEST_ELSE)
            keys: dict[str, list[_Form]] = defaultdict(list)
            for name, mention in self.named.of(coarse):
                if mention.type != "AdministrativeArea":
                    keys[self.names.key(name)].append((name, mention))
            longer: dict[str, list[str]] = defaultdict(list)
            for key in keys:
                for cut in range(1, min(len(key) - shortest + 1, _TAILS)):
                    if key[cut:] in keys:
                        longer[key[cut:]].append(key)
            for key, found in longer.items():
                short = keys[key][0]
                if target := self._meant(short[1], [keys[k][0] for k in found if self._tail_of(short, keys[k][0])]):
                    yield self.named.link(short[1], target, self.scores.tail, "the tail of the full name")

    def _tail_of(self, short: _Form, long: _Form) -> bool:
        """Not for 外交部 beside 俄罗斯外交部, nor for 市司法局, which the article's area completes, nor after 暨, nor
        for another edition."""
        if self._other_edition(short[1], short[0], long):
            return False
        lead = self.names.relative.match(short[0])
        if lead and self.areas.home(lead[0]):
            return False
        before = self.names.key(long[0]).removesuffix(self.names.key(short[0]))
        foreign = self.names.countries.get(before, self.names.home) != self.names.home
        return not (foreign and short[1].type in self.words.state_organs) and not self.words.joined.search(before)

    def _other_edition(self, mention: Mention, name: str, other: _Form) -> bool:
        return self.editions.told(self.named.coarse(mention)) and self.editions.differ(name, other[0])

    def _meant(self, short: Mention, full: list[_Form]) -> Mention | None:
        """The one that is meant: the shortest where the others end with it, the one named before, or none."""
        if not full:
            return None
        least = min(full, key=lambda f: (len(f[0]), f[0]))
        if all(self.names.key(f[0]).endswith(self.names.key(least[0])) for f in full):
            return least[1]
        before = [f for f in full if f[1].span.start < short.span.start]
        return before[0][1] if len(before) == 1 else None

    def _brands(self) -> Iterator[Link]:
        """步长公司 and 步长 = 咸阳步长制药有限公司."""
        forms = dict(self.named.of("Organization"))
        owns: dict[str, list[str]] = defaultdict(list)
        for name, mention in forms.items():
            if mention.type in ("Company", "Organization"):
                owns[self.names.own(name)].append(name)
        longer: dict[str, list[_Form]] = defaultdict(list)
        for name, mention in forms.items():
            for short in sorted({s for opening in self.names.openings(name) for s in owns.get(opening, ())}):
                if short != name and self.names.brand(short, name):
                    longer[short].append((name, mention))
        for short, full in longer.items():
            whole = [f for f in full if self.names.own(f[0]) != self.names.own(short)] or full
            if target := self._meant(forms[short], whole):
                yield self.named.link(forms[short], target, self.scores.brand, "the company's own word")

    def _initials(self, coarse: str) -> Iterator[Link]:
        """人社局 = 人力资源和社会保障局, 世锦赛 = 世界游泳锦标赛."""
        forms = self.named.of(coarse)
        holding: dict[tuple[str, str, str], list[_Form]] = defaultdict(list)  # first, last, and one in between
        for name, mention in forms:
            first, middle, last = self.names.parts(name)
            if len(middle) >= _SPELT_OUT:
                for char in sorted(set(middle)):
                    holding[first, last, char].append((name, mention))
        for name, mention in forms:
            first, middle, last = self.names.parts(name)
            if middle and len(name) <= _INITIALS:
                near = min((holding.get((first, last, char), []) for char in middle), key=len)
                full = [
                    f for f in near if self.names.initials(name, f[0]) and not self._other_edition(mention, name, f)
                ]
                if target := self._meant(mention, full):
                    yield self.named.link(
                        mention, target, self.scores.initials, "characters of the words of the full name"
                    )

    def _documents(self) -> Iterator[Link]:
        """《通知》 = the document before it whose name ends so."""
        works = self.named.of("CreativeWork")
        for name, mention in works:
            if name in self.words.document:
                full = [m for n, m in works if n != name and n.endswith(name) and m.span.start < mention.span.start]
                if len(full) == 1:
                    yield self.named.link(
                        mention, full[0], self.scores.document, "the one document before it of this kind"
                    )

    def _foreigners(self) -> Iterator[Link]:
        """特朗普 = 唐纳德·特朗普, where no other name ends so."""
        longer: dict[str, list[Mention]] = defaultdict(list)
        persons = self.named.of("Person")
        for name, mention in persons:
            for cut in re.finditer("·", name) if len(name) <= _FOREIGN else ():
                longer[name[cut.end() :]].append(mention)
        for name, mention in persons:
            if len(longer.get(name, ())) == 1:
                yield self.named.link(
                    mention, longer[name][0], self.scores.family_name, "the family name of the one so called"
                )


def _by(mentions: Iterable[Mention], key: Callable[[Mention], _Key]) -> dict[_Key, list[Mention]]:
    found: dict[_Key, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[key(mention)].append(mention)
    return found


def _aliases(ontology: Ontology) -> tuple[re.Pattern[str], ...]:
    return _other_names(ontology, "alias", ontology.table(Resolve).text.alias)


def _renamed(ontology: Ontology) -> tuple[re.Pattern[str], ...]:
    return _other_names(ontology, "renamed", ontology.table(Resolve).text.renamed)


def _other_names(ontology: Ontology, key: str, patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    paths = (("text", key, n) for n in range(len(patterns)))
    return tuple(
        ontology.expression(Resolve, path, text, groups=("names",)) for path, text in zip(paths, patterns, strict=True)
    )
