"""Decision thresholds for the output of the networks: the ontology's neural.toml as a value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology

TABLE = "neural.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The values of the table; its comments explain each."""

    heads: int
    finer_class: float
    probability: float
    dependent: frozenset[str]
    inverse_prefix: str


@lru_cache(maxsize=4)
def thresholds(ontology: Ontology) -> Thresholds:
    """The thresholds of an ontology; OntologyError where the table lacks one or has it in another type.

    >>> from kg.ontology.ontology import load
    >>> thresholds(load()).heads
    3
    """
    table = ontology.toml(TABLE)
    try:
        names, relations = table["names"], table["relations"]
        return Thresholds(
            heads=int(names["heads"]),
            finer_class=float(names["finer_class"]),
            probability=float(relations["probability"]),
            dependent=frozenset(map(str, relations["dependent"])),
            inverse_prefix=str(relations["inverse_prefix"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        where, hint = str(ontology.path / TABLE), "copy the key from the shipped ontology/"
        raise OntologyError(
            f"a key is missing or its value is of a wrong type: {error}", where=where, hint=hint
        ) from None
