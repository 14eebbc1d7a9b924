"""Who wrote an article works for its medium, under the title that stands before the name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.read.read import read_one
from kg.read.sources import sources
from kg.segment.parse import segment


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("海州日报讯（记者何立群、通讯员罗书华）", {("何立群", "海州日报", "记者"), ("罗书华", "海州日报", "通讯员")}),
        ("海州日报讯（通讯员罗书华 记者何立群）", {("何立群", "海州日报", "记者"), ("罗书华", "海州日报", "通讯员")}),
        ("海州日报讯（实习记者曲永明）", {("曲永明", "海州日报", "实习记者")}),
        ("新华社海州1月6日新媒体专电（记者王芳、李刚）", {("王芳", "新华社", "记者"), ("李刚", "新华社", "记者")}),
        ("新华社海州1月6日专电（记者王芳）", {("王芳", "新华社", "记者")}),
    ],
)
def test_titles(line: str, expected: set[tuple[str, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"海州下雪\n\n{line}昨日，海州市下雪，道路结冰。\n", "utf-8")
    document = read_one(sources([file])[0], load())
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        if claim.evidence.rule.startswith("frame."):
            found.add(tuple(document.cut(mention.span) for _, mention in claim.roles))
    assert found == expected
