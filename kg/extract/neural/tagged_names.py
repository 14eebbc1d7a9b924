"""The tagger's names as mentions: in the annotation scheme of one data set, or as all that it learned agree.

In 海州市法院院长王建国 the heads of three data sets mark 王建国 as a person and two mark 海州市法院 as an
organization: the first is a name, the second only if the head of the silver data, which knows all of the ontology's
types, marks it too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from kg.errors import OntologyError
from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.select import select
from kg.extract.neural.session import FOLDER
from kg.extract.neural.tagger import Tagged, heads
from kg.extract.values.quantities import values
from kg.ontology.ontology import Ontology
from kg.ontology.table import row_lines
from kg.ontology.tables.neural import Neural
from kg.ontology.tables.set_labels import NameLabelRow
from kg.types import Mention, Parsed, Span, Value

RULE = "tagger"
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


def bare(view: str, span: Span) -> Span:
    """A title's span without its marks, which some sets count into the name: 《红楼梦》 -> 红楼梦."""
    text = view[span.start : span.end]
    marked = len(text) > 2 and text[0] == "《" and text.find("》") == len(text) - 1
    return Span(span.start + 1, span.end - 1) if marked else span


def finest(likely: dict[str, float], coarse: str, ontology: Ontology) -> str:
    """The likeliest class below a coarse type, or the type itself where none is likely enough."""
    below = {kind: value for kind, value in likely.items() if kind != coarse}
    best = max(sorted(below), key=below.__getitem__, default=coarse)
    return best if below.get(best, 0.0) >= ontology.table(Neural).names.finer_class else coarse


def agreed(parsed: Parsed, tagged: Tagged, ontology: Ontology) -> list[Mention]:
    """What enough heads take for names, titles among them; names within names too."""
    known, enough = classes(ontology), ontology.table(Neural).names.heads
    counted: dict[tuple[Span, str], Counter[str]] = defaultdict(Counter)
    for one in tagged.names():
        kind = known.get((one.head, one.label))
        if kind is not None and kind != "Date":
            key = bare(parsed.view.text, one.span), ontology.coarse.get(kind, kind)
            counted[key][kind] += enough if one.head == _WHOLE else 1
    candidates = [
        Candidate(_mention(parsed, span, max(sorted(kinds), key=kinds.__getitem__)), float(votes), RULE, Source.TAGGER)
        for (span, _), kinds in counted.items()
        if (votes := kinds.total()) >= enough
    ]
    outer, nested = select(candidates)
    return sorted([*outer, *nested], key=lambda mention: mention.span)


def tagged_mentions(parsed: Parsed, tagged: Tagged, ontology: Ontology) -> list[Mention]:
    """The names that enough of the tagger's heads agree on, and dates and quantities."""
    found = agreed(parsed, tagged, ontology)
    taken = {at for mention in found for at in range(mention.span.start, mention.span.end)}
    read = (one.mention for one in values(parsed, ontology))
    return found + [one for one in read if taken.isdisjoint(range(one.span.start, one.span.end))]


def _mention(parsed: Parsed, span: Span, kind: str) -> Mention:
    if kind != "Role":
        return Mention(span, kind)
    return Mention(span, kind, "value", Value(parsed.view.cut(span), "text"))


def trained() -> dict[str, frozenset[str]]:
    """The data sets that the tagger learned, with their labels."""
    return {head: frozenset(labels) for head, labels in heads(FOLDER).items() if head != _WHOLE}
