"""What 会议, 大会, 此次比赛 and the like mean: an event that is open, that is, that was named before and not closed.

    第三届海州茶叶博览会昨日开幕。… 市长出席开幕式。… 本届博览会    the nearest name that ends with the word itself
    海州护理技能大赛昨日举行。… 张建国出席比赛                    else the event that the article is most about

An event that is only spoken of in passing (党的二十大以来) is never meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from kg.ontology.ontology import Ontology
from kg.ontology.tables.nominals import Nominals
from kg.ontology.tables.resolve import OpenEvent, Resolve
from kg.resolve.layer_names import LayerNames
from kg.text.names import normal_form
from kg.types import Mention

_Found = tuple[Mention, str]
_GENERIC = 4  # characters of an event's name that may be of any kind of event (开幕大会)


class OpenEvents:
    """The named events of a layer, to be looked up by what stands for them."""

    def __init__(self, named: LayerNames, ontology: Ontology) -> None:
        table = ontology.table(Resolve)
        self.named = named
        self.pointing = ontology.once(_pointing)
        text, passing = named.text, table.text.passing_event
        types = frozenset(kind for rule in table.event for kind in rule.types)
        works = [m for m in named.all if named.coarse(m) == "CreativeWork"]
        starts = [m.span.start for m in works]

        def open_(mention: Mention) -> bool:
            if passing.match(text, mention.span.end):
                return False
            last = bisect_left(starts, mention.span.start + 1)
            return not any(work.span.contains(mention.span) for work in works[max(0, last - 3) : last])

        self.title = normal_form(named.layer.document.meta.title or "")
        self.events = [_Event(m, *self._told(m)) for m in named.all if named.coarse(m) in types and open_(m)]
        self.titled = [event for event in self.events if event.titled > _GENERIC]
        self.special = [event for event in self.events if len(event.name) > _GENERIC]
        self._by_end: dict[str, tuple[list[_Event], list[_Event]]] = {}
        self.main = [_Main(rule, self.events, named) for rule in table.event]

    def _told(self, event: Mention) -> tuple[str, int]:
        """The name of an event, and how many characters of its end stand in the title."""
        name = normal_form(self.named.words(event))
        return name, next((len(name) - n for n in range(len(name) - 1) if name[n:] in self.title), 0)

    def meant(self, mention: Mention) -> _Found | None:
        """The event that the words of a mention stand for, and why."""
        word, at = self.pointing.sub("", normal_form(self.named.words(mention))), mention.span.start
        for events in self._ending(word):
            n = bisect_left(events, at, key=lambda event: event.mention.span.start)
            earlier = (events[i].mention for i in range(n - 1, -1, -1) if events[i].mention.span.end <= at)
            if (nearest := next(earlier, None)) is not None:
                return nearest, "the nearest earlier name that ends so"
        main = next((one for one in self.main if one.words.search(word)), None)
        found = main.before(at) if main else None
        return (found, "the event of its kind that the article is about") if found else None

    def _ending(self, word: str) -> tuple[list[_Event], list[_Event]]:
        """The events whose names end with a word, and have more: those whose end stands in the title, and all."""
        if word not in self._by_end:
            found = [event for event in self.events if event.name.endswith(word) and len(event.name) > len(word)]
            titled = [event for event in found if event.titled > max(len(word), _GENERIC)]
            self._by_end[word] = titled, found
        return self._by_end[word]

    def at_hand(self, at: int) -> Mention | None:
        """The event that the title names, else the one named last before a place."""
        for events in (self.titled, self.special):
            n = bisect_left(events, at, key=lambda event: event.mention.span.start) - 1
            if n >= 0 and events[n].mention.span.end <= at:
                return events[n].mention
        return None


class _Event(NamedTuple):
    """A named event, and how many characters of the end of its name stand in the title."""

    mention: Mention
    name: str
    titled: int


class _Main:
    """The events of one kind by where they end, each with that up to there which an article is most about."""

    def __init__(self, rule: OpenEvent, events: Iterable[_Event], named: LayerNames) -> None:
        self.words = rule.words

        def weight(event: _Event) -> tuple[bool, int, int, int]:
            """How much an article is about an event: named in the title, often, early."""
            often = named.count["Event", event.name]
            return len(event.name) > _GENERIC, event.titled, often, -event.mention.span.start

        fitting = [one for one in events if named.coarse(one.mention) in rule.types and rule.ends.search(one.name)]
        fitting.sort(key=lambda event: event.mention.span.end)
        self._ends = [event.mention.span.end for event in fitting]
        self._best: list[_Event] = []
        for event in fitting:
            self._best.append(max([*self._best[-1:], event], key=weight))

    def before(self, at: int) -> Mention | None:
        """The event that ends before an offset, if there is one."""
        n = bisect_right(self._ends, at)
        return self._best[n - 1].mention if n else None


def _pointing(ontology: Ontology) -> re.Pattern[str]:
    """该, 本次 and the like, at the start of a nominal."""
    words = sorted(ontology.table(Nominals).before, key=lambda word: (-len(word), word))
    return re.compile(f"^(?:{'|'.join(map(re.escape, words))})")
