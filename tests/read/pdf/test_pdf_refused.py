"""PDFs that are not read, or not whole: scanned, encrypted, damaged, huge, with fonts that say nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.pdf import pdf_file
from kg.read.pdf.pdf_reader import READER
from kg.read.read import read
from kg.read.reader import Content
from kg.read.sources import Source, sources
from tests.read.pdf.making import PICTURE, Sheet, Words, column, mapped, pdf, stream, written
from tests.read.pdf.reading import document, lines, refused
from tests.read.pdf.texts import BODY, FIRST, TITLE, bodies

SOUND = pdf([[Words(200, 800, TITLE, 18), *column(BODY)]])


def test_a_scan() -> None:
    error = refused(pdf([Sheet(more=PICTURE), Sheet(more=PICTURE)]))
    assert error.what == "it is scanned: its pages are pictures without text"
    assert error.hint == "recognise its text, and give what that makes: ocrmypdf -l chi_sim in.pdf out.pdf"
    numbered = pdf([Sheet([Words(290, 40, str(n))], more=PICTURE) for n in (1, 2)])
    assert refused(numbered).what == error.what
    assert refused(pdf([Sheet()])).what == "its pages have no text"


def test_pages_that_are_pictures_are_told() -> None:
    picture = Sheet(more=PICTURE)
    sheets = [Sheet(column(BODY[:2])), picture, Sheet(column(BODY[2:])), picture, picture, picture]
    found = document(pdf(sheets))
    assert found.text.split("\n") == list(BODY)
    assert [one.what for one in found.warnings] == ["pages 2, 4–6 without text: a picture"]


def test_a_picture_beside_text_is_no_scan() -> None:
    assert not document(pdf([Sheet(column(BODY), more=PICTURE)])).warnings


@pytest.mark.may_skip
def test_an_encrypted_file() -> None:
    canvas: Any = pytest.importorskip("reportlab.pdfgen.canvas", reason="no reportlab: pip install 'zhkg[dev]'")
    secret = canvas.Canvas("", encrypt="a password", invariant=1)
    secret.drawString(72, 700, "text")
    error = refused(secret.getpdfdata())
    assert error.what == "it is encrypted, and opens with a password only"
    assert "qpdf --password=PASSWORD --decrypt" in (error.hint or "")


@pytest.mark.may_skip
def test_a_file_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("no qpdf: install Debian's qpdf")
    (tmp_path / "in.pdf").write_bytes(SOUND)
    owner = ["--encrypt", "", "owner", "256", "--extract=n", "--"]
    subprocess.run(["qpdf", *owner, tmp_path / "in.pdf", tmp_path / "out.pdf"], check=True)
    assert lines((tmp_path / "out.pdf").read_bytes()) == [TITLE, *BODY]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(500), SOUND[:-700], b"none at all", SOUND[400:]])
def test_a_damaged_file(data: bytes) -> None:
    error = refused(data)
    assert error.what == "it is damaged, or no PDF" and "qpdf in.pdf out.pdf" in (error.hint or "")


def test_what_stands_before_the_mark_does_no_harm() -> None:
    assert lines(b"HTTP/1.1 200 OK\r\n\r\n" + SOUND)[0] == TITLE


def test_a_file_without_its_end_is_told() -> None:
    found = document(SOUND.replace(b"%%EOF", b""))
    assert [one.what for one in found.warnings] == ["it is cut off: its end is missing, and pages may be"]


def test_a_page_that_cannot_be_read_is_told() -> None:
    whole = pdf([column(BODY), Sheet()])
    broken = whole.replace(b"8 0 obj\n<< /Type /Page /Parent", b"8 0 obj\n<< /Type /Fage /Parent")
    found = document(broken)
    assert found.text.split("\n") == list(BODY)


def test_characters_without_a_meaning() -> None:
    kinds = sorted(set(FIRST))
    private = mapped([(char, chr(0xE000 + n)) for n, char in enumerate(kinds)])
    error = refused(pdf([column([FIRST])], unicode=private))
    assert "in 100 of its characters have no meaning outside of its fonts" in error.what
    assert "--force-ocr" in (error.hint or "")
    few = mapped([(char, "\ue123" if char == "建" else char) for char in sorted(set("".join(BODY)))])
    found = document(pdf([column(BODY)], unicode=few))
    assert found.text.count("\ufffd") == "".join(BODY).count("建")
    assert "have no meaning outside of its fonts, and are U+FFFD" in found.warnings[0].what


def test_fonts_that_say_other_characters_than_they_show() -> None:
    kinds = sorted({char for char in "".join(BODY) if "\u4e00" <= char <= "\u9fff"})
    wrong = "".join(bodies(1) + list(BODY)).translate({ord(c): 0x4E00 + 61 * n % 20900 for n, c in enumerate(kinds)})
    error = refused(pdf([column([wrong])]))
    assert error.what == "its text makes no sense: its fonts say other characters than they show"


def test_a_file_with_too_many_pages() -> None:
    error = refused(pdf([Sheet()] * 5001))
    assert error.what == "it has 5,001 pages, more than 5,000" and "qpdf --split-pages" in (error.hint or "")


def test_a_page_with_too_many_characters() -> None:
    dense = [Words(10, 10 + n / 10, BODY[0][n % 50 :][:40], 10) for n in range(8000)]
    error = refused(pdf([column(BODY), dense]))
    assert error.what.startswith("its page 2 has ") and error.what.endswith(" characters, more than 200,000")


def test_a_file_with_too_much_text() -> None:
    (found,) = read(Source("a", None, data=SOUND), load(), limit=100)
    assert str(found) == "standard input: it is longer than 100 characters; split it into articles, one a file"


def bomb(size: int) -> bytes:
    """A page whose content unpacks to so many bytes of operators."""
    packed = zlib.compress(b"q 1 0 0 1 0 0 cm " * (size // 17), 9)
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents [%s] >>" % (b"4 0 R " * 8),
            stream(packed, b"/Filter /FlateDecode"),
            b"<< >>",
        ]
    )


@pytest.mark.slow
def test_a_page_that_unpacks_to_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MEMORY", 2**29)
    monkeypatch.setattr(pdf_file, "SECONDS", 20.0)
    begun = time.monotonic()
    assert refused(bomb(300_000_000)).what in (
        "its pages take more than 0 GB of memory",
        "its pages are not read within 20 seconds",
        "it is damaged: the process that read it ended",
    )
    assert time.monotonic() - begun < 40


def test_pages_that_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "SECONDS", 0.2)
    monkeypatch.setattr(pdf_file, "_page", lambda *_: time.sleep(30))
    error = refused(SOUND)
    assert error.what == "its pages are not read within 0.2 seconds" and "split it" in (error.hint or "")


def die(*_: object) -> None:
    os.abort()


def test_a_file_that_ends_the_process_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.pdf").write_bytes(SOUND)
    (tmp_path / "good.txt").write_text("\n".join(BODY), "utf-8")
    monkeypatch.setattr(pdf_file, "_page", die)
    made = build(sources([tmp_path]), extractor="rules")
    assert [one.id for one in made.graph.documents] == ["good"]
    (error,) = made.failures
    assert str(error).startswith(f"{tmp_path / 'bad.pdf'}: it is damaged: the process that read it ended; open it")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    error = refused(SOUND)
    assert error.what == "it is a PDF, and what reads these is not installed"
    assert error.hint == "install it: pip install 'zhkg[pdf]'; or: pdftotext in.pdf out.txt"


@pytest.mark.parametrize("seed", range(30))
def test_broken_bytes_are_an_error_or_a_document(seed: int) -> None:
    """Each of the bytes of a file may be any other."""
    data = bytearray(SOUND)
    for n in range(40):
        data[(seed * 7919 + n * n * 104729) % len(data)] = (seed * 31 + n * 17) % 256
    for one in READER.read(Content("a", bytes(data), "a"), load()):
        assert getattr(one, "hint", True)
