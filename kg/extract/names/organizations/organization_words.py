"""The words that names of organisations are made of, and those that end them."""

from __future__ import annotations

from kg.extract.names.corrected_words import Unit
from kg.extract.names.organizations.left_borders import left_borders
from kg.ontology.ontology import Ontology
from kg.ontology.tables.headed_names import HeadedNames
from kg.ontology.tables.organizations import Organizations
from kg.ontology.tables.word_lists import CountryRow
from kg.ontology.tables.words_names import BreakRow

PUNCTUATION = frozenset("，。、；：？！“”‘’《》（）—…·- /~")
_PROPER = frozenset({"ns", "nt", "nz", "nr", "nrt", "nrfg", "eng", "x"})


def is_proper(unit: Unit) -> bool:
    """Whether a word is a proper noun, or one that the segmentation does not know."""
    return unit.pos in _PROPER and unit.text[0] not in PUNCTUATION


class OrganizationWords:
    """The words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads organizations.toml and the lists beside it."""
        self.table, self.weights = ontology.table(Organizations), left_borders(ontology)
        self.breaks = frozenset(row.word for row in ontology.word_list(BreakRow))
        self.stops = ontology.table(HeadedNames).stops
        self.countries = frozenset(row.name for row in ontology.word_list(CountryRow))


def organization_words(ontology: Ontology) -> OrganizationWords:
    """The words of an ontology, read once."""
    return ontology.once(OrganizationWords)
