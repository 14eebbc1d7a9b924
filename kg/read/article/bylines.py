"""Persons' names in bylines and beside labels.

    记者 王小明、张晓明        王小明, 张晓明
    编辑 王建国李红梅          王建国, 李红梅      two names without a mark between them
    （临江县水务局张晓明）     张晓明              the name behind the organ that its bearer belongs to
    作者：一只橘猫的下午       一只橘猫的下午      a pen name, behind labels of authors only

Names are cut where the weights of surnames and given names say; the less the place says that it holds names, the more
the weights must say.
"""

from __future__ import annotations

import math
import re
from typing import Literal, TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.ontology.tables.word_lists import GivenNameRow, SurnameRow
from kg.types import Span

# How much the place says: a label of authors with a colon, any label with one, a label without one, a line or bracket
# of its own, nothing.
Place: TypeAlias = Literal["penned", "labelled", "announced", "pen", "alone"]

_HAN = re.compile(r"[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)*")
_LATIN = re.compile(r"(?a)[A-Za-z][\w.\-]*")
_LABELLED = ("penned", "labelled")  # behind a label with a colon
_FOREIGN = 16  # characters of a name with middle dots, at most


class PersonNames:
    """Finds persons' names: [names] of ontology/article.toml, with the weights of surnames and given names."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Article).names
        rows = ontology.word_list(SurnameRow) + ontology.word_list(GivenNameRow)
        self._weights = {row.kind + row.text: row.weight for row in rows}
        self._unseen = table.unseen
        self._drop = table.drop
        self._tails = sorted(table.tails, key=lambda tail: (-len(tail), tail))
        self._code, self._outlet = table.code, table.outlet
        self._organ = ontology.expression(Article, ("names", "organ"), f"{table.organ}\\Z")
        self._whose, self._between = table.whose, table.between
        self._pen = ontology.expression(Article, ("names", "pen_name"), table.pen_name, groups=("name",))
        likely, possible = table.likely, table.possible
        self._least = {"alone": likely, "pen": table.pen, "announced": possible}
        self._least |= dict.fromkeys(_LABELLED, possible)

    def weight(self, name: str) -> float:
        """How much a surname and one or two characters look like a name (log-odds); -inf without a surname."""
        best = -math.inf
        for n in (1, 2):
            given = name[n:]
            if f"surname{name[:n]}" not in self._weights or not 1 <= len(given) <= 2:
                continue
            places = (f"alone{given}",) if len(given) == 1 else (f"first{given[0]}", f"second{given[1]}")
            value = sum(self._weights.get(place, self._unseen) for place in places)
            value += self._weights[f"surname{name[:n]}"] + self._weights.get(f"length{n}{len(given)}", 0.0)
            best = max(best, value)
        return best

    def _glued(self, text: str, least: float) -> list[int] | None:
        """Lengths of the names that a text without marks between them consists of, by greatest mean weight."""
        best: list[tuple[float, list[int]] | None] = [(0.0, [])] + [None] * len(text)
        for end in range(2, len(text) + 1):
            for length in (2, 3, 4):
                before = best[end - length] if end >= length else None
                weight = self.weight(text[end - length : end]) if before is not None else -math.inf
                if before is None or weight < least:
                    continue
                total = (before[0] + weight, [*before[1], length])
                known = best[end]
                if known is None or total[0] / len(total[1]) > known[0] / len(known[1]):
                    best[end] = total
        found = best[-1]
        return found[1] if found else None

    def _word(self, word: str, at: int, place: Place) -> list[Span] | None:
        """The names in one word; an empty list for a word that is known to be none, None for one that cannot be any."""
        if self._is_other(word, place):
            return []
        if tail := self._tail(word):
            spans = self._word(word[: -len(tail)], at, place)
            return [] if spans is None and place in (*_LABELLED, "announced") else spans  # 临江报道
        lengths = self._lengths(word, place) if _HAN.fullmatch(word) else []
        if not lengths and place == "penned":
            whole = Span(0, len(word))
            found = self.behind(word, whole) or self.pen_name(word, whole)
            return [Span(at + span.start, at + span.end) for span in found] or None
        ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
        return [Span(at + end - length, at + end) for end, length in zip(ends, lengths, strict=True)] or None

    def _tail(self, word: str) -> str:
        """What is glued to the end of the name in a word: 张三整理."""
        tail = next((t for t in self._tails if word.endswith(t) and len(word) >= len(t) + 2), "")
        return tail if tail and self.weight(word) < self._least["alone"] else ""

    def _is_other(self, word: str, place: Place) -> bool:
        """Whether a word among names is none: 整理, 编辑部 behind a label, 本报 in 记者张三、本报记者李四."""
        if place in _LABELLED and (_LATIN.fullmatch(word) or self._organ.search(word)):
            return True
        return word in self._drop or (place == "announced" and self._outlet.fullmatch(word) is not None)

    def _lengths(self, word: str, place: Place) -> list[int]:
        """The lengths of the names that a word of Chinese characters consists of; none where it is no names."""
        if "·" in word:
            return [len(word)] if len(word) <= _FOREIGN else []
        if place in _LABELLED and len(word) in (2, 3):
            return [len(word)]
        least = self._least["alone"] if len(word) == 4 and place != "alone" else self._least[place]
        whole = [4] if place in _LABELLED and len(word) == 4 else []
        return self._glued(word, least) or whole

    def pen_name(self, view: str, span: Span) -> list[Span]:
        """The pen name that `span` may be, where its place says that it is an author: 一只橘猫的下午.

        An organ's name is none.

        >>> from kg.ontology.ontology import load
        >>> person_names(load()).pen_name("@半亩方塘", Span(0, 5)), person_names(load()).pen_name("临江网", Span(0, 3))
        ([Span(start=1, end=5)], [])
        """
        found = self._pen.fullmatch(view, span.start, span.end)
        return [Span(*found.span("name"))] if found and not self._organ.search(found["name"]) else []

    def find(self, view: str, span: Span, place: Place) -> list[Span] | None:
        """The names that `span` consists of, or None where it holds anything else.

        >>> from kg.ontology.ontology import load
        >>> view = "王建国李红梅、张晓明 整理"
        >>> [view[s.start:s.end] for s in person_names(load()).find(view, Span(0, len(view)), "announced")]
        ['王建国', '李红梅', '张晓明']
        """
        text = self._code.sub(lambda m: " " * len(m[0]), view[span.start : span.end])
        words: list[tuple[int, int]] = []
        at = 0
        for mark in [*self._between.finditer(text), None]:
            end = mark.start() if mark else len(text)
            # 刘 红 is one name, written wide.
            blank = bool(words) and words[-1][1] - words[-1][0] == 1 == end - at and not text[words[-1][1] : at].strip()
            if blank:
                words[-1] = (words[-1][0], end)
            elif end > at:
                words.append((at, end))
            at = mark.end() if mark else end
        found: list[Span] = []
        for start, end in words:
            word = text[start:end]
            wide = " " in word
            spans = self._word(word.replace(" ", ""), span.start + start, place)
            if spans is None:
                return None
            found += [Span(span.start + start, span.start + end)] if wide and spans else spans
        return found

    def behind(self, view: str, span: Span) -> list[Span]:
        """The names at the end of `span`, behind the organ or place that they belong to: 临江县水务局张晓明."""
        for organ in self._whose.finditer(view, span.start, span.end):
            if found := self.find(view, Span(organ.end(), span.end), "alone"):
                return found
        return []


def person_names(ontology: Ontology) -> PersonNames:
    """The finder of persons' names by an ontology."""
    return ontology.once(PersonNames)
