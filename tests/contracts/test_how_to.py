"""The pages on how to add a reader and an extractor, done as they say."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.read import readers
from kg.read.sources import sources
from tests.contracts.distributions import install, kg

PAGES = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)


def test_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module, row = blocks("reader.md", "python")
    (tmp_path / "json_lines.py").write_text(module, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    added = importlib.import_module("json_lines")
    table: dict[str, object] = {**vars(readers), "json_lines": added}
    exec(row, table)
    monkeypatch.setattr(readers, "READERS", table["READERS"])
    rows = [{"id": "17", "text": "宜宾市司法局局长杨国庆参加会议。"}, {"id": "18", "text": "English"}, {"id": "19"}]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "more.txt").write_text("海州市司法局召开会议。", "utf-8")
    made = build(sources([tmp_path]), extractor="rules")
    assert [document.id for document in made.graph.documents] == ["more", "news#17"]
    assert [failure.what for failure in made.failures] == ["its text is not Chinese", "it is no row"]


@pytest.mark.slow
def test_an_extractor(tmp_path: Path) -> None:
    (module,), (toml,) = blocks("extractor.md", "python"), blocks("extractor.md", "toml")
    ((name, value),) = tomllib.loads(toml)["project"]["entry-points"]["zhkg.extractors"].items()
    install(tmp_path, "zhkg-exclaimed", "1.0", f"{name} = {value}", {value.partition(":")[0]: module})
    (tmp_path / "a.txt").write_text("我们昨天看了！大江东去！，很好。", "utf-8")
    done = kg(tmp_path, "build", "a.txt", "-o", "out", "--extractor", name, "--json")
    assert done.returncode == 0, done.stderr
    graph = json.loads((tmp_path / "out" / "graph.json").read_text("utf-8"))
    assert [(entity["name"], entity["type"]) for entity in graph["entities"]] == [("大江东去", "CreativeWork")]
