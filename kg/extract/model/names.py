"""The tagger's names as mentions: in the manner of one data set, or of all that it learned."""

from __future__ import annotations

from functools import cache

from kg.extract.model.session import FOLDER
from kg.extract.model.tagger import Tagged, columns, heads
from kg.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value

LABELS = "labels/names.tsv"


@cache
def classes(ontology: Ontology) -> dict[tuple[str, str], str]:
    """(head, label) -> the class, or Role or Date; labels that give no mention are left out."""
    return {(s, label): kind for s, label, kind in ontology.rows(LABELS) if kind != "-"}


def conventional(parsed: Parsed, convention: str) -> list[Mention]:
    """The names as one data set would mark them, with its own labels as types."""
    return [Mention(one.span, one.label) for one in Tagged(parsed).names(convention)]


def finest(likely: dict[str, float], coarse: str) -> str:
    """The likeliest class below a coarse type, or the type itself where none is likely."""
    below = {kind: value for kind, value in likely.items() if kind != coarse}
    best = max(sorted(below), key=below.__getitem__, default=coarse)
    return best if below.get(best, 0.0) >= 0.3 else coarse


def agreed(parsed: Parsed, tagged: Tagged, ontology: Ontology) -> list[Mention]:
    """What the heads together take for names, titles among them: the likeliest spans that do not overlap.

    A span's likelihood is the mean of the two heads that are surest of it.
    """
    known = classes(ontology)
    spans = sorted({one.span for one in tagged.names() if (one.head, one.label) in known})
    scored: list[tuple[float, Span, str]] = []
    for span, row in zip(spans, tagged.likely(spans).tolist(), strict=True):
        best = _best(dict(zip(columns(FOLDER), row, strict=True)), known, ontology)
        if best is not None:
            scored.append((best[0] * (len(span) + 0.5), span, best[1]))
    chosen: list[Mention] = []
    taken: set[int] = set()
    for _, span, kind in sorted(scored, key=lambda one: (-one[0], one[1])):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            role = kind == "Role"
            value = Value(parsed.document.cut(span), "text") if role else None
            chosen.append(Mention(span, kind, "value" if role else "name", value))
    return sorted(chosen, key=lambda mention: mention.span)


def _best(
    likely: dict[tuple[str, str], float], known: dict[tuple[str, str], str], ontology: Ontology
) -> tuple[float, str] | None:
    """The likeliest coarse type with the mean of its heads, and the finest class below it."""
    by_type: dict[str, dict[str, float]] = {}
    by_class: dict[str, dict[str, float]] = {}
    for (head, label), value in likely.items():
        kind = known.get((head, label))
        if kind is not None and kind != "Date":
            coarse = ontology.coarse.get(kind, kind)
            heads_ = by_type.setdefault(coarse, {})
            heads_[head] = heads_.get(head, 0.0) + value
            sums = by_class.setdefault(coarse, {})
            sums[kind] = sums.get(kind, 0.0) + value
    means = {coarse: sorted(values.values())[-2:] for coarse, values in by_type.items()}
    scores = {coarse: sum(values) / len(values) for coarse, values in means.items()}
    coarse = max(sorted(scores), key=scores.__getitem__)
    if scores[coarse] < 0.4:
        return None
    return scores[coarse], finest(by_class[coarse], coarse)


def trained() -> dict[str, frozenset[str]]:
    """The data sets that the tagger learned, with their labels."""
    return {head: frozenset(labels) for head, labels in heads(FOLDER).items() if head != "silver"}
