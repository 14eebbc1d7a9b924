"""Corrections made in the page: shown everywhere, kept, undone, and replayed by `kg build`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import load_graph
from kg.cli.main import run
from kg.export.page.render import render
from kg.ontology.ontology import load
from kg.store import corrections_file
from tests.export.page.conftest import Show
from tests.export.page.test_access import axe
from tests.export.page.test_browser import exported, saved
from tests.graphs import HOSTILE, example, hostile
from tests.opened import Opened

ARTICLES = {
    "news": "临江县档案馆获评先进\n2021年6月9日，临江县档案馆荣获“全省档案工作先进集体”称号。"
    "临江县档案馆馆长何立群出席会议。\n"
    "周敏毕业于澄江师范。临江县档案馆位于临江县。\n",
    "other": "江城读书节开幕\n2021年9月1日，江城读书节在海州市开幕。海州市图书馆馆长何立群出席。\n",
    "prize": "张伟获奖\n2022年5月4日，海州大学教授张伟荣获“海州市青年科技奖”。\n",
    "office": "张伟到任\n2023年3月，张伟任临江县副县长。\n",
}
"""Two persons of one name that are one, two that are not, and one county in two articles."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with articles and their graph."""
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    build()
    return tmp_path


def build() -> None:
    assert run(["build", "articles", "-o", "out", "-q", "--extractor", "rules"]) == 0


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """page(): the page of the graph as it is built now."""
    opened: list[Opened] = []

    def shown() -> Opened:
        file = tmp_path / f"page{len(opened)}.html"
        file.write_text(render(load_graph("out"), load(), False), "utf-8")
        opened.append(Opened(browser, file, address="#v=graph"))
        return opened[-1]

    yield shown
    for one in opened:
        one.close()


def open_form(opened: Opened, kind: str) -> None:
    opened.page.click("#panel .fix > summary")
    opened.page.click(f".fix-kinds [data-kind={kind}]")


def keep(opened: Opened) -> None:
    opened.page.click("#panel .fix-form .run >> nth=0")


def write_file(opened: Opened, folder: Path) -> str:
    opened.view("fixes")
    opened.page.fill("#fixes .field input", "周敏")
    return saved(opened, "#export-fixes", folder).decode("utf-8")


def leave_queue(opened: Opened, corrections: int) -> None:
    """Escape; the browser tells the page a moment later that the dialog is closed, and then the rest is shown anew."""
    opened.page.keyboard.press("Escape")
    assert opened.wait(f"document.querySelector('#tab-fixes').textContent === '更正 {corrections}'")
    assert not opened.page.is_visible("#queue")


def rows(opened: Opened, folder: Path) -> set[tuple[str, ...]]:
    """What the page says: every fact of it that no correction takes away."""
    opened.page.keyboard.press("Escape")
    found = csv.DictReader(io.StringIO(exported(opened, "csv", folder).decode("utf-8-sig")))
    keys = ("subject", "subject_type", "predicate", "object", "object_type", "qualifiers", "modality")
    return {tuple(row[key] for key in keys) for row in found}


def test_each_kind_made_in_the_page_holds_in_the_next_build(place: Path, page: Any) -> None:
    opened = page()
    opened.find("何立群")
    open_form(opened, "same")
    opened.page.click("#panel .pick >> nth=0")
    keep(opened)
    assert "已合并" in opened.name
    opened.find("江城读书节")
    open_form(opened, "retype")
    opened.page.select_option("#panel .fix-form select", "Initiative")
    keep(opened)
    assert "项目" in opened.panel or "已改类型" in opened.panel
    opened.find("全省档案工作先进集体")
    open_form(opened, "rename")
    opened.page.fill("#panel .fix-form input >> nth=0", "全省档案系统“先进”集体\\一")
    opened.page.keyboard.press("Enter")
    assert opened.name.startswith("全省档案系统“先进”集体\\一")
    opened.find("海州大学")
    opened.page.click("#panel .verdicts [data-kind=retract]")
    opened.find("临江县档案馆")
    opened.page.click("#panel .fact .quote >> nth=1")
    opened.page.click("#panel .verdicts [data-kind=assert] >> nth=0")
    opened.find("张伟")
    open_form(opened, "different")
    opened.page.click("#panel .split >> nth=-1 >> .pick >> nth=0")
    opened.page.click("#panel .split >> nth=-1 >> .run")
    assert "已分开" in opened.name
    opened.find("周敏")
    open_form(opened, "assert")
    opened.page.select_option("#panel .fix-form select >> nth=0", "s studiedAt")
    opened.page.fill("#panel .fix-form textarea", "周敏毕业于澄江师范")
    opened.page.fill("#panel .fix-form .picker input", "澄江师范")
    opened.page.select_option("#panel .new-thing select", "AcademicInstitution")
    keep(opened)
    assert "澄江师范" in opened.panel
    before = rows(opened, place)
    assert len(before) == 9  # of nine facts one was rejected and one added
    text = write_file(opened, place)
    assert opened.troubles == []
    (place / "corrections.toml").write_text(text, "utf-8")
    build()
    graph = load_graph("out")
    assert {one.state for one in graph.corrections} == {"holds"}, [one.reason for one in graph.corrections]
    kinds = sorted(one.correction.kind for one in graph.corrections)
    assert kinds == ["assert", "assert", "different", "rename", "retract", "retype", "same"]
    assert {one.correction.who for one in graph.corrections} == {"周敏"}
    again = page()
    assert rows(again, place) == before
    again.find("临江县档案馆")
    assert "经人确认" in again.panel
    assert run(["check", "out"]) == 0


