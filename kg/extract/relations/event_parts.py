"""Events that are parts of others, by their names: 海州运动会开幕式 belongs to 海州运动会."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.ontology.ontology import Ontology
from kg.ontology.tables.events import Events
from kg.types import Claim, Evidence, Mention, Parsed

_PREDICATE, _KIND, _RULE = "partOf", "Event", "name.part"


def event_parts(parsed: Parsed, ontology: Ontology, outer: Sequence[Mention]) -> Iterator[Claim]:
    """For each event that is named after another of the document and a part of it, that it belongs to it."""
    view, table = parsed.view.text, ontology.table(Events)
    first: dict[str, Mention] = {}
    for mention in outer:
        if mention.type == _KIND and mention.form == "name":
            first.setdefault(view[mention.span.start : mention.span.end], mention)
    for name, mention in first.items():
        wholes = (name[:cut] for cut in range(len(name) - 1, 1, -1) if table.part.fullmatch(name[cut:]))
        whole = next((first[other] for other in wholes if other in first), None)
        if whole is not None:
            evidence = Evidence(parsed.document.id, mention.span, _RULE, table.scores.part)
            yield Claim(_PREDICATE, (("subject", mention), ("object", whole)), evidence)
