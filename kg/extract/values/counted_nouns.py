"""What a quantity counts: the noun phrase behind it (297个先进集体), or before it (总投资14亿美元)."""

from __future__ import annotations

from bisect import bisect_left

from kg.extract.values.quantity import QuantityCandidate, QuantityKind
from kg.ontology.ontology import Ontology
from kg.ontology.tables.values import ValueTable
from kg.types import Parsed, Span, Token

_NOUN = ("n", "vn", "an", "j", "l", "s", "eng", "nz")  # beginnings of jieba's tags of what may end a noun phrase
_WITHIN = (*_NOUN, "a", "b", "f", "i")  # and of what may stand in it
_LONGEST = 12  # words
_ASIDE = 6  # characters in a bracket that belongs to a name
# Figures of these kinds speak of the words before them.
_BEFORE = frozenset((QuantityKind.MONEY, QuantityKind.PHYSICAL, QuantityKind.SHARE))


class _Phrases:
    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.tokens, self.view, self.words = parsed.tokens, parsed.view.text, ontology.table(ValueTable).counted

    def text(self, token: Token) -> str:
        return self.view[token.span.start : token.span.end]

    def index(self, at: int) -> int:
        """The first token that begins at a place or behind it."""
        return bisect_left(self.tokens, at, key=lambda t: t.span.start)

    def _is_verb(self, token: Token) -> bool:
        """Whether a word is a verb; the segmentation takes some nouns for verbs (做法)."""
        return token.pos.startswith("v") and self.text(token) not in self.words.nouns

    def _fits(self, token: Token) -> bool:
        """Whether a word may stand in a noun phrase wherever it is."""
        return token.pos.startswith(_WITHIN) or self.text(token) in self.words.joining | self.words.nouns

    def _is_noun(self, n: int) -> bool:
        """Whether a word may end a noun phrase: a noun, or a verb that stands for one (国家级表彰。)."""
        token = self.tokens[n]
        if not self._is_verb(token):
            return token.pos.startswith(_NOUN) or self.text(token) in self.words.nouns
        return n + 1 == len(self.tokens) or self.tokens[n + 1].pos == "x"

    def after(self, at: int) -> Span | None:
        """The noun phrase that begins at a place; a bracket (街道) may stand in it, a verb before it (注册志愿者)."""
        first = self.index(at)
        if first < len(self.tokens) and self.text(self.tokens[first]) in self.words.link:
            first += 1
        if first >= len(self.tokens) or self.tokens[first].span.start > at + 1:
            return None
        if self.text(self.tokens[first]) in self.words.joining:
            return None  # what is counted by the next figure of a list (甲市55例、乙市45例)
        end, bracket, opened = None, False, -1
        for n in range(first, min(first + _LONGEST, len(self.tokens))):
            token, text = self.tokens[n], self.text(self.tokens[n])
            if text == "（":
                bracket, opened = True, token.span.start
                if not self._is_short_aside(token.span.end):
                    break
            elif text == "）":
                bracket, end = False, token.span.end if end == opened else end  # 乡镇（街道）
            elif not self._goes_on(n, first):
                break
            elif not bracket and self._may_end(n, first):
                end = token.span.end
        return Span(self.tokens[first].span.start, end) if end is not None else None

    def _is_short_aside(self, at: int) -> bool:
        """Whether a bracket closes soon behind a place, so that it belongs to a name."""
        return 0 < self.view.find("）", at) - at <= _ASIDE

    def _goes_on(self, n: int, first: int) -> bool:
        """Whether a noun phrase that begins with the word `first` goes on with the word n."""
        token = self.tokens[n]
        return self._fits(token) or (self._is_verb(token) and (n == first or self._is_noun(n)))

    def _may_end(self, n: int, first: int) -> bool:
        """Whether a noun phrase may end with the word n; a verb alone is none."""
        return (n > first or not self._is_verb(self.tokens[n])) and self._is_noun(n)

    def before(self, at: int, rate: bool) -> Span | None:
        """The words that end before a figure, from the last noun phrase on; of a rate also the verb (同比增长)."""
        last = self.index(at) - 1
        while last >= 0 and self.text(self.tokens[last]) in self.words.filler:
            last -= 1
        first = last + 1
        while first > max(0, last + 1 - _LONGEST) and self._leads_on(self.tokens[first - 1], first > last, rate):
            first -= 1
        while first <= last and self.text(self.tokens[first]) in self.words.joining:
            first += 1
        return Span(self.tokens[first].span.start, self.tokens[last].span.end) if first <= last else None

    def _leads_on(self, token: Token, is_last: bool, rate: bool) -> bool:
        """Whether a word belongs to the words before a figure; `is_last`: it is the one right before it."""
        text = self.text(token)
        if text == "、":
            return False
        if is_last and self._is_verb(token) and len(text) > 1:
            return True
        return self._fits(token) or (rate and text in self.words.rate)

    def clause(self, at: int) -> Span | None:
        """The rest of the clause, where a figure stands for what it counts (其中9家已获准开业)."""
        end = at
        for n in range(self.index(at), min(self.index(at) + _LONGEST, len(self.tokens))):
            token = self.tokens[n]
            if token.pos == "x" or self.view[end : token.span.start]:
                break
            end = token.span.end
        return Span(at, end) if end > at + 1 else None


def noun_after(parsed: Parsed, at: int, ontology: Ontology) -> Span | None:
    """The noun phrase that begins at a place of the text, or None.

    >>> from kg.ontology.ontology import load
    >>> from kg.segment.parse import segment
    >>> from kg.types import Document
    >>> parsed = segment(Document("a", "297个先进集体受到表彰"), load())
    >>> noun_after(parsed, 4, load())
    Span(start=4, end=8)
    """
    return _Phrases(parsed, ontology).after(at)


def noun_before(parsed: Parsed, at: int, ontology: Ontology) -> Span | None:
    """The noun phrase that ends before a place, words such as 达 left out (总人口达|554万), or None."""
    return _Phrases(parsed, ontology).before(at, rate=False)


def counted(parsed: Parsed, candidate: QuantityCandidate, ontology: Ontology) -> Span | None:
    """What a quantity counts or measures: a noun phrase that touches it, else the rest of its clause, else None."""
    phrases, span, kind = _Phrases(parsed, ontology), candidate.mention.span, candidate.kind
    behind = phrases.after(span.end)
    ahead = phrases.before(span.start, rate=kind is QuantityKind.SHARE)
    return ((ahead or behind) if kind in _BEFORE else (behind or ahead)) or phrases.clause(span.end)
