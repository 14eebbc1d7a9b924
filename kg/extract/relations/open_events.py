"""The event that a text speaks of, where a clause names none.

全省经济工作会议昨日召开。张建国出席会议。      会议 is 全省经济工作会议
首届海州读书节昨日开幕。王秀英致辞。            she speaks at 首届海州读书节
去年的疫情过去了。张建国参加了座谈会。          unknown: nothing that is named is a meeting of this kind
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.relations.shared_grammar import SharedGrammar, grammar
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.ontology.tables.open_events import OpenEventTable
from kg.types import Mention, Parsed

_SEVERAL = 6  # places back at which the events are named that 上述活动 means


class _Forms:
    """open_events.toml, compiled over typed sentences."""

    def __init__(self, ontology: Ontology) -> None:
        table = self.table = ontology.table(OpenEventTable)
        parts = {"event": f"[{grammar(ontology).letters_of('Event')}]"}
        self.spoken = tuple(
            ontology.expression(OpenEventTable, (key,), getattr(table, key), parts=parts) for key in ("held", "there")
        )

    def means(self, words: str) -> re.Pattern[str]:
        """What the name of an event ends with that is called so."""
        called = self.table.pointing.sub("", words)
        return self.table.any.get(called) or re.compile(f"{re.escape(called)}$")


class _Event(NamedTuple):
    """A gathering: where it is named, and whether the text speaks of it there."""

    at: int
    name: str
    mention: Mention
    is_open: bool


class OpenEvents:
    """The gatherings of one document, by their place."""

    def __init__(self, parsed: Parsed, sentences: Sequence[TypedSentence], shared: SharedGrammar) -> None:
        self._forms = forms = shared.ontology.once(_Forms)
        self._view, self._letters = parsed.view.text, frozenset(shared.letters_of("Event"))
        found = []
        for typed in sentences:
            spoken = self._spoken(typed)
            for n, mention in typed.mentions.items():
                if typed.text[n] not in self._letters or mention.form != "name":
                    continue
                name = mention.name or self._view[mention.span.start : mention.span.end]
                if forms.table.gathering.search(name):
                    found.append(_Event(mention.span.start, name, mention, n in spoken))
        self._events = sorted(found, key=lambda event: event.at)

    def _spoken(self, typed: TypedSentence) -> set[int]:
        """The positions of a sentence at which an event is named that is held, or that somebody is at."""
        within = (m.span() for form in self._forms.spoken for m in form.finditer(typed.text))
        return {n for start, end in within for n in range(start, end) if typed.text[n] in self._letters}

    def meant(self, position: int, words: str = "") -> list[Mention]:
        """The event that `words` at a position mean, by which no name stands: the last that the text speaks of."""
        before = self._events[: bisect_left(self._events, position, key=lambda event: event.at)]
        ends = self._forms.means(words) if words else None
        fitting = [event for event in before if ends is None or ends.search(event.name)]
        chosen = [event for event in fitting if event.is_open] or fitting
        if words and self._forms.table.several.search(words):
            return list({event.name: event.mention for event in chosen[-_SEVERAL:]}.values())
        return [event.mention for event in chosen[-1:]]