def test_one_thing_becomes_two(place: Path, page: Any) -> None:
    opened = page()
    opened.find("临江县")
    open_form(opened, "different")
    assert opened.page.locator("#panel .split > .chip").count() == 0  # it has one name only
    opened.page.click("#panel .split .run >> nth=0")
    assert "请勾选" in opened.text("#panel .wrong >> nth=0")
    opened.page.check("#panel .split-documents input >> nth=0")
    opened.page.click("#panel .split .run >> nth=0")
    assert "已分开" in opened.name
    before = rows(opened, place)
    (place / "corrections.toml").write_text(write_file(opened, place), "utf-8")
    build()
    graph = load_graph("out")
    assert [one.state for one in graph.corrections] == ["holds"]
    assert len([one for one in graph.entities if one.name == "临江县"]) == 2
    assert rows(page(), place) == before


def test_a_name_of_another_thing(show: Show) -> None:
    opened = show(example())
    opened.find("临江县档案馆")
    before = opened.panel
    open_form(opened, "different")
    opened.page.click("#panel .split > .chip:has-text('县档案馆')")
    assert "已分开" in opened.name
    opened.find("县档案馆")
    assert opened.name.startswith("县档案馆")
    assert "提及 1 次" in opened.panel
    opened.view("fixes")
    assert "不是同一个 1" in opened.text("#fixes .count")
    opened.page.click("#fixes .fixed-tools >> text=撤销")
    opened.find("临江县档案馆")
    assert opened.panel == before
    assert opened.troubles == []


