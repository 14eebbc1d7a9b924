"""Archives of crawlers: which records are documents, what is skipped and counted, and where an archive is damaged."""

from __future__ import annotations

import gzip
import random
import re

import pytest

from kg.errors import SourceError
from kg.types import Document
from tests.read.records.made import Reply, warc
from tests.read.records.test_rows import BODY, OTHER, found, ids, told

PAGE = (
    "<html><head><title>新馆开馆_临江网</title></head><body><h1>新馆开馆</h1><p>来源：临江日报 2021-03-05 10:00</p>"
    f"<p>{BODY}</p><p>{OTHER}</p></body></html>"
)
SITE = "http://www.linjiang.example"


def test_pages_and_texts_are_documents() -> None:
    replies = [
        Reply(f"{SITE}/a.html", PAGE.encode()),
        Reply(f"{SITE}/b.html", PAGE.encode("gbk"), "text/html; charset=gbk"),
        Reply(f"{SITE}/c.txt", BODY.encode(), "text/plain", kind="resource"),
        Reply(f"{SITE}/d.html?x=1#top", gzip.compress(PAGE.encode(), mtime=0), "application/xhtml+xml", packed="gzip"),
        Reply(f"{SITE}/e", PAGE.encode(), ""),
    ]
    for packed in (False, True):
        every = found(".warc", warc(replies, gzip=packed))
        assert told(every) == []
        assert ids(every) == [f"news#{SITE}/{end}" for end in ("a.html", "b.html", "c.txt", "d.html?x=1_top", "e")]
        first, second, text, unpacked, unnamed = every
        assert first.text == second.text == unpacked.text == unnamed.text
        assert first.text == f"新馆开馆\n来源：临江日报 2021-03-05 10:00\n{BODY}\n{OTHER}"
        assert (first.meta.title, first.meta.source, first.meta.url) == ("新馆开馆", "临江日报", f"{SITE}/a.html")
        assert (second.meta.encoding, text.text, text.meta.datePublished) == ("gb18030", BODY, None)


def test_what_is_skipped_is_counted_once() -> None:
    replies = [
        Reply(f"{SITE}/1.png", b"\x89PNG", "image/png"),
        Reply(f"{SITE}/a.html", PAGE.encode()),
        Reply(f"{SITE}/2.png", b"\x89PNG", "image/png"),
        Reply(f"{SITE}/x.html", PAGE.encode(), status="404 Not Found"),
        Reply(f"{SITE}/b.html", PAGE.encode()),
        Reply(f"{SITE}/s.js", b"1", "application/javascript"),
    ]
    first, second = found(".warc", warc(replies))
    assert first.warnings == ()
    assert [str(one) for one in second.warnings] == [
        "news.warc: 4 records are skipped (image/png 2, status 404 1, application/javascript 1); "
        "only pages and texts are read"
    ]
    (error,) = told(found(".warc", warc(replies[:1])))
    assert error.startswith("news.warc: it gives no document: 1 records are skipped (image/png 1)")


