"""Annotation as a person writes it: a line for each entity and each fact, which a program checks against the text.

    E | GovernmentBody | 海州市水利局 | 该局
    E | Person | 王建国
    F | 王建国 | positionAt | 海州市水利局 | 海州市水利局局长王建国 | role=局长
    F | 海州市水利局 | statistic | #12 座 | 该局去年修了12座水库 | of=水库
    F | 王建国 | said | "水库都~验收 | 王建国说
    D | source=海州日报 | datePublished=2024-05-01

`E` is an entity with its other forms, `F` a fact with its evidence and qualifiers, `D` what the article says of itself;
`e` and `f` need not be found. `=2020-07` is a date, `#12 座` a quantity; of a long piece of text the beginning and the
end stand, with `~` between them.

Annotate all that a reader would put into the graph: some 30 entities and 48 facts for 1,000 characters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from kg.ontology.ontology import Ontology
from tests.standoff.standoff import LINKS

_LISTS = ("authors", "editors")
_DATE = re.compile(r"\d{1,4}(?:-\d\d){0,2}(?:T\S*)?")
_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?) *(.*)")


class Fault(Exception):
    """What is wrong with a line."""


def piece(words: str, text: str) -> str:
    """A piece of the text, of which the middle may be left out.

    >>> piece("王建国~水库", "局长王建国说，水库都验收了。")
    '王建国说，水库'
    """
    first, _, last = words.strip('“”" ').partition("~")
    for found in (words.strip(), first) if not last else ():
        if found and found in text:
            return found
    at = text.find(first) if last else -1
    end = text.find(last, at + len(first)) if at >= 0 else -1
    if end < 0:
        raise Fault(f"it is not in the text: {words[:40]}")
    return text[at : end + len(last)]


def _counted(fields: list[str], least: int, most: int | None = None) -> list[str]:
    """The fields of a line, of which there are as many as there should be."""
    if least <= len(fields) <= (most or len(fields)):
        return fields
    raise Fault("it has too few fields or too many; see the head of tests/standoff/lines.py")


class Annotation:
    """One article's lines, read in their order; `faults` are (number of the line, what is wrong with it)."""

    def __init__(self, id_: str, lines: str, text: str, ontology: Ontology) -> None:
        self._text, self._ontology = text, ontology
        self._at: dict[str, dict[str, Any]] = {}  # entities by their names
        self.faults: list[tuple[int, str]] = []
        self.data: dict[str, Any] = {
            "id": id_,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "document": {"title": text.split("\n")[0].strip()},
            "entities": [],
            "facts": [],
        }
        for number, line in enumerate(lines.splitlines(), 1):
            kind, *fields = (one.strip() for one in line.split("|"))
            try:
                if kind in ("E", "e"):
                    self._entity(*_counted(fields, 2, 3), core=kind == "E")
                elif kind in ("F", "f"):
                    self._fact(*_counted(fields, 4), core=kind == "F")
                elif kind == "D":
                    self._document(fields)
                elif kind:
                    raise Fault("a line begins with D, E, e, F or f")
            except Fault as fault:
                self.faults.append((number, str(fault)))

    def _document(self, fields: list[str]) -> None:
        for name, _, value in (one.partition("=") for one in fields):
            self.data["document"][name.strip()] = (
                [one.strip() for one in value.split(";")] if name.strip() in _LISTS else value.strip()
            )

    def _entity(self, type_: str, name: str, forms: str = "", *, core: bool) -> None:
        if type_ not in self._ontology.classes:
            raise Fault(f"the class {type_} is unknown")
        aliases = [one.strip() for one in forms.split(";") if one.strip() not in ("", name)]
        for form in aliases:
            piece(form, self._text)
        if name not in self._text and not aliases:
            raise Fault(f"neither the name nor another form is in the text: {name}")
        entities = self.data["entities"]
        made = {"id": f"e{len(entities) + 1}", "name": name, "type": type_, "aliases": aliases, "core": core}
        entities.append(made)
        self._at |= {form: made for form in aliases if form not in self._at} | {name: made}

    def _named(self, name: str) -> dict[str, Any]:
        if name not in self._at:
            raise Fault(f"no entity above is called so: {name}")
        return self._at[name]

    def _fact(self, subject: str, predicate: str, object_: str, evidence: str, *more: str, core: bool) -> None:
        known = self._ontology.properties.get(predicate)
        if known is None:
            raise Fault(f"the property {predicate} is unknown")
        whose = self._fitting(self._named(subject), known.domain, f"the subject of {predicate}")
        if object_.startswith("=") and (date := _DATE.fullmatch(object_[1:].strip())):
            what: Any = {"value": date.group(), "type": "date"}
        elif object_.startswith("#") and (figure := _QUANTITY.fullmatch(object_[1:].strip())):
            number = float(figure[1])
            what = {"value": int(number) if number.is_integer() else number, "unit": figure[2], "type": "quantity"}
        elif known.datatype == "text" or not known.range:
            what = {"value": piece(object_, self._text), "type": "text"}
        else:
            what = self._fitting(self._named(object_), known.range, f"the object of {predicate}")
        made = {"subject": whose, "predicate": predicate, "object": what, "evidence": piece(evidence, self._text)}
        qualifiers = dict(self._qualifiers(more))
        self.data["facts"].append(made | ({"qualifiers": qualifiers} if qualifiers else {}) | {"core": core})

    def _fitting(self, entity: dict[str, Any], classes: tuple[str, ...], what: str) -> str:
        if classes and not any(self._ontology.is_a(entity["type"], one) for one in classes):
            raise Fault(f"{what} is no {entity['type']}, but {' or '.join(classes)}: {entity['name']}")
        return str(entity["id"])

    def _qualifiers(self, more: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name, _, value in (one.partition("=") for field in more for one in field.split(";") if one.strip()):
            name, value = name.strip(), value.strip()
            yield name, self._named(value)["id"] if name in LINKS else value
