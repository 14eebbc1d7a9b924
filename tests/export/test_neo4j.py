"""What Neo4j is given: CSV by the rules of its import and in another graph database, Cypher in a parser and there."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kg.export.cypher import literal
from kg.export.formats import Settings, export, files
from kg.export.property_graph import PropertyGraph, identifier
from kg.ontology.ontology import load
from kg.rdf.terms import Names
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Graph, Span, Value
from tests.graphs import example, fact, hostile
from tests.strategies import graphs

HEADER = re.compile(r"id:ID\(\w+\)|:(?:START|END)_ID\(\w+\)|\w+:(?:string|int|double|date)(?:\[\])?")
BAD = "`]->() DETACH DELETE n //\\u0060"


def bad() -> Graph:
    """Class, property, qualifier and names that try to be more than names; what is not there is named too."""
    gone = DocumentId("gone"), Span(0, 1)
    first = Entity(EntityId(BAD), ClassName(BAD), BAD, (BAD, "a\x1fb", "\\u0022"), (gone,))
    facts = (
        fact(BAD, BAD, "nobody", (Evidence(*gone, BAD),), ((BAD, BAD),)),
        fact("said", BAD, Value(BAD, "text"), (), ((BAD, Value("\x00\r\n\\", "text")),)),
    )
    return Graph((Document(DocumentId(BAD), BAD),), (first,), tuple(sorted(facts, key=lambda f: f.id)))


GRAPHS = pytest.mark.parametrize("graph", [example(), hostile(), bad()], ids=["example", "hostile", "bad"])


def written(graph: Graph) -> dict[str, str]:
    return {name: b"".join(data).decode() for name, data in files(graph, "neo4j", Settings(load()))}


def statements(graph: Graph) -> list[str]:
    whole = export(graph, "cypher", Settings(load()))
    return [one for one in re.split(r"(?<=;)\n(?=CREATE|UNWIND|\Z)", whole) if one]


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """A file as an importer reads it: quotes doubled within quotes, lines ended by \\n."""
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True, doublequote=True)
    return head, rows


@GRAPHS
def test_the_files_keep_the_rules_of_the_import(graph: Graph) -> None:
    found = written(graph)
    options = found["import.args"].splitlines()
    assert options[:2] == ["--multiline-fields=true", "--array-delimiter=U+001F"]
    argument = re.compile(r"--(?:nodes=\w+(?::\w+)?|relationships=\w+)=((?:nodes|relations)-[\w-]+\.csv)")
    named = [argument.fullmatch(one) for one in options[2:]]
    assert all(named) and {one[1] for one in named if one} == found.keys() - {"import.args"}
    ids: dict[str, list[str]] = {"Document": [], "Entity": [], "Fact": []}
    ends: list[tuple[str, str]] = []
    for name, text in found.items():
        if name == "import.args":
            continue
        head, rows = table(text)
        kinds = [HEADER.fullmatch(column) for column in head]
        assert all(kinds), head
        assert all(len(row) == len(head) for row in rows)
        if name.startswith("nodes"):
            space = re.fullmatch(r"id:ID\((\w+)\)", head[0])
            assert space
            ids[space[1]] += [row[0] for row in rows]
        else:
            spaces = [re.fullmatch(r":(?:START|END)_ID\((\w+)\)", column) for column in head[:2]]
            ends += [(space[1], cell) for row in rows for space, cell in zip(spaces, row, strict=False) if space]
    for kind, some in ids.items():
        assert len(set(some)) == len(some), kind
    assert all(cell in ids[space] for space, cell in ends)
    assert len(ids["Fact"]) == len(graph.facts) and ends


def test_what_holds_is_a_relationship_and_every_fact_a_node() -> None:
    found = written(example())
    assert "--nodes=Entity:Person=nodes-Entity-Person.csv" in found["import.args"].splitlines()
    _, posts = table(found["relations-positionAt.csv"])
    assert [row[:2] for row in posts] == [["何立群", "临江县档案馆"]]
    _, took_part = table(found["relations-participatedIn.csv"])
    assert len(took_part) == 1  # neither what is denied nor what is planned
    head, facts = table(found["nodes-Fact.csv"])
    assert sum(row[head.index("predicate:string")] == "participatedIn" for row in facts) == 3
    figure = next(row for row in facts if row[head.index("predicate:string")] == "statistic")
    assert figure[head.index("number:double")] == "125000.0" and figure[head.index("q_of:string[]")] == "接待"
    received = next(row for row in facts if row[head.index("predicate:string")] == "received")
    assert received[head.index("first_day:date")] == "2021-06-09"
    _, qualified = table(found["relations-QUALIFIER.csv"])
    assert [row[1:] for row in qualified] == [["国家档案局", "conferredBy"]]
    head, bodies = table(found["nodes-Entity-GovernmentBody.csv"])
    archive = next(row for row in bodies if row[0] == "临江县档案馆")
    assert archive[head.index("aliases:string[]")].split("\x1f") == ["县档案馆", "该馆"]


def test_no_name_is_more_than_a_name() -> None:
    for name in written(bad()):
        assert re.fullmatch(r"[\w.-]+", name), name
    for one in statements(bad()):
        plain = re.sub(r'"(?:[^"\\]|\\.)*"', '""', one)  # without strings
        assert "DELETE n" not in plain and "//" not in plain
        assert all(re.fullmatch(r"\w+", name) for name in re.findall(r"`([^`]*)`", plain))
        assert plain.count("`") % 2 == 0 and plain.count(";") == 1


@GRAPHS
def test_a_parser_of_neo4js_cypher_takes_every_statement(graph: Graph) -> None:
    neo4j = pytest.importorskip("graphglot.dialect.neo4j", reason="pip install '.[dev]'")
    dialect = neo4j.Neo4j()
    found = statements(graph)
    assert sum(one.startswith("CREATE CONSTRAINT") for one in found) == 3
    for one in found:
        assert len(dialect.parse(one)) == 1


class Ladybug:
    """A graph database with a schema: one table for each space, one for each type of relationship."""

    def __init__(self, folder: Path, graph: Graph, lists: str = "STRING[]") -> None:
        module = pytest.importorskip("ladybug", reason="pip install '.[dev]'")
        self.connection = module.Connection(module.Database(str(folder / "graph.db")))
        self.made = PropertyGraph(graph, Names())
        self.types: dict[str, str] = {}
        types = {"text": "STRING", "texts": lists, "integer": "INT64", "number": "DOUBLE", "day": "DATE"}
        for space, some in {nodes.space: nodes for nodes in self.made.nodes()}.items():
            columns = ", ".join(f"{name} {types[kind]}" for name, kind in some.properties)
            self.types |= {name: types[kind] for name, kind in some.properties if kind != "day"}
            self.do(f"CREATE NODE TABLE {space}({columns}, PRIMARY KEY (id))")
        for one in self.made.relations():
            columns = "".join(f", `{name}` {types[kind]}" for name, kind in one.properties)
            self.do(f"CREATE REL TABLE `{one.type}`(FROM {one.start} TO {one.end}{columns})")

    def do(self, statement: str) -> list[list[Any]]:
        found: list[list[Any]] = self.connection.execute(statement).get_all()
        return found

    def load(self, statement: str) -> None:
        """Run a statement of Neo4j's: each null gets the type of its column here."""

        def typed(match: re.Match[str]) -> str:
            kind = self.types.get(match[1] or "")
            return match[0] if kind is None else f"`{match[1]}`: CAST(null AS {kind})"

        plain = re.sub(r", n:`\w+`;$", ";", statement)
        self.do(re.sub(r'"(?:[^"\\]|\\.)*"|`(\w+)`: null', typed, plain))

    def rows(self, space: str, names: list[str]) -> Counter[str]:
        return Counter(repr(row) for row in self.do(f"MATCH (n:{space}) RETURN {', '.join(f'n.{n}' for n in names)}"))

    def related(self, kind: str, names: list[str]) -> Counter[str]:
        said = "".join(f", r.`{n}`" for n in names)
        return Counter(repr(row) for row in self.do(f"MATCH (a)-[r:`{kind}`]->(b) RETURN a.id, b.id{said}"))

    def is_the_graph(self, plain: Callable[[Any], Any]) -> None:
        """All that was made is there, and nothing else; `plain` is what becomes of a cell."""
        wanted: dict[str, Counter[str]] = {}
        columns: dict[str, list[str]] = {}
        for nodes in self.made.nodes():
            columns[nodes.space] = [name for name, _ in nodes.properties]
            wanted.setdefault(nodes.space, Counter()).update(repr([plain(c) for c in row]) for row in nodes.rows())
        for space, names in columns.items():
            assert self.rows(space, names) == wanted[space]
        for one in self.made.relations():
            rows = Counter(repr([plain(c) for c in row]) for row in one.rows())
            assert self.related(one.type, [name for name, _ in one.properties]) == rows, one.type


