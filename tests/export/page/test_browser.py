"""The page in a browser, every feature as a reader uses it; it asks nobody for anything and executes no text."""

from __future__ import annotations

import csv
import io
import json
import struct
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Span, Value
from tests.export.page.conftest import Show
from tests.graphs import HOSTILE, example, hostile
from tests.opened import Opened

SVG = "{http://www.w3.org/2000/svg}"


def ink(page: Any) -> int:
    """How many of the canvas's pixels are drawn."""
    return int(
        page.evaluate(
            "() => { const c = document.querySelector('canvas'); return c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length }"
        )
    )


def saved(opened: Opened, selector: str, folder: Path) -> bytes:
    with opened.page.expect_download() as download:
        opened.page.click(selector)
    download.value.save_as(folder / "saved")
    return (folder / "saved").read_bytes()


def exported(opened: Opened, key: str, folder: Path) -> bytes:
    opened.page.click("#export > summary")
    return saved(opened, f"#export-menu [data-key={key}] button", folder)


def star(leaves: int) -> Graph:
    entities = (
        Entity(EntityId("hub"), ClassName("Company"), "中心公司"),
        *(Entity(EntityId(f"n{n:05}"), ClassName("Person"), f"甲{n}") for n in range(leaves)),
    )
    facts = tuple(Fact(f"f{n:05}", "met", EntityId("hub"), EntityId(f"n{n:05}")) for n in range(leaves))
    return Graph((), entities, facts)


def test_it_draws_and_begins_with_the_documents(opened: Opened) -> None:
    assert ink(opened.page) > 1000
    assert "临江日报" in opened.panel
    assert "2021年6月9日" in opened.panel
    assert opened.page.evaluate("window.kg.version") == 2
    assert opened.troubles == []


def test_names_are_drawn_and_do_not_overlap(opened: Opened) -> None:
    names = opened.page.evaluate("window.kg.labels().names")
    assert len(names) == len(example().entities)
    for n, a in enumerate(names):
        for b in names[:n]:
            assert abs(a["x"] - b["x"]) * 2 >= a["w"] + b["w"] or abs(a["y"] - b["y"]) * 2 >= a["h"] + b["h"]


def test_a_click_on_a_node_shows_its_facts_and_their_evidence(opened: Opened) -> None:
    opened.click("何立群")
    assert opened.name == "何立群"
    assert "任职" in opened.panel
    assert "馆长" in opened.panel
    quote = opened.page.locator("#panel blockquote").first
    assert "临江县档案馆馆长何立群说" in quote.inner_text()
    assert "临江县档案馆馆长何立群" in "".join(quote.locator("mark.e").all_inner_texts())
    opened.page.click("#panel .fact .link >> nth=0")
    assert opened.name == "临江县档案馆"
    assert "任职者" in opened.panel
    assert "计划" in opened.panel
    assert "否定" in opened.panel
    opened.page.keyboard.press("Escape")
    assert "临江日报" in opened.panel
    assert opened.troubles == []


def test_an_edge_has_its_facts_with_rule_and_confidence(opened: Opened) -> None:
    opened.find("何立群")
    relations = opened.wait("window.kg.labels().relations.length ? window.kg.labels().relations : null")
    box = opened.page.locator("#canvas").bounding_box()
    opened.page.mouse.click(box["x"] + relations[0]["x"], box["y"] + relations[0]["y"])
    assert "任职" in opened.name
    assert "post.apposition 95%" in opened.panel
    assert "f=" in opened.page.url


def test_search_finds_names_aliases_and_pinyin(opened: Opened) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("ljxdag")
    assert opened.page.get_attribute("#query", "aria-expanded") == "true"
    opened.page.keyboard.press("Enter")
    assert opened.name == "临江县档案馆"
    opened.page.fill("#query", "没有这个")
    assert opened.text("#hits") == "没有找到"
    opened.page.fill("#query", "临江县")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("ArrowDown")
    second = opened.text("#hits [aria-selected=true] .text")
    opened.page.keyboard.press("Enter")
    assert opened.name == second
    opened.page.fill("#query", "organiz")
    opened.page.click("#hits button:has-text('组织机构')")
    assert opened.wait("window.kg.labels().names.length === 3")
    assert opened.troubles == []


