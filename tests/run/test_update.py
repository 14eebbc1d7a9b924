"""A store after updates holds what a clean build over the same documents and decisions gives."""

from pathlib import Path

from kg.export.formats import Settings, export
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.sources import sources
from kg.run.update import Update, update
from kg.store.database.graph import read_graph

TEXTS = {
    "a": "临江县档案馆获全国档案工作先进集体。馆长李明主持会议。",
    "b": "临江县档案馆馆长李明到海州大学考察。",
    "c": "海州大学校长张伟会见了来宾。",
}


def put(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{name}的新闻\n\n{text}\n", "utf-8")


def updated(store: Path, folder: Path) -> Update:
    return update(store, sources([folder]), extractor="rules")


def test_a_store_holds_the_graph_of_a_clean_build(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    made = updated(store, articles)
    assert (made.added, made.changed, made.unchanged) == (("a", "b", "c"), (), 0)
    clean = build(sources([articles]), extractor="rules").graph
    held, settings = read_graph(store), Settings(load())
    assert clean.facts
    for form in ("json", "turtle"):
        assert export(held, form, settings) == export(clean, form, settings)


def test_only_what_is_stale_is_extracted(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    put(articles, {"b": "临江县档案馆副馆长王芳到海州大学考察。", "d": "临江县档案馆与海州大学签约。"})
    made = updated(store, articles)
    assert (made.added, made.changed, made.unchanged) == (("d",), ("b",), 2)
