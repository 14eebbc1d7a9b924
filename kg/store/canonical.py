"""One order for everything in a graph, so that equal graphs are written with the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.errors import GraphError
from kg.store.correction_json import id_of, instant
from kg.types import Document, Entity, Fact, Graph, Link, Value

HALF = re.compile("[\ud800-\udfff]")  # half a character: UTF-8 and RDF have none


def canonical_document(document: Document) -> Document:
    """A document with all inside it in order."""
    meta = document.meta
    fields = sorted(set(meta.fields), key=lambda field: (field[1], field[0]))
    meta = replace(meta, frame=tuple(sorted(set(meta.frame))), fields=tuple(fields))
    return Document(document.id, HALF.sub("\ufffd", document.text), meta, reprint_of=document.reprint_of)


def _entity(entity: Entity) -> Entity:
    aliases, mentions = tuple(sorted(entity.aliases)), tuple(sorted(set(entity.mentions)))
    same = (aliases, mentions) == (entity.aliases, entity.mentions)
    return entity if same else replace(entity, aliases=aliases, mentions=mentions)


def _qualifier(pair: tuple[str, str | Value]) -> tuple[str, str, str]:
    name, value = pair
    return (name, value, "") if isinstance(value, str) else (name, value.text, value.datatype)


def canonical_fact(fact: Fact) -> Fact:
    """A fact with all inside it in order."""
    evidence = tuple(sorted(set(fact.evidence), key=lambda e: (e.document, e.span, e.rule, e.confidence)))
    qualifiers = tuple(sorted(fact.qualifiers, key=_qualifier))
    same = (qualifiers, evidence) == (fact.qualifiers, fact.evidence)
    return fact if same else replace(fact, qualifiers=qualifiers, evidence=evidence)


def link_key(link: Link) -> tuple[object, ...]:
    """What sorts a link among all others."""
    left, right = link.left, link.right
    return left.document, left.mention.span, right.document, right.mention.span, link.verdict, link.score, link.why


def canonical(graph: Graph) -> Graph:
    """The same graph with documents, entities and facts sorted by id, and everything inside them sorted too.

    The order of authors and editors is kept: it is the article's. Half a character (a lone surrogate) in a document's
    text becomes U+FFFD, since no file can hold it.

    >>> canonical(Graph((), (Entity("b", "Place", "b"), Entity("a", "Place", "a")), ())).entities[0].id
    'a'
    """
    return Graph(
        tuple(sorted(map(canonical_document, graph.documents), key=lambda d: d.id)),
        tuple(sorted(map(_entity, graph.entities), key=lambda e: e.id)),
        tuple(sorted(map(canonical_fact, graph.facts), key=lambda f: f.id)),
        tuple(sorted(graph.links, key=link_key)),
        graph.origin,
        tuple(sorted(graph.corrections, key=lambda one: (instant(one.correction.when), id_of(one.correction)))),
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place in a graph file where a hash or a quote does not match the text in the same file."""

    where: str
    what: str


def digests_differ(documents: Iterable[Document], digests: Mapping[str, str]) -> Iterator[Disagreement]:
    """The documents whose text has not the SHA-256 that was written beside it (by document id)."""
    for document in documents:
        if digests.get(document.id) != document.digest:
            yield Disagreement(document.id, "the text has not the sha256 that stands beside it")


def refuse(disagreements: Iterable[Disagreement], where: str | None) -> None:
    """Raise GraphError about the first disagreement in file `where`, if there is one."""
    for found in disagreements:
        raise GraphError(f"{found.where}: {found.what}", where=where, hint="run kg check, or build the graph again")
