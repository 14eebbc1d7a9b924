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
from kg.ontology.ontology import Ontology
from kg.ontology.tables.posts import PostTable
from kg.types import Mention, Parsed, Value


class PostTimes:
    """The dates beside posts, by the words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.table(PostTable).words
        until = words.until
        shared = grammar(ontology)
        self._shared, dates = shared, shared.letters_of("Date")
        path = ("words", "until")
        self._range = ontology.expression(PostTable, path, f"(?:{until}){words.last_day}$")
        self._after = ontology.expression(PostTable, path, f"，?(?:{until})(?P<end>[{dates}])")

    def of(self, parsed: Parsed, typed: TypedSentence, m: re.Match[str]) -> list[tuple[str, Mention]]:
        """The qualifiers `time` and `end` of the posts of a match."""
        found: list[tuple[str, Mention]] = []
        for begin in nearest_date(typed, m.start(), m.end(), self._shared)[:1]:
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
        m = self._range.search(parsed.view.cut(begin.span))
        if not m or not begin.value or not (m["year"] or m["month"]):
            return None
        parts = [m["year"] or begin.value.text[:4], *(f"{int(m[key]):02}" for key in ("month", "day") if m[key])]
        return Mention(begin.span, "Date", "value", Value("-".join(parts), "date"))
