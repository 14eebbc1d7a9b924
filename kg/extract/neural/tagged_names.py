"""The tagger's names as mentions: in the manner of one data set, or of all that it learned."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.select import select
from kg.extract.neural.session import FOLDER
from kg.extract.neural.tagger import Tagged, heads
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value

LABELS = "labels/names.tsv"
RULE = "tagger"
_WHOLE = "silver"  # the head that knows all of the ontology's types
_ENOUGH = 3  # heads


@cache
def classes(ontology: Ontology) -> dict[tuple[str, str], str]:
    """(head, label) -> the class, or Role or Date; labels that give no mention are left out."""
    return {(s, label): kind for s, label, kind in ontology.rows(LABELS) if kind != "-"}


def conventional(parsed: Parsed, convention: str) -> list[Mention]:
    """The names as one data set would mark them, with its own labels as types."""
    return [Mention(one.span, one.label) for one in Tagged(parsed).names(convention)]


def bare(view: str, span: Span) -> Span:
    """A title's span without its marks, which some sets count into the name: 《红楼梦》 -> 红楼梦."""
    text = view[span.start : span.end]
    marked = len(text) > 2 and text[0] == "《" and text.find("》") == len(text) - 1
    return Span(span.start + 1, span.end - 1) if marked else span


def finest(likely: dict[str, float], coarse: str) -> str:
    """The likeliest class below a coarse type, or the type itself where none is likely."""
    below = {kind: value for kind, value in likely.items() if kind != coarse}
    best = max(sorted(below), key=below.__getitem__, default=coarse)
    return best if below.get(best, 0.0) >= 0.3 else coarse


def agreed(parsed: Parsed, tagged: Tagged, ontology: Ontology) -> list[Mention]:
    """What the heads together take for names, titles among them; names within names too.

    A name needs three heads, or the one that knows all of the ontology's types.
    """
    known = classes(ontology)
    heard: dict[tuple[Span, str], Counter[str]] = defaultdict(Counter)
    for one in tagged.names():
        kind = known.get((one.head, one.label))
        if kind is not None and kind != "Date":
            heard[bare(parsed.view.text, one.span), ontology.coarse.get(kind, kind)][kind] += (
                _ENOUGH if one.head == _WHOLE else 1
            )
    candidates = [
        Candidate(_mention(parsed, span, max(sorted(kinds), key=kinds.__getitem__)), float(votes), RULE, Source.TAGGER)
        for (span, _), kinds in heard.items()
        if (votes := kinds.total()) >= _ENOUGH
    ]
    outer, nested = select(candidates)
    return sorted([*outer, *nested], key=lambda mention: mention.span)


def _mention(parsed: Parsed, span: Span, kind: str) -> Mention:
    if kind != "Role":
        return Mention(span, kind)
    return Mention(span, kind, "value", Value(parsed.document.cut(span), "text"))


def trained() -> dict[str, frozenset[str]]:
    """The data sets that the tagger learned, with their labels."""
    return {head: frozenset(labels) for head, labels in heads(FOLDER).items() if head != _WHOLE}
