"""The words around a figure, as signs of what it is about.

王秀英开展普法讲座300多场。      verb 开展, head 讲座, before it 讲座, behind it 。
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.extract.relations.typed_sentence import TypedSentence
from kg.types import Mention, Parsed, Span, Token

_TELLING = ("v", "n", "a", "d", "p")  # beginnings of the tags of words that tell what a clause is about
_MANY = 10  # such words of a clause that are looked at, the nearest
_NAME, _NONE = "name", "none"


class FigureWords(NamedTuple):
    """The words around one figure."""

    verb: str  # the last of its clause before it
    head: str  # the last word of what it counts
    prior: str  # right before it, `name` where a name stands there
    next: str  # right behind it
    others: tuple[str, ...]  # what else tells of its clause, before it

    def nothing(self) -> Iterator[str]:
        """The signs that the figure is about nothing."""
        yield from self.signs(_NONE)
        yield f"{_NONE} next={self.next}"

    def placed(self, where: str) -> Iterator[str]:
        """The signs of an owner by where it stands."""
        yield from (f"{where} prior={self.prior}", f"{where} next={self.next}")
        yield from (f"{where} has={word}" for word in self.others)

    def signs(self, kind: str) -> Iterator[str]:
        """The signs of an owner by its kind."""
        yield from (f"{kind} verb={self.verb}", f"{kind} head={self.head}", f"{kind} tail={self.head[-1:]}")
        yield f"{kind} prior={self.prior}"
        yield from (f"{kind} has={word}" for word in self.others)


_Counted = Callable[[Mention], Span | None]


def figure_words(parsed: Parsed, typed: TypedSentence, left: int, at: int, counted: _Counted) -> FigureWords:
    """The words around the figure at a position of a sentence, in its clause from `left` on."""
    view, starts, tokens = parsed.view.text, parsed.starts, parsed.tokens
    names = {n for m in typed.mentions.values() for n in range(m.span.start, m.span.end)}
    first, here = bisect_left(starts, typed.starts[left]), bisect_left(starts, typed.starts[at])
    behind = bisect_left(starts, typed.ends[at])

    def word(token: Token) -> str:
        return view[token.span.start : token.span.end]

    clause = [token for token in tokens[first:here] if token.span.start not in names]
    verbs = [word(token) for token in clause if token.pos.startswith("v")]
    others = dict.fromkeys(word(token) for token in clause if token.pos.startswith(_TELLING))
    of = counted(typed.mentions[at])
    head = view[tokens[bisect_left(starts, of.end) - 1].span.start : of.end] if of else ""
    last = [token for token in tokens[max(0, here - 1) : here] if token.span.end == typed.starts[at]]
    following = [token for token in tokens[behind : behind + 1] if token.span.start == typed.ends[at]]
    return FigureWords(
        verb=verbs[-1] if verbs else "",
        head=head,
        prior="".join(_NAME if token.span.start in names else word(token) for token in last),
        next="".join(map(word, following)),
        others=tuple(others)[-_MANY:],
    )
