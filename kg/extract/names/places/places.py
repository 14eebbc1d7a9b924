"""The places of a document: those of the lists, those that are composed, those that recur."""

from __future__ import annotations

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.places.abbreviated_places import abbreviated_places
from kg.extract.names.places.composed_places import composed_places
from kg.extract.names.places.listed_places import ListedPlaces
from kg.extract.names.places.place_words import place_words
from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places, PlaceScores
from kg.types import Mention, Parsed, Span

_STEMMED = frozenset({Source.PLACE_COMPOSED, Source.TOWNSHIP})  # they may begin with what is a place by itself
_RECURRING = frozenset({Source.PLACE_WORD, Source.PLACE_COMPOSED, Source.PLACE_TAIL})


def places(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """All places of a document that may be there, sorted by start, the longer first.

    Each area of a chain (四川省宜宾市翠屏区) is a candidate of its own. Candidates may be nested in one another.
    """
    found = ListedPlaces(parsed, ontology).find()
    borders, composed = Borders(parsed), composed_places(ontology)
    more = [
        *composed.find(parsed, borders, found),
        *abbreviated_places(ontology).find(parsed, borders, found),
        *composed.nominals(parsed, borders),
    ]
    view, stems = parsed.view.text, place_words(ontology).stems
    for candidate in more:
        span = candidate.mention.span
        found.setdefault(span, candidate)
        if candidate.source in _STEMMED:
            # 玉林 in 玉林街道 is not the city of that name; 宜宾市 in 宜宾市高新区 is the city.
            for end in range(span.start + 2, span.end):
                inner = found.get(Span(span.start, end))
                if inner is not None and (view[end : span.end] in stems or inner.source in _STEMMED):
                    del found[inner.mention.span]
    _again(parsed, borders, found, ontology.table(Places).scores)
    return sorted(found.values(), key=lambda c: (c.mention.span.start, -c.mention.span.end))


def _again(parsed: Parsed, borders: Borders, found: dict[Span, Candidate], scores: PlaceScores) -> None:
    """Add what the document names as a place elsewhere where the words cross it: 由云|湖县 after 云湖县."""
    view = parsed.view.text
    names: dict[str, Candidate] = {}
    for span, candidate in found.items():
        if candidate.source in _RECURRING and candidate.score >= scores.again_from and len(span) > 2:
            names.setdefault(view[span.start : span.end], candidate)
    taken = {i for span in found for i in range(span.start, span.end) if len(span) > 2}
    for name, first in sorted(names.items()):
        at = view.find(name)
        while at >= 0:
            span = Span(at, at + len(name))
            if taken.isdisjoint(range(at, span.end)) and borders.at(at) is not None:
                mention = Mention(span, first.mention.type)
                found.setdefault(span, Candidate(mention, scores.again, "place.again", Source.PLACE))
            at = view.find(name, span.end)
