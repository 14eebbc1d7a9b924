"""Short forms against what people decided that they mean: 市政府, 国会, 世锦赛, 该院.

A line of what was decided is {"form", "means": {article: full name, or null where that is open}, "at": {article: where
the form first stands alone in the body}}. A form is right where the thing at that place has a name that means the full
one by place and kind. 中国外交部 is called 外交部 here, as the guide has it: this is counted apart (`home`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.ontology.ontology import Ontology
from kg.pipeline import graph
from kg.resolve.name_forms import NameForms, name_forms
from kg.types import Entity, Graph, Layer

_HEAD = re.compile(r"[^\n]*\n\d{4}-\d{1,2}-\d{1,2}[^\n]*\n")  # a title and a date, which `at` does not count
_HOME = "中国"
_ALIKE = 0.6  # share of pairs of characters in common
_THIS = "该"


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def alike(full: str, called: str, form: str, names: NameForms) -> bool:
    """Whether a name means the full one by place and kind; the short form itself says neither."""
    whole, name, short = names.organ(full), names.organ(called), names.key(form).removeprefix(_THIS)
    if whole == name:
        return True
    if name == short or len(name) <= len(short):
        return False
    if whole.endswith(name) or name.endswith(whole):
        return True
    left, right = _pairs(whole), _pairs(name)
    return len(left & right) / max(1, min(len(left), len(right))) >= _ALIKE


def _at(text: str, form: str, at: int) -> int:
    """Where a form stands, of which the place is counted without the head of the article."""
    head = _HEAD.match(text)
    return text.find(form, at + (head.end() if head else 0))


def _things(found: Graph, start: int, end: int) -> Iterator[Entity]:
    """The things that are mentioned at the last character of a stretch."""
    for entity in found.entities:
        if any(span.start < end <= span.end for _, span in entity.mentions):
            yield entity


def told(
    layers: Iterable[Layer], decided: Iterable[Mapping[str, Any]], ontology: Ontology
) -> Iterator[tuple[str, ...]]:
    """Of each form and article: the form, the article, what it means, how that is told, and what is said instead.

    It is `right`, `home`, `wrong`, or `none`, where no name is found there.
    """
    names = name_forms(ontology)
    graphs = {Path(layer.document.id).stem: graph([layer], ontology) for layer in layers}
    for row in decided:
        for article, full in row["means"].items():
            if full is None or article not in graphs:
                continue
            form, one = row["form"], graphs[article]
            at = _at(one.documents[0].text, form, row["at"][article])
            things = list(_things(one, at, at + len(form))) if at >= 0 else []
            if any(alike(full, name, form, names) for thing in things for name in (thing.name, *thing.aliases)):
                how = "right"
            elif full.startswith(_HOME) and any(thing.name == form for thing in things):
                how = "home"
            else:
                how = "wrong" if things else "none"
            yield form, article, full, how, "、".join(thing.name for thing in things)


def table(found: Iterable[tuple[str, ...]]) -> str:
    """A row for each form and one for all: how many are right, right with home organs, wrong, and none."""
    tallies: dict[str, Counter[str]] = {}
    for form, _, _, how, _ in found:
        for key in (form, "all"):
            tallies.setdefault(key, Counter())[how] += 1
    rows = [
        "| form | articles | right | with home organs | another thing | no name |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for form, tally in sorted(tallies.items(), key=lambda item: (item[0] == "all", item[0])):
        right, home = tally["right"] / tally.total(), (tally["right"] + tally["home"]) / tally.total()
        rows.append(f"| {form} | {tally.total()} | {right:.3f} | {home:.3f} | {tally['wrong']} | {tally['none']} |")
    return "\n".join(rows)
