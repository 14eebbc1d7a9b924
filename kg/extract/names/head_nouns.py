"""HeadRow nouns: the last word of a composed name, which tells what it names (局, 有限公司, 大会, 工作法)."""

from __future__ import annotations

from kg.ontology.ontology import Ontology
from kg.ontology.tables.word_lists import HeadRow


class Heads:
    """The head nouns of an ontology, found by their last character."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads words/heads.tsv; OntologyError where a row has no class of the schema or an unknown need."""
        self._heads: dict[str, HeadRow] = {}
        lengths: dict[str, set[int]] = {}
        for head in ontology.word_list(HeadRow):
            self._heads.setdefault(head.word, head)
            lengths.setdefault(head.word[-1], set()).add(len(head.word))
        self._lengths = {last: sorted(some, reverse=True) for last, some in lengths.items()}
        self.lasts = self._lengths.keys()  # the characters that head nouns end with

    def before(self, view: str, end: int, floor: int) -> HeadRow | None:
        """The longest head noun that ends at `end` and does not begin before `floor`.

        >>> from kg.ontology.ontology import load
        >>> heads(load()).before("长风有限公司", 6, 0).word
        '有限公司'
        """
        for length in self._lengths.get(view[end - 1], ()):
            if end - length >= floor and (head := self._heads.get(view[end - length : end])):
                return head
        return None


def heads(ontology: Ontology) -> Heads:
    """The head nouns of an ontology, read once."""
    return ontology.once(Heads)
