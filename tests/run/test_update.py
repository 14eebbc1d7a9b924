"""A store after updates holds what a clean build over the same documents and decisions gives."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.export.formats import Settings, export
from kg.extract.extractor import Settings as Asked
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint
from kg.ontology.ontology import load
from kg.pipeline import build, extracted
from kg.query.load import load as load_engine
from kg.rdf.graph_file import base_of_file
from kg.read.sources import sources
from kg.run.stale import held_of
from kg.run.unread import Unread
from kg.run.update import Update, remove, update
from kg.run.waiting import Waiting
from kg.store.database.connection import writing
from kg.store.database.graph import read_graph
from kg.store.database.upkeep import stats
from kg.types import Layer
from tests.read.packed.made import zipped

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


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    before = stats(store)["transaction"]
    assert updated(store, articles).unchanged == 3
    assert stats(store)["transaction"] == before


def test_sources_of_the_same_bytes_are_not_read_again(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    with writing(store) as open_:
        unread = Unread(open_, load())
        known = held_of(open_)
        to_read, same = unread.split(sources([articles]), known)
        assert (to_read, [one.id for one in same]) == ([], ["a", "b", "c"])
        put(articles, {"b": "海州大学来了一位客人。"})
        assert [one.id for one in Unread(open_, load()).split(sources([articles]), known)[0]] == ["b"]


def test_what_failed_is_read_and_told_again(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    (articles / "bad.txt").write_bytes(b"")
    for _ in range(2):
        assert len(updated(store, articles).failures) == 1


def test_what_was_taken_out_is_there_again_after_a_build(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    remove(store, ["b"])
    assert updated(store, articles).added == ("b",)


def test_only_sync_takes_out_what_is_not_named(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    (articles / "a.txt").unlink()
    assert updated(store, articles).removed == ()
    assert update(store, sources([articles]), extractor="rules", sync=True).removed == ("a",)
    assert [document.id for document in read_graph(store).documents] == ["b", "c"]
    gone = update(store, sources([tmp_path / "missing"]), extractor="rules", sync=True)
    assert gone.removed == ("b", "c") and gone.failures


def test_a_folder_that_is_not_there_is_no_reason_to_forget(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    articles.rename(tmp_path / "elsewhere")
    made = update(store, sources([articles]), extractor="rules", sync=True)
    assert made.removed == () and made.failures


def test_one_that_cannot_be_read_any_more_stays(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    (articles / "a.txt").write_bytes(b"")
    made = update(store, sources([articles]), extractor="rules", sync=True)
    assert (made.unchanged, len(made.failures), made.removed) == (2, 1, ())
    assert len(read_graph(store).documents) == 3


def test_documents_are_taken_out_by_id(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    updated(store, articles)
    with pytest.raises(StoreError, match="it holds no document 'aa'; did you mean 'a'"):
        remove(store, ["b", "aa"])
    assert remove(store, ["b"]).removed == ("b",)
    clean = build(sources([articles / "a.txt", articles / "c.txt"]), extractor="rules").graph
    assert export(read_graph(store), "turtle", Settings(load())) == export(clean, "turtle", Settings(load()))


def test_another_base_is_kept(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    update(store, sources([articles]), extractor="rules", base="https://news.example/")
    updated(store, articles)
    assert base_of_file(store) == "https://news.example/"
    kind, answer = load_engine(store).query("ASK { <https://news.example/id/海州大学> ?p ?o }", {})
    assert (kind, json.loads(answer)["boolean"]) == ("ask", True)


def test_layers_that_wait_are_not_extracted_again(tmp_path: Path) -> None:
    articles, store = tmp_path / "articles", tmp_path / "news.kg"
    put(articles, TEXTS)
    mark = fingerprint(named("rules"), Asked(load()))
    layers = [one for one in extracted(sources([articles]), extractor="rules") if isinstance(one, Layer)]
    with writing(store) as open_:
        Waiting(open_, mark)._keep(replace(one, claims=()) for one in layers)
    assert updated(store, articles).added == ("a", "b", "c")
    assert read_graph(store).facts == ()  # they are those that waited
    assert stats(store)["waiting"] == 0


def test_an_archive_is_one_source(tmp_path: Path) -> None:
    store, archive = tmp_path / "news.kg", tmp_path / "in" / "a.zip"
    put(tmp_path / "in", {"z": "何晓东任青湖市文化局局长。"})
    rows = "The county archive opened its new building."
    archive.write_bytes(zipped({"甲.txt": "周立群任青湖市文化馆馆长。", "b.txt": rows}))
    made = updated(store, tmp_path / "in")
    assert (made.added, len(made.failures)) == (("a#甲.txt", "z"), 1)
    made = updated(store, tmp_path / "in")
    assert (made.unchanged, len(made.failures)) == (2, 1)  # what failed is told again
    archive.write_bytes(zipped({"甲.txt": "周立群任青湖市文化馆馆长。", "乙.txt": "李文任青湖市图书馆馆长。"}))
    made = updated(store, tmp_path / "in")
    assert (made.added, made.changed, made.unchanged, made.failures) == (("a#乙.txt",), (), 2, ())
    assert updated(store, tmp_path / "in").unchanged == 3
