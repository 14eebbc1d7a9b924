"""Document -> View: the normal form that everything up to a Layer reads, as steps one after another."""

from __future__ import annotations

import re

from kg.ontology.ontology import Ontology
from kg.segment.blanks import Blanks
from kg.segment.characters import ideographs, uniform, without_invisible
from kg.segment.script import Script
from kg.segment.spaced_names import SpacedNames
from kg.segment.wrapped_lines import joins
from kg.text.view import edited, outside, plain, through
from kg.types import Document, View

_TABLE = "text.toml"


class _Forms:
    """What the steps need to know, of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        raw, values = ontology.toml(_TABLE), ontology.toml("values.toml")["units"]
        self.ideographs = ideographs(dict(zip(raw["radicals"]["from"], raw["radicals"]["to"], strict=True)))
        self.script = Script(**raw["script"])
        self.begins = re.compile("|".join(raw["lines"]["begins"]))
        units = [unit for kind in ("physical", "money", "duration") for unit in values[kind]]
        self.blanks = Blanks(units, **raw["blanks"])
        self.names = _spaced_names(ontology)


def _spaced_names(ontology: Ontology) -> SpacedNames:
    surnames = {text: float(weight) for kind, text, weight in ontology.rows("words/surnames.tsv") if kind == "surname"}
    given: dict[str, dict[str, float]] = {}
    for place, char, weight in ontology.rows("words/given_names.tsv"):
        given.setdefault(place, {})[char] = float(weight)
    not_names = [word for (word,) in ontology.rows("words/not_names.tsv")]
    never = ontology.toml("persons.toml")["never_given"]
    return SpacedNames(surnames, given, **ontology.toml(_TABLE)["spaced_names"], never_given=never, not_names=not_names)


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
