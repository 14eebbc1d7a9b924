"""How the page says facts as sentences, by ontology/sentences.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ontology.ontology import Ontology
from kg.ontology.tables.sentences import Sentences

Said = list[tuple[list[str], str, str]]

_PLACE = re.compile(r"\{(\w*)\}")


def sentences(ontology: Ontology, properties: Iterable[str]) -> dict[str, Said]:
    """For each of some properties its sentences: the qualifiers that one needs, and its words in Chinese and English.

    OntologyError, with file and line, where a sentence names what its facts do not have, or lacks subject or object.
    """
    found: dict[str, Said] = {}
    for at, one in enumerate(ontology.table(Sentences).sentence):
        known = {"subject", "object", *one.needs}
        for key, words in (("zh", one.zh), ("en", one.en)):
            named = set(_PLACE.findall(words))
            if wrong := sorted(named - known):
                what = f"'{{{wrong[0]}}}' stands for nothing"
                raise ontology.error(Sentences, ("sentence", at, key), what, f"use {', '.join(sorted(known))}")
            if missing := sorted(known - named - {"former"}):
                what = f"'{{{missing[0]}}}' does not stand in it"
                raise ontology.error(Sentences, ("sentence", at, key), what, "a sentence says all of its fact")
        found.setdefault(one.property, []).append((list(one.needs), one.zh, one.en))
    return {name: found[name] for name in sorted(properties) if name in found}
