"""rjieba does the work; jieba itself is what it is held against."""

import sys
from pathlib import Path

import pytest

from kg.ontology.ontology import load
from kg.segment import words
from kg.segment.parse import segment
from kg.segment.words import cache_folder, reference, tokens
from kg.types import Document, DocumentId, Span

TEXTS = sorted((Path(__file__).parents[2] / "examples" / "texts").glob("*.txt"))
SENTENCES = (
    "人民法院公开审理了一件合同纠纷案。",
    "洪水冲毁了三座桥梁，两千余名群众被转移。",
    "她在女子一百米决赛中打破了全国纪录。",
    "公司去年营业收入达到十二亿元，同比增长百分之八。",
    "这部小说讲述了两代矿工的故事。",
)


def fast(text: str) -> list[tuple[str, str]]:
    return [(text[t.span.start : t.span.end], t.pos) for t in tokens(text, (Span(0, len(text)),))]


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_those_of_jieba(text: str) -> None:
    assert [word for word, _ in fast(text)] == [word for word, _ in reference(text)]


def test_tags_are_nearly_those_of_jieba() -> None:
    lines = [line for text in TEXTS for line in text.read_text("utf-8").split("\n") if line.strip()]
    ours = [pair for line in lines for pair in fast(line)]
    theirs = [pair for line in lines for pair in reference(line)]
    same = sum(min(ours.count(pair), theirs.count(pair)) for pair in set(theirs))
    assert same / len(theirs) > 0.9


def test_tokens_cover_every_sentence_in_order() -> None:
    for file in TEXTS:
        parsed = segment(Document(DocumentId(file.stem), file.read_text("utf-8")), load())
        covered = [n for t in parsed.tokens for n in range(t.span.start, t.span.end)]
        assert covered == [n for s in parsed.sentences for n in range(s.start, s.end)]


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "zhkg"
    words._reference.cache_clear()
    try:
        assert reference("司法局")
        assert (tmp_path / "zhkg" / "jieba.cache").is_file()
    finally:
        words._reference.cache_clear()


def test_the_cache_of_other_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library" / "Caches" / "zhkg"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert cache_folder() == tmp_path / "AppData" / "Local" / "zhkg"
