"""How much a text looks like Chinese, by the characters that it has: what tells encodings and mojibake apart."""

from __future__ import annotations

import re
from collections import Counter

from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding
from kg.ontology.tables.words_article import CharacterRow

_ENOUGH = 4000  # characters beyond ASCII that tell the encodings apart
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WIDE = re.compile(r"[\uff01-\uff5e]")
_ASCII = re.compile(r"[\n\r\t -~]+")


class _Weights:
    """What each character says for an encoding."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Encoding)
        self._of = table.weights
        self._known = dict.fromkeys(table.marks, self._of.mark)
        for n, row in enumerate(ontology.word_list(CharacterRow)):
            weight = self._of.frequent if n < table.frequent_rows else self._of.common
            self._known = dict.fromkeys(row.simplified + row.traditional, weight) | self._known

    def of(self, char: str) -> float:
        """The weight of a character: a rare Chinese one says a little for the encoding, an odd one against it."""
        if (known := self._known.get(char)) is not None:
            return known
        if _HAN.match(char):
            return self._of.rare
        return self._of.wide if _WIDE.match(char) else self._of.other

    @property
    def none(self) -> float:
        """The weight of a text that has no character beyond ASCII."""
        return self._of.other


def plausibility(text: str, ontology: Ontology) -> float:
    """How much a text looks like Chinese, -1 to 1: the mean weight of its characters beyond ASCII, -1 without any."""
    chars = _ASCII.sub("", text)[:_ENOUGH]
    weights = ontology.once(_Weights)
    total = sum(count * weights.of(char) for char, count in Counter(chars).items())
    return total / len(chars) if chars else weights.none
