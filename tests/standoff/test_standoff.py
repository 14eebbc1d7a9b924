"""Annotation taken off its text and laid on it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.ontology.ontology import load
from tests.standoff.standoff import read, text_of, with_text, without_text, write

GOLD = sorted((Path(__file__).parents[1] / "gold").glob("*.json"))


def _parts(data: dict[str, Any]) -> dict[str, Any]:
    """An annotation with numbers for ids, without what it need not say."""
    ids = {one["id"]: n for n, one in enumerate(data["entities"])}

    def numbered(value: Any) -> Any:
        return ids.get(value, value) if isinstance(value, str) else value

    facts = [
        one | {"subject": ids[one["subject"]], "object": numbered(one["object"])}
        | {"qualifiers": {k: numbered(v) for k, v in one.get("qualifiers", {}).items()}}
        for one in data["facts"]
    ]  # fmt: skip
    entities = [{"aliases": []} | one | {"id": ids[one["id"]]} for one in data["entities"]]
    return {"entities": entities, "facts": facts, "document": {k: v for k, v in data["document"].items() if v}}


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_it_comes_back_as_it_was(file: Path, tmp_path: Path) -> None:
    text, data = file.with_suffix(".txt").read_bytes().decode("utf-8"), json.loads(file.read_text("utf-8"))
    write([without_text(data, text)], tmp_path / "kept.xz")
    (line,) = read(tmp_path / "kept.xz")
    assert _parts(with_text(line, text)) == _parts(data)
    assert not any(
        sentence in json.dumps(line, ensure_ascii=False) for sentence in text.split("。") if len(sentence) > 9
    )
    with pytest.raises(ValueError, match="not the text"):
        with_text(line, text + "。")


def test_the_title_is_the_first_line() -> None:
    assert text_of({"title": "海州修桥", "text": " 海州新桥昨天通车。\n"}) == "海州修桥\n海州新桥昨天通车。"
    assert text_of({"title": "海州修桥", "text": "海州修桥\n通车。"}) == "海州修桥\n通车。"


def test_what_is_kept_is_of_the_ontology_and_has_no_text() -> None:
    ontology, ids = load(), set()
    for id_, _, _, entities, facts in read():
        ids.add(id_)
        assert {one[0] for one in entities} <= ontology.classes.keys()
        assert {one[1] for one in facts} <= ontology.properties.keys()
        for _, _, object_, _, evidence, _ in facts:
            assert isinstance(evidence, list), id_
            assert not isinstance(object_, dict) or object_["type"] != "text" or isinstance(object_["value"], list), id_
    assert len(ids) > 1000
