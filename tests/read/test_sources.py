import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.read import read_one
from kg.read.sources import Source, sources
from kg.types import Document

TEXT = "临江县档案馆新馆开馆\n来源：临江日报\n临江县档案馆新馆昨天开馆，馆长陈立出席仪式。\n"


def ids(*paths: str | Path) -> list[str]:
    return [source.id for source in sources(paths)]


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "deep/c.htm", ".hidden.txt", ".git/d.txt", "notes.md", "e.png"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["a", "b", "c", "notes"]


def test_ids_do_not_depend_on_order_or_place(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x" / "news.txt"), write(tmp_path / "y" / "news.txt")
    page, other = write(tmp_path / "y" / "page.html"), write(tmp_path / "y" / "page.txt")
    assert ids(one, two, page, other) == ids(other, page, two, one) == ["page.html", "page.txt", "x/news", "y/news"]
    assert ids(one) == ["news"]
    assert ids(one, tmp_path / "x", tmp_path / "y" / ".." / "x" / "news.txt") == ["news"]


def test_names_that_cannot_be_shown(tmp_path: Path) -> None:
    name = "a\u202e\n\u2028<script>'\".txt"
    write(tmp_path / name)
    write(tmp_path / name.replace("\u2028", "\u2029"))
    found = sources([tmp_path])
    assert len({source.id for source in found}) == 2
    assert all((source.id + source.where).isprintable() for source in found)


def test_text_file(tmp_path: Path) -> None:
    document = read_one(sources([write(tmp_path / "a.txt", TEXT.encode("gb18030"))])[0], load())
    assert (document.id, document.text, document.meta.encoding) == ("a", TEXT, "gb18030")
    assert document.meta.source == "临江日报"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (source,) = sources(["-", "-"])
    assert (source.id, read_one(source, load()).text) == ("stdin", TEXT)


def test_a_page_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<!DOCTYPE html><html><body><p>馆长陈立昨天出席了开馆仪式。</p></body></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    assert read_one(sources(["-"])[0], load()).text == "馆长陈立昨天出席了开馆仪式。"


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "it is empty"),
    "blank": ("a.txt", "\u3000\n".encode(), "it is empty"),
    "binary": ("a.txt", b"\x7fELF\0\0\0", "it is a binary file"),
    "English": ("a.txt", b"The county archive opened its new building yesterday.", "its text is not Chinese"),
    "Japanese": ("a.txt", "文書館の新しい建物がきのう開館しました。".encode(), "its text is not Chinese"),
    "Korean": ("a.txt", "기록관 새 건물이 어제 문을 열었다.".encode(), "its text is not Chinese"),
    "broken byte": ("a.txt", TEXT.encode() * 3 + b"\xff" + TEXT.encode(), f"byte {len(TEXT.encode()) * 3} is broken"),
    "page without body": ("a.html", "<html><head><title>档案</title></head></html>".encode(), "no text in its body"),
    "page with an empty body": ("a.html", "<html><body><script>'档案'</script></body></html>".encode(), "no text in"),
    "long": ("a.txt", "长".encode() * 1001, "it is longer than 1,000 characters"),
    "very long": ("a.txt", "长".encode() * 9999, "it is longer than 1,000 characters"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path: Path, name: str) -> None:
    file, data, message = BAD[name]
    path = write(tmp_path / file, data)
    with pytest.raises(SourceError) as raised:
        read_one(sources([path])[0], load(), limit=1000)
    assert message in raised.value.what
    assert raised.value.where == str(path) and raised.value.hint


def test_missing_file_and_empty_folder_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = sources([write(tmp_path / "a.txt"), tmp_path / "missing.txt", tmp_path / "empty"])
    results: dict[str, Document | str] = {}
    for source in found:
        try:
            results[source.id] = read_one(source, load())
        except SourceError as error:
            results[source.id] = error.what
    assert isinstance(results.pop("a"), Document)
    assert results == {"missing": "there is no such file", "empty": "the folder holds no documents"}


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    path = Path(__file__)  # not read: the bytes come from standard input
    assert Source("x", path).where
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            document = read_one(Source("stdin", None), load())
        except SourceError as error:
            assert error.hint
        else:
            spans = [*document.meta.frame, *(span for _, span in document.meta.fields)]
            assert all(0 <= span.start < span.end <= len(document.text) for span in spans)


def said(found: list[Source]) -> dict[str, str]:
    """What is wrong with each source that cannot be read, by id."""
    wrong: dict[str, str] = {}
    for source in found:
        try:
            read_one(source, load())
        except SourceError as error:
            assert error.hint
            wrong[source.id] = error.what
    return wrong


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder, secret = tmp_path / "in", write(tmp_path / "out" / "secret.txt")
    write(folder / "a.txt")
    (folder / "link.txt").symlink_to(secret)
    (folder / "relative.txt").symlink_to("../out/secret.txt")
    (folder / "deep").symlink_to(secret.parent)
    (folder / "beside.txt").symlink_to(tmp_path / "in2.txt")  # its name begins as the folder's does
    write(tmp_path / "in2.txt")
    out = "it is a link that leads out of the folder"
    assert said(sources([folder])) == dict.fromkeys(("link", "relative", "deep", "beside"), out)
    assert ids(folder / "link.txt") == ["link"]
    assert said(sources([folder / "link.txt", folder / "deep"])) == {}


def test_a_link_to_what_is_read_anyhow_is_no_fault(tmp_path: Path) -> None:
    secret = write(tmp_path / "out" / "secret.txt")
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "link.txt").symlink_to(secret)
    assert ids(tmp_path / "in", tmp_path / "out") == ["a", "secret"]
    assert ids(tmp_path) == ["a", "secret"]


def test_links_within_a_folder_count_once(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "real.txt")
    (tmp_path / "another.txt").symlink_to("deep/real.txt")
    (tmp_path / "deep" / "third.txt").symlink_to(tmp_path / "another.txt")
    (tmp_path / "deep" / "circle").symlink_to(tmp_path)
    (tmp_path / "named").symlink_to(tmp_path / "deep")
    assert ids(tmp_path) == ["real"]
    assert ids(tmp_path / "named") == ["circle", "real"]  # a link that was named itself, and what leads out of it


def test_pipes_and_devices_in_a_folder_are_not_opened(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    (tmp_path / "linked.txt").symlink_to("pipe.txt")
    wrong = said(sources([tmp_path]))
    assert sorted(wrong) == ["linked", "pipe.html", "pipe.txt", "zeros"]
    assert wrong["pipe.html"] == wrong["linked"] == "it is no regular file but a pipe or a device"


@pytest.mark.may_skip
@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder: run the tests as another user")
def test_a_folder_without_permission_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "closed").mkdir(mode=0)
    assert said(sources([tmp_path])) == {"closed": "the folder cannot be read"}


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert said(sources(["-"])) == {"stdin": "it is closed"}