def test_a_correction_is_seen_everywhere_and_undone(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    whole = rows(opened, tmp_path)
    opened.find("何立群")
    opened.page.click("#panel .verdicts [data-kind=retract] >> nth=0")
    assert opened.page.evaluate("document.activeElement.dataset.kind") == "retract"
    assert "已驳回" in opened.panel
    assert opened.wait("window.kg.labels().relations.some(one => one.text === '✗ 馆长')")
    open_form(opened, "rename")
    opened.page.fill("#panel .fix-form input >> nth=0", "何丽群")
    keep(opened)
    assert opened.name.startswith("何丽群")
    assert opened.wait("window.kg.labels().names.some(one => one.text[0] === '何丽群')")
    opened.page.fill("#query", "何丽")
    assert "已改名" in opened.text("#hits [role=option] >> nth=0")
    opened.view("table")
    gone = opened.page.locator("#table tr.gone")
    assert gone.count() == 1
    assert "何丽群" in gone.inner_text()
    assert "line-through" in gone.locator(".c-subject .link").evaluate("e => getComputedStyle(e).textDecoration")
    opened.view("reader")
    assert opened.page.get_attribute("#reader .m:has-text('何立群')", "title") == "人物：何丽群"
    assert len(rows(opened, tmp_path)) == len(whole) - 1
    assert opened.text("#tab-fixes") == "更正 2"
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    assert opened.text("#tab-fixes") == "更正 2"
    opened.view("fixes")
    assert "改名 1" in opened.text("#fixes .count")
    opened.page.click("#export-fixes")
    assert "请填写" in opened.text("#fixes .wrong")
    for _ in range(2):
        opened.page.click("#fixes .fixed-tools >> text=撤销 >> nth=0")
    assert opened.text("#tab-fixes") == "更正"
    assert rows(opened, tmp_path) == whole
    assert opened.troubles == []


def test_what_a_new_class_does_not_take_goes(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    opened.find("何立群")
    open_form(opened, "retype")
    opened.page.select_option("#panel .fix-form select", "Award")
    keep(opened)
    assert "与新类型不合" in opened.panel
    assert not any(row[0] == "何立群" for row in rows(opened, tmp_path))


def test_what_followed_from_a_rejected_fact_goes(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    opened.find("临江县档案馆")
    opened.page.click("#panel .fact:has-text('先进集体') .sure-link")
    opened.page.click("#panel .verdicts [data-kind=retract]")
    opened.find("国家档案局")
    assert "随被驳回的事实去掉" in opened.panel
    assert not {row[2] for row in rows(opened, tmp_path)} & {"received", "conferredBy"}


def test_a_browser_that_keeps_nothing_says_so(show: Show) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied') } })"
    opened = show(example(), before=refuse)
    opened.find("何立群")
    opened.page.click("#panel .verdicts [data-kind=assert] >> nth=0")
    assert "不肯保存" in opened.text("#status")
    opened.view("fixes")
    assert "不肯保存" in opened.text("#fixes .wrong >> nth=0")
    opened.page.fill("#fixes .field input", "周敏")
    with opened.page.expect_download():
        opened.page.click("#export-fixes")
    assert opened.troubles == []


SELECT = """() => {
    const all = [...document.querySelectorAll(".text-body, .text-body *")].flatMap(e => [...e.childNodes]);
    const texts = all.filter(n => n.nodeType === 3);
    const end = texts.find(n => n.data.includes('说'));
    const range = document.createRange();
    range.setStart(texts.find(n => n.data.includes('何立群')), 0);
    range.setEnd(end, end.data.indexOf('说') + 1);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_a_sentence_of_the_text_proves_a_new_fact(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    opened.view("reader")
    opened.page.evaluate(SELECT)
    opened.page.click(".add-from-text")
    assert opened.name == "何立群"
    assert opened.page.input_value("#panel .fix-form textarea") == "何立群说"
    opened.page.select_option("#panel .fix-form select >> nth=0", "s birthDate")
    opened.page.fill("#panel .fix-form .fix-room input >> nth=0", "去年")
    keep(opened)
    assert "不是日期" in opened.text("#panel .fix-form .wrong")
    opened.page.fill("#panel .fix-form .fix-room input >> nth=0", "1970-03")
    keep(opened)
    assert "1970年3月" in opened.panel
    assert "已添加" in opened.panel
    (said,) = corrections_file.loads(write_file(opened, tmp_path))
    assert (said.predicate, said.quote, said.document) == ("birthDate", "何立群说", "news")
    opened.view("timeline")
    assert "1970年" in opened.text("#timeline")
    assert opened.troubles == []


def test_hostile_names_stay_text_and_the_file_is_as_kg_correct_writes_it(show: Show, tmp_path: Path) -> None:
    opened = show(hostile())
    scripts = "document.querySelectorAll('body script, img, iframe').length"
    before = opened.page.evaluate(scripts)
    first, second = [entity.name for entity in hostile().entities][:2]
    opened.find(first)
    open_form(opened, "rename")
    opened.page.fill("#panel .fix-form input >> nth=0", HOSTILE.replace("\n", " ") + "\x7f\u0085'''")
    opened.page.fill("#panel .fix-form input >> nth=1", '<img src=x onerror=alert(1)> "\\ ]]\n')
    keep(opened)
    assert "<script>alert(1)</script>" in opened.name
    opened.page.click("#panel .verdicts [data-kind=retract] >> nth=0")
    open_form(opened, "same")
    opened.page.fill("#panel .picker input", second)
    opened.page.click("#panel .pick >> nth=0")
    keep(opened)
    opened.view("fixes")
    opened.page.click("#fixes >> text=审核存疑的事实")
    opened.page.select_option("#queue select", "101")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("n")
    leave_queue(opened, 6)
    text = write_file(opened, tmp_path)
    found = corrections_file.loads(text)
    assert [one.kind for one in found] == ["rename", "retract", "same", "rename", "retype", "retract"]
    assert text == corrections_file.appended("", found)
    assert opened.page.evaluate(scripts) == before
    assert opened.troubles == []


def test_the_queue_by_keys_alone(show: Show, tmp_path: Path) -> None:
    opened = show(example())
    press = opened.page.keyboard.press
    press("q")
    head = ".queue-head .count"
    assert opened.text(head) == "第 1 / 3 条 · 已审 0，还剩 3"  # one is unsure, two contradict each other
    assert "计划" in opened.text(".asked")
    assert "明年将参加" in opened.text(".queue-quotes mark.e")
    press("j")
    assert "与此矛盾" in opened.text(".queue-quotes")
    press("k")
    press("y")
    press("n")
    assert opened.text(head) == "第 3 / 3 条 · 已审 2，还剩 1"
    press("u")
    assert opened.text(head) == "第 2 / 3 条 · 已审 1，还剩 2"
    press("n")
    press("y")
    assert "全部审完" in opened.text("#queue")
    leave_queue(opened, 3)
    found = corrections_file.loads(write_file(opened, tmp_path))
    assert [one.kind for one in found] == ["assert", "retract", "assert"]
    assert {one.modality for one in found} == {"planned", "negated", None}
    assert opened.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show: Show, scheme: str) -> None:
    opened = show(example(), color_scheme=scheme)
    opened.page.evaluate(axe())

    def clean(where: str) -> None:
        found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found["violations"]] == [], where

    opened.find("临江县档案馆")
    opened.page.click("#panel .verdicts [data-kind=retract] >> nth=0")
    opened.page.click("#panel .fix > summary")
    for kind in ("assert", "rename", "retype", "same", "different"):
        opened.page.click(f".fix-kinds [data-kind={kind}]")
        if kind == "assert":
            opened.page.select_option("#panel .fix-form select >> nth=0", "s received")
        clean(kind)
    for view in ("table", "timeline", "fixes"):
        opened.view(view)
        clean(view)
    opened.page.keyboard.press("q")
    clean("queue")
