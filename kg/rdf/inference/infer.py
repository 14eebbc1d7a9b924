"""Triples -> the triples that follow from them, by rules that are tried until nothing new comes.

Each round tries the rules on what the round before it found (semi-naive evaluation): the first on all triples, the
others with one pattern of a rule matched to new triples only. The rules are SPARQL over a store of pyoxigraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from kg.ontology.ontology import Ontology
from kg.rdf.inference.rules import TYPE, Pattern, Rule, rules
from kg.rdf.ntriples import parts
from kg.rdf.terms import Triple

if TYPE_CHECKING:
    import pyoxigraph as ox

_INFERRED = re.compile("[/#]graph/inferred$")
_BATCH = 100_000  # triples that are loaded at once


def is_inferred(graph: object) -> bool:
    """Whether a graph's name, as pyoxigraph has it, is that of inferred triples (`Names.inferred`), whatever the base.

    The graphs of documents have other names: theirs ends in doc/ and a name without slashes.
    """
    return bool(_INFERRED.search(str(getattr(graph, "value", ""))))


def premises(ontology: Ontology) -> frozenset[str]:
    """The predicates, as terms of N-Triples, that rules look at: from triples with others nothing follows."""
    return frozenset({TYPE, *(pattern[1] for rule in rules(ontology) for pattern in rule.body)})


def infer(triples: Iterable[Triple], ontology: Ontology) -> Iterator[Triple]:
    """What follows from triples and is not among them, sorted, each once."""
    import pyoxigraph as ox

    store = ox.Store()
    wanted = premises(ontology)
    lines = (f"{s} {p} {o} .\n" for s, p, o in triples if p in wanted)
    for batch in _batches(lines):
        store.bulk_load(batch.encode(), format=ox.RdfFormat.N_TRIPLES)
    return (parts(line.decode()) for line in _closure(store, rules(ontology)).splitlines())


def infer_from(store: ox.Store, ontology: Ontology) -> bytes:
    """What follows from the triples of a store, all of its graphs but those of inferred triples taken together.

    As sorted lines of N-Triples; the store stays as it is.
    """
    import pyoxigraph as ox

    scratch = ox.Store()
    for predicate in sorted(premises(ontology)):
        quads = store.quads_for_pattern(None, ox.NamedNode(predicate[1:-1]), None, None)
        scratch.bulk_extend(ox.Quad(*quad.triple) for quad in quads if not is_inferred(quad.graph_name))
    return _closure(scratch, rules(ontology))


def _closure(store: ox.Store, known: tuple[Rule, ...]) -> bytes:
    """All that rules make of a store, to which it is added.

    What a round found stands in the store a second time, under predicates of its own: so a pattern is looked for among
    new triples by the same index as among all, where a graph of their own would be joined as a whole.
    """
    import pyoxigraph as ox

    found: set[bytes] = set()
    queries = [_query(rule.body, rule) for rule in known]
    for number in count():
        made = {line for query in queries for line in _asked(store, query)} - found
        if not made:
            break
        found |= made
        mark = f"<urn:zhkg:new:{number}:"
        store.bulk_load(b"".join(made), format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(_marked(made, mark), format=ox.RdfFormat.N_TRIPLES)
        queries = list(_queries_on_new(made, known, mark))
    return b"".join(sorted(found))


def _marked(lines: Iterable[bytes], mark: str) -> bytes:
    """Lines with another beginning of their predicates."""
    return b"".join(line.replace(b"> <", f"> {mark}".encode(), 1) for line in lines)


def _queries_on_new(made: set[bytes], known: tuple[Rule, ...], mark: str) -> Iterator[str]:
    """The rules of which a pattern may match what is new, each with that pattern looked for there."""
    terms = {line.split(b" ", 2)[1] for line in made}
    types = {line.rsplit(b" ", 2)[1] for line in made if line.split(b" ", 2)[1] == TYPE.encode()}
    for rule in known:
        for n, (subject, predicate, target) in enumerate(rule.body):
            if predicate.encode() in terms and (predicate != TYPE or target.encode() in types):
                new = subject, predicate.replace("<", mark, 1), target
                yield _query((new, *rule.body[:n], *rule.body[n + 1 :]), rule)


def _query(body: tuple[Pattern, ...], rule: Rule) -> str:
    head = " ".join(rule.head)
    return f"CONSTRUCT {{ {head} }} WHERE {{ {rule.where(body)} FILTER NOT EXISTS {{ {head} }} }}"


def _asked(store: ox.Store, query: str) -> list[bytes]:
    import pyoxigraph as ox

    found = store.query(query)
    assert isinstance(found, ox.QueryTriples)
    return (found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)


def _batches(lines: Iterable[str]) -> Iterator[str]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) >= _BATCH:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
