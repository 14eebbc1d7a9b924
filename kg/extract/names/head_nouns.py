"""Head nouns: the last word of a composed name, which tells what it names (局, 有限公司, 大会, 工作法)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology

Need = Literal["place", "any"]


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun, the class it gives its name, and what must stand on its left (`any` modifier, or a `place`)."""

    word: str
    type: str
    need: Need


class Heads:
    """The head nouns of an ontology, found by their last character."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads words/heads.tsv; OntologyError where a row has no class of the schema or an unknown need."""
        self._heads: dict[str, Head] = {}
        lengths: dict[str, set[int]] = {}
        for row in ontology.rows("words/heads.tsv"):
            if len(row) != 3 or row[1] not in ontology.classes or row[2] not in ("place", "any"):
                where = f"{ontology.path / 'words/heads.tsv'}"
                raise OntologyError(f"a row is wrong: {row}", where=where, hint="write head, class, and place or any")
            self._heads.setdefault(row[0], Head(row[0], row[1], cast(Need, row[2])))
            lengths.setdefault(row[0][-1], set()).add(len(row[0]))
        self._lengths = {last: sorted(some, reverse=True) for last, some in lengths.items()}

    def before(self, view: str, end: int, floor: int) -> Head | None:
        """The longest head noun that ends at `end` and does not begin before `floor`."""
        for length in self._lengths.get(view[end - 1], ()):
            if end - length >= floor and (head := self._heads.get(view[end - length : end])):
                return head
        return None


@cache
def name_rules(ontology: Ontology) -> dict[str, Any]:
    """names.toml, read once: how composed names are put together."""
    return ontology.toml("names.toml")


@cache
def heads(ontology: Ontology) -> Heads:
    """The head nouns of an ontology, read once."""
    return Heads(ontology)
