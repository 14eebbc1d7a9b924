"""The tagger's names as mentions in the annotation scheme of one data set."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import OntologyError
from kg.extract.neural.session import FOLDER
from kg.extract.neural.tagger import Tagged, heads
from kg.ontology.ontology import Ontology
from kg.ontology.table import row_lines
from kg.ontology.tables.set_labels import NameLabelRow
from kg.types import Mention, Parsed

_NONE = "-"  # in place of a class: the label gives no mention
_WHOLE = "silver"  # the head that knows all of the ontology's types


def classes(ontology: Ontology) -> Mapping[tuple[str, str], str]:
    """(head, label) -> the class, or Role or Date; labels that give no mention are left out."""
    return ontology.once(_classes)


def _classes(ontology: Ontology) -> dict[tuple[str, str], str]:
    known = {*ontology.classes, "Role", "Date", _NONE}
    rows = ontology.word_list(NameLabelRow)
    for row, (line, _) in zip(rows, row_lines(ontology.text(NameLabelRow.FILE)), strict=True):
        if row.meaning not in known:
            where, hint = f"{ontology.path / NameLabelRow.FILE}:{line}", "use a class of schema.ttl, Role, Date or -"
            raise OntologyError(f"{row.label}: {row.meaning} is unknown", where=where, hint=hint)
    return {(row.set, row.label): row.meaning for row in rows if row.meaning != _NONE}


def conventional(parsed: Parsed, convention: str) -> list[Mention]:
    """The names as one data set would annotate them, with its own labels as types."""
    return [Mention(one.span, one.label) for one in Tagged(parsed).names(convention)]


def trained() -> dict[str, frozenset[str]]:
    """The data sets that the tagger learned, with their labels."""
    return {head: frozenset(labels) for head, labels in heads(FOLDER).items() if head != _WHOLE}
