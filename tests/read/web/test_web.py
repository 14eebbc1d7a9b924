"""Addresses are fetched from a real server, politely and within bounds; private machines are never asked."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.read import read, read_one
from kg.read.sources import sources
from kg.read.web.networks import Network, Refused
from kg.read.web.web import Web
from kg.types import Document
from tests.read.web.site import PAGE, PUBLIC, TEXT, Names, Page, Site, answer, moved, site, web

A = "http://news.example.cn/a.html"


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Site]:
    with site({"/a.html": answer()}) as running:
        yield running


def fetched(server: Site, address: str = A, **how: object) -> Document | SourceError:
    (source,) = sources([address], web(Names(server), **how))  # type: ignore[arg-type]
    (found,) = read(source, load())
    return found


def refused(server: Site, address: str = A, **how: object) -> SourceError:
    found = fetched(server, address, **how)
    assert isinstance(found, SourceError) and found.hint
    assert found.where == address
    return found


def test_a_page_is_read_from_its_address(server: Site) -> None:
    document = fetched(server, f"{A}#top")
    assert isinstance(document, Document)
    assert (document.id, document.text, document.meta.url) == (A, TEXT, A)
    host, path, header = server.asked[-1]
    assert (host, path) == ("news.example.cn", "/a.html")
    assert header["User-Agent"].startswith("zhkg/") and "github.com" in header["User-Agent"]


def test_the_address_behind_redirects_is_kept_and_the_id_is_that_of_the_name(server: Site) -> None:
    server.pages["/old"] = moved("/mid", 301)
    server.pages["/mid"] = moved(A)
    document = fetched(server, "http://example.cn/old")
    assert isinstance(document, Document)
    assert (document.id, document.meta.url) == ("http://example.cn/old", A)


def test_a_page_may_call_itself_otherwise(server: Site) -> None:
    server.pages["/a.html"] = answer(PAGE.replace("<head>", '<head><link rel="canonical" href="http://x.cn/1.html">'))
    document = fetched(server)
    assert isinstance(document, Document) and document.meta.url == A


@pytest.mark.parametrize(
    ("path", "kind", "body", "text"),
    [
        ("/a", "text/html", PAGE, TEXT),
        ("/a.txt", "text/html", PAGE, TEXT),
        ("/a.md", "text/plain", f"# 青湖\n\n**{TEXT}**", f"青湖\n{TEXT}"),
        ("/a.html", "application/octet-stream", PAGE, TEXT),
        ("/a", "text/plain", TEXT, TEXT),
        ("/a", "", PAGE, TEXT),
        ("/a.php?x=1", "text/markdown", f"**{TEXT}**", TEXT),
    ],
)
def test_the_type_chooses_the_reader_then_the_suffix_then_the_bytes(
    path: str, kind: str, body: str, text: str, server: Site
) -> None:
    server.pages[path] = answer(body, kind=kind)
    document = fetched(server, f"http://news.example.cn{path}")
    assert isinstance(document, Document) and document.text == text


@pytest.mark.parametrize("charset", ["gbk", '"GB18030"', "big5"])
def test_the_encoding_that_the_server_names_is_a_hint(charset: str, server: Site) -> None:
    text = "司法局" if charset != "big5" else "司法局長"
    data = f"<html><body><p>{text}</p></body></html>".encode(charset.strip('"'))
    server.pages["/a.html"] = answer(data, kind=f"text/html;Charset={charset}")
    document = fetched(server)
    assert isinstance(document, Document) and document.text == text


def test_a_wrong_encoding_of_the_server_does_not_count(server: Site) -> None:
    server.pages["/a.html"] = answer(PAGE.encode("gb18030"), kind="text/html; charset=utf-8")
    document = fetched(server)
    assert isinstance(document, Document) and document.text == TEXT


def test_what_is_sent_as_gzip_is_read(server: Site) -> None:
    server.pages["/a.html"] = answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    document = fetched(server)
    assert isinstance(document, Document) and document.text == TEXT


def _slow(handler: BaseHTTPRequestHandler) -> None:
    """A page that comes byte by byte."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def _slow_header(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: y\r\n"[:1])
        handler.wfile.flush()
        time.sleep(0.05)


