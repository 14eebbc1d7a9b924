"""The tables of a graph: what pyarrow reads is what the graph holds."""

from __future__ import annotations

import io
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import TargetError
from kg.export.formats import FOLDERS, Settings, files
from kg.export.periods import days, period
from kg.export.tables import DOCUMENTS, EVIDENCE, FACTS, TABLES, batches, rows
from kg.ontology.ontology import load
from kg.rdf.terms import Names
from kg.store.canonical import HALF, canonical
from kg.types import Division, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Span, Value
from tests.graphs import example, fact, hostile
from tests.strategies import graphs

pq = pytest.importorskip("pyarrow.parquet", reason="pip install '.[parquet]'")


Tables: TypeAlias = dict[str, list[dict[str, Any]]]


def written(graph: Graph) -> dict[str, bytes]:
    return {name: b"".join(data) for name, data in files(graph, "parquet", Settings(load()))}


def tables(graph: Graph) -> Tables:
    return {name.removesuffix(".parquet"): pq.read_table(io.BytesIO(data)).to_pylist()
            for name, data in written(graph).items()}  # fmt: skip


def from_tables(found: Tables) -> tuple[list[Document], list[Entity], list[Fact]]:
    """Documents (without their frames), entities and facts, by the tables alone."""
    documents = [Document(DocumentId(row["id"]), row["text"]) for row in found["documents"]]
    entities = [
        Entity(
            row["id"],
            row["type"],
            row["name"],
            tuple(row["aliases"]),
            tuple((m["document"], Span(m["start"], m["end"])) for m in found["mentions"] if m["entity"] == row["id"]),
            tuple(map(Division, row["divisions"], row["division_names"])),
        )
        for row in found["entities"]
    ]
    return documents, entities, [_fact(row, found["evidence"]) for row in found["facts"]]


def _fact(row: dict[str, Any], evidence: list[dict[str, Any]]) -> Fact:
    def end(entity: str | None, value: str | None, kind: Any, unit: str | None) -> EntityId | Value:
        if entity is not None:
            return EntityId(entity)
        assert value is not None
        return Value(value, kind, unit)

    proofs = tuple(
        Evidence(one["document"], Span(one["start"], one["end"]), one["rule"], one["confidence"])
        for one in evidence
        if one["fact"] == row["id"]
    )
    qualifiers = tuple((q["name"], end(q["entity"], q["value"], q["datatype"], q["unit"])) for q in row["qualifiers"])
    target = end(row["object_entity"], row["object_value"], row["object_kind"], row["object_unit"])
    says = row["predicate"], row["subject"], target, qualifiers, row["modality"]
    return Fact(row["id"], *says, proofs, row["confidence"], row["extractor"])


def plain(text: str) -> str:
    return HALF.sub("\ufffd", text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(graphs())
def test_a_graph_comes_back_from_its_tables(graph: Graph) -> None:
    _, entities, facts = from_tables(tables(graph))
    assert [plain(repr(one)) for one in canonical(graph).entities] == [repr(one) for one in entities]
    assert [plain(repr(one)) for one in canonical(graph).facts] == [repr(one) for one in facts]


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_texts_places_and_quotes_are_those_of_the_graph(graph: Graph) -> None:
    found = tables(graph)
    documents, entities, facts = from_tables(found)
    assert [(one.id, one.text) for one in documents] == [(one.id, one.text) for one in graph.documents]
    assert tuple(entities) == canonical(graph).entities and tuple(facts) == canonical(graph).facts
    texts = {row["id"]: row["text"] for row in found["documents"]}
    for row in found["mentions"]:
        assert row["text"] == texts[row["document"]][row["start"] : row["end"]]
    for row in found["evidence"]:
        assert row["quote"] == texts[row["document"]][row["start"] : row["end"]]


def test_dates_and_numbers_are_typed() -> None:
    found = {(row["predicate"], row["modality"]): row for row in tables(example())["facts"]}
    received = found["received", "asserted"]
    assert str(received["first_day"]) == str(received["last_day"]) == "2021-06-09"
    founded = found["foundedOn", "asserted"]
    assert (str(founded["first_day"]), str(founded["last_day"])) == ("2020-07-01", "2020-07-31")
    figure = found["statistic", "asserted"]
    assert (figure["object_value"], figure["object_number"], figure["object_unit"]) == ("125000", 125000.0, "人次")
    assert received["iri"].startswith("https://zhkg.example/statement/")


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1998", "1998-01-01", "1998-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("2021-06-09T15:11:00", "2021-06-09", "2021-06-09"),
        ("2021-06/2021-09", "2021-06-01", "2021-09-30"),
        ("-0220", "None", "None"),
        ("0000", "None", "None"),
        ("2021-02-30", "None", "None"),
    ],
)
def test_the_days_of_a_date(iso: str, first: str, last: str) -> None:
    assert tuple(map(str, days(iso))) == (first, last)


