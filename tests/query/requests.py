"""Queries that reach outside, and queries that only hold the words: for the command and for the page.

`{0}` stands for the IRI of a listener, in angle brackets.
"""

# ruff: noqa: UP031 - with str.format every brace of SPARQL would stand twice

from __future__ import annotations

from collections.abc import Iterator

BLANKS = (" ", "\n", "\r", "\r\n", "\t", "#c\n", "#c\r", "# <a> '''\n\t", "#\r#\n")
NONE = ("", *BLANKS)
CASES = ("SERVICE", "service", "SeRvIcE")
AROUND = (
    "ASK {{ {} }}",
    "SELECT * {{ {} }}",
    "SELECT * WHERE {{ ?s ?p ?o . {} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {} }}",
    "DESCRIBE ?s {{ ?s ?p ?o . {} }}",
    "ASK {{ OPTIONAL {{ {} }} }}",
    "ASK {{ {{ ?s ?p ?o }} UNION {{ {} }} }}",
    "ASK {{ {{ SELECT * {{ {} }} }} }}",
    "ASK {{ FILTER EXISTS {{ {} }} }}",
    "ASK {{ FILTER NOT EXISTS {{ {} }} }}",
    "ASK {{ ?s ?p ?o MINUS {{ {} }} }}",
    "ASK {{ ?s ?p ?o LATERAL {{ {} }} }}",
    "ASK {{ ?s ?p ?o FILTER(?s = ?s && EXISTS {{ {} }}) }}",
    "ASK {{ GRAPH ?g {{ {} }} }}",
    "ASK {{ {{{{ {} }}}} }}",
    "ASK {{ BIND(1 AS ?x) {} }}",
    "ASK {{ VALUES ?x {{ 1 }} {} }}",
    "ASK {{ FILTER(1<2) {} }}",
    "ASK {{ FILTER(1<2#>'''\n) {} #'''\n}}",
    "ASK {{ ?s ?p 1,2;?q 'x'@en {} }}",
    'ASK {{ ?s ?p """a"b\\"""" {} }}',
    "ASK {{ ?s ?p 'a\\'#' {} }}",
    "ASK {{ ?s ?p '''<''' , <urn:a:'> {} }}",
    "ASK {{ ?s <urn:a#b> 'SERVICE <x>' {} }}",
    "BASE <https://a.example/> ASK {{ FILTER(?a<?b) {} }}",
    "PREFIX service: <https://a.example/> ASK {{ ?s service:from service:service {} }}",
)
TIGHT = (
    "1",
    "1.5",
    "true",
    "'x'",
    "''",
    "?x.",
    "<urn:a:b>",
    "()",
    "[]",
    "kg:.",
    "kg:a.",
    "kg:%41.",
    "_:b .",
    "1e5",
    "'1'^^xsd:int",
)


def services() -> Iterator[str]:
    """All are real, or no SPARQL."""
    call = "SERVICE {0} {{ ?x ?y ?z }}"
    yield from (around.format(call) for around in AROUND)
    for word in CASES:
        yield from ("ASK { %s%s{0}{ } }" % (word, blank) for blank in NONE)
        yield from ("ASK {%s%s {0}{ } }" % (blank, word) for blank in NONE)
        yield from ("ASK { %s%sSilent%s{0}{ } }" % (word, blank, blank) for blank in NONE)
    for before in TIGHT:
        yield "ASK { ?s ?p %sSERVICE{0}{ ?x ?y ?z } }" % before
        yield "ASK { ?s ?p %s\nSERVICE{0}{ ?x ?y ?z } }" % before
    for name in ("a:", "a:b", "a:SERVICE", ":", "service:"):
        prefix = name.partition(":")[0]
        declared = "PREFIX %s: {0} ASK { ?s ?p 1" % prefix
        yield "%s SERVICE %s { } }" % (declared, name)
        yield "%s SERVICE%s{ } }" % (declared, name)
        yield "PREFIX service: <urn:a:> %s . service %s { } }" % (declared, name)
    sent = "BIND(IRI(CONCAT(STR({0}), ENCODE_FOR_URI(STR(?o)))) AS ?e)"
    for blank in BLANKS:
        yield "SELECT * { ?s rdfs:label ?o %s LATERAL {%sSERVICE%s?e { ?x ?y ?z } } }" % (sent, blank, blank)
        yield "SELECT * { ?s rdfs:label ?o %s%sSERVICE?e { ?x ?y ?z } }" % (sent, blank)


