"""Links within one document: other forms of a name, and what anaphors mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.ontology import Ontology
from kg.resolve.names import Names, names, norm
from kg.types import Layer, Link, Mention, Occurrence

_TAILED = frozenset({"Organization", "Place", "Product", "Event", "CreativeWork"})
_ALIAS = re.compile(r"[（(](?:以下|下)?(?:简称|统称|又称|下称|称|原名|曾用名)[为:：]?[“《\"]?([^”》\"）)]{2,20})[”》\"]?[）)]")


@dataclass(frozen=True)
class _Nominal:
    words: re.Pattern[str]
    types: frozenset[str]
    ends: tuple[str, ...]
    kinds: frozenset[str]
    main: bool  # the article's main thing of the kind rather than the nearest


@cache
def _nominals(ontology: Ontology) -> tuple[_Nominal, ...]:
    return tuple(
        _Nominal(re.compile(n["words"]), frozenset(n["types"]), tuple(n.get("ends", "").split("|")), frozenset(n.get("kinds", ())), n.get("main", False))
        for n in ontology.toml("resolve.toml")["nominal"]
    )


def words(layer: Layer, mention: Mention) -> str:
    """What a mention is called: its canonical name where the extractor gave one, else its characters."""
    return mention.name or layer.document.cut(mention.span)


class Within:
    """Finds the links of one layer."""

    def __init__(self, layer: Layer, ontology: Ontology) -> None:
        self.layer, self.ontology = layer, ontology
        self.names: Names = names(ontology)
        self.named = [m for m in layer.mentions if m.form == "name"]
        self.first: dict[tuple[str, str], Mention] = {}  # (coarse type, name): its first mention
        self.count: Counter[tuple[str, str]] = Counter()
        for mention in self.named:
            at = self._at(mention)
            self.first.setdefault(at, mention)
            self.count[at] += 1

    def links(self) -> Iterator[Link]:
        """All links, in a fixed order."""
        yield from self._aliases()
        yield from self._areas()
        yield from self._shorts()
        yield from self._anaphors()

    def _at(self, mention: Mention) -> tuple[str, str]:
        return self._coarse(mention), norm(words(self.layer, mention))

    def _coarse(self, mention: Mention) -> str:
        return self.ontology.coarse.get(mention.type, mention.type)

    def _link(self, left: Mention, right: Mention, score: float, why: str) -> Link:
        document = self.layer.document.id
        return Link(Occurrence(document, left), Occurrence(document, right), "same", score, why)

    def _aliases(self) -> Iterator[Link]:
        """甲（以下简称乙）: 乙 is 甲."""
        ends = {m.span.end: m for m in self.named}
        text = self.layer.document.text
        for found in _ALIAS.finditer(text):
            at = found.start()
            full = ends.get(at) or (ends.get(at - 1) if text[at - 1 : at] in "》”" else None)
            if full is None:
                continue
            alias = norm(found[1])
            for (_, name), mention in self.first.items():
                if name == alias and mention.span.start >= found.start():
                    yield self._link(mention, full, 0.98, "the text says that it is the short form")

    def _areas(self) -> Iterator[Link]:
        places = [(name, m) for (coarse, name), m in self.first.items() if coarse == "Place"]
        bare: dict[str, list[tuple[str, Mention]]] = {}
        for name, mention in places:
            if mention.type == "AdministrativeArea":
                bare.setdefault(self.names.bare(name), []).append((name, mention))
        for core, forms in bare.items():
            longer = [f for f in forms if f[0] != core]
            short = [f for f in forms if f[0] == core]
            if short and longer:
                ranked = sorted(longer, key=lambda f: (-self.count[("Place", f[0])], f[1].span))
                yield self._link(short[0][1], ranked[0][1], 0.95, "an area's name with and without its suffix")

    def _relative(self, name: str) -> str | None:
        """市司法局 with the article's 宜宾市 in front: 宜宾市司法局."""
        found = self.names.relative.match(name)
        if not found:
            return None
        level = found[0]
        fitting = [
            (self.count[("Place", place)], -m.span.start, place)
            for (coarse, place), m in self.first.items()
            if coarse == "Place" and m.type == "AdministrativeArea" and place.endswith(level) and len(place) > len(level) + 1
        ]
        return max(fitting)[2] + name[len(level) :] if fitting else None

    def _shorts(self) -> Iterator[Link]:
        for (coarse, name), mention in sorted(self.first.items(), key=lambda f: (f[0][0], len(f[0][1]), f[0][1])):
            if coarse not in _TAILED:
                continue
            target = self._longer(coarse, name, mention)
            if target:
                yield self._link(mention, target[0], 0.9, target[1])

    def _longer(self, coarse: str, name: str, mention: Mention) -> tuple[Mention, str] | None:
        best: tuple[tuple[int, int], Mention, str] | None = None
        whole = self._relative(name) if coarse == "Organization" else None
        for (other_coarse, other), candidate in self.first.items():
            if other_coarse != coarse or other == name:
                continue
            if mention.type == "AdministrativeArea" or candidate.type == "AdministrativeArea":
                continue
            if whole is not None and not self.names.key(other).endswith(self.names.key(whole)):
                continue
            why = "the area of the article in front" if whole else self.names.short_of(name, other)
            if why is None or (coarse == "Event" and len(name) < 4):
                continue
            if self.names.key(other) == self.names.key(name) and other < name:
                continue  # one of the two directions is enough
            rank = (self.count[(coarse, other)], -abs(candidate.span.start - mention.span.start))
            if best is None or rank > best[0]:
                best = (rank, candidate, why)
        return (best[1], best[2]) if best else None

    def _anaphors(self) -> Iterator[Link]:
        for mention in self.layer.mentions:
            if mention.form == "pronoun":
                found = self._pronoun(mention)
            elif mention.form == "nominal":
                found = self._nominal(mention)
            else:
                continue
            if found:
                yield self._link(mention, found[0], 0.8, found[1])

    def _pronoun(self, mention: Mention) -> tuple[Mention, str] | None:
        """The nearest earlier person (or, for 其, person or organisation) of the last two sentences' reach."""
        coarse = {"Person"} if mention.type == "Person" else {"Person", "Organization"}
        for earlier in reversed(self.named):
            if earlier.span.end <= mention.span.start and self._coarse(earlier) in coarse:
                if mention.span.start - earlier.span.end > 120:
                    return None
                return earlier, "the nearest earlier name that the pronoun can mean"
        return None

    def _nominal(self, mention: Mention) -> tuple[Mention, str] | None:
        said = norm(words(self.layer, mention))
        if mention.type == "Person":
            return self._titled(mention, said)
        if said in ("我国", "全国", "新中国", "国内"):
            at = self.first.get(("Place", "中国"))
            return (at, "the country of the article") if at else None
        for rule in _nominals(self.ontology):
            if not rule.words.search(said) or self._coarse(mention) not in rule.types | {"Thing"}:
                continue
            return self._nearest(mention, rule)
        return None

    def _nearest(self, mention: Mention, rule: _Nominal) -> tuple[Mention, str] | None:
        def fits(m: Mention) -> bool:
            if self._coarse(m) not in rule.types or (rule.kinds and m.type not in rule.kinds):
                return False
            return rule.ends == ("",) or norm(words(self.layer, m)).endswith(rule.ends)

        earlier = [m for m in self.named if m.span.end <= mention.span.start and fits(m)]
        if earlier and rule.main:
            # 会议 means the meeting that the article is about, not a ceremony named in between.
            count = self.count
            return max(earlier, key=lambda m: (len(words(self.layer, m)) > 4, count[self._at(m)], m.span)), "the meeting of the article"
        if earlier:
            return earlier[-1], "the nearest earlier name of its kind"
        later = [m for m in self.named if m.span.start >= mention.span.end and fits(m)] if "Place" in rule.types else []
        return (later[0], "the only name of its kind, later in the text") if later else None

    def _titled(self, mention: Mention, said: str) -> tuple[Mention, str] | None:
        """曲局长: the person of that surname, where there is just one."""
        fitting = {
            name: m for (coarse, name), m in self.first.items() if coarse == "Person" and name[0] == said[0] and len(name) <= 4
        }
        fitting.pop(said, None)
        if len(fitting) == 1:
            return next(iter(fitting.values())), "the one person of that surname"
        return None


def within(layer: Layer, ontology: Ontology) -> tuple[Link, ...]:
    """The links between the mentions of one document."""
    return tuple(Within(layer, ontology).links())

