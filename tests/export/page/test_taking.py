"""A corrections.toml that the page takes in: what applies becomes its corrections, what does not is listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import load_graph
from kg.store import corrections_file
from kg.types import ClassName, Correction, DocumentId, Named, Value
from tests.export.page.conftest import Show
from tests.export.page.test_fixes import build, keep, open_form, page, place, rows, write_file  # noqa: F401
from tests.graphs import HOSTILE, example
from tests.opened import Opened

LIBRARY = """海州市图书馆举办讲座
2022年6月，海州市图书馆举办讲座。海州市图书馆位于海州市，馆长何立群出席。海州市图书馆还在海州市设立海州分馆。
"""
WHO, WHEN, WHY = "周敏", "2026-11-29T08:30:00Z", "核对过"


def given(opened: Opened, content: str | bytes, name: str = "corrections.toml") -> None:
    """Choose the file, as a reader does."""
    opened.view("fixes")
    opened.page.evaluate("document.getElementById('status').textContent = ''")
    file = {
        "name": name,
        "mimeType": "application/toml",
        "buffer": content.encode() if isinstance(content, str) else content,
    }
    opened.page.set_input_files("#fixes input[type=file]", file)
    opened.wait("document.getElementById('status').textContent !== ''")


def dropped(opened: Opened, content: str) -> None:
    code = """content => { const data = new DataTransfer();
        data.items.add(new File([content], "corrections.toml"));
        for (const type of ["dragover", "drop"]) document.body.dispatchEvent(
            new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true})); }"""
    opened.page.evaluate(code, content)
    opened.wait("document.querySelector('#fixes .count') !== null")


def refused(opened: Opened) -> list[str]:
    return [" ".join(one.split()) for one in opened.page.locator("#fixes .refused li").all_inner_texts()]


def named(name: str, kind: str | None = None, *documents: str) -> Named:
    return Named(name, None if kind is None else ClassName(kind), None, tuple(map(DocumentId, documents)))


def one(kind: Any, subject: Named, **more: Any) -> str:
    return corrections_file.dumps(Correction(kind, subject, WHO, WHEN, WHY, **more)) + "\n"


def test_what_is_written_is_taken_in_and_written_again(place: Path, page: Any) -> None:  # noqa: F811
    opened = page()
    opened.find("何立群")
    open_form(opened, "same")
    opened.page.click("#panel .pick >> nth=0")
    keep(opened)
    opened.find("张伟")
    open_form(opened, "different")
    opened.page.click("#panel .split >> nth=-1 >> .pick >> nth=0")
    opened.page.click("#panel .split >> nth=-1 >> .run")
    opened.find("海州大学")
    opened.page.click("#panel .verdicts [data-kind=retract]")
    opened.find("临江县档案馆")
    opened.page.click("#panel .fact .quote >> nth=1")
    opened.page.click("#panel .verdicts [data-kind=assert] >> nth=0")
    opened.find("全省档案工作先进集体")
    open_form(opened, "rename")
    opened.page.fill("#panel .fix-form input >> nth=0", "全省“先进”集体\\一")
    keep(opened)
    opened.find("临江县")
    open_form(opened, "different")
    opened.page.check("#panel .split-documents input >> nth=0")
    opened.page.click("#panel .split .run >> nth=0")
    open_form(opened, "retype")
    opened.page.select_option("#panel .fix-form select", "Facility")
    keep(opened)
    opened.find("周敏")
    open_form(opened, "assert")
    opened.page.select_option("#panel .fix-form select >> nth=0", "s studiedAt")
    opened.page.fill("#panel .fix-form textarea", "周敏毕业于澄江师范")
    opened.page.fill("#panel .fix-form .picker input", "澄江师范")
    opened.page.select_option("#panel .new-thing select", "AcademicInstitution")
    keep(opened)
    text = write_file(opened, place)
    shown = rows(opened, place)
    other = page()
    given(other, text)
    assert refused(other) == []
    assert write_file(other, place) == text
    assert rows(other, place) == shown
    given(other, text)
    assert len(refused(other)) == 8
    assert "此页已有这项更正" in refused(other)[0]
    assert write_file(other, place) == text
    other.page.reload()
    other.wait("window.kg?.ready > 0")
    assert rows(other, place) == shown
    assert opened.troubles == other.troubles == []


def test_what_kg_correct_writes_is_taken_in_and_what_does_not_apply_is_listed(show: Show, tmp_path: Path) -> None:
    archive, person = named("临江县档案馆", "GovernmentBody"), named("何立群", "Person")
    right = (
        one("rename", Named("县档案馆"), to="临江县档案局")
        + one("retract", person, predicate="positionAt", object=named("临江县档案局", "GovernmentBody"))
        + one("assert", person, predicate="birthDate", object=Value("1970-03", "date"))
        + one("same", Named("临江县人民政府"), object=Named("国家档案局"))
        + '[[correction]]  # by hand\nkind = \'retype\'\nsubject.name = """\n沿江记忆\\\n  广场"""\nto = "Event"\n'
        + 'who = "\\u4e01一"\nwhen = 2026-11-29 17:00:00+08:00\nwhy = "是一次活动"\n'
    )
    wrong = {
        one("rename", Named("江州档案馆"), to="甲"): "没有名叫“江州档案馆”的实体",
        one("rename", named("江城读书节", None, "notice", "gone"), to="江城读书节"): "此图已是如此",
        one("rename", named("何立群", None, "notice"), to="甲"): "所列文章中没有“何立群”",
        one("retype", archive, to="constructor"): "没有 constructor 这个类型",
        one("retract", archive, predicate="received", object=Named("何立群")): "此图中没有这条事实",
        one("retract", archive, predicate="toString", object=person): "没有 toString 这个关系",
        one("assert", archive, predicate="birthDate", object=Value("1970", "date")): "与模式不合",
        one("assert", archive, predicate="received", object=archive): "与模式不合",
        one(
            "assert", person, predicate="birthDate", object=Value("1970", "date"), document="news", quote="没有这句"
        ): "没有所引的文字",
        one("same", archive, object=Named("县档案馆")): "此图已是如此",
        '[[correction]]\nkind = "merge"\n': "kind 的写法不对",
        one("rename", archive, to="乙").replace("to = ", "too = "): "没有 too 这一项",
        one("rename", archive, to="乙").replace("11-29", "02-30"): "when 的写法不对",
    }
    opened = show(example())
    dropped(opened, right + "".join(wrong))
    assert f"取入 5 项，未取入 {len(wrong)} 项" in opened.text("#fixes")
    assert opened.text("#tab-fixes") == "更正 5"
    found = refused(opened)
    assert [why for why, said in zip(wrong.values(), found, strict=True) if why not in said] == [], found
    line = (right + "".join(list(wrong)[:1])).count("\n") + 1
    assert found[1].startswith(f"第 {line} 行 改名")
    taken = corrections_file.loads(opened_file(opened, tmp_path))
    assert [(c.kind, c.who) for c in taken] == [(c.kind, c.who) for c in corrections_file.loads(right)]
    opened.page.click("#fixes >> text=撤销这 5 项")
    assert opened.text("#tab-fixes") == "更正"
    assert opened.troubles == []


def opened_file(opened: Opened, folder: Path) -> str:
    """The exported file, with no name given: all of it says who made it."""
    with opened.page.expect_download() as waited:
        opened.page.click("#export-fixes")
    waited.value.save_as(folder / "exported.toml")
    return (folder / "exported.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[correction]\nkind = 1\n", "第 1 行不是 TOML"),
        ("x = 1\n", "没有 x 这一项"),
        ("correction = 3\n", "correction 的写法不对"),
        ("[[correction]]\n" * 5001, "超过 5000 项"),
        (b"\xff\xfe", "不是 UTF-8"),
        ("#" * 2_000_001, "超过 2 MB"),
        ("a = " + "[" * 500_000, "不是 TOML"),
        ("a" + ".a" * 500_000 + " = 1", "不是 TOML"),
    ],
)
def test_what_is_no_file_of_corrections_is_said(show: Show, content: str | bytes, sentence: str) -> None:
    opened = show(example())
    given(opened, content)
    assert sentence in opened.text("#fixes .wrong >> nth=0")
    assert opened.text("#tab-fixes") == "更正"
    assert opened.troubles == []


def test_hostile_text_stays_text(show: Show) -> None:
    opened = show(example())
    code = "document.querySelectorAll('body script, img, iframe').length"
    before = opened.page.evaluate(code)
    image = "<img src=x onerror=alert(1)>"
    given(
        opened,
        one("rename", Named("何立群"), to=image + HOSTILE).replace(WHY, image)
        + one("rename", Named(HOSTILE + image), to="甲")
        + f'[[correction]]\n"__proto__" = {{ polluted = 1 }}\n"{image}" = 1\nkind = "same"\n'
        + '[[correction]]\nkind = "__proto__"\n'
        + one("assert", Named("何立群"), predicate="__proto__", object=Named("何立群")),
        f"{image}.toml",
    )
    assert len(refused(opened)) == 4
    opened.find("何立群")
    assert image in opened.name
    assert opened.page.evaluate("({}).polluted === undefined")
    assert opened.page.evaluate(code) == before
    assert opened.troubles == []


def test_what_is_joined_is_called_as_the_next_build_calls_it(place: Path, page: Any) -> None:  # noqa: F811
    (place / "articles" / "library.txt").write_text(LIBRARY, "utf-8")
    build()
    opened = page()
    pairs = [("海州市图书馆", "临江县档案馆"), ("何立群", "张伟"), ("周敏", "临江县"), ("江城读书节", "海州大学")]
    only = {"何立群": ("other",), "张伟": ("prize",)}
    things = [tuple(named(name, None, *only.get(name, ())) for name in pair) for pair in pairs]
    given(opened, "".join(one("same", a, object=b) for a, b in things))
    assert refused(opened) == [], [e.name for e in load_graph("out").entities]
    taken = write_file(opened, place)
    shown = rows(opened, place)
    (place / "corrections.toml").write_text(taken, "utf-8")
    build()
    assert {one.state for one in load_graph("out").corrections} == {"holds"}
    assert rows(page(), place) == shown


def test_a_reader_chooses_what_joined_things_are_called(place: Path, page: Any) -> None:  # noqa: F811
    opened = page()
    opened.find("临江县档案馆")
    open_form(opened, "same")
    opened.page.fill("#panel .picker input", "海州大学")
    opened.page.click("#panel .pick >> nth=0")
    names, classes = (opened.page.locator("#panel fieldset").nth(n) for n in range(2))
    assert names.locator("input:checked").get_attribute("value") == "临江县档案馆"
    names.locator("label:has-text('海州大学') input").check()
    assert classes.locator("label").all_inner_texts() == ["组织机构", "院校科研机构"]
    keep(opened)
    assert opened.name.startswith("海州大学")
    text = write_file(opened, place)
    said = [(one.kind, one.to) for one in corrections_file.loads(text)]
    assert said == [("same", None), ("rename", "海州大学"), ("retype", "Organization")]
    shown = rows(opened, place)
    (place / "corrections.toml").write_text(text, "utf-8")
    before = page()
    build()
    (found,) = (one for one in load_graph("out").entities if "临江县档案馆" in one.aliases)
    assert (found.name, found.type) == ("海州大学", "Organization")
    again = page()
    assert rows(again, place) == shown
    given(before, text)  # into the page of the graph as it was
    assert refused(before) == []
    assert rows(before, place) == shown
    given(again, text)
    assert len(refused(again)) == 3
    opened.view("fixes")
    opened.page.click("#fixes .fixed:last-child .chip:has-text('撤销')")
    assert opened.text("#tab-fixes") == "更正"  # name and class go with it
    assert opened.troubles == []
