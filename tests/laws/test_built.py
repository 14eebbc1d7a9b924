"""What is built checks with no errors: the fuzzed texts too (tests/fuzz)."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from kg.check.check import check
from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.read.article.article_metadata import article_metadata
from kg.types import Document, DocumentId, Finding, Graph, Layer, Value
from tests.laws.recorded import ROOT

RAW = ROOT.parent / "shared" / "raw"
EACH = int(os.environ.get("KG_ARTICLES", "100"))  # of each file
BATCH = 50

# A great number without a unit word takes that of what it counts; where that is not known, no figure is said.
GREAT = [
    ("临江县有三点二万农户。", "户"),
    ("临江县有9899万农村贫困人口全部脱贫。", "人"),
    ("临江县约有38万车主。", "人"),
    ("临江县公安局的案件涉及12万商户。", "户"),
    ("临江县今年发放5.1亿贷款。", "元"),
    ("临江县有七十万用户断电。", "人"),
    ("临江县摆放近八万盆鲜花。", None),
    ("临江县启动四万亿救市计划。", None),
    ("临江县磁场达到45.22万高斯。", None),
]


def errors(built: Graph) -> list[Finding]:
    return [finding for finding in check(built, load()) if finding.severity == "error"]


def read(id_: str, text: str, extractor: str = "rules") -> Layer:
    return layer(Document(DocumentId(id_), text, article_metadata(text, load())), load(), extractor)


@pytest.mark.parametrize(("text", "unit"), GREAT)
def test_a_figure_has_a_unit_or_is_not_said(text: str, unit: str | None) -> None:
    built = graph([read("a", text)], load())
    assert errors(built) == []
    units = {fact.object.unit for fact in built.facts if isinstance(fact.object, Value) and fact.object.unit != "%"}
    assert units <= {unit}


def articles(file: Path) -> Iterator[Layer]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in islice(lines, EACH):
            row = json.loads(line)
            if row["text"].strip():
                yield read(row["id"], row["text"])


@pytest.mark.may_skip
@pytest.mark.skipif(not RAW.is_dir(), reason="the unannotated articles are not here; they are not in the repository")
@pytest.mark.parametrize("name", ["tv_news", "web_news"])
def test_real_articles_have_no_errors(name: str) -> None:
    waiting = articles(RAW / f"{name}.jsonl.gz")
    while batch := list(islice(waiting, BATCH)):
        assert errors(graph(batch, load())) == []
