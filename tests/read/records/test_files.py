"""JSON lines, CSV and Parquet as files: encodings, delimiters, quotes, damage; long ones in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.types import Document
from tests.read.records.made import parquet
from tests.read.records.test_rows import BODY, OTHER, found, ids, lines, told

CSV = f'编号,标题,正文\r\n1,新馆开馆,"{BODY}\r\n第二段，""引号""，逗号,。"\r\n\r\n2,图书节,{OTHER}\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_table_in_each_encoding_and_with_each_delimiter(encoding: str, delimiter: str) -> None:
    text = CSV.replace("，逗号,", "").replace(",", delimiter)
    every = found(".csv", text.encode(encoding))
    assert [(one.id, one.text) for one in every] == [
        ("news#1", f'新馆开馆\n{BODY}\r\n第二段，"引号"。'),
        ("news#2", f"图书节\n{OTHER}"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5"])
def test_json_lines_in_each_encoding(encoding: str) -> None:
    text = "國務院總理昨天會見來賓，市長陳立出席儀式。" if encoding == "big5" else BODY
    data = "".join(json.dumps({"text": text, "n": n}, ensure_ascii=False) + "\r\n" for n in range(2)).encode(encoding)
    assert [one.text for one in found(".jsonl", data)] == [text, text]


def test_a_quoted_cell_holds_delimiters_and_line_breaks() -> None:
    first, second = found(".csv", CSV.encode())
    assert first.text == f'新馆开馆\n{BODY}\r\n第二段，"引号"，逗号,。'
    assert second.id == "news#2"


def test_rows_that_do_not_fit_are_told_and_the_others_are_read() -> None:
    data = f"id,text\n1,{BODY}\n2,{BODY},x\n3\n4,{OTHER}\n"
    every = found(".csv", data.encode())
    assert ids(every) == ["news#1", "news#4"]
    assert [error.partition(";")[0] for error in told(every)] == [
        "news.csv#row-2: row 2 has 3 cells, and the table 2 columns",
        "news.csv#row-3: row 3 has 1 cells, and the table 2 columns",
    ]


def test_a_cell_that_is_too_long_costs_its_row() -> None:
    data = f'id,text\n1,{BODY}\n2,"{BODY * 100_000}"\n3,{OTHER}\n'
    every = found(".csv", data.encode(), limit=1000)
    assert ids(every) == ["news#1", "news#3"]
    assert [error.partition(";")[0] for error in told(every)] == ["news.csv#row-2: it is longer than 1,000 characters"]
    fits = f'id,text\n1,"{BODY * 8000}"\n2,{OTHER}\n'  # more than the csv module takes by itself
    assert [len(one.text) for one in found(".csv", fits.encode(), limit=200_000)] == [len(BODY) * 8000, len(OTHER)]


def test_a_quote_that_is_not_closed_does_not_take_the_rest() -> None:
    rows = "".join(f"{n},{OTHER}\n" for n in range(3, 60_000))
    every = found(".csv", f'id,text\n1,{BODY}\n2,"{BODY}\n{rows}'.encode(), limit=1000)
    assert ids(every)[0] == "news#1" and len(ids(every)) > 30_000
    assert "longer than 1,000 characters" in told(every)[0]


def test_the_limit_of_the_csv_module_is_left_as_it_was() -> None:
    import csv

    before = csv.field_size_limit()
    found(".csv", CSV.encode())
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("suffix", "data", "what"),
    [
        (".jsonl", b'[{"text": "a"},\n{"text": "b"}]', "it is one list of JSON, and no object a line"),
        (".jsonl", BODY.encode(), "its line is no JSON: expecting value"),
        (".jsonl", b"", "it is empty"),
        (".jsonl", b"PK\x03\x04" + bytes(40), "it is a binary file, not text"),
        (".csv", b"\n\n\n", "it is empty"),
        (".csv", "编号,正文\n".encode(), "it holds no documents"),
        (".csv", bytes(range(256)) * 20, "it is a binary file"),
        (".parquet", b"PAR1 and no more", "it is no sound Parquet: "),
        (".parquet", b"", "it is no sound Parquet: "),
        (".parquet", parquet([]), "none of its columns is known to hold the text: they are "),
    ],
)
def test_a_file_that_cannot_be_read(suffix: str, data: bytes, what: str) -> None:
    (error,) = found(suffix, data)
    assert isinstance(error, SourceError) and error.what.startswith(what) and error.hint


def test_a_damaged_row_group_of_parquet_costs_its_rows() -> None:
    data = parquet([{"id": n, "text": f"{BODY}{n:03}"} for n in range(30)], row_group_size=10)
    at = data.index(f"{BODY}015".encode())
    for size in (4, 200):
        broken = data[: at - 4] + b"\xff" * size + data[at - 4 + size :]
        every = found(".parquet", broken)
        assert {f"news#{n}" for n in (*range(10), *range(20, 30))} <= set(ids(every))
        assert any("cannot be read" in error or "mojibake" in error or "half" in error for error in told(every))
    (error,) = told(found(".parquet", data[: len(data) // 2]))
    assert error.startswith("news.parquet: it is no sound Parquet: ")


def test_only_the_columns_that_are_used_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    asked: list[Any] = []
    whole = pq.ParquetFile.iter_batches

    def noted(self: Any, size: int, groups: Any, columns: list[str], **how: Any) -> Any:
        asked.append(columns)
        return whole(self, size, groups, columns, **how)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", noted)
    found(".parquet", parquet([{"id": 1, "embedding": [1.0] * 50, "text": BODY, "title": "新馆开馆"}]))
    assert asked == [["text", "id", "title"]]


@pytest.mark.parametrize(
    ("suffix", "module", "name"), [(".parquet", "pyarrow", "parquet"), (".warc", "warcio", "warc")]
)
def test_a_missing_package_is_named(suffix: str, module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in [one for one in sys.modules if one.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, one)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.archiveiterator", None)
    (error,) = told(found(suffix, b"PAR1WARC/"))
    assert error.endswith(f"which needs {module}; run: pip install 'zhkg[{name}]'")


_MEMORY = """
import resource, sys
from kg.ontology.ontology import load
from kg.read.read import read
from kg.read.sources import sources
from kg.types import Document
count = 0
for one in read(sources([sys.argv[1]])[0], load()):
    assert isinstance(one, Document), one
    count += 1
    if count == 200:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_a_long_file_takes_little_memory(suffix: str, tmp_path: Path) -> None:
    """3,000 rows of 60 kB, of which a paragraph is text: 180 MB are read within 60 MB."""
    rows = [{"id": n, "text": BODY, "padding": f"{n % 7}" * 60_000, "title": "新馆开馆"} for n in range(3000)]
    path = tmp_path / f"a{suffix}"
    if suffix == ".parquet":
        path.write_bytes(parquet(rows, row_group_size=100))
    elif suffix == ".csv":
        path.write_text("id,text,padding\n" + "".join(f"{r['id']},{r['text']},{r['padding']}\n" for r in rows), "utf-8")
    else:
        path.write_bytes(lines(*rows))
    done = subprocess.run([sys.executable, "-c", _MEMORY, path], capture_output=True, check=True, encoding="utf-8")
    count, more = map(int, done.stdout.split())
    assert count == 3000 and more < 60


def test_a_document_is_a_row_even_where_another_fails() -> None:
    every = found(".csv", f"text\n{BODY}\nEnglish only\n{OTHER}\n".encode())
    assert [isinstance(one, Document) for one in every] == [True, False, True]