def _mail(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 smtp\r\n\r\n")


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>" * 100_000)


WRONG: dict[str, tuple[Page, str]] = {
    "not found": (answer("none", 404), "the server answers 404 Not Found"),
    "forbidden": (answer("none", 403), "the server answers 403 Forbidden"),
    "busy": (answer("none", 503), "the server answers 503 Service Unavailable"),
    "of no name": (answer("none", 599), "the server answers 599"),
    "in a circle": (moved("/a"), "it leads on more than 5 times"),
    "to a file": (moved("file:///etc/passwd"), "it leads on to file:///etc/passwd: it is an address by file"),
    "to a script": (moved("javascript:alert(1)"), "it leads on to javascript:alert(1): it is an address by javascript"),
    "to nothing": (moved("http://[1"), "it leads on to http://[1: it names no host"),
    "to no port": (moved("http://x.cn:99999/"), "it leads on to http://x.cn:99999/: it is no address"),
    "slow": (_slow, "it did not come within 0.5 seconds"),
    "a slow header": (_slow_header, "it did not come within 0.5 seconds"),
    "too large": (_endless, "it is larger than "),
    "a bomb": (answer(gzip.compress(bytes(90_000_000)), Content_Encoding="gzip"), "it is longer than "),
    "broken gzip": (answer(b"\x1f\x8b\x08no", Content_Encoding="gzip"), "what the server sends is broken"),
    "cut gzip": (answer(gzip.compress(PAGE.encode())[:-9], Content_Encoding="gzip"), "what the server sends is broken"),
    "unasked": (answer("x", Content_Encoding="br"), "the server sends it as br, for which it was not asked"),
    "no answer": (_mail, "its server does not answer as a web server"),
    "a PDF": (answer(b"%PDF-1.7", kind="application/pdf"), "it is damaged, or no PDF"),
    "a picture": (answer(b"\x89PNG\r\n", kind="image/png"), "it is a picture"),
    "an error page": (answer("<html><body><h1>404 Not Found</h1></body></html>"), "it is an error page"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_said(name: str, server: Site) -> None:
    server.pages["/a"], what = WRONG[name]
    begun = time.monotonic()
    assert what in refused(server, "http://news.example.cn/a", seconds=0.5 if "slow" in name else 5).what
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("ftp://example.cn/a.txt", "only http and https are used"),
        ("http://user:secret@example.cn/", "it has a name or a password in it"),
        ("http://example.cn:99999/", "it is no address"),
        (f"http://example.cn/{'a' * 2000}", "it is longer than 2,000 characters"),
        ("http://[1/", "it is no address"),
        ("http:///a.html", "it names no host"),
    ],
)
def test_addresses_that_are_none(address: str, what: str, server: Site) -> None:
    assert what in refused(server, address).what
    assert server.asked == []


def test_a_server_that_is_not_there() -> None:
    with site({}) as gone:
        pass
    assert "its server cannot be reached" in refused(gone).what


def test_a_name_that_nobody_has(server: Site) -> None:
    names = Names(server, none=[[]])
    (source,) = sources(["https://none.example.cn/"], web(names))
    with pytest.raises(SourceError, match=r"no machine is found by the name none\.example\.cn; check the address"):
        read_one(source, load())


@pytest.mark.may_skip
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: it makes the certificate")
@pytest.mark.parametrize("named", ["news.example.cn", "other.example.cn"])
def test_a_certificate_proves_the_name(
    named: str, server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={named}"]
    made += ["-addext", f"subjectAltName=DNS:{named}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    address = "https://news.example.cn/a.html"
    error = refused(server, address)
    assert error.what.startswith("its certificate does not prove that it is the site")
    assert "SSL_CERT_FILE" in str(error.hint)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert isinstance(fetched(server, address), Document if named == "news.example.cn" else SourceError)


# -- proxies ---------------------------------------------------------------------------------------------------------


def test_the_proxy_of_the_environment_is_used(server: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "other.example.cn")
    server.pages |= {A: answer(), "http://inner.example.cn/a.html": answer()}
    names = Names(server, inner=[["10.0.0.1"]], news=[[]])  # only the proxy knows where news is
    found = [sources([address], web(names))[0] for address in (A, "http://other.example.cn/a.html")]
    assert [read_one(source, load()).text for source in found] == [TEXT, TEXT]
    assert [path for path in server.paths if path != "http://news.example.cn/robots.txt"] == [A, "/a.html"]
    assert list(dict.fromkeys(names.connected)) == ["127.0.0.1", PUBLIC]
    (inner,) = sources(["http://inner.example.cn/a.html"], web(names))
    with pytest.raises(SourceError, match=r"inner\.example\.cn is 10\.0\.0\.1"):
        read_one(inner, load())


def test_a_proxy_of_another_kind_is_said(server: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    assert "the proxy of this machine is one by socks5" in refused(server).what
    assert server.asked == []


# -- private machines ------------------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.7", "198.18.0.1", "168.63.129.16", "100.100.100.200", "::1", "::",
    "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::1", "64:ff9b::a00:1", "fe80::1%eth0", "fec0::1",
]  # fmt: skip
NEVER = {"169.254.169.254", "224.0.0.1", "fe80::1", "ff02::1", "0.0.0.0", "::", "100.100.100.200", "fd00:ec2::254"}


@pytest.mark.parametrize("number", PRIVATE)
def test_no_private_machine_is_asked(number: str, server: Site) -> None:
    names = Names(server, inner=[[number]])
    (source,) = sources(["http://inner.example.cn/a.html"], web(names))
    with pytest.raises(SourceError) as raised:
        read_one(source, load())
    assert raised.value.what.startswith(f"inner.example.cn is {number}, ")
    assert (names.connected, server.asked) == ([], [])


@pytest.mark.parametrize("number", sorted(NEVER))
def test_some_are_not_asked_even_where_private_ones_are(number: str) -> None:
    with pytest.raises(Refused, match=r"example\.cn is "):
        Network(private=True, look_up=lambda host, port: [number]).machines("example.cn", 80)
    assert Network(private=True, look_up=lambda host, port: ["10.0.0.1"]).machines("example.cn", 80) == ["10.0.0.1"]


@pytest.mark.parametrize("number", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_ones_are(number: str) -> None:
    assert Network(look_up=lambda host, port: [number]).machines("example.cn", 80) == [number]


def test_each_step_of_a_redirect_is_checked(server: Site) -> None:
    server.pages["/a.html"] = moved("http://inner.example.cn/keys")
    server.pages["/keys"] = answer()
    names = Names(server, inner=[["10.0.0.1"]])
    (source,) = sources([A], web(names))
    with pytest.raises(SourceError) as raised:
        read_one(source, load())
    assert raised.value.what == (
        "it leads on to http://inner.example.cn/keys: inner.example.cn is 10.0.0.1, of a private network"
    )
    assert server.paths == ["/a.html"] and set(names.connected) == {PUBLIC}


def test_a_name_that_turns_private_behind_the_check_is_not_followed(server: Site) -> None:
    server.pages["/a.html"] = answer(Connection="close")
    server.pages["/robots.txt"] = answer("", 404, Connection="close")
    names = Names(server, news=[[PUBLIC], ["127.0.0.1"]])
    (source,) = sources([A], web(names))
    with pytest.raises(SourceError, match=r"news\.example\.cn is 127\.0\.0\.1, this machine itself"):
        read_one(source, load())
    assert names.connected == [PUBLIC]  # for robots.txt; what is connected to is what was checked


def test_of_several_machines_only_public_ones_are_asked(server: Site) -> None:
    names = Names(server, news=[["10.0.0.1", PUBLIC]])
    (source,) = sources([A], web(names))
    assert read_one(source, load()).text == TEXT
    assert set(names.connected) == {PUBLIC}


def test_private_machines_are_asked_where_the_user_says_so(server: Site) -> None:
    names = Names(server, news=[["10.0.0.1"]])
    (source,) = sources([A], web(names, private=True))
    assert read_one(source, load()).text == TEXT


# -- politeness ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", ["*", "zhkg"])
def test_robots_txt_is_respected(agent: str, server: Site) -> None:
    server.pages["/robots.txt"] = answer(f"User-agent: {agent}\nDisallow: /in/\nCrawl-delay: 7\n", kind="text/plain")
    server.pages["/in/a.html"] = answer()
    assert isinstance(fetched(server), Document)
    error = refused(server, "http://news.example.cn/in/a.html")
    assert error.what == "the robots.txt of http://news.example.cn keeps programs from it"
    assert server.paths == ["/a.html"]


def test_robots_txt_of_the_site_that_a_redirect_leads_to_counts(server: Site) -> None:
    server.pages["/a.html"] = moved("http://other.example.cn/in/a.html")
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /in/\n", kind="text/plain")
    assert "http://other.example.cn keeps programs from it" in refused(server).what
    assert server.paths == ["/a.html"]


@pytest.mark.parametrize(
    "page",
    [
        answer("none", 500),
        answer("User-agent: *\nCrawl-delay: ²\n"),
        moved("http://inner.example.cn/robots.txt"),
    ],
    ids=["it fails", "it is broken", "it leads to a private machine"],
)
def test_where_robots_txt_cannot_be_read_nothing_is(page: Page, server: Site) -> None:
    server.pages["/robots.txt"] = page
    names = Names(server, inner=[["10.0.0.1"]])
    (source,) = sources([A], web(names))
    with pytest.raises(SourceError, match=r"whether http://news\.example\.cn lets programs read it is not known"):
        read_one(source, load())
    assert server.paths == []


def test_a_long_robots_txt_is_read_as_far_as_it_goes(server: Site) -> None:
    rows = "User-agent: *\nDisallow: /in/\n" + "# more\n" * 200_000
    server.pages["/robots.txt"] = answer(rows, kind="text/plain")
    assert isinstance(fetched(server), Document)
    assert "keeps programs from it" in refused(server, "http://news.example.cn/in/a.html").what


def test_addresses_of_a_host_are_asked_with_a_pause(server: Site) -> None:
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    server.pages["/b.html"] = answer()
    slept: list[float] = []
    asked = web(Names(server), pause=3.0, sleep=slept.append)
    addresses = [A, "http://news.example.cn/b.html", "http://other.example.cn/a.html"]
    assert all(isinstance(one, Document) for source in sources(addresses, asked) for one in read(source, load()))
    assert [round(seconds) for seconds in slept] == [7]
    assert [path for _, path, _ in server.asked].count("/robots.txt") == 2  # once a host


# -- a build ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 2])
def test_a_build_of_addresses_and_files(processes: int, server: Site, tmp_path: Path) -> None:
    server.pages["/b.html"] = answer(PAGE.replace("周立群", "何晓东"))
    (tmp_path / "c.html").write_text(PAGE)
    addresses = [A, "http://news.example.cn/b.html", "http://news.example.cn/c.html"]
    made = build(sources([*addresses, tmp_path], web(Names(server))), extractor="rules", processes=processes)
    urls = [(one.id, one.meta.url) for one in made.graph.documents]
    assert urls == [("c", None), (A, A), (addresses[1], addresses[1])]
    assert [str(one) for one in made.failures] == [
        f"{addresses[2]}: the server answers 404 Not Found; check the address in a browser"
    ]


def test_nothing_but_an_address_opens_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> object:
        raise AssertionError("a connection is opened")

    monkeypatch.setattr("socket.socket.connect", never)
    monkeypatch.setattr("socket.getaddrinfo", never)
    (tmp_path / "a.html").write_text(PAGE.replace("<head>", f'<head><meta http-equiv="refresh" content="9;url={A}">'))
    (tmp_path / "b.txt").write_text(f"{TEXT}\n{A}\n")
    made = build(sources([tmp_path]), extractor="rules")
    assert len(made.graph.documents) + len(made.failures) == 2
    (source,) = sources([A], Web())
    with pytest.raises(AssertionError, match="a connection is opened"):
        source.held()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "kg.read.web.connection", raising=False)
    (source,) = sources([A], Web())
    with pytest.raises(SourceError, match=r"httpx is needed, which is not installed; run: pip install 'zhkg\[web\]'"):
        read_one(source, load())
