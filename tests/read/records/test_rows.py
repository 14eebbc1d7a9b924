"""What a row of JSON lines, CSV or Parquet gives: its text, its fields, its id; and what is wrong with one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.field_names import FieldNames
from kg.read.read import explain, read
from kg.read.reader import Content
from kg.read.readers import of_suffix
from kg.read.sources import Source
from kg.types import Document
from tests.read.records.made import parquet

ONTOLOGY = load()
BODY = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。"
OTHER = "宜宾市司法局局长杨国庆出席图书节。"
Row = Mapping[str, Any]


def found(suffix: str, data: bytes, names: FieldNames | None = None, limit: int = 100_000) -> list[Any]:
    reader = of_suffix(suffix)
    assert reader
    content = Content("news", data, f"news{suffix}", limit, names=names or FieldNames())
    return list(reader.read(content, ONTOLOGY))


def lines(*rows: Row | str) -> bytes:
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in rows).encode()


def table(*rows: Row, **how: Any) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), **how)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def one(*rows: Row, names: FieldNames | None = None) -> Document:
    (document,) = found(".jsonl", lines(*rows), names)
    assert isinstance(document, Document), document
    return document


def told(errors: Sequence[object]) -> list[str]:
    return [str(error) for error in errors if isinstance(error, SourceError)]


def ids(found: Sequence[object]) -> list[str]:
    return [one.id for one in found if isinstance(one, Document)]


FIELDS = {
    "id": 7,
    "title": "临江县档案馆新馆开馆",
    "date": "2021-03-05",
    "url": "https://www.linjiang.example/a/7.html",
    "author": "王小明",
    "source": "临江日报",
    "text": BODY,
}


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_a_row_is_a_document_and_its_fields_are_metadata(suffix: str) -> None:
    made = {
        ".jsonl": lambda: lines(FIELDS),
        ".csv": lambda: table(FIELDS),
        ".tsv": lambda: table(FIELDS, delimiter="\t"),
        ".parquet": lambda: parquet([FIELDS]),
    }
    (document,) = found(suffix, made[suffix]())
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("news#7", f"临江县档案馆新馆开馆\n{BODY}")
    meta = document.meta
    assert (meta.title, meta.datePublished, meta.source) == ("临江县档案馆新馆开馆", "2021-03-05", "临江日报")
    assert (meta.authors, meta.url) == (("王小明",), "https://www.linjiang.example/a/7.html")


@pytest.mark.parametrize(
    "given",
    [
        "2021-03-05",
        "2021-03-05 10:20:30",
        "2021-03-04T23:30:00Z",
        "2021年3月5日",
        "2021/3/5",
        "20210305",
        1614913200,
        1614913200000,
        1614913200.5,
        "1614913200000000",
        {"$date": "2021-03-05T01:00:00Z"},
    ],
)
def test_dates(given: object) -> None:
    assert one({"text": BODY, "pubtime": given}).meta.datePublished == "2021-03-05"


@pytest.mark.parametrize("given", [date(2021, 3, 5), datetime(2021, 3, 5, 9), datetime(2021, 3, 4, 23, tzinfo=UTC)])
def test_times_of_parquet(given: object) -> None:
    (document,) = found(".parquet", parquet([{"content": BODY, "发布时间": given}]))
    assert document.meta.datePublished == "2021-03-05"


def test_a_field_wins_over_what_the_text_says_and_a_wrong_one_does_not() -> None:
    text = f"来源：青湖晚报  2020年1月2日\n{BODY}"
    meta = one({"text": text, "source": "临江日报", "date": "2021-03-05"}).meta
    assert (meta.source, meta.datePublished) == ("临江日报", "2021-03-05")
    meta = one({"text": text, "source": "未知", "date": "n/a"}).meta
    assert (meta.source, meta.datePublished) == ("青湖晚报", "2020-01-02")


def test_where_a_field_stands_is_told() -> None:
    row = {"标题": "新馆开馆", "正文": BODY}
    told, _ = explain(Source("stdin", None, data=lines(row, row)), ONTOLOGY)
    assert not isinstance(told, SourceError)
    won = {choice.field: choice.won for choice in told.choices}
    assert [(value.field, value.where) for value in won["title"]] == [("field_title", "column 标题")]


@pytest.mark.parametrize("name", ["text", "Content", "news_content", "正文", "内容", "articleBody", "raw-content"])
def test_the_column_of_the_text_is_known_by_its_name(name: str) -> None:
    assert one({"nr": 3, name: BODY, "summary": OTHER}).text == BODY


def test_columns_are_named_by_the_user() -> None:
    row = {"text": OTHER, "id": 1, "nr": "a 1#b", "t": {"full": BODY, "head": "新馆开馆"}}
    names = FieldNames(text="t.full", id="nr", title="t.head")
    document = one(row, names=names)
    assert (document.id, document.text) == ("news#a_1_b", f"新馆开馆\n{BODY}")
    assert one(row, names=FieldNames(text="Text", id="")).id == "news#1"
    (document,) = found(".parquet", parquet([row]), names)
    assert (document.id, document.text) == ("news#a_1_b", f"新馆开馆\n{BODY}")


def test_paragraphs_in_a_list_are_lines() -> None:
    assert one({"paragraphs": [BODY, "", OTHER]}).text == f"{BODY}\n{OTHER}"
    parts = {"段": [{"行号": 1, "内容": BODY}, {"行号": 2, "内容": OTHER}]}
    assert one(parts, names=FieldNames(text="段.内容")).text == f"{BODY}\n{OTHER}"


def test_without_an_id_rows_are_numbered() -> None:
    assert ids(found(".jsonl", lines({"text": BODY}, "", {"text": OTHER}))) == ["news#1", "news#3"]
    assert ids(found(".csv", table({"text": BODY, "n": 1}, {"text": OTHER, "n": 2}))) == ["news#1", "news#2"]
    assert ids(found(".jsonl", lines({"text": BODY, "id": None}, {"text": OTHER, "id": 1}))) == ["news#row-1", "news#1"]


def test_an_id_that_comes_again_is_told() -> None:
    every = found(".jsonl", lines({"id": 7, "text": BODY}, {"id": 7, "text": OTHER}, {"id": 8, "text": OTHER}))
    assert ids(every) == ["news#7", "news#8"]
    assert told(every)[0].startswith("news.jsonl#7: row 2 has the id of an earlier one; name a column that tells")


def test_a_long_id_ends_in_its_hash() -> None:
    rows = [{"id": "x" * 5000 + end, "text": BODY} for end in "ab"]
    first, second = ids(found(".jsonl", lines(*rows)))
    assert first != second and len(first) == len(second) < 250


MARKUP = f"<p>{BODY}</p><p>{OTHER}&nbsp;<b>陈立</b>说。</p><script>alert('x')</script>"


def test_html_in_a_text_is_read_as_html_and_other_signs_are_left() -> None:
    assert one({"html": MARKUP}).text == f"{BODY}\n{OTHER}\xa0陈立说。"
    page = f"<!DOCTYPE html><html><head><title>新馆开馆_临江网</title></head><body>{MARKUP}</body></html>"
    assert one({"text": page}).meta.title == "新馆开馆"
    plain = f"{BODY}若a<b且c>d，则&nbsp;不变。"
    assert one({"text": plain}).text == plain


BAD_ROWS = [
    ('{"id": 2, "text": ', "#row-2: its line is no JSON: expecting value; write one object a line"),
    ("[1, 2]", "#row-2: its line is JSON, but no object; write one object a line"),
    ('{"a":' * 100_000, "#row-2: its line is nested too deeply; write one object a line"),
    ({"id": 2}, "#2: row 2 has no text in the column 'text'; leave it out, or name another column"),
    ({"id": 2, "text": " \n"}, "#2: row 2 has no text in the column 'text'"),
    ({"id": 2, "text": {"a": 1, "b": 2}}, "#2: row 2 has no text in the column 'text'"),
    ({"id": 2, "text": "The archive opened yesterday."}, "#2: its text is not Chinese"),
    ({"id": 2, "text": BODY + "\0"}, "#2: it holds a NUL character"),
    ({"id": 2, "text": BODY + "\ud800"}, "#2: it holds half a character"),
    ({"id": 2, "text": BODY.encode().decode("gbk", "replace")}, "#2: its text is mojibake: UTF-8 that was read as GBK"),
    ({"id": 2, "text": BODY * 1000}, "#2: it is longer than 1,000 characters"),
    ({"id": 2, "text": "x" * 2_000_000}, "#row-2: it is longer than 1,000 characters"),
    ({"id": 2, "text": "<html><body></body></html>"}, "#2: its HTML has no text in its body"),
]


@pytest.mark.parametrize(("bad", "what"), BAD_ROWS, ids=[str(n) for n in range(len(BAD_ROWS))])
def test_a_bad_row_is_told_and_the_others_are_read(bad: Row | str, what: str) -> None:
    every = found(".jsonl", lines({"id": 1, "text": BODY}, bad, {"id": 3, "text": OTHER}), limit=1000)
    assert ids(every) == ["news#1", "news#3"]
    (error,) = told(every)
    assert error.startswith(f"news.jsonl{what}") and "; " in error


def test_broken_bytes_are_told_with_their_row() -> None:
    data = lines({"id": 1, "text": BODY}) + f'{{"id": 2, "text": "{BODY * 100}'.encode() + b'\xff"}\n'
    first, second = found(".jsonl", data)
    assert first.warnings == () and second.text == BODY * 100 + "\ufffd"
    assert [str(one.where) for one in second.warnings] == ["news.jsonl#row-2"] * 1 + ["news.jsonl#2"] * 1


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_a_file_without_a_known_column_says_which_there_are(suffix: str) -> None:
    row = {"docno": 7, "wenben": BODY}
    data = {".jsonl": lines(row), ".csv": table(row), ".parquet": parquet([row])}[suffix]
    (error,) = told(found(suffix, data))
    assert error == (
        f"news{suffix}: none of its columns is known to hold the text: they are docno, wenben; "
        "name the one that does: --text-field NAME"
    )
    (error,) = told(found(suffix, data, FieldNames(text="wenbem")))
    assert error == (
        f"news{suffix}: it has no column 'wenbem': its columns are docno, wenben; did you mean --text-field wenben?"
    )
    (document,) = found(suffix, data, FieldNames(text="wenben", date="day"))
    assert document.text == BODY
    assert [one.what for one in document.warnings] == ["it has no column 'day': its columns are docno, wenben"]


def test_many_and_strange_columns_are_told_in_one_line() -> None:
    (error,) = told(found(".jsonl", lines({f"列\n{n}" + "x" * 500: 1 for n in range(1000)})))
    assert "\n" not in error and "and 970 more" in error and len(error) < 3000


def test_an_unknown_field_is_an_error_of_the_caller() -> None:
    import kg

    with pytest.raises(ValueError, match="'body' is no field; use text, id, title, date, url, author, source"):
        list(kg.read_documents(["x.jsonl"], fields={"body": "x"}))


def test_fields_in_python_and_in_a_store(tmp_path: Path) -> None:
    import kg
    from kg.read.sources import sources
    from kg.run.update import update

    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"text": OTHER, "zw": BODY}, {"text": OTHER, "zw": BODY}))
    fields = {"text": "zw"}
    assert [getattr(one, "text", "") for one in kg.read_documents([path], fields=fields)] == [BODY, BODY]
    made = kg.build([path], fields=fields, extractor="rules")
    assert {one.text for one in made.graph.documents} == {BODY}
    store = tmp_path / "news.kg"
    assert update(store, sources([path]), extractor="rules").added == ("a#1", "a#2")
    assert update(store, sources([path]), extractor="rules").unchanged == 2
    assert update(store, sources([path], names=FieldNames.of(fields)), extractor="rules").changed == ("a#1", "a#2")


def test_two_lines_show_json_lines_and_a_header_a_table() -> None:
    long = lines({"text": BODY, "note": "x" * 50_000}, {"text": BODY})
    short = lines({"text": BODY}, {"text": BODY})
    for data in (short, long, table({"id": 1, "正文": BODY}), parquet([{"text": BODY}] * 2)):
        every = list(read(Source("stdin", None, data=data), ONTOLOGY))
        assert {one.text for one in every if isinstance(one, Document)} == {BODY} and told(every) == []
