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


def _typed(n: int, view: str, span: Span, mentions: Sequence[_Placed], alphabet: Mapping[str, str]) -> TypedSentence:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Mention] = {}
    at = span.start

    def plain(until: int) -> None:
        nonlocal at
        for m in _RUN.finditer(view, at, until):
            parts.append(m.group())
            starts.extend(range(m.start(), m.end()))
            ends.extend(range(m.start() + 1, m.end() + 1))
        at = until

    for begin, mention in mentions:
        start, end = mention.span.start, mention.span.end
        if start > at and view[start - 1] in _OPEN and view[end : end + 1] in _CLOSE and view[end : end + 1]:
            begin, end = min(begin, start - 1), end + 1
        plain(begin)
        placed[len(starts)] = mention
        parts.append(alphabet[mention.type])
        starts.append(begin)
        ends.append(end)
        at = end
    plain(span.end)
    return TypedSentence(n, "".join(parts), tuple(starts), tuple(ends), placed)


def _act(view: str, person: Mention, role: Mention, words: PostWords) -> bool:
    """Whether a role says what the person before it did to a work: 由甲编剧，乙主演."""
    text, behind = view[role.span.start : role.span.end], view[role.span.end : role.span.end + 1]
    ends = behind in ("", "\n") or behind in words.behind_acts
    return person.type == "Person" and text in words.acts and ends and person.span.end == role.span.start


def typed_sentences(
    view: str, sentences: Sequence[Span], outer: Sequence[Mention], ontology: Ontology, alphabet: Mapping[str, str]
) -> Iterator[TypedSentence]:
    """One for each sentence, in order; an aside in brackets is taken out and follows as one of its own."""
    words = ontology.table(PostTable).words
    outer = [m for n, m in enumerate(outer) if not (m.type == "Role" and n and _act(view, outer[n - 1], m, words))]
    begins = [m.span.start for m in outer]
    for n, sentence in enumerate(sentences):
        here = [
            m for m in outer[bisect_left(begins, sentence.start) : bisect_left(begins, sentence.end)]
            if m.span.end <= sentence.end
        ]  # fmt: skip
        asides = [
            Span(a.start(), a.end())
            for a in _ASIDE.finditer(view, sentence.start, sentence.end)
            if not any(
                m.span.overlaps(Span(a.start(), a.end())) and not Span(a.start(), a.end()).contains(m.span)
                for m in here
            )
        ]
        if not asides:
            yield _typed(n, view, sentence, _folded(here, ontology, view), alphabet)
            continue
        within = [[m for m in here if a.contains(m.span)] for a in asides]
        outside = [m for m in here if not any(a.contains(m.span) for a in asides)]
        yield _without(n, view, sentence, asides, _folded(outside, ontology, view), alphabet)
        for aside, inside in zip(asides, within, strict=True):
            if inside:
                typed = _typed(n, view, Span(aside.start + 1, aside.end - 1), _folded(inside, ontology, view), alphabet)
                yield replace(typed, holder=next((m for m in outside if m.span.end == aside.start), None), aside=True)


def _without(
    n: int, view: str, sentence: Span, asides: Sequence[Span], mentions: Sequence[_Placed], alphabet: Mapping[str, str]
) -> TypedSentence:
    pieces, at = [], sentence.start
    for aside in [*asides, Span(sentence.end, sentence.end)]:
        piece = Span(at, aside.start)
        pieces.append(
            _typed(
                n,
                view,
                piece,
                [(begin, m) for begin, m in mentions if piece.contains(Span(begin, m.span.end))],
                alphabet,
            )
        )
        at = aside.end
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Mention] = {}
    for piece_ in pieces:
        placed.update({len(starts) + k: m for k, m in piece_.mentions.items()})
        starts.extend(piece_.starts)
        ends.extend(piece_.ends)
        text += piece_.text
    return TypedSentence(n, text, tuple(starts), tuple(ends), placed)
