"""Head nouns: the last word of a composed name, which tells what it names (局, 有限公司, 大会, 工作法)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from kg.errors import OntologyError
from kg.ontology import Ontology

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
        found: dict[str, list[Head]] = {}
        for row in ontology.rows("words/heads.tsv"):
            if len(row) != 3 or row[1] not in ontology.classes or row[2] not in ("place", "any"):
                where = f"{ontology.path / 'words/heads.tsv'}"
                raise OntologyError(f"a row is wrong: {row}", where=where, hint="write head, class, and place or any")
            found.setdefault(row[0][-1], []).append(Head(row[0], row[1], cast(Need, row[2])))
        self._by_last = {last: sorted(heads, key=lambda h: -len(h.word)) for last, heads in found.items()}

    def before(self, view: str, end: int, floor: int) -> Head | None:
        """The longest head noun that ends at `end` and does not begin before `floor`."""
        for head in self._by_last.get(view[end - 1], ()):
            if end - len(head.word) >= floor and view.startswith(head.word, end - len(head.word)):
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
