"""What 会议, 大会, 此次比赛 and the like mean: an event that is open, that is, that was named before and not closed.

    第三届海州茶叶博览会昨日开幕。… 市长出席开幕式。… 本届博览会    the nearest name that ends with the word itself
    海州护理技能大赛昨日举行。… 张建国出席比赛                    else the event that the article is most about

An event that is only spoken of in passing (党的二十大以来) is never meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

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
        self.named, self.kinds = named, table.event
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

        self.events = [m for m in named.all if named.coarse(m) in types and open_(m)]
        self.title = normal_form(named.layer.document.meta.title or "")

    def meant(self, mention: Mention) -> _Found | None:
        """The event that the words of a mention stand for, and why."""
        word = self.pointing.sub("", normal_form(self.named.words(mention)))
        before = [m for m in self.events if m.span.end <= mention.span.start]
        exact = [m for m in before if self._name(m).endswith(word) and len(self._name(m)) > len(word)]
        if exact:
            titled = [m for m in exact if self._titled(m) > max(_GENERIC, len(word))]
            return (titled or exact)[-1], "the nearest earlier name that ends so"
        rule = next((kind for kind in self.kinds if kind.words.search(word)), None)
        fitting = self._fitting(before, rule) if rule else []
        if not fitting:
            return None
        return max(fitting, key=self._weight), "the event of its kind that the article is about"

    def _fitting(self, before: Sequence[Mention], rule: OpenEvent) -> list[Mention]:
        return [m for m in before if self.named.coarse(m) in rule.types and rule.ends.search(self._name(m))]

    def _name(self, mention: Mention) -> str:
        return normal_form(self.named.words(mention))

    def _weight(self, event: Mention) -> tuple[bool, int, int, int]:
        """How much an article is about an event: named in the title, often, early."""
        name = self._name(event)
        return len(name) > _GENERIC, self._titled(event), self.named.count["Event", name], -event.span.start

    def _titled(self, event: Mention) -> int:
        """How many characters of the end of an event's name stand in the title."""
        name = self._name(event)
        return next((len(name) - n for n in range(len(name) - 1) if name[n:] in self.title), 0)


def _pointing(ontology: Ontology) -> re.Pattern[str]:
    """该, 本次 and the like, at the start of a nominal."""
    words = sorted(ontology.table(Nominals).before, key=lambda word: (-len(word), word))
    return re.compile(f"^(?:{'|'.join(map(re.escape, words))})")
