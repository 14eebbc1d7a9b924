"""A data set's figures while they are counted, and as lines and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.ontology.ontology import Ontology
from kg.score.article import Tally
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed

MICRO = "micro"
Progress = Callable[[int, int], None]  # called with the rows that are done, and all
_BATCH = 256  # rows: enough for a model to sort them by length
_Row = TypeVar("_Row")


@dataclass
class SetScore:
    """One set's tallies, by type and over all (`micro`), and what a reader of them must know, in words."""

    name: str
    by_type: dict[str, Tally] = field(default_factory=dict)
    micro: Tally = field(default_factory=Tally)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, right: int, found: int, hit: int, wanted: int) -> None:
        """Count more of a type."""
        self.by_type.setdefault(kind, Tally()).add(right, found, hit, wanted)
        self.micro.add(right, found, hit, wanted)


def batches(
    rows: Sequence[_Row], text: Callable[[_Row], str], ontology: Ontology
) -> Iterator[tuple[Sequence[_Row], list[Parsed]]]:
    """Rows with their texts, parsed; each text is a document of its own."""
    for at in range(0, len(rows), _BATCH):
        some = rows[at : at + _BATCH]
        yield some, [segment(Document(DocumentId(str(at + n)), text(row)), ontology) for n, row in enumerate(some)]


def figures(score: SetScore) -> dict[str, dict[str, float]]:
    """`micro` and each type with precision, recall and F1 (four digits)."""
    tallies = {MICRO: score.micro} | dict(sorted(score.by_type.items()))
    return {
        kind: {"p": round(t.precision, 4), "r": round(t.recall, 4), "f1": round(t.f1, 4)} for kind, t in tallies.items()
    }


def lines(score: SetScore) -> Iterator[str]:
    """The set's name, and a line for each type."""
    yield score.name
    for kind, tally in ({MICRO: score.micro} | dict(sorted(score.by_type.items()))).items():
        rates = f"F1 {tally.f1:.3f}   precision {tally.precision:.3f}   recall {tally.recall:.3f}"
        yield f"  {kind:22} {rates}   ({tally.found} found, {tally.wanted} wanted)"
