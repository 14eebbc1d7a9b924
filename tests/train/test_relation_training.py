"""The relation model from rows to weights, on rows of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kg.errors import TrainingError
from kg.extract.neural.relation_queries import typed_pairs
from kg.extract.neural.relation_triples import RelationScorer
from kg.ontology.ontology import load
from kg.train.json_rows import parse_row
from kg.train.relations.relation_rows import Row, label_sets, read

ONTOLOGY = load()
SONG = "《远山》是李明月演唱的歌曲。"
POST = "海州集团董事长王建国出席会议。"


def written(folder: Path, name: str, *rows: object) -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def songs(n: int = 0) -> dict[str, object]:
    text = SONG.replace("远山", f"远山{n}")
    return {"text": text, "spo": [{"subject": f"远山{n}", "predicate": "歌手", "object": "李明月"}]}


def posts(start: int = 7, **more: object) -> dict[str, object]:
    spo = {"subject": "海州集团", "s_start": 0, "predicate": "董事长", "p_start": 4, "object": "王建国"}
    return {"text": POST, "spo": [spo | {"o_start": start} | more], "neg": []}


def pairs(label: str = "持股") -> dict[str, object]:
    entities = [{"start": 0, "end": 4, "text": "海州集团"}, {"start": 6, "end": 10, "text": "长风公司"}]
    return {
        "text": "海州集团持股长风公司。",
        "entities": entities,
        "relations": [{"head": 0, "tail": 1, "type": label}],
    }


def silver(object_: int = 1) -> dict[str, object]:
    entities = [{"start": 7, "end": 10, "type": "Person"}, {"start": 0, "end": 4, "type": "Company"}]
    return {
        "text": POST,
        "entities": entities,
        "facts": [{"subject": 0, "predicate": "positionAt", "object": object_, "confidence": 0.9}],
    }


def rows(file: Path) -> list[Row]:
    return list(read([file], label_sets([file], ONTOLOGY), ONTOLOGY))


def test_each_form_is_known_by_its_keys(tmp_path: Path) -> None:
    [song] = rows(written(tmp_path, "duie1.own.jsonl", songs()))
    assert song.set.form == "closed"
    assert {(start, end) for start, end, _ in song.mentions} == {(1, 4), (6, 9)}
    [post] = rows(written(tmp_path, "percent4_spo.own.jsonl", posts()))
    assert post.set.form == "open"
    assert post.right == {((0, 4), (4, 7), (7, 10))}
    [pair] = rows(written(tmp_path, "finre.own.jsonl", pairs()))
    assert pair.set.form == "pairs"
    assert pair.given == (((0, 4), (6, 10), "持股"),)
    [fact] = rows(written(tmp_path, "silver.own.jsonl", silver()))
    assert fact.set.form == "silver"
    assert fact.facts == ((0, "positionAt", 1, 0.9),)
    [named] = rows(written(tmp_path, "ours.own.jsonl", {"text": POST, "entities": silver()["entities"]}))
    assert named.set.labels == ("Company", "Person")
    assert named.mentions == ((7, 10, 1), (0, 4, 0))


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("duie1.own.jsonl", {"text": "好"}, "own.jsonl:1: it has neither spo, relations, facts nor entities"),
        ("ours.own.jsonl", songs(), "the data set ours is unknown"),
        (
            "duie1.own.jsonl",
            {"text": SONG, "spo": [{"subject": "远山", "predicate": "船长", "object": "李明月"}]},
            "own.jsonl:1: the label '船长' of duie1 is unknown",
        ),
        (
            "duie1.own.jsonl",
            {"text": SONG, "spo": [{"subject": "远山", "predicate": "歌手"}]},
            "a triple has no object",
        ),
        ("percent4_spo.own.jsonl", posts(8), "own.jsonl:1: '王建国' does not stand at 8"),
        ("finre.own.jsonl", pairs("船长"), "the label '船长' of finre is unknown"),
        ("silver.own.jsonl", silver(2), "own.jsonl:1: there is no entity 2"),
    ],
)
def test_a_wrong_row_is_said_with_its_line(name: str, row: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as caught:
        rows(written(tmp_path, name, row))
    assert message in str(caught.value)


def test_training_to_weights_that_answer_as_the_network_does(tmp_path: Path) -> None:
    for package in ("torch", "onnx"):
        pytest.importorskip(package, reason=f"training needs {package}: pip install 'zhkg[train]'")
    from kg.extract.neural.relation_model import label_schemes, onnx_scorer, trained, triples
    from kg.train.plan import Plan
    from kg.train.relations.train import CHECKPOINT, train
    from kg.train.settings import RelationSettings

    files = [
        written(tmp_path, "duie1.own.jsonl", *(songs(n) for n in range(40))),
        written(tmp_path, "percent4_spo.own.jsonl", *[posts(), {**posts(), "text": POST + "好"}] * 4),
        written(tmp_path, "finre.own.jsonl", *[pairs(), pairs("unknown")] * 4),
        written(tmp_path, "silver.own.jsonl", *[silver()] * 4),
        written(tmp_path, "ours.own.jsonl", *[{"text": POST, "entities": silver()["entities"]}] * 4),
    ]
    out = tmp_path / "weights"
    log: list[str] = []
    facts = train(Plan(files, [], out, RelationSettings(epochs=1)), ONTOLOGY, log.append, "2026-01-02")
    assert facts["data"]["duie1"]["rows"] + facts["data"]["duie1"]["held out"] == 40
    assert (out / CHECKPOINT).is_file()
    assert trained(out)["percent4_spo"] == frozenset()
    assert label_schemes(out)["finre"].kinds
    assert isinstance(triples([parse_row(SONG, ONTOLOGY)], "duie1", ONTOLOGY, out)[0], list)
    first = (out / "relations.onnx").read_bytes()
    train(Plan(files, [], out, RelationSettings(epochs=0)), ONTOLOGY, log.append, "2026-01-02")
    assert (out / "relations.onnx").read_bytes() == first
    _same_answers(files, out, onnx_scorer(first))


def _same_answers(files: list[Path], out: Path, shipped: RelationScorer) -> None:
    import torch

    from kg.train.checkpoints import read_state
    from kg.train.relations.network import TABLE_SIZES, Relations
    from kg.train.relations.scores import network_scorer
    from kg.train.relations.train import model_shape
    from kg.train.relations.training_queries import LabelSpace

    space = LabelSpace(label_sets(files, ONTOLOGY).values())
    state = read_state(out / "relations.pt")
    kept = {name: torch.nonzero(state[f"{name}_row"] > 1).squeeze(1).numpy() for name in TABLE_SIZES}
    net = Relations(model_shape(space), kept)
    net.load_state_dict(state)
    queries = [typed_pairs(row.features, row.mentions, lambda _l, _r: True) for row in rows(files[0])[:3]]
    with network_scorer(net, space) as plain:
        wanted, found = plain(queries), shipped(queries)
    assert wanted.labels
    for name, each in wanted.labels.items():
        assert np.abs(each - found.labels[name]).max() < 0.25, name


def test_confidence_grows_with_the_score() -> None:
    pytest.importorskip("torch", reason="training needs torch: pip install 'zhkg[train]'")
    from kg.extract.neural.label_scheme import LabelScheme
    from kg.train.relations.scores import confidence

    scheme = LabelScheme("duie1", "closed", (), slope=0.7, shift=-0.4)
    found = [confidence(scheme, score) for score in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert found == sorted(found)
    assert all(0 <= one <= 1 for one in found)
