"""What leaves the page: pictures, paper, links."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.ontology.ontology import load
from kg.rdf.questions import questions
from kg.types import ClassName, Entity, EntityId, Fact, Graph
from tests.export.page.conftest import Show, needs_engine
from tests.export.page.test_browser import SVG, exported
from tests.graphs import HOSTILE, example, hostile
from tests.opened import Opened


def texts(svg: bytes) -> list[str]:
    return [str(text.text) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_picture_has_title_legend_edge_names_arrows_and_the_selection(opened: Opened, tmp_path: Path) -> None:
    first = exported(opened, "svg", tmp_path)
    said = texts(first)
    assert said[-1] == "虚线：并非肯定"
    counts = f"2 篇文章 · {len(example().entities)} 个实体 · {len(example().facts)} 条事实"
    assert {"知识图谱", counts, "何立群", "馆长", "获得", "组织机构", "荣誉奖项"} <= set(said)
    opened.find("何立群")
    opened.wait("location.hash.includes('e=')")
    second = exported(opened, "svg", tmp_path)
    assert any(one.startswith("所选：何立群") for one in texts(second))
    paths = [path.attrib for path in ElementTree.fromstring(second).iter(f"{SVG}path")]
    assert any("Z" in path["d"] and path["fill"] != "none" for path in paths)  # arrowheads and shapes
    assert any(path.get("stroke-dasharray") for path in paths)
    assert any(float(path.get("stroke-opacity", 1)) < 0.5 for path in paths)  # what is not chosen is faint
    opened.page.click("#edge-names")
    opened.page.keyboard.press("Escape")
    assert "馆长" not in texts(exported(opened, "svg", tmp_path))
    assert opened.troubles == []


def test_a_png_has_the_pixels_of_several_screens(opened: Opened, tmp_path: Path) -> None:
    png = exported(opened, "png", tmp_path)
    width, height = struct.unpack(">II", png[16:24])
    box = opened.page.locator("#canvas").bounding_box()
    assert width == 4 * box["width"]
    assert height > 4 * box["height"]
    assert opened.page.evaluate("window.kg.labels().names.length") == 9  # the screen is as it was


def test_hostile_names_stay_text_in_a_picture(show: Show, tmp_path: Path) -> None:
    opened = show(hostile())
    svg = exported(opened, "svg", tmp_path)
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags == {"svg", "path", "text"}
    assert opened.troubles == []


def tied(count: int) -> Graph:
    """A chain of things with long names."""
    names = [f"{'很长的机构名称' * 4}第{n}处" for n in range(count)]
    entities = tuple(Entity(EntityId(name), ClassName("Company"), name) for name in names)
    facts = (Fact(f"f{n:05}", "met", EntityId(names[n]), EntityId(names[n + 1])) for n in range(count - 1))
    return Graph((), entities, tuple(facts))


def test_the_map_leaves_too(show: Show, tmp_path: Path) -> None:
    opened = show(tied(200), color_scheme="dark")
    svg = exported(opened, "svg", tmp_path)
    assert "200 个实体" in texts(svg)[-2] + texts(svg)[-3]
    assert sum("很长的" in one for one in texts(svg)) >= 1
    fills = {path.attrib["fill"] for path in ElementTree.fromstring(svg).iter(f"{SVG}path")}
    assert "#0f1216" in fills  # the dark ground
    assert exported(opened, "png", tmp_path).startswith(b"\x89PNG")
    assert opened.troubles == []


def test_a_picture_stands_on_paper(opened: Opened) -> None:
    opened.find("何立群")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 690, "height": 1000})  # A4 within its margins
    box = opened.page.locator("#paper svg").bounding_box()
    assert 600 < box["width"] <= 690
    assert box["height"] < 1000
    assert not opened.page.is_visible("#canvas")
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator("#paper svg").count() == 0
    assert opened.page.pdf().startswith(b"%PDF")
    opened.page.emulate_media(media="screen")
    opened.view("table")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator("#paper svg").count() == 0
    assert opened.troubles == []


@pytest.mark.parametrize("theme", ["system", "chosen"])
def test_print_is_ink_on_white_from_the_dark_theme(show: Show, theme: str) -> None:
    pdf = pytest.importorskip("pypdfium2", reason="pip install 'zhkg[pdf]'")
    opened = show(tied(200), color_scheme="dark" if theme == "system" else "light")
    if theme == "chosen":
        opened.page.click("#theme")
    dark = "getComputedStyle(document.documentElement).colorScheme === 'dark'"
    for view in ("map", "graph", "table", "timeline", "story", "schema", "reader", "fixes"):
        opened.view(view)
        for landscape in (False, True) if view in ("map", "graph") else (False,):
            found = pdf.PdfDocument(opened.page.pdf(format="A4", landscape=landscape, print_background=True))
            page = found[0].render(scale=0.5).to_numpy()[..., :3].astype(float)
            assert page.mean() > 235, (view, landscape)
            assert page.min() < 110, (view, landscape)
            first = found[0].get_textpage().get_text_bounded()
            assert ("个实体" in first) or view not in ("map", "graph"), (view, landscape)
            assert "跳到" not in first
        assert opened.page.evaluate(dark), view
    assert opened.troubles == []


def again(opened: Opened) -> None:
    """Open the address anew."""
    address = opened.page.url
    assert len(address) - address.index("#") < 2000
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.wait("window.kg?.ready > 0")


def test_a_link_holds_table_and_switches(opened: Opened) -> None:
    opened.page.click("#edge-names")
    opened.view("table")
    opened.page.fill("#table input", "档案,馆")
    opened.page.fill("#table input", "档案馆")
    opened.page.click("#table [data-column=object] button")
    opened.page.click("#table [data-column=object] button")
    opened.wait("location.hash.includes('o=-object') && location.hash.includes('r=')")
    rows = opened.text("#table tbody")
    again(opened)
    assert opened.text("#table tbody") == rows
    assert opened.page.input_value("#table input") == "档案馆"
    assert opened.page.get_attribute("#table [data-column=object]", "aria-sort") == "descending"
    assert opened.page.get_attribute("#edge-names", "aria-pressed") == "false"
    opened.page.evaluate("location.hash = 'v=table&o=-nothing&r=%E0%A4%A'")
    opened.wait("document.querySelector('#table input').value === '%E0%A4%A'")
    assert opened.troubles == []


@needs_engine
def test_a_link_holds_the_question(show: Show) -> None:
    opened = show(example(), sparql=True)
    opened.view("sparql")
    n = next(n for n, question in enumerate(questions(load())) if question.name == "posts")
    opened.page.select_option("#sparql select", value=str(n))
    opened.wait("document.querySelector('.results table') !== null")
    opened.page.fill("#sparql .fields input >> nth=0", "何立群")
    opened.page.keyboard.press("Enter")
    opened.wait("location.hash.includes('person')")
    again(opened)
    opened.wait("document.querySelector('.results table') !== null")
    assert opened.page.input_value("#sparql .fields input >> nth=0") == "何立群"
    opened.page.evaluate("document.querySelector('.query').open = true")
    opened.page.fill("#sparql-input", f'ASK {{ ?s kg:said "{"长" * 300}" }}')
    opened.page.click(".run")
    opened.wait("document.querySelector('.results .what') !== null")
    again(opened)  # too long for a link: it leads to the panel
    assert opened.page.is_visible("#sparql")
    opened.page.evaluate("document.querySelector('.query').open = true")
    opened.page.fill("#sparql-input", "ASK { ?s kg:said ?o } # 甲&乙=丙;丁")
    opened.page.click(".run")
    opened.wait("location.hash.includes('q=')")
    again(opened)
    opened.wait("document.querySelector('.results .what') !== null")
    assert opened.page.input_value("#sparql-input") == "ASK { ?s kg:said ?o } # 甲&乙=丙;丁"
    assert opened.troubles == []


def test_a_link_to_150_things_is_short(show: Show) -> None:
    graph: Any = tied(200)
    opened = show(graph)
    ids = "[" + ",".join(f"'{one.id}'" for one in graph.entities[:150]) + "]"
    address = f"'v=graph&n=' + {ids}.map(encodeURIComponent).join(',')"
    opened.page.evaluate(f"location.hash = {address}")
    opened.wait("window.kg.labels().names.length > 0 && document.body.dataset.view === 'graph'")
    opened.find(graph.entities[3].name)
    opened.wait("location.hash.includes('n=~')")
    again(opened)
    assert opened.page.locator("#notice").inner_text().startswith("图中 150")
    assert opened.troubles == []


@pytest.mark.parametrize("name", [HOSTILE, "~", "a,b;c&d=e"])
def test_what_is_looked_for_may_hold_anything(opened: Opened, name: str) -> None:
    opened.view("table")
    opened.page.fill("#table input", name)
    wanted = opened.page.input_value("#table input")
    opened.wait("location.hash.includes('r=')")
    again(opened)
    assert opened.page.input_value("#table input") == wanted
    assert opened.troubles == []
