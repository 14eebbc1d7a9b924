"""Files that other programs write: pandoc, LibreOffice, python-docx and Chromium, each where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.read import read
from kg.read.sources import sources
from kg.types import Document

BODY = "2021年6月9日，青湖市文化馆新馆开馆，馆长周立群出席仪式并致辞。"
MARKDOWN = """---
title: 青湖市文化馆新馆开馆
author: 何晓东
date: 2021-06-10
---

# 一、开馆仪式

2021年6月9日，青湖市文化馆**新馆**开馆，馆长周立群*出席仪式*并致辞。[^1]

> 他说：“新馆是市民的学校。”

- 第一项
- 第二项

# 二、馆藏

| 馆名 | 馆长 |
| --- | --- |
| 文化馆 | 周立群 |
| 档案馆 | 陈立 |

[^1]: 周立群兼任县志办主任。
"""
PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>新馆开馆_青湖网</title></head><body><h1>新馆开馆</h1>"
    f"<p>{BODY}</p><p>周立群说，新馆是市民的学校。</p><div style='display:none'>分享摘要</div></body></html>"
)


def run(*command: str | Path, program: str) -> None:
    """Run a program; skip where it is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    subprocess.run([str(one) for one in command], check=True, capture_output=True, timeout=120)


def with_pandoc(folder: Path, suffix: str, *options: str) -> Path:
    (folder / "a.md").write_text(MARKDOWN, "utf-8")
    run("pandoc", folder / "a.md", "-o", folder / f"pandoc{suffix}", *options, program="pandoc")
    return folder / f"pandoc{suffix}"


def with_office(file: Path, suffix: str) -> Path:
    """A file converted by LibreOffice, in a folder of its own, with a profile of its own."""
    folder = file.parent / f"office-{file.suffix[1:]}"
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    arguments = ("--headless", "--convert-to", suffix[1:], "--outdir", folder, file)
    run("soffice", profile, *arguments, program="soffice")
    return folder / f"{file.stem}{suffix}"


def with_python_docx(folder: Path) -> Path:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    made = docx.Document()
    made.add_heading("青湖市文化馆新馆开馆", 0)
    made.add_heading("一、开馆仪式", 1)
    paragraph = made.add_paragraph("2021年6月9日，青湖市文化馆")
    paragraph.add_run("新馆").bold = True
    paragraph.add_run("开馆，馆长周立群出席仪式并致辞。")
    made.add_paragraph("第一项", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("馆名", "馆长", "档案馆", "陈立"), strict=True
    ):
        cell.text = text
    made.sections[0].header.paragraphs[0].text = "页眉"
    made.save(str(folder / "python.docx"))
    return folder / "python.docx"


def documents(file: Path) -> list[Document]:
    found = list(read(sources([file])[0], load()))
    assert not any(isinstance(one, SourceError) for one in found), found
    return [one for one in found if isinstance(one, Document)]


MAKERS: dict[str, Callable[[Path], Path]] = {
    "pandoc docx": lambda folder: with_pandoc(folder, ".docx"),
    "pandoc docx, contents": lambda folder: with_pandoc(folder, ".docx", "--toc"),
    "pandoc odt": lambda folder: with_pandoc(folder, ".odt"),
    "LibreOffice docx of odt": lambda folder: with_office(with_pandoc(folder, ".odt"), ".docx"),
    "LibreOffice odt of docx": lambda folder: with_office(with_pandoc(folder, ".docx"), ".odt"),
    "LibreOffice docx of rtf": lambda folder: with_office(with_pandoc(folder, ".rtf", "-s"), ".docx"),
    "LibreOffice docx of doc": lambda folder: with_office(with_office(with_pandoc(folder, ".docx"), ".doc"), ".docx"),
    "python-docx": with_python_docx,
    "LibreOffice odt of python-docx": lambda folder: with_office(with_python_docx(folder), ".odt"),
}


@pytest.mark.slow
@pytest.mark.may_skip
@pytest.mark.parametrize("name", MAKERS)
def test_a_document(name: str, tmp_path: Path) -> None:
    (document,) = documents(MAKERS[name](tmp_path))
    lines = [line.strip() for line in document.text.split("\n")]
    assert document.meta.title == lines[0] == "青湖市文化馆新馆开馆"
    assert BODY in lines and "一、开馆仪式" in lines and "档案馆\t陈立" in lines
    assert any(line.endswith("第一项") for line in lines)  # RTF has its bullet as text
    assert "页眉" not in document.text and document.text.count("一、开馆仪式") == 1
    if "python" not in name:
        assert lines[-1].endswith("周立群兼任县志办主任。") and document.meta.datePublished == "2021-06-10"
        assert document.meta.authors == ("何晓东",)


BOOKS: dict[str, Callable[[Path], Path]] = {
    "pandoc EPUB 3": lambda folder: with_pandoc(folder, ".epub"),
    "pandoc EPUB 2": lambda folder: with_pandoc(folder, ".epub", "-t", "epub2"),
    "pandoc EPUB 3, contents": lambda folder: with_pandoc(folder, ".epub", "--toc"),
    "LibreOffice EPUB": lambda folder: with_office(with_pandoc(folder, ".odt"), ".epub"),
}


@pytest.mark.slow
@pytest.mark.may_skip
@pytest.mark.parametrize("name", BOOKS)
def test_a_book(name: str, tmp_path: Path) -> None:
    found = documents(BOOKS[name](tmp_path))
    first, second = found[-2:]
    assert [one.meta.title for one in (first, second)] == ["一、开馆仪式", "二、馆藏"]
    assert BODY in first.text.split("\n") and "周立群兼任县志办主任。" in first.text.split("\n")
    assert second.text.split("\n")[-1] == "档案馆 陈立" and second.meta.authors == ("何晓东",)
    assert len(found) == (3 if "LibreOffice" in name else 2)  # which does not say what a title page is


@pytest.mark.slow
@pytest.mark.may_skip
def test_a_page_saved_by_chromium(tmp_path: Path) -> None:
    chromium = next((one for one in ("chromium", "chromium-browser", "google-chrome") if shutil.which(one)), "chromium")
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    script = (
        "import base64, pathlib, sys\n"
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as play:\n"
        "    browser = play.chromium.launch(executable_path=sys.argv[1], args=['--no-sandbox'])\n"
        "    page = browser.new_page(); page.goto(sys.argv[2])\n"
        "    data = page.context.new_cdp_session(page).send('Page.captureSnapshot', {'format': 'mhtml'})['data']\n"
        "    pathlib.Path(sys.argv[3]).write_bytes(data.encode())\n"
        "    browser.close()\n"
    )
    pytest.importorskip("playwright", reason="playwright is not installed")
    executable = shutil.which(chromium) or ""
    arguments = (executable, (tmp_path / "a.html").as_uri(), tmp_path / "a.mhtml")
    run(sys.executable, "-c", script, *arguments, program=chromium)
    (document,) = documents(tmp_path / "a.mhtml")
    assert document.text.split("\n") == ["新馆开馆", BODY, "周立群说，新馆是市民的学校。"]
    assert (document.meta.title, document.meta.publisher) == ("新馆开馆", "青湖网")
