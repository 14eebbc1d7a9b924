"""What the labels of data sets of names mean in the ontology (labels/names.tsv)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology
from kg.ontology.table import row_lines
from kg.ontology.tables.set_labels import NameLabelRow

_NONE = "-"  # in place of a class: the label gives no mention


def classes(ontology: Ontology) -> Mapping[tuple[str, str], str]:
    """(set, label) -> the class, or Role or Date; labels that give no mention are left out."""
    return ontology.once(_classes)


def _classes(ontology: Ontology) -> dict[tuple[str, str], str]:
    known = {*ontology.classes, "Role", "Date", _NONE}
    rows = ontology.word_list(NameLabelRow)
    for row, (line, _) in zip(rows, row_lines(ontology.text(NameLabelRow.FILE)), strict=True):
        if row.meaning not in known:
            where, hint = f"{ontology.path / NameLabelRow.FILE}:{line}", "use a class of schema.ttl, Role, Date or -"
            raise OntologyError(f"{row.label}: {row.meaning} is unknown", where=where, hint=hint)
    return {(row.set, row.label): row.meaning for row in rows if row.meaning != _NONE}
