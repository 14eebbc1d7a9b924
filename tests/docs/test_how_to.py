"""The pages of docs/how-to are followed to the letter."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    text = (ROOT / "docs" / "how-to" / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[list[str]]:
    """The commands of a page, as words without comments."""
    lines = [line.partition("#")[0].split() for block in blocks(page, "sh") for line in block.splitlines()]
    return [words[1:] for words in lines if words]


def run(words: list[str], folder: Path, *path: Path) -> subprocess.CompletedProcess[str]:
    """`kg` with these words, in a folder, with these folders to import from."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "kg", *words],
        cwd=folder,
        env={"PYTHONPATH": ":".join(map(str, path)), "PYTHONUTF8": "1", "HOME": str(folder), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package and its ontology."""
    for name in ("kg", "ontology"):
        ignored = shutil.ignore_patterns("__pycache__", "vendor")
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=ignored)
    return tmp_path / "copy"


def test_a_reader(copied: Path, tmp_path: Path) -> None:
    module, row = blocks("reader.md", "python")
    for block in (module, row):
        file = copied / block.partition("\n")[0].removeprefix("# ")
        before = file.read_text("utf-8") if file.is_file() else ""
        file.write_text(before + block, "utf-8")
    (tmp_path / "news.posts").write_text(blocks("reader.md", "json")[0], "utf-8")
    (command,) = commands("reader.md")
    done = run(command, tmp_path, copied)
    assert done.returncode == 1 and "news.posts#8: its text is not Chinese" in done.stderr
    graph = json.loads((tmp_path / "out" / "graph.json").read_text("utf-8"))
    assert [document["id"] for document in graph["documents"]] == ["news#7"]
    assert any(fact["predicate"] == "positionAt" for fact in graph["facts"])
    assert run(["check", "out"], tmp_path, copied).returncode == 0


def test_an_extractor(tmp_path: Path) -> None:
    (module,), (text,) = blocks("extractor.md", "python"), blocks("extractor.md", "toml")
    site = tmp_path / "site"
    site.mkdir()
    (site / module.partition("\n")[0].removeprefix("# ")).write_text(module, "utf-8")
    project = tomllib.loads(text.partition("\n")[2])["project"]
    name, version = project["name"], project["version"]
    folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    group, points = next(iter(project["entry-points"].items()))
    lines = (f"{point} = {place}\n" for point, place in points.items())
    (folder / "entry_points.txt").write_text(f"[{group}]\n{''.join(lines)}", "utf-8")
    (tmp_path / "article.txt").write_text(blocks("extractor.md", "text")[0].partition("\n")[2], "utf-8")
    build, export = commands("extractor.md")
    assert run(build, tmp_path, site, ROOT).returncode == 0
    table = run(export, tmp_path, site, ROOT).stdout
    assert "李明,Person,authored,长河,Work" in table and "shout.writer" in table
    assert run(["check", "out"], tmp_path, site, ROOT).returncode == 0
