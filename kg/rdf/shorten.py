"""IRIs as a reader wants them, for tables and messages, and the base that they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.terms import unlocal

_DOCUMENT = re.compile(r"([^/].*[/#])doc/[^/#]*")


@lru_cache(maxsize=64)
def _spaces(base: str) -> dict[str, str]:
    return {space: prefix for prefix, space in prefixes(base).items()}


def base_of(documents: Iterable[str]) -> str:
    """The base under which documents with these IRIs are named; the project's own where none says.

    >>> base_of(["https://data.example.org/doc/news"]), base_of([])
    ('https://data.example.org/', 'https://zhkg.example/')
    """
    return next((found[1] for iri in documents if (found := _DOCUMENT.fullmatch(iri))), BASE)


def shorten(iri: str, base: str = BASE) -> str:
    """The prefixed name of an IRI, with the escapes of its last part undone; in angle brackets where no prefix fits.

    >>> shorten("https://zhkg.example/id/100%25"), shorten("https://a.example/b")
    ('id:100%', '<https://a.example/b>')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _spaces(base).get(iri[:cut])
    if prefix is None:
        return f"<{iri}>"
    return f"{prefix}:{iri[cut:] if iri[cut - 1] == '#' else unlocal(iri)}"