def test_filters(opened: Opened) -> None:
    before = ink(opened.page)
    opened.page.uncheck("#filters label:has-text('组织机构') input")
    assert ink(opened.page) < before
    assert "ht=Organization" in opened.page.url
    opened.page.click("#filters .reset")
    opened.page.click(".filter.properties .both button >> nth=1")
    opened.view("table")
    assert opened.text("#table .count") == "0 条事实"
    opened.page.check("#filters label:has-text('任职') input")
    assert opened.text("#table .count") == "1 条事实"
    opened.page.click("#filters .reset")
    slider = opened.page.locator(".filter.confidence input")
    slider.focus()
    for _ in range(19):
        opened.page.keyboard.press("ArrowRight")
    rows = "document.querySelector('#table .count').textContent"
    opened.wait(f"{rows} === '1 条事实'")  # once the slider rests
    opened.page.click("#filters .reset")
    opened.page.check(".filter.documents label:has-text('公告') input")
    assert opened.text("#table .count") == "3 条事实"
    opened.page.click("#filters .reset")
    assert opened.text("#table .count") == "12 条事实"
    assert opened.troubles == []


def test_focus_expand_collapse_and_history(show: Show) -> None:
    opened = show(star(400), address="#v=graph")
    assert "150 / 401" in opened.text("#notice")
    opened.find("中心公司")
    opened.page.click("#panel .tools >> text=只看邻域")
    assert opened.wait("window.kg.labels().names.some(n => n.must)")
    opened.page.click("#whole")
    opened.find("甲399")
    opened.wait("location.hash.includes('n00399')")
    assert "151 / 401" in opened.text("#notice")
    opened.page.click("#panel .tools >> text=收起")
    assert "150 / 401" in opened.text("#notice")
    opened.find("中心公司")
    opened.page.click("#panel .tools >> text=展开")
    assert "180 / 401" in opened.text("#notice")
    opened.page.click("#panel .tools >> text=收起")
    assert "150 / 401" in opened.text("#notice")
    opened.page.click("#back")
    opened.wait("document.getElementById('notice').textContent.includes('180 / 401')")
    opened.click("hub")  # what is chosen and expanded is collapsed by a click, and expanded by the next
    assert "150 / 401" in opened.text("#notice")
    opened.click("hub")
    assert "180 / 401" in opened.text("#notice")
    opened.page.click("#back")
    opened.wait("document.getElementById('notice').textContent.includes('150 / 401')")
    opened.page.click("#back")
    opened.wait("document.getElementById('notice').textContent.includes('180 / 401')")
    opened.page.click("#forward")
    opened.wait("document.getElementById('notice').textContent.includes('150 / 401')")
    assert opened.troubles == []


@pytest.mark.parametrize("width", [1280, 1024])
def test_text_and_graph_select_each_other(show: Show, width: int) -> None:
    opened = show(example(), viewport={"width": width, "height": 768})
    opened.view("reader")
    text, graph = (opened.page.locator(name).bounding_box() for name in ("#reader", "#canvas"))
    assert graph["x"] + graph["width"] <= text["x"] + 1
    assert graph["width"] > 300
    assert text["width"] > 400
    assert "来源\n临江日报" in opened.text(".reader-head")
    opened.page.click("#reader .m:has-text('何立群')")
    assert opened.name == "何立群"
    assert opened.page.locator("#reader .chosen").all_inner_texts() == ["何立群"]
    assert opened.page.evaluate("window.kg.labels().names.find(n => n.must).text[0]") == "何立群"
    opened.click("临江县")
    assert opened.name == "临江县"
    assert set(opened.page.locator("#reader .chosen").all_inner_texts()) == {"临江县"}
    opened.page.click("#reader .ev:not(.m):has-text('建成')")
    assert "沿江记忆广场" in opened.name
    assert "2020年7月，该馆建成沿江记忆广场" in "".join(opened.page.locator("#reader .now").all_inner_texts())
    opened.page.click("#reader .articles summary")
    opened.page.fill("#reader .articles input", "公告")
    opened.page.click("#reader .article >> text=临江县人民政府公告")
    assert "参加了江城读书节" in opened.text(".text-body")
    assert opened.troubles == []