def test_an_address_that_comes_again_has_the_time_of_the_crawl() -> None:
    replies = [Reply(f"{SITE}/a.html", PAGE.encode(), time=f"2021-03-0{n}T10:00:00Z") for n in (5, 6)]
    same = [Reply(f"{SITE}/a.html", PAGE.encode())] * 2
    assert ids(found(".warc", warc(replies))) == [f"news#{SITE}/a.html", f"news#{SITE}/a.html@2021-03-06T10:00:00Z"]
    assert len(set(ids(found(".warc", warc([*replies, *same]))))) == 4


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        (
            Reply(f"{SITE}/x", b"<html><body><p>The archive opened yesterday.</p></body></html>"),
            "its text is not Chinese",
        ),
        (Reply(f"{SITE}/x", b"<html><body></body></html>"), "its HTML has no text in its body"),
        (Reply(f"{SITE}/x", b""), "it is empty"),
        (Reply(f"{SITE}/x", PAGE.encode(), packed="br"), "its content is packed as br, which is not read"),
        (Reply(f"{SITE}/x", (BODY * 1000).encode(), "text/plain"), "it is longer than 1,000 characters"),
        (
            Reply(f"{SITE}/x", gzip.compress(b" " * 50_000_000, mtime=0), packed="gzip"),
            "it is longer than 1,000 characters",
        ),
    ],
)
def test_a_bad_page_is_told_and_the_others_are_read(bad: Reply, what: str) -> None:
    around = [Reply(f"{SITE}/{n}.html", PAGE.encode()) for n in range(2)]
    every = found(".warc", warc([around[0], bad, around[1]]), limit=1000)
    assert ids(every) == [f"news#{SITE}/0.html", f"news#{SITE}/1.html"]
    (error,) = told(every)
    assert error.startswith(f"news.warc#{SITE}/x: {what}") and "; " in error


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_is_cut_off_says_so_wherever_that_is(packed: bool) -> None:
    chance = random.Random(5)
    noise = "".join(chance.choices(BODY, k=400))
    data = warc([Reply(f"{SITE}/{n}.txt", (BODY + noise).encode(), "text/plain") for n in range(2)], gzip=packed)
    whole = found(".warc", data)
    assert ids(whole) == [f"news#{SITE}/0.txt", f"news#{SITE}/1.txt"] and told(whole) == []
    begins = [found.start() for found in re.finditer(rb"\x1f\x8b\x08" if packed else rb"WARC/1\.0", data)]
    for end in range(1, len(data) - 8, 7):
        every = found(".warc", data[:end])
        cut = [one for one in every if isinstance(one, SourceError)]
        between = min(abs(end - begin) for begin in begins) <= 4  # two records: nothing is missing
        assert cut or between, end
        assert all(one.hint for one in cut)
    (error,) = told(found(".warc", warc([Reply(f"{SITE}/a.html", PAGE.encode())], gzip=True)[:-30]))
    assert "is cut off" in error


def test_one_gzip_around_all_records_is_told() -> None:
    every = found(".warc", gzip.compress(warc([Reply(f"{SITE}/{n}.html", PAGE.encode()) for n in range(3)])))
    assert len(told(every)) == 1 and "its record" in told(every)[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 10\r\n\r\n0123456789\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a/\r\nContent-Length: 99999999999999\r\n\r\nx",
        b"WARC/1.0\r\n" + b"x" * 9_000_000,
        b"WARC/1.0\r\n" + b"X-A: 1\r\n" * 1_000_000,
        b"nonsense" * 1000,
        gzip.compress(b"WARC/1.0\r\n" + b"x" * 50_000_000, mtime=0),
    ],
    ids=lambda data: str(data[:20]),
)
def test_what_is_no_archive_is_an_error(data: bytes) -> None:
    every = found(".warc", data)
    assert every and all(isinstance(one, SourceError) and one.hint and len(str(one)) < 400 for one in every)


def test_a_record_of_another_length_than_it_says_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    data = warc([Reply(f"{SITE}/{n}.txt", BODY.encode(), "text/plain", kind="resource") for n in range(3)])
    size = f"Content-Length: {len(BODY.encode())}\r\n".encode()
    every = found(".warc", data.replace(size, f"Content-Length: {len(BODY.encode()) - 9}\r\n".encode(), 1))
    assert ids(every)[0] == f"news#{SITE}/0.txt" and len(ids(every)) == 3
    assert [error.partition(";")[0] for error in told(every)] == ["news.warc: its record 3 is not as long as it says"]
    assert capsys.readouterr() == ("", "")


def test_the_last_document_is_not_lost_behind_errors() -> None:
    replies = [Reply(f"{SITE}/a.html", PAGE.encode()), Reply(f"{SITE}/b.html", b"<p>English</p>")]
    every = found(".warc", warc(replies))
    assert sorted(isinstance(one, Document) for one in every) == [False, True]
