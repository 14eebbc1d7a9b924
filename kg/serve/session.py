"""What a worker does: it holds the store and answers jobs, in a process of its own that can be killed.

An answer is sent in parts, (Content-Type, bytes), so that a large one needs no more memory than a small one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

import pyoxigraph as ox

from kg.errors import KgError
from kg.processes.start import emit
from kg.query.engine import OutsideReference, QuerySyntaxError
from kg.query.limits import sealed, shown_size
from kg.query.oxigraph import Oxigraph
from kg.query.search.sparql import matches, searched
from kg.query.syntax import outside_error, syntax_error
from kg.rdf.prefixes import prefixes
from kg.serve.http.accept import GRAPHS, RESULTS, Offer, not_acceptable
from kg.serve.http.problem import Problem

Part: TypeAlias = tuple[str, bytes]

_PIECE = 2**16  # bytes of a part
_PICTURE = 1000  # characters of a message that shows the line of an error
_SERVICE, _FROM = re.compile("SERVICE", re.IGNORECASE), re.compile("FROM", re.IGNORECASE)
_WIDE = chr(0x4E00)  # a character of two columns
_UNION = {"use_default_graph_as_union": True}


class Job(Protocol):
    """Something to ask a session; it is pickled, and hashed. `sparql` is the query of which errors speak."""

    def __hash__(self) -> int:
        """The same for the same."""
        ...

    @property
    def sparql(self) -> str:
        """A query."""
        ...

    def answer(self, session: Session) -> Part:
        """The last part of the answer; those before it are sent by `emit`."""
        ...


class Session:
    """A store that is asked.

    Its process is sealed when the first job comes: from then on no file and no socket can be opened in it. So it is for
    a process that does nothing else; `sealed=False` is for one that does.
    """

    def __init__(self, store: ox.Store, base: str, sealed: bool = True) -> None:
        self.store, self.base, self._to_seal = store, base, sealed
        self.engine = Oxigraph(store)
        self.spaces = prefixes(base)
        matches(_WIDE, _WIDE)  # reads here, once for all workers, what words are cut with

    def __call__(self, job: Job) -> Part:
        """The last part of a job's answer. Problem where its query is wrong, reaches outside, or cannot be answered."""
        if self._to_seal:
            self._seal()
        try:
            return job.answer(self)
        except QuerySyntaxError as error:
            raise _unparsed(job.sparql, error) from None
        except OutsideReference as error:
            what = f"{outside_error(job.sparql, error).what}; leave it out"
            raise Problem(400, what, keyword=error.keyword) from None
        except KgError as error:
            raise Problem(400, str(error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise Problem(400, f"the query could not be answered: {error}") from None

    def _seal(self) -> None:
        syntax_error(_WIDE, QuerySyntaxError("", len(_WIDE)))  # which imports what could not be opened later
        self._wall = sealed()  # kept: it would be taken down with what holds it
        self._wall.__enter__()
        self._to_seal = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Its quads, where a process is not forked."""
        return _copied, (self.engine.dump(), self.base)

    def used(self, sparql: str) -> dict[str, str]:
        """The prefixes that a query may use without declaring them."""
        return {name: space for name, space in self.spaces.items() if f"{name}:" in sparql}


def _copied(quads: bytes, base: str) -> Session:
    store = ox.Store()
    store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS)
    return Session(store, base)


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query over a dataset; where `default` and `named` are empty, over that of the query, or all graphs.

    `results` and `graphs` are how a table and a graph are to be written (None: the client takes no form of it), `cap`
    is the largest answer in bytes.
    """

    sparql: str
    results: Offer | None
    graphs: Offer | None
    cap: int
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def answer(self, session: Session) -> Part:
        """The answer. Problem 406 where the client takes no form of it."""
        spaces = session.used(self.sparql)
        if _SERVICE.search(self.sparql):
            session.engine.refuse_outside(self.sparql, spaces, _SERVICE)
        found = session.engine.found(self.sparql, spaces, **self._dataset(session, spaces))
        if isinstance(found, ox.QueryTriples):
            return written_graph(found, self.graphs, self.cap, spaces)
        return _written_table(found, self.results, self.cap)

    def _dataset(self, session: Session, spaces: Mapping[str, str]) -> dict[str, Any]:
        """The arguments of pyoxigraph's query that say what is asked."""
        if self.default or self.named:
            default, named = ([ox.NamedNode(iri) for iri in some] for some in (self.default, self.named))
            return {"default_graph": default, "named_graphs": named}
        if _FROM.search(self.sparql):
            try:
                session.engine.refuse_outside(self.sparql, spaces, _FROM)
            except OutsideReference:
                return {}  # the query's own
        return _UNION


@dataclass(frozen=True, slots=True)
class Searched:
    """A query whose searches (kgf:search) are to be replaced by what they find."""

    sparql: str

    def answer(self, session: Session) -> Part:
        """The query to be asked instead. Errors are those of the query as it was written."""
        spaces = session.used(self.sparql)
        session.engine.refuse_outside(self.sparql, spaces, _SERVICE)
        Oxigraph(ox.Store()).found(self.sparql, spaces)
        return "application/sparql-query", searched(session.engine, self.sparql, spaces).sparql.encode()


@dataclass(frozen=True, slots=True)
class Dump:
    """The triples of a graph, or of all graphs together."""

    sparql: ClassVar[str] = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"

    graph: str | None
    offer: Offer
    cap: int

    def answer(self, session: Session) -> Part:
        """The triples. Problem 404 where there is no such graph."""
        if self.graph is None:
            found = session.engine.found(self.sparql, {}, use_default_graph_as_union=True)
            assert isinstance(found, ox.QueryTriples)
            return written_graph(found, self.offer, self.cap, session.spaces)
        node = ox.NamedNode(self.graph)
        if not session.store.contains_named_graph(node):
            raise Problem(404, f"there is no graph <{self.graph}>; the service description names those that are there")
        out = _Out(self.offer, self.cap)
        session.store.dump(out, format=_rdf(self.offer), from_graph=node, prefixes=dict(session.spaces))
        return out.rest()


class _Out(io.BytesIO):
    """A file that sends what is written into it in parts. Problem 413 where it is too much."""

    def __init__(self, offer: Offer, cap: int) -> None:
        super().__init__()
        self.media, self.cap, self.size = offer.header, cap, 0

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self.size += len(data)
        if self.size > self.cap:
            hint = "ask for less, as with LIMIT"
            raise Problem(413, f"the answer is larger than {shown_size(self.cap)}, the most that is sent; {hint}")
        written = super().write(data)
        if self.tell() >= _PIECE:
            emit(self.rest())
        return written

    def rest(self) -> Part:
        """What was not sent."""
        data = self.getvalue()
        self.seek(0)
        self.truncate()
        return self.media, data


def _written_table(found: ox.QuerySolutions | ox.QueryBoolean, offer: Offer | None, cap: int) -> Part:
    if offer is None:
        raise not_acceptable(RESULTS)
    out = _Out(offer, cap)
    found.serialize(out, format=getattr(ox.QueryResultsFormat, offer.form))
    return out.rest()


def written_graph(found: ox.QueryTriples, offer: Offer | None, cap: int, spaces: Mapping[str, str]) -> Part:
    """Triples in a syntax of RDF, with short names where it has some. Problem 406 where the client takes none."""
    if offer is None:
        raise not_acceptable(GRAPHS)
    out = _Out(offer, cap)
    if offer.form in ("TURTLE", "RDF_XML"):
        ox.serialize(found, out, format=_rdf(offer), prefixes=dict(spaces))
    else:
        found.serialize(out, format=_rdf(offer))
    return out.rest()


def _rdf(offer: Offer) -> ox.RdfFormat:
    return getattr(ox.RdfFormat, offer.form)  # type: ignore[no-any-return]


def _unparsed(sparql: str, error: QuerySyntaxError) -> Problem:
    """The problem of a query that does not parse, with line and column from 1, in characters."""
    what = syntax_error(sparql, error).what
    if len(what) > _PICTURE:
        what = what.partition("\n")[0]
    if error.at is None:
        return Problem(400, what)
    line = sparql.count("\n", 0, error.at) + 1
    return Problem(400, what, line=line, column=error.at - sparql.rfind("\n", 0, error.at))