def test_evidence_leads_into_the_text_at_the_right_characters(show: Show) -> None:
    text = "😀😀𠀀甲公司位于乙市😀。" * 3
    where = [n for n in range(len(text)) if text.startswith("甲公司", n)]
    mentions = (("a", "甲公司", 0, 3), ("b", "乙市", 5, 7))
    entities = tuple(
        Entity(
            EntityId(key),
            ClassName("Place"),
            name,
            mentions=tuple((DocumentId("d"), Span(at + low, at + high)) for at in where),
        )
        for key, name, low, high in mentions
    )
    proof = Evidence(DocumentId("d"), Span(where[1], where[1] + 7), "r", 0.9)
    opened = show(
        Graph(
            (Document(DocumentId("d"), text),),
            entities,
            (Fact("f", "locatedIn", EntityId("a"), EntityId("b"), evidence=(proof,)),),
        )
    )
    opened.find("甲公司")
    assert "第 16–22 字" in opened.panel  # code points, as in the Turtle
    opened.page.click("#panel blockquote .link")
    assert "".join(opened.page.locator("#reader .now").all_inner_texts()) == "甲公司位于乙市"
    assert opened.page.locator("#reader .m").all_inner_texts() == ["甲公司", "乙市"] * 3
    assert opened.page.evaluate("document.querySelector('.text-body').textContent") == text


def test_the_table_sorts_filters_and_selects(opened: Opened) -> None:
    opened.view("table")
    rows = opened.page.locator("#table tbody tr")
    assert rows.count() == len(example().facts)
    opened.page.click("th[data-column=confidence] button")
    opened.page.click("th[data-column=confidence] button")
    assert opened.page.get_attribute("th[data-column=confidence]", "aria-sort") == "descending"
    assert "95%" in rows.first.inner_text()
    opened.page.fill("#table input", "读书节")
    assert rows.count() == 3
    opened.page.click("#table tbody .c-property button >> nth=0")
    assert "参加" in opened.name
    assert opened.page.locator("tr.chosen").count() == 1


def test_the_timeline_and_the_schema(opened: Opened) -> None:
    opened.view("timeline")
    assert opened.page.locator("#timeline h2").all_inner_texts() == ["2020年", "2021年"]
    opened.page.click("#timeline .event:has-text('获得')")
    assert "全国档案工作先进集体" in opened.name
    opened.view("schema")
    assert "组织机构" in opened.text("#schema table")
    assert opened.page.locator("#schema svg.map path.join").count() >= 4
    opened.page.click("#schema tr:has-text('任职') button")
    assert opened.text("#table .count") == "1 条事实"
    assert opened.troubles == []


def test_exports_can_be_read(opened: Opened, tmp_path: Path) -> None:
    opened.find("何立群")
    png = exported(opened, "png", tmp_path)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20])[0] > 300
    svg = ElementTree.fromstring(exported(opened, "svg", tmp_path))
    assert "何立群" in {text.text for text in svg.iter(f"{SVG}text")}
    quads = list(ox.parse(exported(opened, "turtle", tmp_path), format=ox.RdfFormat.TURTLE))
    assert any(quad.predicate.value.endswith("#positionAt") for quad in quads)
    assert not any(quad.predicate.value.endswith("#issued") for quad in quads)
    rows = list(csv.DictReader(io.StringIO(exported(opened, "csv", tmp_path).decode("utf-8-sig"))))
    assert {row["predicate"] for row in rows} == {"positionAt", "said"}
    assert opened.troubles == []


def test_a_link_restores_the_view(show: Show, opened: Opened) -> None:
    opened.find("何立群")
    opened.view("timeline")
    opened.page.uncheck("#filters label:has-text('事件') input")
    again = show(example(), address="#" + opened.page.url.partition("#")[2])
    assert again.name == "何立群"
    assert again.page.locator("#timeline").is_visible()
    assert not again.page.is_checked("#filters label:has-text('事件') input")
    assert "#" + again.page.url.partition("#")[2] == "#" + opened.page.url.partition("#")[2]
    lost = show(example(), address="#e=nobody")
    assert "不在此页" in lost.text("#status")


def test_languages_and_themes(show: Show) -> None:
    opened = show(example(), locale="en-GB", color_scheme="dark")
    assert opened.text("#tab-table") == "Facts"
    assert opened.page.evaluate("document.documentElement.lang") == "en"
    opened.find("何立群")
    assert "holds a post at" in opened.panel
    opened.page.click("#language")
    assert opened.text("#tab-table") == "事实表"
    assert opened.name == "何立群"
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(ground)
    opened.page.click("#theme")
    assert opened.page.evaluate(ground) != dark
    opened.page.reload()
    opened.wait("window.kg?.ready > 0")
    assert opened.page.evaluate(ground) != dark
    assert opened.troubles == []


def test_an_injected_script_is_blocked(opened: Opened) -> None:
    """The control: were a text to become markup, the policy would still not run it."""
    opened.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.bad = 1'}))"
    )
    assert opened.page.evaluate("window.bad") is None
    assert any("Content Security Policy" in trouble for trouble in opened.troubles)


