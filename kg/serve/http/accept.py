"""Content negotiation (RFC 9110): which of the media types on offer a client wants most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.serve.http.problem import Problem

_RANGE = re.compile(r"\s*([\w.+*-]{1,100})/([\w.+*-]{1,100})\s*((?:;[^,]{0,300})?)")
_QUALITY = re.compile(r";\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|\Z)")
_LONGEST = 2000  # characters of a header that are read


class Offer(NamedTuple):
    """A media type, and the name that pyoxigraph has for what is written in it."""

    media: str
    form: str

    @property
    def header(self) -> str:
        """The Content-Type."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


RESULTS = (
    Offer("application/sparql-results+json", "JSON"),
    Offer("application/sparql-results+xml", "XML"),
    Offer("text/csv", "CSV"),
    Offer("text/tab-separated-values", "TSV"),
    Offer("application/json", "JSON"),
    Offer("application/xml", "XML"),
    Offer("text/xml", "XML"),
)
GRAPHS = (
    Offer("text/turtle", "TURTLE"),
    Offer("application/n-triples", "N_TRIPLES"),
    Offer("application/ld+json", "JSON_LD"),
    Offer("application/rdf+xml", "RDF_XML"),
    Offer("application/json", "JSON_LD"),
    Offer("application/xml", "RDF_XML"),
    Offer("text/xml", "RDF_XML"),
    Offer("text/plain", "N_TRIPLES"),
)
PAGE = Offer("text/html", "HTML")


@lru_cache(maxsize=256)
def chosen(accept: str, offers: tuple[Offer, ...]) -> Offer | None:
    """What a client wants most of what is on offer, the first of several; None where it wants none of it.

    >>> chosen("text/csv;q=0.5, */*;q=0.1", RESULTS).media, chosen("image/png", RESULTS)
    ('text/csv', None)
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: _quality(offer.media, ranges))  # max keeps the first
    return best if _quality(best.media, ranges) > 0 else None


def must(accept: str, offers: tuple[Offer, ...]) -> Offer:
    """What a client wants most of what is on offer. Problem 406 where it wants none of it."""
    found = chosen(accept, offers)
    if found is None:
        raise not_acceptable(offers)
    return found


def not_acceptable(offers: Sequence[Offer]) -> Problem:
    """The problem of a client that wants nothing of what is on offer."""
    return Problem(406, f"the answer can be had as {', '.join(offer.media for offer in offers)}")


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for match in map(_RANGE.fullmatch, accept[:_LONGEST].split(",")):
        if match:
            quality = _QUALITY.search(match[3])
            found.append((match[1].lower(), match[2].lower(), float(quality[1]) if quality else 1.0))
    return found


def _quality(media: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality that the most specific range gives a media type."""
    kind, _, sub = media.partition("/")
    fits = [((one != "*") + (two != "*"), q) for one, two, q in ranges if one in (kind, "*") and two in (sub, "*")]
    return max(fits)[1] if fits else 0.0
