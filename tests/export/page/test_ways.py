"""Paths in a browser: three, of which one is looked at; where no facts join two things, an article that names both."""

from __future__ import annotations

from kg.types import ClassName, Entity, EntityId, Fact, Graph
from tests.export.page.conftest import Show
from tests.graphs import example
from tests.opened import Opened


def seek(opened: Opened, start: str, end: str) -> None:
    opened.find(start)
    opened.page.click("#panel .tools >> text=路径")
    assert "到哪里" in opened.panel
    opened.find(end)


def net() -> Graph:
    """Three ways from 甲 to 癸, of two, three and three steps, and 子, whom nobody meets."""
    pairs = ("甲乙", "乙癸", "甲丙", "丙丁", "丁癸", "甲戊", "戊己", "己癸")
    entities = (Entity(EntityId(name), ClassName("Person"), name) for name in "甲乙丙丁戊己癸子")
    facts = (Fact(f"f{n}", "met", EntityId(pair[0]), EntityId(pair[1])) for n, pair in enumerate(pairs))
    return Graph((), tuple(entities), tuple(facts))


def test_a_path(opened: Opened) -> None:
    seek(opened, "何立群", "国家档案局")
    assert opened.wait("window.kg.labels().names.length === 4")
    assert opened.name == "路径：3 步"
    assert "何立群 → 临江县档案馆 → 全国档案工作先进集体 → 国家档案局" in opened.panel
    assert "post.apposition" in opened.panel
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    assert opened.name == "路径：3 步"
    opened.page.click("#whole")
    opened.wait("window.kg.labels().names.length > 4")
    assert opened.troubles == []


def test_three_paths_of_which_one_is_looked_at(show: Show) -> None:
    opened = show(net())
    seek(opened, "甲", "癸")
    chips = opened.page.locator("#panel .tools .chip")
    assert chips.all_inner_texts() == ["第 1 条 · 2 步", "第 2 条 · 3 步", "第 3 条 · 3 步"]
    places = opened.page.evaluate("Object.fromEntries([...'甲乙丙丁戊己癸'].map(id => [id, window.kg.place(id)]))")
    assert places["甲"]["x"] < places["丙"]["x"] < places["丁"]["x"] < places["癸"]["x"]
    assert abs(places["甲"]["y"] - places["乙"]["y"]) < 2
    assert places["丙"]["y"] < places["乙"]["y"] < places["己"]["y"]
    faint = "window.kg.labels().names.filter(n => n.faint).map(n => n.text[0]).sort().join('')"
    assert set(opened.page.evaluate(faint)) == set("丙丁戊己")
    chips.nth(2).click()
    opened.wait(f"{faint} === '丁丙乙'")
    assert "甲 → 戊 → 己 → 癸" in opened.panel
    assert "k=3" in opened.page.url
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    assert "甲 → 戊 → 己 → 癸" in opened.panel
    opened.page.click("#back")
    opened.wait("document.querySelector('#panel').innerText.includes('甲 → 乙 → 癸')")
    assert opened.troubles == []


def test_no_path_goes_over_what_was_rejected(show: Show) -> None:
    opened = show(net())
    opened.find("乙")
    reject = "#panel .verdicts [data-kind=retract] >> nth=0"
    opened.page.click(reject)
    seek(opened, "甲", "癸")
    chips = opened.page.locator("#panel .tools .chip")
    assert chips.all_inner_texts() == ["第 1 条 · 3 步", "第 2 条 · 3 步"]
    opened.find("乙")
    opened.page.click(reject)
    seek(opened, "甲", "癸")
    assert "甲 → 乙 → 癸" in opened.panel
    assert chips.count() == 3
    assert opened.troubles == []


def test_an_article_names_both(opened: Opened) -> None:
    seek(opened, "江城读书节", "临江县人民政府")
    assert opened.name == "同见于 1 篇文章"
    assert "没有事实把“江城读书节”与“临江县人民政府”连起来" in opened.panel
    assert "参加了江城读书节" in opened.text("#panel blockquote")
    assert "筛选" not in opened.panel
    opened.page.click("#panel .what .link")
    assert opened.page.evaluate("document.body.dataset.view") == "reader"
    assert "临江县人民政府公告" in opened.text(".reader-head")
    assert opened.troubles == []


def test_nothing_found_speaks_of_filters_only_where_there_are_some(show: Show) -> None:
    opened = show(net())
    seek(opened, "甲", "子")
    assert "没有路径连接两者" in opened.panel
    assert "筛选" not in opened.panel
    opened.page.uncheck("#filters label:has-text('会见') input")
    assert "筛选之后" in opened.panel
    filtered = show(example())
    filtered.page.uncheck("#filters label:has-text('获得') input")
    seek(filtered, "何立群", "国家档案局")
    assert filtered.name == "同见于 1 篇文章"
    assert "筛选之后，没有事实" in filtered.panel
    assert opened.troubles == filtered.troubles == []


def test_slash_selects_the_old_text(opened: Opened) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("hlq")
    opened.page.keyboard.press("Enter")
    opened.page.focus("#canvas")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("ljx")
    assert opened.page.input_value("#query") == "ljx"
    assert opened.troubles == []


def test_namesakes_are_read_side_by_side(show: Show) -> None:
    named = (("a", "Person"), ("b", "Person"), ("c", "Place"))
    entities = (*(Entity(EntityId(key), ClassName(kind), "江平") for key, kind in named), *net().entities)
    more = (Fact("x1", "met", EntityId("a"), EntityId("甲")), Fact("x2", "met", EntityId("b"), EntityId("癸")))
    opened = show(Graph((), entities, (*net().facts, *more)))
    opened.page.fill("#query", "jiangping")
    assert opened.page.locator("#hits [role=option]").count() == 4
    assert opened.text("#hits [role=option] >> nth=3") == "同名“江平” 3 个：放在一起看"
    for _ in range(4):
        opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.name == "江平"
    parts = opened.page.locator("#panel .namesake").all_inner_texts()
    assert len(parts) == 3
    assert sum("甲" in part for part in parts) == sum("癸" in part for part in parts) == 1
    opened.wait("window.kg.labels().names.length === 5")  # the three, and whom they met
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    assert opened.page.locator("#panel .namesake").count() == 3
    opened.page.click("#panel .namesake .link >> nth=0")
    assert opened.page.locator("#panel .namesake").count() == 0
    assert opened.name == "江平"
    opened.page.click("#panel .back")
    assert opened.page.locator("#panel .namesake").count() == 3
    assert opened.troubles == []
