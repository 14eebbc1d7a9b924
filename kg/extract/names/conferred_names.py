"""Awards that the verb before them tells, wherever their name begins.

被授予全省优秀县委书记称号      -> 全省优秀县委书记    the verb opens the name, 称号 closes it
夺得女子单打冠军、双打亚军      -> 女子单打冠军, 双打亚军
荣立个人二等功              -> 个人二等功
"""

from __future__ import annotations

import re

from kg.extract.candidates.candidate import Candidate, Source
from kg.ontology.ontology import Ontology
from kg.ontology.tables.conferred_names import ConferredNames
from kg.types import Mention, Span

_TYPE = "Award"
_NAME = "name"


def _forms(ontology: Ontology) -> tuple[tuple[re.Pattern[str], float], ...]:
    table = ontology.table(ConferredNames)
    return tuple(
        (
            ontology.expression(ConferredNames, ("form", n, "match"), form.match, parts=table.words, groups=(_NAME,)),
            form.score,
        )
        for n, form in enumerate(table.form)
    )


def conferred(view: str, ontology: Ontology) -> list[Candidate]:
    """The awards that the forms of conferred_names.toml find in a view."""
    return [
        Candidate(Mention(Span(*match.span(_NAME)), _TYPE), score, "name.conferred", Source.NAME)
        for form, score in ontology.once(_forms)
        for match in form.finditer(view)
    ]