def test_a_period_is_from_its_time_to_its_end() -> None:
    def of(**dates: str) -> tuple[str, ...]:
        qualifiers = tuple((name, Value(iso, "date")) for name, iso in dates.items())
        return tuple(map(str, period(fact("positionAt", "甲", "乙", (), qualifiers))))

    assert of(time="2018-03", end="2020") == ("2018-03-01", "2020-12-31")
    assert of(end="2020") == ("None", "2020-12-31")
    assert of(time="2018-03-02", through="2018-03-05") == ("2018-03-02", "2018-03-05")
    assert of(time="2021", end="2020") == ("None", "2020-12-31")  # they contradict each other: only the end is sure


def test_every_column_says_what_it_holds_and_the_bytes_are_the_same_each_time() -> None:
    assert list(written(example())) == [f"{table.name}.parquet" for table in TABLES]
    for (_, data), table in zip(written(example()).items(), TABLES, strict=True):
        schema = pq.read_schema(io.BytesIO(data))
        assert schema.names == [column.name for column in table.columns]
        assert all(field.metadata[b"what"] for field in schema)
    turned = Graph(example().documents[::-1], example().entities[::-1], example().facts[::-1])
    assert written(turned) == written(example())


def test_batches_are_bounded_by_rows_and_by_characters() -> None:
    assert [len(batch[0]) for batch in batches([("a",)] * 7, most=3)] == [3, 3, 1]
    assert [len(batch[0]) for batch in batches([("abcd",)] * 4, characters=8)] == [2, 2]
    assert list(batches([])) == []


def test_a_table_is_never_whole_in_memory() -> None:
    graph = Graph(tuple(Document(DocumentId(f"{n:04}"), f"{n}宜宾" * 20_000) for n in range(200)), (), ())
    size = sum(len(one.text.encode()) for one in graph.documents)

    def peak(found: Iterator[Any]) -> int:
        tracemalloc.start()
        for _ in found:
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(batches(rows(graph, DOCUMENTS, Names()), characters=100_000)) < size / 10


def test_rows_of_the_parts_are_the_rows_of_the_whole() -> None:
    """What another engine than this process relies on."""
    whole, names = canonical(example()), Names()
    parts = [Graph(whole.documents, (), (one,)) for one in whole.facts]
    for table in (FACTS, EVIDENCE):
        assert [row for part in parts for row in rows(part, table, names)] == list(rows(whole, table, names))


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TargetError, match=r"Parquet needs pyarrow.*zhkg\[parquet\]"):
        written(example())


def test_formats_of_files_refuse_what_they_cannot_say(tmp_path: Path) -> None:
    for form in FOLDERS:
        with pytest.raises(TargetError, match=f"{form} cannot say RDF 1.2"):
            files(example(), form, Settings(load(), rdf="1.2"))
        with pytest.raises(TargetError, match="is no base IRI"):
            list(files(example(), form, Settings(load(), base="here")))
