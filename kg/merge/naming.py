"""What an entity is called and what it is, from all its mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from kg.merge.clusters import is_name
from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.word_lists import CountryRow
from kg.types import Mention

_SPACE = re.compile(r"\s+")
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")  # marks of editors within a name, which no reader sees
_MARKS = str.maketrans("", "", "“”‘’")
_PAIRS = {"“": "”", "《": "》", '"': '"', "「": "」", "『": "』"}
_QUOTED = re.compile("“([^“”]{2,})”")
_Forms: TypeAlias = Sequence[tuple[Mention, str]]  # mentions and their characters


class Naming:
    """Chooses names and types by the words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Resolve)
        self._ontology = ontology
        self._lead = table.names.relative
        self._cored = table.names.cored
        self._countries = {form: row.name for row in ontology.word_list(CountryRow) for form in (row.name, *row.others)}
        self.telling: tuple[str, ...] = ontology.distinguishing
        self._depth = {c: sum(ontology.is_a(c, other) for other in ontology.classes) for c in ontology.classes}

    def means_something(self, forms: _Forms) -> bool:
        """Whether there is a name, or a person's title (曲局长), among the forms."""
        return any(is_name(mention) for mention, _ in forms)

    def type(self, forms: _Forms) -> str:
        """The class of most of the names; among equals the most special one."""
        kinds = Counter(m.type for m, _ in forms if m.form == "name" and m.type in self._depth)
        if not kinds:
            return forms[0][0].type
        return min(kinds, key=lambda k: (-kinds[k], -self._depth[k], k))

    def names(self, forms: _Forms, kind: str) -> tuple[str, tuple[str, ...]]:
        """The name and all other names, sorted: 该局 and 他 mean it, but it is not called so.

        The name is the one most used among the full forms (those of three fifths of the longest one's length); a
        person's and an area's is the longest (of a person's that are equal, the first); a country's is its common name.
        """
        forms = [(m, _WIDTHLESS.sub("", text)) for m, text in forms]
        written = Counter(text for m, text in forms if is_name(m))
        full = Counter(_clean(m.name or text) for m, text in forms if m.form == "name")
        if not full:
            full = Counter(_clean(text) for text in written)
        others = {_SPACE.sub(" ", form).strip() for form in written} | set(full)
        name = self._name(full, kind)
        return name, tuple(sorted(others - {name, ""}))

    def _name(self, full: Counter[str], kind: str) -> str:
        if kind == "AdministrativeArea":
            common = {self._countries[f] for f in full if f in self._countries}
            if len(common) == 1 and (country := next(iter(common))) in full:
                return country
            return min(full, key=lambda f: (-len(f), -full[f], f))
        if kind == "Person":
            order = {form: n for n, form in enumerate(full)}
            return min(full, key=lambda f: (-len(f), -full[f], order[f]))
        own = {f for f in full if not self._lead.match(f)} or set(full)
        longest = max(len(f) for f in own)
        return min((f for f in own if len(f) * 5 >= longest * 3), key=lambda f: (-full[f], -len(f), f))

    def inner(self, kind: str, forms: Iterable[str]) -> set[str]:
        """What stands in quotes within the name of a programme, an event, an honour or a product: 三亮九谈."""
        if self._ontology.coarse[kind] not in self._cored:
            return set()
        found = (quotes for form in forms if len(quotes := _QUOTED.findall(form)) == 1)
        return {quotes[0] for quotes in found}


def _clean(name: str) -> str:
    """Without line breaks and spaces between Chinese characters, without quotes around or within it.

    The guide's way: “三亮九谈”工作法 is called 三亮九谈工作法, and the exact form is an alias.
    """
    found = _SPACE.sub(" ", name).strip() if name.isascii() else _SPACE.sub("", name)
    inner = found[1:-1]
    if len(found) > 2 and _PAIRS.get(found[0]) == found[-1] and not set(inner) & {found[0], found[-1]}:
        found = inner
    bare = found.translate(_MARKS)
    return bare if len(bare) > 1 else found


def naming(ontology: Ontology) -> Naming:
    """What chooses names by an ontology."""
    return ontology.once(Naming)
