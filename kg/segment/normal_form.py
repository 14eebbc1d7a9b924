"""Document -> View: the normal form that everything up to a Layer reads, as steps one after another."""

from __future__ import annotations

import re

from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.text import TextTable
from kg.ontology.tables.values import ValueTable
from kg.ontology.tables.word_lists import GivenNameRow, SurnameRow
from kg.ontology.tables.words_names import NotNameRow
from kg.segment.blanks import Blanks
from kg.segment.characters import uniform, without_invisible
from kg.segment.script import Script
from kg.segment.spaced_names import SpacedNames
from kg.segment.wrapped_lines import joins
from kg.text.radicals import ideographs
from kg.text.view import edited, outside, plain, through
from kg.types import Document, View

_DATE = 3  # characters


class _Forms:
    """What the steps need to know, of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table, units = ontology.table(TextTable), ontology.table(ValueTable).units
        pairs = table.radicals
        if len(pairs.radicals) != len(pairs.ideographs):
            hint = "give one ideograph for each radical"
            raise ontology.error(TextTable, ("radicals", "ideographs"), "they are not as many as the radicals", hint)
        self.ideographs = ideographs(dict(zip(pairs.radicals, pairs.ideographs, strict=True)))
        self.script = Script(table.script.traditional, table.script.simplified)
        self.begins = re.compile("|".join(table.lines.begins))
        blanks, names = table.blanks, table.spaced_names
        if len(blanks.date) < _DATE:
            hint = "give the characters behind year, month and day"
            raise ontology.error(TextTable, ("blanks", "date"), "it has too few characters", hint)
        self.blanks = Blanks(
            [*units.physical, *units.money, *units.duration],
            blanks.ordered,
            blanks.scales,
            blanks.numerals,
            blanks.date,
            blanks.ordinal,
        )
        given: dict[str, dict[str, float]] = {}
        for row in ontology.word_list(GivenNameRow):
            given.setdefault(row.kind, {})[row.text] = row.weight
        self.names = SpacedNames(
            {row.text: row.weight for row in ontology.word_list(SurnameRow) if row.kind == "surname"},
            given,
            names.opens,
            names.closes,
            names.least,
            ontology.table(Persons).never_given,
            [row.word for row in ontology.word_list(NotNameRow)],
        )


def normal_form(document: Document, ontology: Ontology) -> View:
    """The view of a document's text.

    Lines of the document's frame (title, label lines) are not joined with others.
    """
    forms = ontology.once(_Forms)
    seen = through(plain(document.text), [without_invisible])
    if joined := joins(seen.text, forms.begins):
        frame = [seen.from_document(span) for span in sorted(document.meta.frame)]
        seen = edited(seen, outside(joined, [(span.start, span.end) for span in frame]))
    steps = (forms.ideographs, forms.script.simplified, uniform, forms.blanks.gone, forms.names.gone)
    return through(seen, steps)
