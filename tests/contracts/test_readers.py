"""What holds of every reader of the table. A new reader is held to it by its row, and by an example in EXAMPLES."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import Ontology, load
from kg.pipeline import build, extracted
from kg.read import readers
from kg.read.read import read, read_one
from kg.read.reader import Content, Reader
from kg.read.readers import READERS, choose, of_media_type, of_suffix, suffixes
from kg.read.sources import Source, sources
from kg.types import Document, Layer
from tests.read.office.made import mhtml, plain_docx, plain_epub, plain_odt
from tests.read.packed.made import PACK, tarred, zipped
from tests.read.pdf.making import LEFT, TOP, Words, column, pdf
from tests.read.records.made import Reply, parquet, warc

ONTOLOGY = load()
ENGLISH = "The county archive opened its new building yesterday."
BODY = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。"
TEXT = f"临江县档案馆新馆开馆\n来源：临江日报\n{BODY}\n"
# For each reader: the bytes of a source whose text has these words.
EXAMPLES: dict[str, Callable[[str], bytes]] = {
    "plain text": lambda words: f"临江县档案馆新馆开馆\n来源：临江日报\n{words}\n".encode(),
    "Markdown": lambda words: f"---\ntitle: 临江县档案馆新馆开馆\n---\n\n{words}\n".encode(),
    "HTML": lambda words: f"<!DOCTYPE html><html><body><p>{words}</p></body></html>".encode(),
    "Word": plain_docx,
    "OpenDocument text": plain_odt,
    "EPUB": plain_epub,
    "MHTML": lambda words: mhtml(f"<!DOCTYPE html><html><body><p>{words}</p></body></html>"),
    "JSON lines": lambda words: "".join(f'{{"id": {n}, "text": "{words}"}}\n' for n in range(2)).encode(),
    "CSV": lambda words: f"id,text\n1,{words}\n2,{words}\n".encode(),
    "Parquet": lambda words: parquet({"id": n, "text": words} for n in range(2)),
    "WARC": lambda words: warc(Reply(f"http://a.example/{n}", words.encode(), "text/plain") for n in range(2)),
    "PDF": lambda words: pdf([column([words])]),
}
FOREIGN: dict[str, bytes] = {
    "plain text": ENGLISH.encode(),
    "Markdown": f"---\ntitle: Archive\n---\n\n{ENGLISH}\n".encode(),
    "HTML": f"<html><body><p>{ENGLISH}</p></body></html>".encode(),
    "Word": plain_docx(ENGLISH),
    "OpenDocument text": plain_odt(ENGLISH),
    "EPUB": plain_epub(ENGLISH),
    "MHTML": mhtml(f"<html><body><p>{ENGLISH}</p></body></html>"),
    "JSON lines": f'{{"text": "{ENGLISH}"}}\n'.encode(),
    "CSV": f"id,text\n1,{ENGLISH}\n".encode(),
    "Parquet": parquet([{"text": ENGLISH}]),
    "WARC": warc([Reply("http://a.example/b", ENGLISH.encode(), "text/plain")]),
    "PDF": pdf([[Words(LEFT, TOP, ENGLISH)]]),
}
BINARY = {
    "PDF",
    "Word",
    "OpenDocument text",
    "EPUB",
    "MHTML",
    "Parquet",
    "WARC",
}  # formats whose bytes are no text in an encoding
FROM_ITS_END = {"Parquet"}  # formats that are not read forward
EACH = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
EACH_TEXT = pytest.mark.parametrize(
    "reader", [reader for reader in READERS if reader.name not in BINARY], ids=lambda reader: reader.name
)
HOSTILE = {
    "empty": b"",
    "blank": "\u3000\r\n".encode(),
    "zeros": b"\0" * 1000,
    "every byte": bytes(range(256)) * 40,
    "a broken byte": TEXT.encode() * 3 + b"\xff" + TEXT.encode(),
    "half a character": TEXT.encode()[:-2],
    "a mark alone": b"\xef\xbb\xbf",
    "UTF-16 of odd length": b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\0",
    "a surrogate": b"\xff\xfe\x00\xd8" + TEXT.encode("utf-16-le"),
    "PDF": b"%PDF-1.7\n",
    "zip": b"PK\x03\x04" + bytes(100),
    "tags": b"<p>" * 100_000,
    "brackets": b"[" * 100_000 + b"{" * 100_000,
    "an endless comment": "<!DOCTYPE html><!-- 馆长 ".encode() * 1000,
}


def documents(reader: Reader, data: bytes, limit: int = 100_000) -> list[Document | SourceError]:
    return list(reader.read(Content("news", data, "news.x", limit), ONTOLOGY))


def sound(found: list[Document | SourceError], limit: int = 100_000) -> None:
    """Documents and errors as values, with ids of their own, spans in the text, and what to do next."""
    assert found
    ids = [one.id for one in found if isinstance(one, Document)]
    assert len(ids) == len(set(ids))
    for one in found:
        if isinstance(one, SourceError):
            assert one.hint
            assert (one.where or "").startswith("news.x")
            continue
        assert one.id == "news" or one.id.startswith("news#")
        assert one.text.strip() and len(one.text) <= limit
        assert len(one.digest) == 64
        spans = [*one.meta.frame, *(span for _, span in one.meta.fields)]
        assert all(0 <= span.start < span.end <= len(one.text) for span in spans)


def test_each_suffix_and_media_type_belongs_to_one_reader() -> None:
    for names in ([s for r in READERS for s in r.suffixes], [m for r in READERS for m in r.media_types]):
        assert names
        assert [name for name, count in Counter(names).items() if count > 1] == []
        assert all(name == name.lower() for name in names)
    assert all(suffix.startswith(".") for suffix in suffixes())
    assert len({reader.name for reader in READERS}) == len(READERS) == len(EXAMPLES) == len(FOREIGN)


@EACH
def test_suffix_media_type_and_bytes_choose_it(reader: Reader) -> None:
    data = EXAMPLES[reader.name](BODY)
    for suffix in reader.suffixes:
        assert of_suffix(suffix) is of_suffix(suffix.upper()) is choose(b"", suffix=suffix) is reader
    for media_type in reader.media_types:
        assert of_media_type(media_type.upper() + " ; charset=utf-8") is choose(b"", media_type=media_type) is reader
    assert choose(data) is choose(data, suffix=".unknown", media_type="application/unknown") is reader


@EACH_TEXT
@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-be", "utf-8-sig"])
def test_bytes_choose_it_in_each_encoding(reader: Reader, encoding: str) -> None:
    assert choose(EXAMPLES[reader.name](BODY).decode().encode(encoding, "replace")) is reader


def test_the_suffix_counts_more_than_the_media_type_and_the_bytes() -> None:
    page = EXAMPLES["HTML"](BODY)
    assert choose(page, suffix=".txt", media_type="text/html").name == "plain text"
    assert choose(page, media_type="text/plain").name == "plain text"
    assert of_suffix("") is of_suffix(".unknown") is of_media_type("") is None


@EACH
def test_bytes_in_documents_out(reader: Reader) -> None:
    found = documents(reader, EXAMPLES[reader.name](BODY))
    sound(found)
    assert all(isinstance(one, Document) for one in found)
    assert BODY in "".join(one.text for one in found if isinstance(one, Document))


@EACH
def test_the_same_bytes_give_the_same_documents(reader: Reader) -> None:
    data = EXAMPLES[reader.name](BODY)
    first, second = documents(reader, data), documents(reader, bytes(data))
    assert first == second
    digests = [one.digest for one in first if isinstance(one, Document)]
    assert digests == [one.digest for one in second if isinstance(one, Document)]
    other = documents(reader, EXAMPLES[reader.name](BODY.replace("陈立", "陈力")))
    assert digests != [one.digest for one in other if isinstance(one, Document)]


@EACH_TEXT
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_is_the_same_in_each_encoding(reader: Reader, encoding: str) -> None:
    data = EXAMPLES[reader.name](BODY)
    encoded = documents(reader, data.decode().encode(encoding))
    texts = [one.text for one in encoded if isinstance(one, Document)]
    assert texts == [one.text for one in documents(reader, data) if isinstance(one, Document)]


def test_plain_text_is_decoded_unchanged() -> None:
    text = f"\r\n {BODY}\t１２\u3000㊗\r\n\r\n{BODY}\v𠮷\n"
    (found,) = documents(of_suffix(".txt") or READERS[0], text.encode())
    assert isinstance(found, Document) and found.text == text


@EACH
def test_what_is_not_chinese_is_an_error(reader: Reader) -> None:
    found = documents(reader, FOREIGN[reader.name])
    sound(found)
    assert [one.what for one in found if isinstance(one, SourceError)] == ["its text is not Chinese"]


@EACH
def test_what_is_too_long_is_an_error(reader: Reader) -> None:
    data = EXAMPLES[reader.name](BODY)
    found = documents(reader, data, limit=20)
    sound(found, limit=20)
    assert "it is longer than 20 characters" in [one.what for one in found if isinstance(one, SourceError)]
    assert all(isinstance(one, Document) for one in documents(reader, data, limit=len(data)))


@EACH
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_an_error_or_a_document(reader: Reader, name: str) -> None:
    sound(documents(reader, HOSTILE[name]))


@EACH
@given_settings(deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(reader: Reader, data: bytes) -> None:
    found = documents(reader, data)
    sound(found)
    assert [repr(one) for one in documents(reader, data)] == [repr(one) for one in found]


@EACH
def test_a_file_and_standard_input_give_the_same_text(reader: Reader, tmp_path: Path) -> None:
    data = EXAMPLES[reader.name](BODY)
    (tmp_path / f"a{reader.suffixes[0].upper()}").write_bytes(data)
    (source,) = sources([tmp_path])
    piped = list(read(Source("stdin", None, data=data), ONTOLOGY))
    assert [one.text for one in read(source, ONTOLOGY) if isinstance(one, Document)] == [
        one.text for one in piped if isinstance(one, Document)
    ]


@EACH
@pytest.mark.parametrize("packing", [".gz", ".bz2", ".xz", ".zst"])
def test_packed_it_is_the_same(reader: Reader, packing: str, tmp_path: Path) -> None:
    data, suffix = EXAMPLES[reader.name](BODY), reader.suffixes[0]
    (tmp_path / f"a{suffix}").write_bytes(data)
    plain = list(read(sources([tmp_path])[0], ONTOLOGY))
    (tmp_path / f"a{suffix}").unlink()
    (tmp_path / f"a{suffix.upper()}{packing}").write_bytes(PACK[packing](data))
    found = list(read(sources([tmp_path])[0], ONTOLOGY))
    if reader.name in FROM_ITS_END:
        (error,) = found
        assert isinstance(error, SourceError) and error.hint == "unpack it, and give what comes out"
    else:
        assert found == plain


@EACH
@pytest.mark.parametrize("archive", [zipped, tarred], ids=["zip", "tar"])
def test_in_an_archive_it_is_the_same(reader: Reader, archive: Callable[[dict[str, bytes]], bytes]) -> None:
    data, suffix = EXAMPLES[reader.name](BODY), reader.suffixes[0]
    plain = [one.text for one in documents(reader, data) if isinstance(one, Document)]
    packed = archive({f"deep/a{suffix}": data, f"b{suffix}": data})
    found = list(read(Source("news", None, data=packed), ONTOLOGY))
    assert [one.text for one in found if isinstance(one, Document)] == plain + plain
    ids = [one.id for one in found if isinstance(one, Document)]
    assert len(set(ids)) == len(ids) and all(one.startswith(("news#deep/a", "news#b")) for one in ids)


# A reader that is added: one module object, and one row.


def _lines(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    """An id and a text a line."""
    text, encoding = content.decode(ontology)
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
            if row["text"] == "defect":
                raise ZeroDivisionError("a defect of the reader")
            yield content.document(row["text"], ontology, encoding=encoding, record=str(row["id"]))
        except (ValueError, KeyError):
            yield SourceError("it is no row", where=f"{content.where}:{number}", hint="give id and text")
        except SourceError as error:
            yield error


LINES = Reader("lines", (".lines",), ("text/x-lines",), _lines, lambda data: data.startswith(b'{"id"'))
ROWS = [
    {"id": "court", "text": "海州市中级人民法院12日开庭。法院院长王山说，海州市司法局获“全国先进集体”称号。"},
    {"id": "river", "text": "沅江位于湖南省，流经怀化市，注入洞庭湖。"},
    {"id": "school", "text": "绵阳市教育局局长王山到绵阳中学调研。"},
]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(readers, "READERS", (LINES, *READERS))
    return LINES


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("processes", [1, 2])
def test_a_reader_that_is_added_builds(added: Reader, tmp_path: Path, processes: int) -> None:
    english = {"id": "b", "text": "The county archive opened its new building."}
    written(tmp_path / "news.lines", ROWS[0], "{", ROWS[1], english, ROWS[2])
    (tmp_path / "alone.txt").write_text(TEXT, "utf-8")
    calls: list[tuple[int, int]] = []
    made = build(
        sources([tmp_path]),
        extractor="rules",
        processes=processes,
        on_progress=lambda done, total: calls.append((done, total)),
    )
    assert [d.id for d in made.graph.documents] == ["alone", "news#court", "news#river", "news#school"]
    assert [str(failure).partition(";")[0] for failure in made.failures] == [
        f"{tmp_path / 'news.lines'}#b: its text is not Chinese",
        f"{tmp_path / 'news.lines'}:2: it is no row",
    ]
    assert calls[-1] == (5, 5)  # two sources, and three documents of one of them
    assert all(done <= total for done, total in calls)
    assert all(a[0] < b[0] for a, b in pairwise(calls))
    alone = build([Source(f"news#{row['id']}", None, data=row["text"].encode()) for row in ROWS], extractor="rules")
    own = {one.id for one in made.graph.facts}
    assert {one.id for one in alone.graph.facts} <= own


def test_it_is_found_by_its_bytes(added: Reader) -> None:
    data = "\n".join(map(json.dumps, ROWS)).encode()
    assert choose(data) is added
    found = list(read(Source("stdin", None, data=data), ONTOLOGY))
    assert [one.id for one in found if isinstance(one, Document)] == ["stdin#court", "stdin#river", "stdin#school"]
    with pytest.raises(SourceError, match="it holds more than one document"):
        read_one(Source("stdin", None, data=data), ONTOLOGY)


def test_a_reader_that_fails_costs_the_rest_of_its_source(added: Reader, tmp_path: Path) -> None:
    written(tmp_path / "news.lines", ROWS[0], ROWS[1], {"id": "x", "text": "defect"}, ROWS[2])
    (tmp_path / "alone.txt").write_text(TEXT, "utf-8")
    made = build(sources([tmp_path]), extractor="rules")
    assert [d.id for d in made.graph.documents] == ["alone", "news#court", "news#river"]
    (failure,) = made.failures
    assert str(failure).startswith(f"{tmp_path / 'news.lines'}: an error of the program in test_readers.py:")
    assert "ZeroDivisionError('a defect of the reader')" in str(failure)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_stream_is_read_as_far_as_it_is_asked_for(
    processes: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A reader of records that goes on for ever: a build takes what it needs, and the reader waits."""
    begun = tmp_path / "begun"
    begun.touch()

    def endless(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
        with content.open() as file:
            assert file.read(10) == content.data[:10] == b"x" * 10
        for number in count():
            with begun.open("a") as told:
                told.write(".")
            yield content.document(f"{BODY}\n" * 100, ontology, record=str(number))

    reader = Reader("endless", (".endless",), ("text/endless",), endless, lambda data: False, stream=True)
    monkeypatch.setattr(readers, "READERS", (reader, *READERS))
    path = tmp_path / "a.endless"
    path.write_bytes(b"x" * 20_000_000)  # more than a source has that is held
    found = extracted(sources([path]), extractor="rules", processes=processes)
    first = list(islice(found, 5))
    ids = {one.document.id for one in first if isinstance(one, Layer)}  # with two processes a later one may come first
    assert len(ids) == 5
    assert ids <= {f"a#{n}" for n in range(4 + processes)}
    assert begun.stat().st_size < 100
    found.close()  # type: ignore[attr-defined]


def test_a_stream_that_hangs_or_dies_costs_its_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fatal(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
        for number in range(3):
            yield content.document(BODY, ontology, record=str(number))
        if b"hang" in content.data:
            time.sleep(600)
        os.kill(os.getpid(), signal.SIGKILL)

    reader = Reader("fatal", (".fatal",), ("text/fatal",), fatal, lambda data: False, stream=True)
    monkeypatch.setattr(readers, "READERS", (reader, *READERS))
    for name in ("hang", "kill"):
        (tmp_path / f"{name}.fatal").write_text(name)
    made = build(sources([tmp_path]), extractor="rules", timeout=2)
    assert [d.id for d in made.graph.documents] == [f"{name}#{n}" for name in ("hang", "kill") for n in range(3)]
    hung, killed = (str(one) for one in made.failures)
    assert hung.startswith(f"{tmp_path / 'hang.fatal'}: it was not read within 2 seconds")
    assert killed.startswith(f"{tmp_path / 'kill.fatal'}: the process that read it ended (")


def _first(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    yield content.document(content.data.partition(b"\n")[0].decode(), ontology)


def test_a_source_may_be_larger_than_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Reader("first lines", (".first",), (), _first, lambda data: data.startswith(BODY.encode()), most=1000)
    monkeypatch.setattr(readers, "READERS", (first, *READERS))
    path, data = tmp_path / "a.first", f"{BODY}\n".encode().ljust(1000)
    for size, right in ((1000, True), (1001, False)):
        path.write_bytes(data.ljust(size))
        for source in (*sources([path]), Source("stdin", None, data=path.read_bytes())):
            (found,) = read(source, ONTOLOGY, limit=100)
            if right:
                assert isinstance(found, Document) and found.text == BODY
            else:
                assert isinstance(found, SourceError) and found.what == "it is larger than 1,000 bytes"


def test_two_documents_with_one_id_are_an_error(added: Reader, tmp_path: Path) -> None:
    path = written(tmp_path / "news.lines", ROWS[0], ROWS[1], ROWS[2] | {"id": "river"})
    made = [build(sources([path]), extractor="rules", processes=n) for n in (1, 2)]
    assert made[0].graph == made[1].graph
    assert [d.id for d in made[0].graph.documents] == ["news#court", "news#river"]
    assert [str(f) for f in made[0].failures] == ["news#river: another document has its id; rename one of them"]


def test_a_source_without_documents_is_an_error(added: Reader, tmp_path: Path) -> None:
    found = documents(Reader("none", (), (), lambda content, ontology: iter(()), lambda data: False), TEXT.encode())
    assert [one.what for one in found if isinstance(one, SourceError)] == ["it holds no documents"]
