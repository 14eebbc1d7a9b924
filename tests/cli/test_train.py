"""`kg train`."""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.extract.neural.schemes import names
from kg.extract.neural.session import FOLDER, card
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Span

GOLD = Path(__file__).parents[1] / "gold"
NAMES = ("王建国", "李晓明", "赵海燕", "陈志强", "孙丽", "周文斌")
VERBS = ("驶往", "到达", "离开", "经过")
PLACES = ("海州市", "临江县", "北山镇", "东港区")


def row(chance: random.Random) -> str:
    parts = [
        ("船长", ""),
        (chance.choice(NAMES), "captain"),
        (chance.choice(VERBS), ""),
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
def ships(tmp_path: Path) -> str:
    """Rows of a data set of one's own."""
    chance, file = random.Random(1), tmp_path / "ships.train.jsonl"
    file.write_text("".join(row(chance) for _ in range(48)), "utf-8")
    return str(file)


def test_names_of_ones_own_beside_what_is_shipped(
    ships: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    one, two = tmp_path / "one", tmp_path / "two"
    how = ["--heads-only", "--head-rate", "0.005"]
    first = ["train", "schemes", ships, "--terms", "ships=my own", "--epochs", "60", *how]
    assert run([*first, "-o", str(one)]) == 0
    shipped, made = card(), card(one)
    assert all(made["files"][name] == shipped["files"][name] for name in shipped["files"] if name != "schemes.json")
    assert made["joint"] == shipped["joint"]
    assert made["schemes"]["sets"]["ships"]["f1"] > 0.8
    assert made["schemes"]["sets"].keys() > shipped["schemes"]["sets"].keys()
    assert "my own" in (one / "MODEL_CARD.md").read_text("utf-8")
    found = names(segment(Document(DocumentId("a"), "船长李晓明驶往东港区。"), load()), "ships", one)
    assert [(name.span, name.type) for name in found] == [(Span(2, 5), "captain"), (Span(7, 10), "harbour")]
    again = ["train", "schemes", ships, "--start", str(one), "--epochs", "0.5", *how, "-o", str(two), "--json"]
    capsys.readouterr()
    assert run(again) == 0
    assert "scheme_ships_spans.onnx" in json.loads(capsys.readouterr().out)["files"]
    assert card(two)["schemes"]["sets"]["ships"]["f1"] > 0.8  # it goes on, and does not begin anew


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--weight", "ships"], "write it as SET=VALUE"),
        (["--weight", "ships=much"], "much is no number"),
        (["--weight", "ships=-1"], "is not above 0"),
        (["--weight", "boats=7"], "--weight boats: no data set to train on is called so; use ships"),
        (["--start", "nowhere"], "nowhere/joint.json: it cannot be read"),
        (["none.jsonl"], "none.jsonl: it cannot be read"),
    ],
)
def test_wrong_usage(
    arguments: list[str], message: str, ships: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    assert run(["train", "schemes", ships, *arguments, "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err


def test_without_torch(
    ships: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert run(["train", "schemes", ships, "--out", str(tmp_path / "out")]) == 2
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
