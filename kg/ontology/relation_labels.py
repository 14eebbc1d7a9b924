"""The labels of data sets on relations, as properties of the ontology, by ontology/labels/relations.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology
from kg.ontology.table import row_lines
from kg.ontology.tables.set_labels import RelationLabelRow

TABLE = RelationLabelRow.FILE
_POST = "positionAt"
_ANY = "*"
_OWN = "="  # in the column of roles: the label itself is the role, and all labels are words of their text
_NONE = "-"
_VALUES = ("date", "quantity", "text")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means: a property (None: the ontology has none), between things of some types (empty: of any).

    `direction`: forward, inverse (the label's subject is the property's object) or either. `role` is the post that the
    label names, with `own` the label itself is it, and a word of the text.
    """

    property: str | None
    direction: str = "forward"
    role: str = ""
    own: bool = False
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()

    def posts(self, label: str, former: str) -> tuple[str, ...]:
        """The forms of the post that the label names, none where it names no post.

        >>> Meaning("positionAt", own=True).posts("原局长", "原|前")
        ('原局长', '局长')
        """
        if self.property != _POST:
            return ()
        return tuple(dict.fromkeys((label, re.sub(f"^(?:{former})+", "", label)))) if self.own else (self.role,)

    def joins(self, types: tuple[str, str], ontology: Ontology) -> bool:
        """Whether the property, as the label means it, may join things of these types (subject, object)."""
        ends = (self.subject, self.object)
        wanted = ends[::-1] if self.direction == "inverse" else ends
        return all(_fits(kind, one, ontology) for kind, one in zip(types, wanted, strict=True))


class Meanings:
    """The labels of one data set."""

    def __init__(self, table: Mapping[str, Meaning]) -> None:
        """`table` has labels; one that begins with `*` stands for all words that end in the rest."""
        self.table = table

    def of(self, label: str) -> Meaning | None:
        """What a label means: by the label, else the longest suffix, else `*`; None where nothing fits.

        >>> Meanings({"*弟子": Meaning("studentOf"), "*": Meaning("positionAt")}).of("关门弟子").property
        'studentOf'
        """
        ends = (_ANY + label[at:] for at in range(len(label) + 1))
        return next((self.table[form] for form in (label, *ends) if form in self.table), None)

    def marks(
        self, property: str, types: tuple[str, str], roles: frozenset[str], words: str, ontology: Ontology
    ) -> bool:
        """Whether the set marks such a relation: some label means it, of this post, between things of these types.

        Where labels are words of the text, one must stand among `words`, the text that the relation was read from.
        """
        return any(
            meaning.property == property
            and (not meaning.role or meaning.property != _POST or meaning.role in roles)
            and (not meaning.own or label.removeprefix(_ANY) in words)
            and meaning.joins(types, ontology)
            for label, meaning in self.table.items()
        )


def _fits(kind: str, wanted: tuple[str, ...], ontology: Ontology) -> bool:
    return not wanted or any(kind.lower() == one or ontology.is_a(kind, one) for one in wanted)


def meanings(convention: str, ontology: Ontology) -> Meanings:
    """The labels of one data set; for a set that the table lacks, the properties themselves are its labels.

    Raises OntologyError, with file and line, where a row is not of the table's form, or names a property or a class
    that is unknown.
    """
    return Meanings(ontology.once(_by_set).get(convention) or {name: Meaning(name) for name in ontology.properties})


def annotated_sets(ontology: Ontology) -> tuple[str, ...]:
    """The data sets of the table, in its order."""
    return tuple(ontology.once(_by_set))


def _by_set(ontology: Ontology) -> dict[str, dict[str, Meaning]]:
    found: dict[str, dict[str, Meaning]] = {}
    rows = ontology.word_list(RelationLabelRow)
    for row, (line, _) in zip(rows, row_lines(ontology.text(TABLE)), strict=True):
        found.setdefault(row.set, {})[row.label] = _meaning(row, ontology, f"{ontology.path / TABLE}:{line}")
    return found


def _meaning(row: RelationLabelRow, ontology: Ontology, where: str) -> Meaning:
    subject, object_ = (tuple(filter(None, cell.split("|"))) for cell in (row.subject, row.object))
    unknown = [] if row.property in {*ontology.properties, _NONE} else [row.property]
    unknown += [kind for kind in (*subject, *object_) if kind not in {*ontology.classes, *_VALUES}]
    if unknown:
        raise OntologyError(f"{row.label}: {unknown[0]} is unknown", where=where, hint="use what schema.ttl has")
    own = row.role == _OWN
    name = None if row.property == _NONE else row.property
    return Meaning(name, row.direction, "" if own else row.role, own, subject, object_)
