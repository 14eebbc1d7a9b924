"""/id/…, /doc/…, /statement/…: what the graph says of a thing, by its IRI, as a page or in a syntax of RDF."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response

from kg.ontology.namespace import KG
from kg.ontology.schema import Class, Property
from kg.query.results import Iri, Literal, Row, Term
from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.shorten import shorten
from kg.rdf.terms import local
from kg.serve.http import requests
from kg.serve.http.accept import GRAPHS, PAGE, RESULTS, Offer, must
from kg.serve.http.answers import answer
from kg.serve.http.problem import Problem
from kg.serve.pages.templates import rendered
from kg.serve.service import Service, service_of
from kg.serve.session import Query

KINDS = (*(space[len(BASE) : -1] for space in prefixes().values() if space.startswith(BASE)), "graph")

FORMS = {"html": PAGE, "turtle": GRAPHS[0], "ntriples": GRAPHS[1], "jsonld": GRAPHS[2], "rdfxml": GRAPHS[3]}
_OFFERS = (PAGE, *GRAPHS)
_MOST = 500  # rows of a table of a page
_THERE = "ASK {{ {{ <{0}> ?p ?o }} UNION {{ ?s ?p <{0}> }} }}"
_ABOUT = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ <{0}> ?p ?o BIND(<{0}> AS ?s) }} UNION {{ ?s ?p <{0}> BIND(<{0}> AS ?o) }}
  UNION {{ ?s rdf:subject|rdf:object <{0}> ; ?p ?o }}
}}"""
_OWN = """SELECT ?p ?o ?name {{ <{0}> ?p ?o FILTER(?p NOT IN (skos:prefLabel, rdfs:label, kg:mention, schema:text))
  OPTIONAL {{ ?o skos:prefLabel|schema:name ?name }} }} ORDER BY ?p ?o LIMIT {1}"""
_NAMES = "SELECT ?name {{ <{0}> skos:prefLabel|schema:headline|schema:name ?name }} LIMIT 1"
_FACTS = """SELECT ?fact ?s ?sName ?p ?o ?oName ?modality {{ ?fact rdf:subject|rdf:object <{0}> ; a kg:Statement ;
  rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality .
  OPTIONAL {{ ?s skos:prefLabel ?sName }} OPTIONAL {{ ?o skos:prefLabel ?oName }} }} ORDER BY ?p ?fact LIMIT {1}"""
_EVIDENCE = """SELECT ?fact ?quote ?doc {{ VALUES ?fact {{ {0} }} ?fact kg:evidence ?e .
  ?e oa:hasSource ?doc ; oa:hasSelector/oa:exact ?quote }} ORDER BY ?fact ?doc ?quote LIMIT {1}"""
_SINGLE = (
    "SELECT ?subject {{ ?subject ?p <{0}> FILTER(?p NOT IN (rdf:subject, rdf:object)) }} ORDER BY ?subject LIMIT {1}"
)


async def thing(request: Request) -> Response:
    """Say what the graph says of a thing. Problem 404 where it says nothing."""
    service = service_of(request)
    iri = await _there(service, request)
    offer = _offered(request)
    links = [f'<{address}>; rel="alternate"; type="{one.media}"' for one, address in _alternates(request)]
    headers = {"Vary": "Accept", "Link": ", ".join(links)}
    if offer is not PAGE:
        job = Query(_ABOUT.format(iri), RESULTS[0], offer, service.settings.answer)
        return await answer(service.workers, job, request, headers)
    view = View(service, iri)
    body, policy = rendered("thing.html.j2", **await view.about(_MOST), alternates=FORMS)
    return Response(body, 200, {**headers, "Content-Security-Policy": policy}, PAGE.header)


async def iri_of(service: Service, name: str) -> str:
    """The IRI of an entity by the last segment of it, as a client may write it. Problem 404 where there is none."""
    for segment in dict.fromkeys((name, local(name))):
        if iri := await _is_there(service, f"{service.base}id/{segment}"):
            return iri
    raise Problem(404, "the graph has no entity of this name")