def in_cypher(cell: Any) -> Any:
    if isinstance(cell, list):
        return [in_cypher(one) for one in cell] or None
    return cell.replace("\x00", "\ufffd") if isinstance(cell, str) else cell


def in_csv(cell: Any) -> Any:
    if isinstance(cell, list):
        return "\x1f".join(one.replace("\x1f", "\ufffd") for one in in_cypher(cell) or ()) or None
    return in_cypher(cell)


@GRAPHS
def test_a_graph_database_runs_the_cypher_twice_and_holds_the_graph(graph: Graph, tmp_path: Path) -> None:
    """It has neither constraints nor second labels, which are left out here."""
    database = Ladybug(tmp_path, graph)
    for _ in range(2):
        for one in statements(graph):
            if not one.startswith("CREATE CONSTRAINT"):
                database.load(one)
        database.is_the_graph(in_cypher)


@GRAPHS
def test_a_graph_database_reads_the_csv_and_holds_the_graph(graph: Graph, tmp_path: Path) -> None:
    """It takes a list as one text."""
    database = Ladybug(tmp_path, graph, lists="STRING")
    for name, text in written(graph).items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
        if name.endswith(".csv"):
            kind = name.removesuffix(".csv").split("-")[1]
            how = "HEADER=true, PARALLEL=false, ESCAPE='\"', DELIM=',', QUOTE='\"'"
            database.do(f"COPY `{kind}` FROM '{tmp_path / name}' ({how})")
    database.is_the_graph(in_csv)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(graphs())
def test_whatever_the_graph_files_are_tables_and_statements_balanced(graph: Graph) -> None:
    for name, text in written(graph).items():
        if name.endswith(".csv"):
            head, rows = table(text)
            assert all(len(row) == len(head) for row in rows)
    for one in statements(graph):
        plain = re.sub(r'"(?:[^"\\]|\\.)*"', "", one)
        assert '"' not in plain and all(plain.count(left) == plain.count(right) for left, right in ("()", "[]", "{}"))


def test_names_and_texts() -> None:
    assert literal("\\u0041") == '"\\\\" + "u0041"' and literal([]) == literal(None) == "null"
    assert identifier("a b") != identifier("a_b") and identifier("宜宾") == "宜宾"
