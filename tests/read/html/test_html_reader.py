import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.html.html_lines import whole_lines
from kg.read.html.html_reader import is_html, page
from kg.read.read import read_one
from kg.read.sources import sources

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>临江县档案馆新馆开馆_临江新闻网</title>
<meta name="author" content="王小明"><meta property="og:site_name" content="临江新闻网">
<meta name="publishdate" content="2021-03-05"><script>var a = "记者 无名氏";</script></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/n">新闻</a></div><h1>临江县档案馆新馆开馆</h1>
<div class="info"><span>2021-03-05 10:20</span> <span>来源：临江日报</span> <span>编辑：赵敏</span></div>
<div class="article"><p>　　本报讯（记者 王小明）3月5日，临江县档案馆新馆正式开馆。县委副书记李建国出席仪式。</p>
<p>　　新馆位于滨河路，占地20亩，馆藏档案12万卷。<br>馆长陈立说，新馆将向社会开放。</p>
<p>　　该馆曾获“全省档案工作先进集体”称号。</p></div>
<div class="footer">版权所有 临江新闻网 备案号</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "big5"])
def test_page(tmp_path: Path, charset: str) -> None:
    # A page often declares another encoding than it has: the bytes decide.
    (tmp_path / "a.html").write_bytes(PAGE.replace("{charset}", charset).encode("gb18030"))
    document = read_one(sources([tmp_path])[0], load())
    meta = document.meta
    assert (meta.title, meta.publisher, meta.source) == ("临江县档案馆新馆开馆", "临江新闻网", "临江日报")
    assert (meta.datePublished, meta.authors, meta.editors) == ("2021-03-05", ("王小明",), ("赵敏",))
    assert meta.encoding == "gb18030"
    paragraphs = [line.strip() for line in document.text.split("\n")]
    assert paragraphs[0] == "临江县档案馆新馆开馆"
    assert "新馆位于滨河路，占地20亩，馆藏档案12万卷。" in paragraphs
    assert "馆长陈立说，新馆将向社会开放。" in paragraphs
    assert "无名氏" not in document.text and "版权所有" not in document.text


def test_dates_do_not_come_from_a_footer(tmp_path: Path) -> None:
    text = "<html><body><p>馆长陈立出席了昨天的开馆仪式，并讲话。</p><p>Copyright 2009-2023 临江网</p></body></html>"
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert read_one(sources([tmp_path])[0], load()).meta.datePublished is None


def test_a_part_of_a_page() -> None:
    assert page("<p>馆长陈立出席仪式。</p><p>读者很多。</p>").text == "馆长陈立出席仪式。\n读者很多。"


def test_declared_as_xml() -> None:
    text = '<?xml version="1.0" encoding="gbk"?><html><body><p>馆长陈立出席了仪式。</p></body></html>'
    assert is_html(text) and page(text).text == "馆长陈立出席了仪式。"


PIECES = st.lists(st.sampled_from(["<p>", "</p>", "<body>", "<!--", "馆长", "<", "\0"])).map("".join)


@settings(deadline=None)  # the time counts in test_html_costs.py, on a processor's clock
@given(st.one_of(st.text(max_size=200), PIECES))
def test_any_page(text: str) -> None:
    try:
        found = page(text)
    except SourceError as error:
        assert error.hint
    else:
        assert found.text.strip()


LINES = (
    "9月14日，云溪市水务局召开全市防汛工作总结会议，局长韩志远主持会议。",
    "今年汛期，全市共转移群众3.2万人次，没有发生一起溃坝事故。",
    "会上，云溪市人民政府授予青溪水库管理处“防汛抗旱先进集体”称号。",
    "据了解，青溪水库位于云溪市西郊，1958年建成。",
)
ONE, TWO, THREE, FOUR = LINES
LAYOUTS = {
    "a table of the page's parts": "<table><tr><td><a href=1>首页</a><br><a href=2>新闻</a><br></td>"
    f"<td><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p></td></tr></table>",
    "a table in a table": f"<table><tr><td><table><tr><td>{'<br>'.join(LINES)}</td></tr></table></td></tr></table>",
    "spans that cut words": "".join(f"<div><span>{line[:9]}</span><span>{line[9:]}</span></div>" for line in LINES),
    "text beside blocks": f"<div>{ONE}<p>{TWO}</p>{THREE[:9]}<b>{THREE[9:14]}</b>{THREE[14:]}<br>{FOUR}</div>",
    "fonts": f"<center>会议</center><font>{ONE}</font><p><font>{TWO}</font><p><font>{THREE}</font><p>{FOUR}",
    "lines": "<br>".join(LINES),
    "sections": "".join(f"<section><p><span>{line}</span></p></section>" for line in LINES),
    "an advertisement": '<div><a href="/ad">买房就到金色家园，电话0000-1234567。</a></div>'
    f"<p>{'</p><p>'.join(LINES)}</p>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paragraph_is_a_line(layout: str) -> None:
    text = page(f"<html><head><title>云溪市召开防汛会议</title></head><body>{LAYOUTS[layout]}</body></html>").text
    lines = [line.strip() for line in text.split("\n")]
    assert [line for line in lines if line in LINES] == list(LINES)
    assert "金色家园" not in text


def test_a_table_of_data_keeps_its_rows() -> None:
    rows = "<tr><td><p>姓名</p></td><td><p>单位</p></td></tr><tr><td>韩志远</td><td>云溪市水务局</td></tr>"
    text = page(f"<html><body><p>{ONE}</p><table>{rows}</table><p>{TWO}</p></body></html>").text
    assert [line for line in text.split("\n") if "韩志远" in line and "云溪市水务局" in line and ONE not in line]


def test_words_in_bold_and_links_do_not_cut_the_line_of_a_short_page() -> None:
    """Where there is little text, trafilatura gives each piece a line of its own."""
    said = "馆长<b>周立群</b>在<a href='/a'>青湖市</a>文化馆<span class=x>新馆</span>说，<i>新馆</i>是市民的学校。"
    text = page(f"<html><body><h1>新馆<em>开馆</em></h1><p>{said}</p><p>市民到场。</p></body></html>").text
    shown = ["新馆开馆", "馆长周立群在青湖市文化馆新馆说，新馆是市民的学校。", "市民到场。"]
    assert [line.replace(" ", "") for line in text.split("\n")] == shown


def test_a_long_line_is_not_cut_where_it_is_put_together() -> None:
    long = f"档案馆{'的新馆开馆，' * 60}<b>市民</b>到场。"
    assert whole_lines(fromstring(f"<body><p>{long}</p></body>")) == [re.sub("</?b>", "", long)]


def test_labels_of_a_short_page_stay_apart() -> None:
    labels = "<p><span class=source>来源：青湖日报</span><span class=author>作者：方敏</span></p>"
    found = page(f"<html><body><h1>新馆开馆</h1>{labels}<p>馆长<b>周立群</b>出席了仪式。</p></body></html>").text
    assert "来源：青湖日报作者" not in found and found.endswith("馆长周立群出席了仪式。")
