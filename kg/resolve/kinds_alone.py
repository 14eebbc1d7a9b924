"""What a body or an event is that a text calls by its kind alone: 国会, 派出所, 组委会, 集团公司, 音乐会.

    云湖县公安局清泉派出所 … 派出所      the name that ends so
    日本首相 … 国会                      日本国会, of the country named last before
    云湖县 … 公安局                      云湖县公安局, of the area named last before
    海州马拉松 … 组委会                  海州马拉松组委会, of the event

How a word is completed stands in [[alone]] of ontology/resolve.toml. What is open stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Alone, Resolve
from kg.resolve.areas import Areas
from kg.resolve.countries import Countries
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import name_forms
from kg.resolve.open_events import OpenEvents
from kg.text.names import normal_form
from kg.types import Mention

_BRACKETS = (("（", "）"), ("(", ")"))
_NEAR = 400  # characters of a paragraph, back to a name
_Found = tuple[Mention, str]


class KindsAlone:
    """Looks up what words for a kind of body mean in one layer."""

    def __init__(
        self, named: LayerNames, areas: Areas, countries: Countries, events: OpenEvents, ontology: Ontology
    ) -> None:
        self._named, self._areas, self._countries, self._events = named, areas, countries, events
        self._names = name_forms(ontology)
        self._rules, self._pair = ontology.once(_rules), ontology.table(Resolve).text.pair
        self._given: dict[str, Mention | None] = {}
        self._ending: dict[str, tuple[list[Mention], bool]] = {}  # names that end so, and whether they are of one

    def meant(self, mention: Mention) -> _Found | None:
        """What a mention means, and why; a name that the text does not have whole is that of the mention found."""
        word = normal_form(self._named.text[mention.span.start : mention.span.end])
        rule = self._rules.get(word)
        if rule is None:
            return None
        if rule.of == "country":
            return self._of_country(mention, word, rule)
        found = self._in_brackets(mention, word) or self._so_called(mention, (word, *rule.ends))
        if found is None and rule.of == "area":
            found = self._of_area(mention, word)
        if found is None and rule.of == "event":
            found = self._of_event(mention, word)
        return found

    def _in_brackets(self, mention: Mention, word: str) -> _Found | None:
        """The body behind whose name the word stands in brackets first: …工作领导小组（指挥部）."""
        if word not in self._given:
            found = (self._named.text.find(f"{opening}{word}{closing}") for opening, closing in _BRACKETS)
            self._given[word] = self._bodies.get(min((at for at in found if at >= 0), default=-1))
        body = self._given[word]
        if body is None or body.span.start > mention.span.start:
            return None
        return (body, "the text gives it as another form")

    @cached_property
    def _bodies(self) -> dict[int, Mention]:
        """The bodies of the text by where their names end."""
        return {m.span.end: m for m in self._named.all if self._named.coarse(m) == "Organization"}

    def _so_called(self, mention: Mention, ends: tuple[str, ...]) -> _Found | None:
        """The name before that ends so, where it is the only one or stands near; else the only one behind."""
        coarse = self._named.coarse(mention)
        key = "|".join((coarse, *ends))
        if key not in self._ending:
            every = zip(self._named.at, self._named.all, strict=True)
            fit = [
                (name, m) for (kind, name), m in every if kind == coarse and name.endswith(ends) and name not in ends
            ]
            self._ending[key] = [m for _, m in fit], len({self._key(coarse, name) for name, _ in fit}) == 1
        named, only = self._ending[key]
        if only:
            return (named[0], "the one name of the text that ends so")
        at = bisect_left(named, mention.span.start, key=lambda one: one.span.start)
        if at > 1 and self._pair.fullmatch(self._named.text, named[at - 2].span.end, named[at - 1].span.start):
            return None  # of two that were named together
        return (named[at - 1], "the nearest earlier name that ends so") if at else None

    def _key(self, coarse: str, name: str) -> str:
        return self._names.organ(name) if coarse == "Organization" else self._names.key(name)

    def _of_country(self, mention: Mention, word: str, rule: Alone) -> _Found | None:
        if (called := self._so_called(mention, (word,))) and self._is_near(called[0], mention):
            return called
        country = self._countries.last(mention.span.start, foreign=rule.home is None)
        if country is None and rule.home and self._countries.none_before(mention.span.start):
            country = self._countries.home
        if country is None:
            return None
        whole = rule.home if country == self._countries.home else country + word
        return (self._called(mention, whole), "the country named last before") if whole else None

    def _is_near(self, name: Mention, mention: Mention) -> bool:
        """Whether a name stands before a mention in its paragraph."""
        end, at = name.span.end, mention.span.start
        return end <= at <= end + _NEAR and "\n" not in self._named.text[end:at]

    def _of_area(self, mention: Mention, word: str) -> _Found | None:
        area = self._areas.last(mention.span.start)
        return (self._called(mention, area + word), "the area named last before") if area else None

    def _of_event(self, mention: Mention, word: str) -> _Found | None:
        event = self._events.at_hand(mention.span.start)
        if event is None:
            return None
        whole = normal_form(self._named.words(event)) + word
        return self._called(mention, whole), "the event that the text is about"

    def _called(self, mention: Mention, whole: str) -> Mention:
        """A mention of the full name: the text's own, or this one by that name."""
        there = self._named.first.get((self._named.coarse(mention), whole))
        return there or replace(mention, form="name", name=whole)


def _rules(ontology: Ontology) -> dict[str, Alone]:
    """How each word is completed."""
    return {normal_form(word): rule for rule in ontology.table(Resolve).alone for word in rule.words}
