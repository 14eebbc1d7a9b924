"""Tables, pages and packed files that other programs write, each where it is installed: pandas, pandoc, wget, zip …

`tests/read/office/test_real_files.py` has documents and books, `tests/read/pdf/test_pdf_producers.py` what is printed.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.ontology.ontology import load
from kg.read.read import read
from kg.read.sources import sources
from kg.types import Document
from tests.read.office.test_real_files import BODY, PAGE, documents, run, with_office, with_pandoc

pytestmark = [pytest.mark.slow, pytest.mark.may_skip]
OTHER = "2021年7月1日，青湖市档案馆举办“图书节”，馆长陈立致辞。\n\n陈立说，档案,也是\t书。"
ROWS: list[dict[str, Any]] = [
    {"id": "a1", "title": "新馆开馆", "text": BODY, "date": "2021-06-10"},
    {"id": "a2", "title": "图书节", "text": OTHER, "date": "2021-07-02"},
    {"id": "a3", "title": "没有正文", "text": None, "date": None},
]
Maker = Callable[[Path], Path]


def frame(folder: Path, name: str, write: str, **how: Any) -> Path:
    """A file that pandas writes."""
    pandas: Any = pytest.importorskip("pandas", reason="pandas is not installed")
    getattr(pandas.DataFrame(ROWS), write)(folder / name, **how)
    return folder / name


def arrow_csv(folder: Path) -> Path:
    pa: Any = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import csv

    csv.write_csv(pa.Table.from_pylist(ROWS), folder / "arrow.csv")
    return folder / "arrow.csv"


TABLES: dict[str, Maker] = {
    "pandas CSV": partial(frame, name="p.csv", write="to_csv", index=False),
    "pandas CSV with its index": partial(frame, name="p.csv", write="to_csv"),
    "pandas CSV for Excel": partial(frame, name="p.csv", write="to_csv", index=False, encoding="utf-8-sig"),
    "pandas CSV in GB 18030": partial(frame, name="p.csv", write="to_csv", index=False, encoding="gb18030"),
    "pandas TSV, packed": partial(frame, name="p.tsv.gz", write="to_csv", index=False, sep="\t"),
    "pandas JSON lines": partial(frame, name="p.jsonl", write="to_json", orient="records", lines=True),
    "pandas JSON lines, packed": partial(
        frame, name="p.jsonl.bz2", write="to_json", orient="records", lines=True, force_ascii=False
    ),
    "pandas Parquet": partial(frame, name="p.parquet", write="to_parquet"),
    "pandas Parquet, zstd": partial(frame, name="p.parquet", write="to_parquet", compression="zstd", index=True),
    "pyarrow CSV": arrow_csv,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table(name: str, tmp_path: Path) -> None:
    file = TABLES[name](tmp_path)
    found = [one for one in read(sources([file])[0], load()) if isinstance(one, Document)]
    assert [one.text for one in found] == [f"新馆开馆\n{BODY}", f"图书节\n{OTHER}"]
    assert [one.id.partition("#")[2] for one in found] == ["a1", "a2"]
    assert [one.meta.datePublished for one in found] == ["2021-06-10", "2021-07-02"]


def chromium_page(folder: Path) -> Path:
    """A page as Chromium has it once it is loaded."""
    (folder / "a.html").write_text(PAGE, "utf-8")
    chromium = next((one for one in ("chromium", "chromium-browser", "google-chrome") if shutil.which(one)), "chromium")
    if shutil.which(chromium) is None:
        pytest.skip("chromium is not installed")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom")
    dumped = subprocess.run([chromium, *flags, (folder / "a.html").as_uri()], capture_output=True, timeout=120)
    (folder / "dumped.html").write_bytes(dumped.stdout)
    return folder / "dumped.html"


TEXTS: dict[str, Maker] = {
    "pandoc page": partial(with_pandoc, suffix=".html"),
    "pandoc page with a head": lambda folder: with_pandoc(folder, ".html", "-s"),
    "pandoc Markdown": lambda folder: with_pandoc(folder, ".md", "-s", "-t", "markdown"),
    "pandoc Markdown of GitHub": lambda folder: with_pandoc(folder, ".md", "-t", "gfm", "--wrap=none"),
    "pandoc text": lambda folder: with_pandoc(folder, ".txt", "-t", "plain", "--wrap=none"),
    "LibreOffice page": lambda folder: with_office(with_pandoc(folder, ".docx"), ".html"),
    "LibreOffice text": lambda folder: with_office(with_pandoc(folder, ".odt"), ".txt"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text(name: str, tmp_path: Path) -> None:
    (document,) = documents(TEXTS[name](tmp_path))
    assert any(line.startswith(BODY) for line in document.text.split("\n")), document.text
    assert document.text.index(BODY) < document.text.index("新馆是市民的学校") < document.text.index("陈立")
    if name != "LibreOffice page":  # whose headings trafilatura leaves out
        assert document.text.index("一、开馆仪式") < document.text.index("二、馆藏") < document.text.index("陈立")


def test_a_page_that_chromium_shows(tmp_path: Path) -> None:
    (document,) = documents(chromium_page(tmp_path))
    assert document.text.split("\n") == ["新馆开馆", BODY, "周立群说，新馆是市民的学校。"]


def with_program(folder: Path, packed: str, *command: str) -> Path:
    """Two articles in a folder, packed by a program that runs in the folder above."""
    (folder / "news").mkdir()
    for row in ROWS[:2]:
        (folder / "news" / f"{row['id']}.txt").write_text(f"{row['title']}\n{row['text']}", "utf-8")
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / packed


PACKED: dict[str, Maker] = {
    "gzip": lambda folder: with_program(folder, "news/a1.txt.gz", "gzip", "news/a1.txt"),
    "bzip2": lambda folder: with_program(folder, "news/a1.txt.bz2", "bzip2", "news/a1.txt"),
    "xz": lambda folder: with_program(folder, "news/a1.txt.xz", "xz", "-9e", "news/a1.txt"),
    "zstd": lambda folder: with_program(folder, "news/a1.txt.zst", "zstd", "-19", "news/a1.txt"),
    "zip": lambda folder: with_program(folder, "a.zip", "zip", "-r", "a.zip", "news"),
    "tar": lambda folder: with_program(folder, "a.tar", "tar", "cf", "a.tar", "news"),
    "tar and gzip": lambda folder: with_program(folder, "a.tgz", "tar", "czf", "a.tgz", "news"),
    "tar and xz": lambda folder: with_program(folder, "a.tar.xz", "tar", "cJf", "a.tar.xz", "news"),
    "tar and zstd": lambda folder: with_program(folder, "a.tar.zst", "tar", "--zstd", "-cf", "a.tar.zst", "news"),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed(name: str, tmp_path: Path) -> None:
    found = documents(PACKED[name](tmp_path))
    texts = [f"{row['title']}\n{row['text']}" for row in ROWS[: len(found)]]
    assert [one.text for one in sorted(found, key=lambda one: one.id)] == texts
    assert len(found) == (2 if "tar" in name or name == "zip" else 1)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.parametrize("options", [(), ("--no-warc-compression",)], ids=["packed", "plain"])
def test_an_archive_that_wget_wrote(options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text(PAGE, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/a.html"
        saved: tuple[str | Path, ...] = ("-q", f"--warc-file={tmp_path / 'crawl'}", "-O", tmp_path / "page", *options)
        run("wget", *saved, url, program="wget")
    finally:
        server.shutdown()
        server.server_close()
    (document,) = documents(next(tmp_path.glob("crawl.warc*")))
    assert document.text.split("\n") == ["新馆开馆", BODY, "周立群说，新馆是市民的学校。"]
    assert document.id == f"crawl#{url}"
