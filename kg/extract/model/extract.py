"""The models alone: Parsed -> Layer. Dates and quantities are read by their grammars, as there is nothing to learn."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.model.names import agreed, conventional, trained
from kg.extract.model.tagger import Tagged
from kg.ontology import Ontology
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "model"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the models find in one document."""
    return Layer(parsed.document, EXTRACTOR, tuple(agreed(parsed, Tagged(parsed), ontology)), ())


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and titles of each text; those of a data set that the tagger learned in that set's manner."""
    if convention in trained():
        return [conventional(parsed, convention) for parsed in batch]
    return [agreed(parsed, Tagged(parsed), ontology) for parsed in batch]
