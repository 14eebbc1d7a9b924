"""Upper layers and heads for the labels of data sets, trained beside a small network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.extract.neural.schemes import names, schemes
from kg.extract.neural.session import card
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

for package in ("torch", "onnx"):
    pytest.importorskip(package, reason=f"training needs {package}: pip install 'zhkg[train]'")
import torch  # noqa: E402

from kg.train.schemes.begin import begun  # noqa: E402

GOLD = Path(__file__).parents[1] / "gold"
TEXT = "王建国在海州市水利局任局长。"
ENDS = [{"start": 0, "end": 3, "type": "PER"}, {"start": 4, "end": 10, "type": "ORG"}]
POST = {"subject": "海州市水利局", "predicate": "局长", "object": "王建国", "s_start": 4, "p_start": 11, "o_start": 0}
ROWS: dict[str, dict[str, Any]] = {
    "ships": {"entities": ENDS},
    "posts": {"spo": [POST]},
    "finre": {"entities": ENDS, "relations": [{"head": 0, "tail": 1, "type": "合作"}]},
}


@pytest.fixture(scope="module")
def joint(encoder_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weights of a small joint network of five layers, four of them shared."""
    out = tmp_path_factory.mktemp("joint")
    command = ["train", "joint", str(GOLD), "--pretrained", str(encoder_file), "-o", str(out), "--layers", "5"]
    assert run([*command, "--epochs", "1"]) == 0
    return out


def files(folder: Path, *wanted: str) -> list[str]:
    for name in wanted:
        line = json.dumps({"text": TEXT, **ROWS[name]}, ensure_ascii=False)
        (folder / f"{name}.own.jsonl").write_text(line + "\n", "utf-8")
    return [str(folder / f"{name}.own.jsonl") for name in wanted]


def test_rows_of_three_forms(joint: Path, tmp_path: Path) -> None:
    out, rows = tmp_path / "out", files(tmp_path, *ROWS)
    command = ["train", "schemes", *rows, "--start", str(joint), "--epochs", "4", "--terms", "ships=my own"]
    assert run([*command, "-o", str(out)]) == 0
    before, made = card(joint), card(out)
    assert {name: made["files"][name] for name in before["files"]} == before["files"]  # the joint network's stay
    assert made["joint"] == before["joint"]
    assert made["schemes"]["sets"].keys() == set(ROWS)
    assert made["schemes"]["terms"] == {"ships": "my own"}
    heads = {f"scheme_{name}.onnx" for name in ("finre_pairs", "ships_spans", "posts_spans", "posts_pairs")}
    assert made["files"].keys() - before["files"].keys() == {"schemes.json", "scheme_characters.onnx", *heads}
    assert {name: one.form for name, one in schemes(out).items()} == {
        "ships": "names",
        "posts": "open",
        "finre": "pairs",
    }
    told: list[str] = []
    again = begun(out, [Path(one) for one in rows], load(), told.append, heads_only=False)
    trained = torch.load(out / "schemes.pt")
    for name, weights in again.net.state_dict().items():
        if not name.startswith(("heads.of_finre.first", "heads.of_finre.last", "heads.of_finre.threshold")):
            assert torch.allclose(weights, trained[name], atol=float(trained[name].abs().max()) / 60), name
    assert not told


def test_heads_alone_leave_all_else_as_it_was(joint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    few = ["--epochs", "1"]
    assert run(["train", "schemes", *files(tmp_path, "ships"), "--start", str(joint), "-o", str(first), *few]) == 0
    command = ["train", "schemes", *files(tmp_path, "posts"), "--start", str(first), "-o", str(second), *few]
    assert run([*command, "--heads-only"]) == 0
    assert set(schemes(second)) == {"ships", "posts"}
    parsed = segment(Document(DocumentId("a"), TEXT), load())
    assert names(parsed, "ships", second) == names(parsed, "ships", first)
    same = card(first)["files"].keys() - {"schemes.json"}
    assert {name: card(second)["files"][name] for name in same} == {name: card(first)["files"][name] for name in same}
    capsys.readouterr()
    (first / "scheme_characters.onnx").write_bytes(b"x")
    assert run([*command, "--heads-only", "-o", str(tmp_path / "third")]) == 2
    assert "first: its weights are damaged" in capsys.readouterr().err


def test_sets_without_rows_are_left_out_where_the_upper_layers_learn(
    joint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    few = ["--epochs", "1", "--processes", "2"]
    assert run(["train", "schemes", *files(tmp_path, "ships"), "--start", str(joint), "-o", str(first), *few]) == 0
    assert run(["train", "schemes", *files(tmp_path, "posts"), "--start", str(first), "-o", str(second), *few]) == 0
    assert "left out, since the layers below their heads learn: ships" in capsys.readouterr().err
    assert set(schemes(second)) == set(card(second)["schemes"]["sets"]) == {"posts"}
    assert "scheme_ships_spans.onnx" not in card(second)["files"]


def test_a_new_joint_network_ends_what_stood_on_the_old_one(joint: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["train", "schemes", *files(tmp_path, "ships"), "--start", str(joint), "-o", str(out)]) == 0
    assert run(["train", "joint", str(GOLD), "--start", str(out), "-o", str(out), "--epochs", "1"]) == 0
    assert schemes(out) == {}
    assert "schemes" not in card(out)
