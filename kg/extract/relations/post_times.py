"""From when to when somebody held a post.

2010年至2015年，甲任乙局局长        time 2010, end 2015
甲任乙局局长至2018年                end 2018
2003年3月至5月任丙公司经理          time 2003-03, end 2003-05
"""

from __future__ import annotations

import re

from kg.extract.relations.clauses import nearest_date
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.typed_sentence import TypedSentence
from kg.extract.values.date_ranges import date_ranges
from kg.ontology.ontology import Ontology
from kg.ontology.tables.dates import DateTable
from kg.ontology.tables.posts import PostTable
from kg.types import Mention, Parsed


class PostTimes:
    """The dates beside posts, by the words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        to = ontology.table(DateTable).range.to
        shared = grammar(ontology)
        self._ranges = date_ranges(ontology)
        self._now = ontology.table(PostTable).words.now
        self._shared, dates = shared, shared.letters_of("Date")
        self._after = ontology.expression(DateTable, ("range", "to"), f"，?(?:{to})(?P<end>[{dates}])")

    def of(self, parsed: Parsed, typed: TypedSentence, m: re.Match[str]) -> list[tuple[str, Mention]]:
        """The qualifiers `time` and `end` of the posts of a match.

        A date of what somebody was before does not hold for what he is now: 2010年任甲局局长，现任乙局局长.
        """
        found: list[tuple[str, Mention]] = []
        now = self._now.match(m.groupdict().get("verb") or "") is not None
        for begin in nearest_date(typed, m.start(), m.end(), self._shared, apart=now)[:1]:
            found.append(("time", begin))
            if end := self._end_of(parsed, typed, begin):
                found.append(("end", end))
        after = self._after.match(typed.text, m.end("posts"))
        last = typed.mentions[after.start("end")] if after else None
        if last and last.value and "end" not in dict(found):
            found.append(("end", last))
        return found

    def _end_of(self, parsed: Parsed, typed: TypedSentence, begin: Mention) -> Mention | None:
        """The end of a range that begins with a date: in its own words, or a second date right behind it."""
        at = next(n for n, mention in typed.mentions.items() if mention is begin)
        behind = self._after.match(typed.text, at + 1)
        second = typed.mentions[behind.start("end")] if behind and typed.text[at + 1] != "，" else None
        if second and second.value:
            return second
        end = self._ranges.end(parsed.view.cut(begin.span), begin.value) if begin.value else None
        return Mention(begin.span, "Date", "value", end) if end else None
