"""The joint network trained from a small encoder in the format of the pretrained one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.cli.main import run
from kg.errors import TrainingError
from kg.extract.neural.joint import JointReading, table
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Span

for package in ("torch", "onnx"):
    pytest.importorskip(package, reason=f"training needs {package}: pip install 'zhkg[train]'")
import torch  # noqa: E402

from kg.extract.rules import extract  # noqa: E402
from kg.train.joint.encoder import Shape  # noqa: E402
from kg.train.joint.heads import rotated  # noqa: E402
from kg.train.joint.network import OWN, Network  # noqa: E402
from kg.train.joint.peers import Peers, together  # noqa: E402
from kg.train.joint.pretrained import read_pretrained  # noqa: E402
from kg.train.joint.restored import restored  # noqa: E402
from kg.train.settings import JointSettings  # noqa: E402
from tests.train.small_encoder import HEADS, INNER, LAYERS, PIECES, WIDTH  # noqa: E402

GOLD = Path(__file__).parents[1] / "gold"


def test_the_encoder_is_read_as_it_was_written(encoder_file: Path) -> None:
    found = read_pretrained(encoder_file)
    assert (found.width, found.layers, found.heads, found.inner) == (WIDTH, LAYERS, HEADS, INNER)
    assert found.pieces == PIECES
    assert found.pieces[found.unknown] == "<unk>"
    words = np.random.default_rng(1).normal(0, 0.1, (len(PIECES), WIDTH))
    assert np.abs(found.matrix("emb.word", len(PIECES)) - words).max() < 0.05


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"GGUF", "it is no such encoder"), (b"E5S1" + b"\0" * 20, "it is damaged"), (None, "cannot be read")],
)
def test_what_is_no_encoder(data: bytes | None, what: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "x.bin").write_bytes(data)
    with pytest.raises(TrainingError, match=what):
        read_pretrained(tmp_path / "x.bin")


def test_from_articles_to_weights(encoder_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: dict[str, dict[str, Any]] = {
        "news.jsonl": {"title": "海州市水利局召开会议", "text": "海州市水利局局长王建国在海州主持会议。"},
        "msra.own.jsonl": {"text": "王建国在海州市。", "entities": [{"start": 0, "end": 3, "type": "PER"}]},
    }
    for name, row in rows.items():
        (tmp_path / name).write_text(json.dumps(row) + "\n", "utf-8")
    news, names = (str(tmp_path / name) for name in rows)
    out = str(tmp_path / "out")
    command = [
        "train",
        "joint",
        str(GOLD),
        "--silver",
        news,
        "--names",
        names,
        "--pretrained",
        str(encoder_file),
        "-o",
        out,
    ]
    sizes = ["--layers", "1", "--frozen", "0", "--epochs", "1"]
    assert run([*command, *sizes]) == 0
    card = json.loads((tmp_path / "out" / "card.json").read_text("utf-8"))
    assert card["joint"]["articles"]["held out"]
    assert card["joint"]["settings"]["layers"] == 1
    parsed = segment(Document(DocumentId("a"), rows["news.jsonl"]["text"]), load())
    reading = JointReading(parsed, tmp_path / "out")
    assert set(reading.join([(Span(0, 3), "Place"), (Span(8, 11), "Person")], 1.0).classes[1]) == {"Person"}
    first = {name: (tmp_path / "out" / name).read_bytes() for name in card["files"]}
    for name in ("joint_names.onnx", "joint.pt", "early.pt"):
        (tmp_path / "out" / name).unlink()
    assert run([*command, *sizes]) == 0
    assert {name: (tmp_path / "out" / name).read_bytes() for name in first} == first
    assert "annotated articles" in capsys.readouterr().err


def test_sixteen_bits_train_nearly_the_same(encoder_file: Path, tmp_path: Path) -> None:
    command = ["train", "joint", str(GOLD), "--pretrained", str(encoder_file), "--layers", "1", "--epochs", "12"]
    for name, more in (("whole", []), ("half", ["--bfloat16"])):
        assert run([*command, "-o", str(tmp_path / name), *more]) == 0
    whole, half = (torch.load(tmp_path / name / "joint.pt") for name in ("whole", "half"))
    assert all(torch.allclose(half[name], whole[name], atol=0.05) for name in whole)
    assert any(not torch.equal(half[name], whole[name]) for name in whole)


def test_a_training_goes_on_from_weights(
    encoder_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    few = ["--epochs", "1", "--frozen", "0"]
    assert (
        run(["train", "joint", str(GOLD), "--pretrained", str(encoder_file), "-o", str(first), "--layers", "1", *few])
        == 0
    )
    begun, trained = restored(first), torch.load(first / "joint.pt")
    for name, weights in begun.net.state_dict().items():
        assert torch.allclose(weights, trained[name], atol=float(trained[name].abs().max()) / 100), name
    monkeypatch.setattr("kg.extract.all.extract", extract)  # the tests' own extractor needs no installed weights
    news = tmp_path / "news.jsonl"
    news.write_text('{"text": "海州市水利局局长王建国主持召开会议。"}\n', "utf-8")
    held = tmp_path / "held"
    held.mkdir()
    for one in sorted(GOLD.glob("*.json"))[:2]:
        for part in (one, one.with_suffix(".txt")):
            (held / part.name).write_bytes(part.read_bytes())
    command = ["train", "joint", str(GOLD), "--start", str(first), "--held", str(held), "-o", str(second)]
    command += ["--silver", str(news), "--early-epochs", "0", "--replay", "4", "--processes", "2"]
    assert run([*command, *few]) == 0
    assert json.loads((second / "joint.json").read_text("utf-8")) == json.loads(
        (first / "joint.json").read_text("utf-8")
    )
    card = json.loads((second / "card.json").read_text("utf-8"))["joint"]
    assert card["start"] == "first"
    assert card["articles"]["held out"] == [one.stem for one in sorted(held.glob("*.json"))]
    capsys.readouterr()
    assert run([*command, *few, "--layers", "2"]) == 2
    assert "--layers is of a new network" in capsys.readouterr().err
    (first / "joint_pairs.onnx").write_bytes(b"x")
    assert run([*command, *few]) == 2
    assert "first: its weights are damaged" in capsys.readouterr().err


def test_a_process_that_fails_ends_the_training(capfd: pytest.CaptureFixture[str]) -> None:
    def work(peers: Peers) -> None:
        if peers.number:
            raise ValueError("this one")
        for step in range(1, 100):
            peers.average(torch.nn.Linear(1, 1), step)

    with pytest.raises(TrainingError, match="a process of the training failed"):
        together(2, 2, work)
    assert "this one" in capfd.readouterr().err


def test_scores_in_blocks_are_those_of_first_and_last_characters(encoder_file: Path) -> None:
    labels = table().labels
    source, shape = read_pretrained(encoder_file), Shape(layers=1)
    net = Network(source, list(range(len(PIECES))), {OWN: labels}, shape).heads_of(OWN).eval()
    x = torch.randn(1, 150, shape.width)
    scores = net.spans(x)
    assert scores.shape[2:] == (4, 48, 240)
    first, last = (rotated(part(x).view(1, 150, net.count, -1).transpose(1, 2)) for part in (net.first, net.last))
    every = first @ last.transpose(-1, -2) / shape.pointer**0.5 + net.threshold[:, None, None]
    for a, b in ((0, 0), (3, 147), (70, 80), (149, 149)):
        block, row = divmod(a, 48)
        assert torch.allclose(scores[:, :, block, row, b - 48 * block], every[:, :, a, b], atol=1e-4)


def test_the_defaults_are_those_of_the_shipped_weights() -> None:
    assert (JointSettings().layers, JointSettings().held_out) == (6, 6)