class View:
    """What pages show of one thing."""

    def __init__(self, service: Service, iri: str) -> None:
        self.service, self.iri = service, iri

    async def about(self, most: int) -> dict[str, Any]:
        """The thing as a template shows it, with up to `most` rows in each of its tables."""
        own, facts = await self._rows(_OWN, most + 1), await self._rows(_FACTS, most + 1)
        incoming = () if facts else await self._rows(_SINGLE, most + 1)
        names = await self._rows(_NAMES, 1)
        name = next((_value(term) for row in names for term in row), shorten(self.iri, self.service.base))
        return {
            "name": name,
            "iri": self.iri,
            "own": [(self._term(p, None), self._term(o, label)) for p, o, label in own[:most]],
            "facts": await self._facts(facts[:most]),
            "incoming": [self._term(subject, None) for (subject,) in incoming[:most]],
            "more": max(len(own), len(facts), len(incoming)) > most,
        }

    async def _facts(self, rows: tuple[Row, ...]) -> list[dict[str, Any]]:
        quotes: dict[str, list[dict[str, Any]]] = {}
        if rows:
            facts = " ".join(f"<{_value(row[0])}>" for row in rows)
            for fact, quote_, document in (await self.service.result(_EVIDENCE.format(facts, 4 * len(rows)))).rows:
                quotes.setdefault(_value(fact), []).append(
                    {"quote": _value(quote_), "document": self._term(document, None)}
                )
        return [
            {
                "link": self._term(fact, None),
                "subject": self._term(s, s_name),
                "predicate": self._term(p, None),
                "object": self._term(o, o_name),
                "modality": self._term(modality, None),
                "evidence": quotes.get(_value(fact), []),
            }
            for fact, s, s_name, p, o, o_name, modality in rows
        ]

    async def _rows(self, query: str, most: int) -> tuple[Row, ...]:
        return (await self.service.result(query.format(self.iri, most))).rows

    def _term(self, term: Term | None, name: Term | None) -> dict[str, str | None]:
        """A term as a template shows it: its words, and where they lead, on this service or on the web."""
        if not isinstance(term, Iri):
            return {"words": _value(term), "href": None}
        words = (
            _value(name) if name is not None else self._known.get(term.value) or shorten(term.value, self.service.base)
        )
        return {"words": words, "href": self._href(term.value)}

    def _href(self, iri: str) -> str | None:
        rest = iri.removeprefix(self.service.base)
        if rest != iri and rest.partition("/")[0].partition("#")[0] in KINDS:
            path, _, fragment = rest.partition("#")
            return "/" + quote(path, safe="/") + (f"#{quote(fragment)}" if fragment else "")
        return iri if iri.startswith(("http://", "https://")) else None

    @cached_property
    def _known(self) -> dict[str, str]:
        """The labels of classes and properties."""
        known = self.service.ontology
        both: list[Class | Property] = [*known.classes.values(), *known.properties.values()]
        return {f"{KG}{one.name}": f"{one.zh} {one.en}" for one in both}


async def _there(service: Service, request: Request) -> str:
    """The IRI that a path stands for. Problem 404 where the graph has none."""
    kind, slash, rest = request.scope["raw_path"].decode("ascii", "replace").lstrip("/").partition("/")
    try:
        name = unquote_to_bytes(rest).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise Problem(400, "the path is not UTF-8") from None
    plain = "/".join(unquote_to_bytes(part).decode("utf-8", "replace") for part in rest.split("/"))
    for segment in dict.fromkeys((local(name), plain)):
        if iri := await _is_there(service, f"{service.base}{kind}{slash}{segment}"):
            return iri
    raise Problem(404, "the graph says nothing of a thing of this name")


async def _is_there(service: Service, iri: str) -> str | None:
    if not requests.is_iri(iri):
        return None
    return iri if (await service.result(_THERE.format(iri), kind="ask")).answer else None


def _offered(request: Request) -> Offer:
    asked = requests.in_address(request).one("format")
    if asked is None:
        return must(request.headers.get("accept", ""), _OFFERS)
    if asked not in FORMS:
        raise Problem(400, f"format is one of {', '.join(FORMS)}")
    return FORMS[asked]


def _alternates(request: Request) -> list[tuple[Offer, str]]:
    path = request.scope["raw_path"].decode("ascii", "replace")
    return [(offer, f"{path}?format={name}") for name, offer in FORMS.items()]


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, Iri | Literal) else ""
