"""The step of the words that parts a name from the word of one character that jieba's model took for its end.

周渔从 | 医院 | 赶来     ->  周渔 | 从 | 医院 | 赶来
周天任 | 、 | 王强       ->  as it is: nothing that the word could govern follows
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.word_lists import SurnameRow
from kg.types import Span, Token

_GUESSED = frozenset({"nr", "nrfg", "nrt"})
_LENGTH = 3  # characters of surname, given name and the word behind them
_PAIR = 2  # characters of a pronoun and the word behind it
_NO_NOUNS = frozenset("vdpa")  # tags
_PRONOUN = "r"  # jieba's tag
_MARK = "x"  # jieba's tag of punctuation


class _Glued:
    """The words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Persons).swallowed
        self.pronouns = table.pronouns
        self.words, self.final, self.opening, self.governing = table.words, table.final, table.opening, table.governing
        rows = ontology.word_list(SurnameRow)
        self.surnames = frozenset(row.text for row in rows if row.kind == "surname" and len(row.text) == 1)

    def parted(self, view: str, tokens: tuple[Token, ...]) -> Iterator[Token]:
        for n, token in enumerate(tokens):
            if token.pos in _GUESSED and self._is_glued(view, tokens, n):
                cut = token.span.end - 1
                yield Token(Span(token.span.start, cut), token.pos)
                yield Token(Span(cut, cut + 1), self.words[view[cut]])
            elif len(token.span) == _PAIR and token.pos in _NO_NOUNS and view[token.span.start] in self.pronouns:
                cut = token.span.start + 1
                yield Token(Span(token.span.start, cut), _PRONOUN)
                yield Token(Span(cut, token.span.end), token.pos)
            else:
                yield token

    def _is_glued(self, view: str, tokens: tuple[Token, ...], n: int) -> bool:
        start, end = tokens[n].span.start, tokens[n].span.end
        last = view[end - 1]
        if end - start != _LENGTH or last not in self.words or view[start] not in self.surnames:
            return False
        if last in self.final:
            return True
        after = tokens[n + 1] if n + 1 < len(tokens) and tokens[n + 1].span.start == end else None
        if after is None or (after.pos == "v" and last in self.governing):
            return False
        return after.pos != _MARK or view[end] in self.opening


def parted(view: str, tokens: tuple[Token, ...], ontology: Ontology) -> tuple[Token, ...]:
    """The words of a text, with names apart from the words behind them."""
    return tuple(ontology.once(_Glued).parted(view, tokens))
