"""A page saved as one file is read as its page is, with its address."""

from __future__ import annotations

import time

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.mhtml import READER
from kg.read.reader import Content
from kg.types import Document
from tests.read.office.made import mhtml

BODY = "2021年3月5日，临江县档案馆新馆开馆，馆长陈立出席仪式并致辞。"
ADDRESS = "https://www.linjiang.example/2021/0305/a.html"
PAGE = (
    "<!DOCTYPE html><html><head><title>新馆开馆_临江网</title><meta name='ContentSource' content='临江日报'></head>"
    f"<body><h1>新馆开馆</h1><p>{BODY}</p><p>副馆长赵敏主持仪式，何晓东等出席。</p></body></html>"
)


def read(data: bytes) -> Document | SourceError:
    (found,) = READER.read(Content("a", data, "a.mhtml"), load())
    return found


def document(data: bytes) -> Document:
    found = read(data)
    assert isinstance(found, Document)
    return found


def refused(data: bytes) -> str:
    found = read(data)
    assert isinstance(found, SourceError) and found.hint and found.where == "a.mhtml"
    return found.what


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "binary"])
@pytest.mark.parametrize("named", [True, False])
def test_a_page_in_each_encoding(charset: str, encoding: str, named: bool) -> None:
    page = PAGE if charset != "big5" else PAGE.replace("县", "縣").replace("馆", "館").replace("馆", "館")
    page = page.encode(charset, "ignore").decode(charset)
    found = document(mhtml(page, charset=charset, encoding=encoding, named=named))
    assert "陈立出席" in found.text or charset == "big5"
    assert (found.meta.encoding, found.meta.url) == (charset, ADDRESS)


def test_it_is_read_as_html() -> None:
    meta = document(mhtml(PAGE)).meta
    assert (meta.title, meta.source, meta.publisher, meta.url) == ("新馆开馆", "临江日报", "临江网", ADDRESS)
    assert document(mhtml(PAGE, location="file:///C:/a.html")).meta.url is None


def whole(kind: str, *parts: tuple[str, str], boundary: str = "b", start: str = "") -> bytes:
    """A message of parts, each with its headers and its body."""
    named = f'; start="{start}"' if start else ""
    inner = "".join(f"--{boundary}\r\n{headers}\r\n\r\n{body}\r\n" for headers, body in parts)
    head = f'MIME-Version: 1.0\r\nContent-Type: {kind}; boundary="{boundary}"{named}\r\n\r\n'
    return f"{head}{inner}--{boundary}--\r\n".encode()


def test_the_page_that_the_whole_names_and_parts_in_parts() -> None:
    frame = PAGE.replace("陈立", "王强")
    named = whole(
        "multipart/related",
        ("Content-Type: text/html\r\nContent-ID: <1>", frame),
        ("Content-Type: text/html\r\nContent-ID: <2>", PAGE),
        start="<2>",
    )
    assert BODY in document(named).text
    inner = whole(
        "multipart/alternative", ("Content-Type: text/plain", "新馆"), ("content-type: TEXT/HTML", PAGE), boundary="c"
    )
    headers, _, body = inner.decode().partition("\r\n\r\n")
    assert BODY in document(whole("multipart/related", (headers, body))).text


def test_one_part_alone_and_a_file_without_its_end() -> None:
    assert BODY in document(f"MIME-Version: 1.0\nContent-Type: text/html\n\n{PAGE}".encode()).text
    assert (
        BODY
        in document(
            mhtml(PAGE, encoding="8bit").partition(b"\r\n------MultipartBoundary--x\r\nContent-Type: image")[0]
        ).text
    )


HTML = "Content-Type: text/html"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "there is no page of HTML in it"),
        (whole("multipart/related", ("Content-Type: image/png", "x")), "there is no page of HTML in it"),
        (whole("multipart/related", (HTML, "")), "it is empty"),
        (
            whole("multipart/related", (f"{HTML}\r\nContent-Transfer-Encoding: base64", "A")),
            "its page is damaged (base64)",
        ),
        (whole("multipart/related", (HTML, "<html><body></body></html>")), "its HTML has no text in its body"),
        (b"Content-Type: multipart/related\r\n\r\n", "there is no page of HTML in it"),
    ],
    ids=range(6),
)
def test_what_holds_no_page_says_so(data: bytes, what: str) -> None:
    assert refused(data) == what


def nested(depth: int) -> bytes:
    data = f"Content-Type: text/html\r\n\r\n{PAGE}".encode()
    for n in range(depth):
        data = b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n' % (n, n, data, n)
    return data


def test_parts_in_parts_end_somewhere() -> None:
    assert BODY in document(nested(5)).text
    assert refused(nested(6)) == refused(nested(3000)) == "there is no page of HTML in it"


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n" * 2_000_000,
        b"Content-Type: multipart/related; boundary=b\r\n\r\n" + b"\r\n" * 5_000_000,
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n" + b"a: b\r\n" * 1_000_000,
        b"Content-Type: multipart/related; boundary=" + b"b" * 5_000_000,
        b"Content-Type: " + b"multipart/related;" * 300_000,
        b"Content-Type: multipart/related; " + b"boundary*0*=utf-8''%ff;" * 300_000,
    ],
    ids=range(6),
)
def test_what_was_made_to_take_long_does_not(data: bytes) -> None:
    began = time.process_time()
    assert isinstance(read(data), SourceError)
    assert time.process_time() - began < 5


def test_its_bytes_show_it() -> None:
    assert READER.recognizes(mhtml(PAGE))
    assert not READER.recognizes(PAGE.encode())
