"""What a folder leaves out and what no reader knows is said, with what to do; saved pages are one document."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read import formats
from kg.read.read import read, read_one
from kg.read.readers import suffixes
from kg.read.sources import Source, sources, survey
from kg.types import Document

TEXT = "青湖市文化馆新馆昨天开馆，馆长周立群出席仪式并致辞。"
PAGE = f"<!DOCTYPE html><html><head><title>开馆</title></head><body><p>{TEXT}</p></body></html>"


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(source: Source) -> SourceError:
    (found,) = read(source, load())
    assert isinstance(found, SourceError)
    return found


def test_no_suffix_is_both_read_and_refused() -> None:
    listed = [suffix for one in formats.FORMATS for suffix in one.suffixes]
    assert len(set(listed)) == len(listed)
    assert not set(listed) & set(suffixes())


@pytest.mark.parametrize("suffix", [".shtml", ".xhtml", ".htm", ".SHTML"])
def test_pages_by_other_suffixes(suffix: str, tmp_path: Path) -> None:
    file = write(tmp_path / f"a{suffix}", PAGE)
    assert [one.path for one in sources([tmp_path])] == [file]
    assert TEXT in read_one(sources([file])[0], load()).text


@pytest.mark.parametrize(
    ("suffix", "name", "advice"),
    [
        (".doc", "an old Word document", "soffice"),
        (".rtf", "an RTF document", "pandoc"),
        (".eml", "an e-mail", "save its text"),
        (".json", "JSON", "jq -c"),
        (".srt", "subtitles", "take the numbers and times out"),
        (".xml", "XML", "save its text"),
        (".7z", "an archive", "unpack it"),
        (".jpg", "a picture", "OCR"),
    ],
)
def test_a_format_without_a_reader_says_what_to_do(suffix: str, name: str, advice: str, tmp_path: Path) -> None:
    file = write(tmp_path / f"it's a{suffix.upper()}")
    error = refused(sources([file])[0])
    assert error.what.startswith("it is ") and name in error.what and error.what.endswith("a format that is not read")
    assert advice in str(error.hint) and error.where == str(file)
    (skipped,) = survey([tmp_path]).skipped
    assert skipped.path == file and name in skipped.why and advice in skipped.why


def test_commands_name_the_file_as_a_shell_takes_it(tmp_path: Path) -> None:
    hint = refused(sources([write(tmp_path / "新 馆.rtf")])[0]).hint
    command = f"pandoc --wrap=none '{tmp_path}/新 馆.rtf' -o '{tmp_path}/新 馆'.txt"
    assert hint == f"install pandoc, and give what it makes: {command}"


HEADS = {
    "an RTF document": rb"{\rtf1\ansi\ansicpg936 \'c7\'e0}",
    "an old Word document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "an archive": b"7z\xbc\xaf" + bytes(60),
    "an e-mail": b"Received: by x\nFrom: a@b.cn\nMIME-Version: 1.0\nContent-Type: text/plain\n\n",
    "JSON": '[{"text": "青湖市"}]'.encode(),
    "a file of subtitles": f"1\n00:00:01,000 --> 00:00:03,000\n{TEXT}\n".encode(),
    "XML": f'<?xml version="1.0"?><rss><item>{TEXT}</item></rss>'.encode(),
}


@pytest.mark.parametrize("name", HEADS)
def test_bytes_show_a_format(name: str) -> None:
    assert refused(Source("stdin", None, data=HEADS[name])).what == f"it is {name}, a format that is not read"


@pytest.mark.parametrize(
    "text", [f"[[注]]{TEXT}", f"【要闻】{TEXT}", f"1\n{TEXT}", f"From: 青湖\n{TEXT}", f"“{TEXT}”", f"{{{TEXT}}}"]
)
def test_plain_text_is_none_of_them(text: str) -> None:
    assert read_one(Source("stdin", None, data=text.encode()), load()).text == text


def test_a_page_of_xml_is_read(tmp_path: Path) -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="x"><body><p>{TEXT}</p></body></html>'
    assert TEXT in read_one(sources([write(tmp_path / "a.xml", page)])[0], load()).text


def test_what_a_folder_leaves_out_is_listed(tmp_path: Path) -> None:
    for name in ("a.txt", "deep/b.rtf", "c.doc", "d", ".hidden.doc", ".git/config", "graph.json"):
        write(tmp_path / name)
    write(tmp_path / "graph.html", '<html><head><meta name="generator" content="zhkg"></head></html>')
    found = survey([tmp_path])
    assert [one.id for one in found.sources] == ["a"]
    assert [str(one.path.relative_to(tmp_path)) for one in found.skipped] == [
        "c.doc", "d", "deep/b.rtf", "graph.html", "graph.json",
    ]  # fmt: skip
    assert all("\n" not in str(one) and str(one).startswith(str(one.path)) for one in found.skipped)
    assert survey([tmp_path, tmp_path / "d"]).skipped == [one for one in found.skipped if one.path.name != "d"]


def test_a_folder_without_documents_says_what_it_has(tmp_path: Path) -> None:
    for name in ("a.rtf", "b.rtf", "c.doc"):
        write(tmp_path / name)
    what = "the folder holds no documents, and 3 files that are not read (.rtf 2, .doc 1)"
    assert refused(sources([tmp_path])[0]).what == what


@pytest.mark.parametrize("parts", ["_files", ".files"])
@pytest.mark.parametrize("suffix", [".html", ".htm", ".shtml"])
def test_a_saved_page_is_one_document(parts: str, suffix: str, tmp_path: Path) -> None:
    page = write(tmp_path / f"青湖 新馆{suffix}", PAGE)
    frame = write(tmp_path / f"青湖 新馆{parts}" / "deep" / "frame.html", PAGE)
    write(tmp_path / f"青湖 新馆{parts}" / "a.png", b"\x89PNG")
    found = survey([tmp_path])
    assert [one.path for one in found.sources] == [page]
    (skipped,) = found.skipped
    assert (skipped.path, skipped.why) == (frame.parents[1], f"it is part of the saved page {page.name}")
    assert [one.path for one in sources([frame])] == [frame]
    assert [one.path for one in sources([frame.parents[1]])] == [frame]
    page.unlink()
    assert [one.path for one in sources([tmp_path])] == [frame]  # no page that it is part of


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("https://news.qinghu.cn/a?x=1&y=2", "https://news.qinghu.cn/a?x=1&y=2"),
        ("HTTP://News.qinghu.cn/A#top", "http://news.qinghu.cn/A"),
        ("ftp://x.cn/a.txt", "ftp://x.cn/a.txt"),
        ("www.qinghu.cn/a.html", "https://www.qinghu.cn/a.html"),
    ],
)
@pytest.mark.parametrize("kind", [str, Path])
def test_an_address_is_a_source_of_its_own(name: str, id_: str, kind: type) -> None:
    (source,) = sources([kind(name), name])
    assert (source.id, source.where, source.path, source.data) == (id_, id_, None, None)


def test_a_file_that_is_called_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "www.qinghu.cn.txt")
    monkeypatch.chdir(tmp_path)
    assert read_one(sources(["www.qinghu.cn.txt"])[0], load()).text == TEXT
    assert os.path.exists("www.qinghu.cn.txt")  # noqa: PTH110


MARKDOWN = """---
title: 青湖市文化馆新馆开馆
date: 2021-06-10
author: [周晓东, 李文]
source: 青湖日报
draft: false
---

