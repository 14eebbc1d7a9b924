"""`kg build --explain-reading`: where each field comes from, what lost, what is left out, and nothing is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import run

PAGE = """<!DOCTYPE html><html><head><title>青河县供水工程开工_青河新闻网</title>
<meta property="og:site_name" content="微信公众平台"><meta name="PubDate" content="2023-09-02 08:00"></head><body>
<div><a href="/">首页</a> <a href="/n">要闻</a></div><h1>青河县供水工程开工</h1><div>2023-09-01 来源：青河日报</div>
<p>9月1日，青河县水务局在白山镇举行供水工程开工仪式，局长周方宣布工程开工。</p>
<p>白山镇镇长何雨出席仪式。她说，工程将解决全镇两万人的饮水问题。</p><p>据了解，供水工程投资八千万元，由青河水务集团建设，工期两年，建成后日供水一万吨。</p><p>责任编辑：赵敏</p></body></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_each_place_of_a_field_and_its_verdict(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--explain-reading", "--json", str(pages / "a.html")]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    dates = [(one["place"], one["value"], one["verdict"]) for one in told["fields"]["date"]["places"]]
    assert dates[0] == ("government_date", "2023-09-02", "wins") and ("line_day", "2023-09-01", "loses") in dates
    publishers = {one["place"]: one for one in told["fields"]["publisher"]["places"]}
    assert told["fields"]["publisher"]["values"] == ["青河新闻网"]
    assert publishers["title_publisher"]["raw"] == "青河县供水工程开工_青河新闻网"
    assert publishers["open_graph_publisher"]["verdict"] == "words of the page"
    assert publishers["open_graph_publisher"]["where"] == "meta og:site_name"
    assert {(one["text"], one["why"]) for one in told["left_out"]} >= {
        ("青河县供水工程开工", "the title"),
        ("首页 要闻", "a list of links"),
    }
    assert told["body"]["lines"] == 3 and told["body"]["last"].startswith("据了解")


def test_a_table_whose_columns_are_aligned(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pages / "b.txt").write_text("新馆开馆\n2021-03-05 来源：临江日报\n档案馆新馆今天开馆，馆长陈立出席。\n", "utf-8")
    assert run(["build", "--explain-reading", str(pages)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "a: utf-8, 3 lines of text" and "b: utf-8, 1 lines of text" in shown
    rows = [line for line in shown if line.startswith(("title ", "source ", "editor ", "url "))]
    columns = {line.index(next(word for word in ("wins", "no place") if word in line)) for line in rows[:4]}
    assert len(columns) == 1
    assert any("line 2 of the text" in line and "2021-03-05 来源：临江日报" in line for line in shown)
    assert all(line == line.rstrip() for line in shown)


def test_what_cannot_be_read_is_said(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pages / "empty.txt").write_bytes(b"")
    assert run(["build", "--explain-reading", str(pages)]) == 1
    assert "empty.txt: it is empty" in capsys.readouterr().err
    assert run(["build", "--explain-reading", str(pages / "empty.txt")]) == 3
    assert sorted(path.name for path in pages.iterdir()) == ["a.html", "empty.txt"]


def test_only_an_explanation_needs_no_target(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(pages)]) == 2
    assert "Missing option '-o' / '--out'" in capsys.readouterr().err
