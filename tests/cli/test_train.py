"""`kg train`."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.extract.neural.session import FOLDER, card
from kg.extract.neural.tagger import Tagged
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

GOLD = Path(__file__).parents[1] / "gold"
NAMES = ("王建国", "李晓明", "赵海燕", "陈志强", "孙丽", "周文斌")
PLACES = ("海州市", "临江县", "北山镇", "东港区")


def row(chance: random.Random) -> str:
    parts = [
        ("船长", ""),
        (chance.choice(NAMES), "captain"),
        ("驶往", ""),
        (chance.choice(PLACES), "harbour"),
        ("。", ""),
    ]
    text, entities = "", []
    for words, label in parts:
        if label:
            entities.append({"start": len(text), "end": len(text) + len(words), "type": label, "text": words})
        text += words
    return json.dumps({"text": text, "entities": entities}, ensure_ascii=False) + "\n"


@pytest.fixture
def ships(tmp_path: Path) -> list[str]:
    """Arguments: rows of a data set of one's own, with an ontology whose table knows it."""
    ontology, chance = tmp_path / "ontology", random.Random(1)
    shutil.copytree(load().path, ontology)
    with (ontology / "labels" / "names.tsv").open("a", encoding="utf-8") as table:
        table.write("ships\tcaptain\tPerson\nships\tharbour\tPlace\n")
    for part, count in (("train", 160), ("dev", 20)):
        (tmp_path / f"ships.{part}.jsonl").write_text("".join(row(chance) for _ in range(count)), "utf-8")
    return [str(tmp_path / "ships.train.jsonl"), "--ontology", str(ontology)]


def test_train_again_go_on_and_export(ships: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    dev = ["--dev", str(tmp_path / "ships.dev.jsonl")]
    one, two, three, four = (tmp_path / name for name in ("one", "two", "three", "four"))
    first = [*ships, *dev, "--raw", ships[0], "--terms", "ships=my own", "--epochs", "2", "--raw-epochs", "1"]
    for out in (one, two):
        assert run(["train", "names", *first, "--out", str(out)]) == 0
    assert (one / "tagger.onnx").read_bytes() == (two / "tagger.onnx").read_bytes()
    more = ["--epochs", "40", "--patience", "40", "--init", str(one), "--rate", "0.004"]
    assert run(["train", "names", *ships, *dev, *more, "-o", str(three)]) == 0
    assert run(["train", "names", *ships, *dev, "--epochs", "0", "--init", str(three), "-o", str(four)]) == 0
    assert (three / "tagger.onnx").read_bytes() == (four / "tagger.onnx").read_bytes()
    assert not (four / "tagger.pt").exists()
    capsys.readouterr()
    facts = card(four)["tagger"]
    assert [len(past["epochs"]) for past in facts["runs"]] == [2, 40]
    assert facts["scores_on_dev"]["ships"]["int8"] > 0.8
    assert facts["data"]["ships"]["dev"]["rows"] == 20
    assert "my own" in (one / "MODEL_CARD.md").read_text("utf-8")
    found = Tagged(segment(Document(DocumentId("a"), "船长李晓明驶往东港区。"), load()), four).names()
    assert [(name.span.start, name.span.end, name.label) for name in found] == [(2, 5, "captain"), (7, 10, "harbour")]


def test_rows_are_held_out_where_a_set_has_no_dev(ships: list[str], tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    out = tmp_path / "out"
    arguments = [*ships, "--raw", ships[0], "--raw-epochs", "0", "--silver", "--epochs", "1", "-o", str(out)]
    assert run(["train", "names", *arguments]) == 0
    data = card(out)["tagger"]["data"]
    assert (data["ships"]["train"]["rows"], data["ships"]["dev"]["rows"]) == (150, 10)
    assert data["ships"]["dev"]["held_out_of_train"]
    assert data["silver"]["train"]["names"] > 10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--silver"], "--silver needs --raw"),
        (["--epochs", "0"], "--epochs 0 exports a checkpoint"),
        (["--weight", "ships"], "write it as SET=VALUE"),
        (["--weight", "ships=much"], "much is no number"),
        (["--limit", "ships=-1"], "is not above 0"),
        (["--limit", "boats=7"], "--limit boats: no data set"),
        (["--dev"], "requires an argument"),
        (["--dev", "msra.dev.jsonl"], "msra.dev.jsonl: its data set is not among those to train on"),
        (["--init", "nowhere.pt"], "nowhere.pt: it cannot be read"),
        (["--init", __file__], "it is no checkpoint"),
    ],
)
def test_wrong_usage(
    arguments: list[str], message: str, ships: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    assert run(["train", "names", *ships, *arguments, "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err


def test_without_torch(
    ships: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert run(["train", "names", *ships, "--out", str(tmp_path / "out")]) == 2
    assert "pip install 'zhkg[train]'" in capsys.readouterr().err


def test_vote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("joint_names.onnx", "joint_pairs.onnx", "joint.json", "card.json"):
        shutil.copy(FOLDER / name, tmp_path)
    known = json.loads((tmp_path / "card.json").read_text("utf-8"))
    del known["joint"]["articles"]  # so that all articles count
    (tmp_path / "card.json").write_text(json.dumps(known), "utf-8")
    assert run(["train", "vote", str(GOLD), "--out", str(tmp_path)]) == 0
    assert "cross-validated by article" in capsys.readouterr().out
    assert card(tmp_path)["vote"]["cross_validated"]["all"]["vote_f1"] > 0.8
    assert set(card(tmp_path)["files"]) >= {"joint.json", "vote.json", "offers.json"}
    assert run(["train", "vote", str(GOLD), "--out", str(tmp_path), "--json"]) == 0
    assert {"out", "names", "relations"} == json.loads(capsys.readouterr().out).keys()
    assert run(["train", "vote", str(tmp_path / "none"), "--out", str(tmp_path)]) == 2
    assert run(["train", "vote", str(GOLD), "--out", str(tmp_path / "none")]) == 2


def test_silver(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, out = tmp_path / "text.jsonl", tmp_path / "new" / "silver.jsonl.gz"
    text.write_text(json.dumps({"text": "海州市水利局局长王建国到访临江县。"}, ensure_ascii=False) + "\n", "utf-8")
    assert run(["train", "silver", str(text), "--out", str(out)]) == 0
    first = out.read_bytes()
    entities = json.loads(gzip.decompress(first))["entities"]
    assert ("王建国", "Person") in {(one["text"], one["type"]) for one in entities}
    capsys.readouterr()
    assert run(["train", "silver", str(text), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"out": str(out)}
    assert out.read_bytes() == first
    text.write_text('{"text": "。"}\n', "utf-8")
    assert run(["train", "silver", str(text), "--out", str(out)]) == 2
    assert "the rules find no name" in capsys.readouterr().err