# 青湖市文化馆新馆开馆

2021年6月9日，青湖市文化馆**新馆**开馆，[馆长](http://x.cn)*周立群*出席
仪式并致辞。<!-- 注释 -->

![照片](a.jpg)

> 他说：“新馆是市民的学校。”

- 第一项
- 第二项

| 馆名 | 馆长 |
| --- | --- |
| 文化馆 | 周立群 |

```python
print("代码")
```
"""


def test_markdown_is_read_without_its_markup(tmp_path: Path) -> None:
    document = read_one(sources([write(tmp_path / "a.md", MARKDOWN)])[0], load())
    assert document.text.splitlines() == [
        "青湖市文化馆新馆开馆",
        "2021年6月9日，青湖市文化馆新馆开馆，馆长周立群出席仪式并致辞。",
        "他说：“新馆是市民的学校。”",
        "第一项",
        "第二项",
        "馆名\t馆长",
        "文化馆\t周立群",
    ]
    meta = document.meta
    assert (meta.title, meta.datePublished, meta.source) == ("青湖市文化馆新馆开馆", "2021-06-10", "青湖日报")
    assert meta.authors == ("周晓东", "李文")
    assert document.warnings == ()


@pytest.mark.parametrize(
    "front",
    ['+++\ntitle = "新馆开馆了"\ndate = 2021-06-10\n+++\n', "---\r\ntitle: 新馆开馆了\r\ndate: 2021-06-10\r\n---\r\n"],
)
def test_front_matter_of_other_kinds(front: str, tmp_path: Path) -> None:
    document = read_one(sources([write(tmp_path / "a.md", front + TEXT)])[0], load())
    assert (document.text, document.meta.title, document.meta.datePublished) == (
        f"新馆开馆了\n{TEXT}",
        "新馆开馆了",
        "2021-06-10",
    )


HEAD = "title: 新馆开馆了\ndate: 2021-06-10\n"


@pytest.mark.parametrize(
    "front",
    [
        f"---\n{HEAD}author:\n  name: 何晓东\n  email: a@qinghu.cn\n---\n",  # Jekyll
        f"---\n{HEAD}authors:\n  - name: 何晓东\n    link: https://a.cn/x\n...\n",  # Quarto
        f"{HEAD}author: 何晓东\n---\n",  # Hexo
        '+++\ntitle = "新馆开馆了"\ndate = 2021-06-09T23:20:30Z\nauthors = ["何晓东"]\n+++\n',  # Hugo
        '{\n  "title": "新馆开馆了",\n  "date": "2021-06-10", "author": "何晓东"\n}\n',  # Hugo
        "% 新馆开馆了\n% 何晓东\n% 2021-06-10\n\n",  # Pandoc
        "---\n标题: 新馆开馆了\n发布时间: 2021年6月10日 10:20\n作者: 何晓东\n---\n",
    ],
    ids=range(7),
)
def test_front_matter_of_static_sites(front: str, tmp_path: Path) -> None:
    document = read_one(sources([write(tmp_path / "a.md", front + TEXT)])[0], load())
    meta = document.meta
    assert document.text == f"新馆开馆了\n{TEXT}" and document.warnings == ()
    assert (meta.title, meta.datePublished, meta.authors) == ("新馆开馆了", "2021-06-10", ("何晓东",))


@pytest.mark.parametrize("text", [f"% {TEXT}", f"{{TEXT}}{TEXT}", f"date: 2021\n{TEXT}", f'{{ "a {TEXT}'])
def test_what_only_begins_like_front_matter_stays(text: str, tmp_path: Path) -> None:
    assert TEXT in read_one(sources([write(tmp_path / "a.md", text)])[0], load()).text


def test_front_matter_that_is_none(tmp_path: Path) -> None:
    broken = read_one(sources([write(tmp_path / "a.md", f'---\ntitle: "新馆\n---\n{TEXT}')])[0], load())
    assert broken.text == TEXT
    assert [one.what for one in broken.warnings] == ["its front matter cannot be read"]
    rules = read_one(sources([write(tmp_path / "b.md", f"---\n上面是一条线。\n---\n{TEXT}")])[0], load())
    assert rules.text == f"上面是一条线。\n{TEXT}" and rules.warnings == ()


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*" * 20_000 + "青", "> " * 5000 + TEXT, "`" * 20_001, "- " * 3000 + "青", "<" * 20_000]
)
def test_hostile_markdown_does_not_take_long(text: str) -> None:
    found = list(read(Source("a", None, data=f"---\na: b\n---\n{TEXT}\n\n{text}".encode()), load()))
    assert found and all(isinstance(one, Document) or one.hint for one in found)