def datasets() -> Iterator[str]:
    """All name a dataset, or are no SPARQL."""
    for word in ("FROM", "from", "FrOm", "FROM NAMED", "from#c\rnamed", "FROM\nNAMED", "FROMNAMED"):
        for head in (
            "SELECT *",
            "SELECT *\r",
            "SELECT (1 AS ?x)",
            "ASK",
            "ASK ",
            "DESCRIBE <urn:a:b>",
            "CONSTRUCT { ?s ?p ?o }",
            "CONSTRUCT",
        ):
            yield "%s%s{0} WHERE { ?s ?p ?o }" % (head, word)
    yield "PREFIX from: {0} PREFIX : {0} SELECT *FROM:x { }"
    yield "PREFIX a: {0} DESCRIBE ?x FROMa:x { }"
    yield "PREFIX : {0} PREFIX FRzzz: <urn:a:> PREFIX Fzzz: <urn:b:> DESCRIBE ?x FROM:x { }"


def updates() -> Iterator[str]:
    """None of them is a query."""
    for blank in (" ", "\n", "\r", "#c\r"):
        for word in ("LOAD", "load", "LOAD SILENT", "Load Silent"):
            yield "%s%s{0}" % (blank, word)
            yield "%s%s%s{0}" % (word, blank, blank)
            yield "ASK { } ;%s%s {0}" % (blank, word)
            yield "ASK { }%s%s {0} INTO GRAPH <urn:a:b>" % (blank, word)
    for update in (
        "INSERT DATA { {0} a {0} }",
        "CLEAR ALL",
        "DELETE { ?s ?p ?o } INSERT { } USING {0} WHERE { SERVICE {0} { } }",
    ):
        yield update
        yield "# c\r%s" % update


def requests() -> list[str]:
    """All of the above."""
    return [*services(), *datasets(), *updates()]


INNOCENT = (
    "SELECT ?from ?service ?FROM ?SERVICE { ?service ?from <https://a.example/FROM> }",
    "SELECT (1 AS ?FROM) (2 AS ?FRoM) (3 AS ?SERVICE) (4 AS ?SERVIcE) { }",
    "SELECT $from { $from ?p ?SERVICESILENT }",
    "PREFIX my: <https://a.example/> ASK { ?s my:SERVICE <https://a.example/o> , my:FROM , my:a.SERVICE }",
    "PREFIX service: <urn:a:> PREFIX from: <urn:b:> ASK { service:a from:b from:service , service:from , service: }",
    "PREFIX FROM: <urn:b:> DESCRIBE FROM:service",
    "ASK { ?s kg:from kg:service . ?s kg:service <https://a.example/SERVICE> }",
    "ASK { ?s kg:said 'the service, from morning to evening' } # a service from here",
    "ASK { ?s ?p '# SERVICE <urn:a:b> { }' , \"FROM <urn:a:b>\" }",
    "ASK { ?s ?p '''a'' SERVICE <urn:a:b> ' ''' , \"\"\"\nFROM <urn:a:b>\n\"\"\" }",
    "ASK { ?s ?p 'a\\' SERVICE <urn:a:b> {' }",
    "ASK { ?s ?p 'a\\u0027 SERVICE <urn:a:b> {' }",
    "ASK { # SERVICE <urn:a:b> { }\n ?s ?p ?o }",
    "ASK { # '\r?s ?p ?o # SERVICE <urn:a:b> { '\r }",
    "ASK { #\fSERVICE <urn:a:b> { }\n}",
    "ASK { #\u2028SERVICE <urn:a:b> { }\n}",
    "ASK { ?s ?p 'x'@service , 'y'@en-from }",
    "ASK { ?s ?p <urn:a:%AFROM> , kg:%afrom , '\\u000FROM' }",
    "ASK { _:service ?p _:from }",
    "ASK { ?s (kg:service|^kg:from)+ ?o FILTER(?s<?service&&?from>?s) }",
    "ASK { ?s ?p ?o FILTER(1<2) FILTER(?o != <https://a.example/?service=from>) }",
    "SELECT (COUNT(*) AS ?from) { }",
    "ASK { VALUES (?a ?b) { (1 <https://a.example/SERVICE>) (<urn:from:x> 'from') } }",
    "ASK { <https://a.example/service> <urn:from:a> ( 1 <urn:a:SERVICE> ) }",
    "BASE <https://service.example/> ASK { <from> <service> <FROM#service> }",
    "SELECT * { ?s ?p ?o } ORDER BY ?service LIMIT 1",
    "ASK { <<( ?s kg:service 'from' )>> ?p ?o }",
)
