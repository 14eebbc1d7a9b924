"""A sentence with each mention as one character of its type: what patterns are matched against.

    sentence        2019年，中华全国总工会（北京）授予王建军“全国五一劳动奖章”。
    typed sentence  〔Date〕，〔SocialOrganization〕授予〔Person〕〔Award〕。
    another one     〔AdministrativeArea〕                        the aside in brackets; its holder is 中华全国总工会

Each 〔…〕 is one character of Unicode's private use area. Quotation marks around a name belong to it, white space is
left out, and places in front of a name that they only locate are part of it (江苏省 in 江苏省扬州市).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.tables.posts import PostTable, PostWords
from kg.types import Mention, Span

VALUES = ("Date", "Duration", "Quantity", "Role", "Text", "Thing")
_FIRST = 0xE000  # the private use area of Unicode
_OPEN, _CLOSE = "“‘《", "”’》"
_ASIDE = re.compile("（[^（）\n]{0,60}）")
_RUN = re.compile(r"[^\s\ue000-\uf8ff]+")  # characters for private use stand for mentions only


def letters(ontology: Ontology) -> dict[str, str]:
    """A private-use character for each class and each type of value."""
    return {name: chr(_FIRST + n) for n, name in enumerate([*sorted(ontology.classes), *VALUES])}


def members(ontology: Ontology, name: str) -> tuple[str, ...]:
    """The class and all below it, sorted; for a type of value, itself."""
    if name in VALUES:
        return (name,)
    return tuple(sorted(c for c in ontology.classes if ontology.is_a(c, name)))


@dataclass(frozen=True, slots=True)
class TypedSentence:
    """`text` is the sentence; its character n stands for characters `starts[n]` to `ends[n]` of the view."""

    sentence: int
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: Mapping[int, Mention]  # by position in `text`
    holder: Mention | None = None  # of an aside in brackets: the mention right in front of it
    aside: bool = False

    def span(self, start: int, end: int) -> Span:
        """The span of the document's view that characters start..end stand for."""
        return Span(self.starts[start], self.ends[end - 1])

    def without(self, cuts: Sequence[tuple[int, int]]) -> TypedSentence:
        """The same sentence with some stretches taken out; `cuts` are sorted and do not overlap."""
        if not cuts:
            return self
        gone = {n for start, end in cuts for n in range(start, end)}
        kept = [n for n in range(len(self.text)) if n not in gone]
        placed = {to: self.mentions[n] for to, n in enumerate(kept) if n in self.mentions}
        return TypedSentence(
            self.sentence, "".join(self.text[n] for n in kept),
            tuple(self.starts[n] for n in kept), tuple(self.ends[n] for n in kept), placed, self.holder, self.aside,
        )  # fmt: skip

    def found(self, start: int, end: int) -> list[Mention]:
        """The mentions between two positions."""
        return [self.mentions[n] for n in range(start, end) if n in self.mentions]


_Placed: TypeAlias = tuple[int, Mention]  # a mention, and where the stretch begins that its character stands for


def _folded(mentions: Sequence[Mention], ontology: Ontology, view: str) -> list[_Placed]:
    """Without the places that only introduce the next name: 江苏省扬州市 stands as 扬州市."""
    kept, begin = [], None
    for n, mention in enumerate(mentions):
        after = mentions[n + 1] if n + 1 < len(mentions) else None
        if after is not None and mention.form == "name" and ontology.coarse.get(mention.type) == "Place":
            gap = view[mention.span.end : after.span.start]
            following = ontology.coarse.get(after.type)
            if gap in ("", "《", "“") and after.form == "name" and (following in {"Place", "Organization"}):
                begin = mention.span.start if begin is None else begin
                continue
        kept.append((mention.span.start if begin is None else begin, mention))
        begin = None
    return kept


def _typed(
    n: int, view: str, pieces: Sequence[Span], mentions: Sequence[_Placed], alphabet: Mapping[str, str]
) -> TypedSentence:
    """The typed sentence of the pieces of a sentence, which are sorted; what is between them is left out."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Mention] = {}

    def plain(start: int, end: int) -> None:
        for piece in pieces if end > start else ():
            for m in _RUN.finditer(view, max(start, piece.start), min(end, piece.end)):
                parts.append(m.group())
                starts.extend(range(m.start(), m.end()))
                ends.extend(range(m.start() + 1, m.end() + 1))

    at = pieces[0].start
    for begin, mention in mentions:
        start, end = mention.span.start, mention.span.end
        if start > at and view[start - 1] in _OPEN and view[end : end + 1] in _CLOSE and view[end : end + 1]:
            begin, end = min(begin, start - 1), end + 1
        plain(at, begin)
        placed[len(starts)] = mention
        parts.append(alphabet[mention.type])
        starts.append(begin)
        ends.append(end)
        at = end
    plain(at, pieces[-1].end)
    return TypedSentence(n, "".join(parts), tuple(starts), tuple(ends), placed)


def _without_acts(view: str, outer: Sequence[Mention], words: PostWords) -> list[Mention]:
    """Without the roles that say what the person before them did to a work: 由甲编剧，乙主演."""
    return [m for n, m in enumerate(outer) if m.type != "Role" or n == 0 or not _is_act(view, outer[n - 1], m, words)]


def _is_act(view: str, person: Mention, role: Mention, words: PostWords) -> bool:
    if person.type != "Person" or person.span.end != role.span.start:
        return False
    behind = view[role.span.end : role.span.end + 1]
    return view[role.span.start : role.span.end] in words.acts and (behind in ("", "\n") or behind in words.behind_acts)


def typed_sentences(
    view: str, sentences: Sequence[Span], outer: Sequence[Mention], ontology: Ontology, alphabet: Mapping[str, str]
) -> Iterator[TypedSentence]:
    """One for each sentence, in order; an aside in brackets is taken out and follows as one of its own."""
    outer = _without_acts(view, outer, ontology.table(PostTable).words)
    begins = [m.span.start for m in outer]
    for n, sentence in enumerate(sentences):
        within = outer[bisect_left(begins, sentence.start) : bisect_left(begins, sentence.end)]
        here = [m for m in within if m.span.end <= sentence.end]
        asides = _asides(view, sentence, here)
        outside = [m for m in here if not any(aside.contains(m.span) for aside in asides)] if asides else here
        yield _typed(n, view, _between(sentence, asides), _folded(outside, ontology, view), alphabet)
        for aside in asides:
            inside = _folded([m for m in here if aside.contains(m.span)], ontology, view)
            if inside:
                typed = _typed(n, view, [Span(aside.start + 1, aside.end - 1)], inside, alphabet)
                yield replace(typed, holder=_ending_at(view, outside, aside.start), aside=True)


def _asides(view: str, sentence: Span, mentions: Sequence[Mention]) -> list[Span]:
    """The brackets of a sentence, but for those within a name or across its border: 中国（海南）改革发展研究院."""
    brackets = [Span(*a.span()) for a in _ASIDE.finditer(view, sentence.start, sentence.end)]
    return [a for a in brackets if all(a.contains(m.span) or not m.span.overlaps(a) for m in mentions)]


def _between(sentence: Span, asides: Sequence[Span]) -> list[Span]:
    """The pieces of a sentence that asides leave."""
    starts, ends = [sentence.start, *(a.end for a in asides)], [*(a.start for a in asides), sentence.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _ending_at(view: str, mentions: Sequence[Mention], at: int) -> Mention | None:
    """The mention right before a position, its closing mark left out: 《远山》（1869年）."""
    ends = (at, at - 1) if view[at - 1 : at] in _CLOSE else (at,)
    return next((m for m in mentions if m.span.end in ends), None)