@pytest.mark.parametrize("sparql", [False, True])
def test_hostile_strings_execute_nothing(show: Show, sparql: bool, request: pytest.FixtureRequest) -> None:
    if sparql and not engine():
        pytest.skip("Oxigraph's WebAssembly is not here: make sparql")
    opened = show(hostile(), sparql)
    count = "document.querySelectorAll('body script').length"
    before = opened.page.evaluate(count)
    for entity in hostile().entities:
        opened.find(entity.name)
        assert "alert(1)" in opened.name
    for view in ("reader", "table", "timeline", "schema", *(["sparql"] if sparql else [])):
        opened.view(view)
        time.sleep(0.05)
    if sparql:
        opened.page.fill("#sparql-input", "SELECT * { ?s ?p ?o } #" + HOSTILE.replace("\n", " "))
        opened.page.click(".run")
        opened.wait("document.querySelector('.results table')")
        assert "alert(1)" in opened.text(".results")
    opened.page.click("#help-button")
    opened.page.click("#help-close")
    opened.page.click("#language")
    assert opened.page.evaluate(count) == before
    assert opened.page.evaluate("document.querySelectorAll('img, iframe, object, base, link, form').length") == 0
    assert opened.troubles == []


def engine() -> bool:
    from kg.export.page.vendor import oxigraph

    return oxigraph() is not None


def test_an_empty_graph(show: Show) -> None:
    opened = show(Graph((), (), ()))
    assert "0 个实体" in opened.text("#counts")
    assert "没有实体" in opened.text("#notice")
    for view in ("reader", "table", "timeline", "schema"):
        opened.view(view)
    assert opened.troubles == []


def test_one_node_and_a_name_of_five_hundred_characters(show: Show) -> None:
    name = "长" * 500
    opened = show(Graph((), (Entity(EntityId("x"), ClassName("Dragon"), name),), ()))
    opened.click("x")
    assert opened.name == name
    assert "没有关于它的事实" in opened.panel
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.troubles == []


def test_a_node_with_five_thousand_edges(show: Show) -> None:
    opened = show(star(5000))
    opened.find("中心公司")
    assert opened.page.locator("#panel .fact").count() == 20
    opened.page.click("#panel .more")
    assert opened.page.locator("#panel .fact").count() == 40
    assert opened.page.evaluate("window.kg.labels().names.length") <= 200
    assert opened.troubles == []


def test_documents_without_text(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.page.data._TEXTS", 0)
    opened = show(example())
    opened.find("何立群")
    assert "未收入这篇文章的原文" in opened.panel
    assert "第 " in opened.panel
    opened.view("reader")
    assert "未收入" in opened.text(".text-body")
    assert "2 篇原文未收入此页" in opened.text("#notice")
    assert opened.troubles == []


def test_a_browser_without_decompression(show: Show) -> None:
    opened = show(example(), before="delete window.DecompressionStream")
    opened.find("何立群")
    assert opened.name == "何立群"
    assert opened.troubles == []


def test_a_browser_without_canvas(show: Show) -> None:
    opened = show(example(), before="HTMLCanvasElement.prototype.getContext = () => { throw new Error('no canvas') }")
    assert "不能画图" in opened.text("#canvas")
    opened.find("何立群")
    assert opened.name == "何立群"
    opened.view("table")
    assert opened.page.locator("#table tbody tr").count() == len(example().facts)
    opened.page.keyboard.press("Escape")
    opened.view("graph")
    opened.page.click("#fit")
    assert opened.troubles == []


def test_damaged_data_are_said(show: Show, tmp_path: Path, browser: Any) -> None:
    opened = show(example())
    html = (tmp_path / "graph0.html").read_text("utf-8")
    at = html.index('data-form="base64">') + 60
    (tmp_path / "bad.html").write_text(html[:at] + "AAAA" + html[at + 40 :], "utf-8")
    opened.page.goto((tmp_path / "bad.html").as_uri())
    assert opened.wait("!document.getElementById('notice').hidden")
    assert "不能读出" in opened.text("#notice")


def test_values_and_units_are_shown(show: Show) -> None:
    entity = Entity(EntityId("x"), ClassName("Company"), "甲公司")
    fact = Fact(
        "f", "statistic", EntityId("x"), Value("136", "quantity", "个"), (("of", Value("乡镇", "text")),), "planned"
    )
    opened = show(Graph((), (entity,), (fact,)))
    opened.find("甲公司")
    assert "136个" in opened.panel
    assert "计划" in opened.panel
    assert json.dumps(opened.troubles) == "[]"
