"""Ordinary and odd texts on which a build hung once, with the limit of time that holds for any."""

from __future__ import annotations

import time

import pytest

from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.read.article.article_metadata import article_metadata
from kg.read.html.html_reader import is_html
from kg.types import Document, DocumentId, Layer

SECONDS = 2.0  # of CPU time
_PLACES = "海州临江绵阳怀化长沙湘潭株洲岳阳常德益阳宜宾成都遂宁泸州自贡内江乐山眉山雅安巴中资阳达州广安南充广元德阳"
_ORGANS = (
    "公安 民政 司法 财政 教育 水利 农业 林业 交通 审计 统计 税务 体育 文化 卫生 环保 规划 城管 商务 旅游 粮食 档案"
    " 气象 地震 信访 应急 医保 数据 能源 海洋"
)
_POSTS = "班 排 连 营 团 旅 师 军 科 处 局 厅 部 县 市 省 镇 乡 村 校 院 所 站 队 社"
BODIES = "、".join(f"县{organ}局局长" for organ in str.split(_ORGANS))
POSTS = "、".join(f"{unit}长" for unit in str.split(_POSTS))
TEXTS = {
    "a list of bodies and posts": f"成员由{BODIES}组成。",
    "twice": f"成员由{BODIES}、{BODIES}组成。",
    "a list of posts": f"历任{POSTS}。",
    "posts and a person": f"历任{POSTS}的杨国庆，{BODIES}到会。",
    "organs of many places": "、".join(f"{_PLACES[n : n + 2]}市公安局局长" for n in range(0, 50, 2)) + "参加。",
    "dashes": "临江县档案馆" + "—" * 40 + "\n临江县档案馆开馆。",
    "dashes and blanks": "– " * 40 + "\n临江县档案馆开馆。",
    "many dashes": "-–—_|｜ " * 300 + "\n临江县档案馆开馆。",
    "adverbs": "临江县" + "已经先后" * 300 + "成立档案馆。",
    "times": "在）他时" * 400 + "，临江县档案馆开馆。",
    "observers": "【" + "观察驻" * 100 + "临江县档案馆开馆。",
    "peoples": "佤族瑶族拉祜族傣族" * 300 + "自治县。",
    "names that nobody knows": "、".join(["立某某和第9届"] * 300) + "、杨国庆出席临江会议。",
    "a list of artists": "由" + "作词、作曲和演唱、" * 200 + "杨国庆。",
}


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_read_in_time(name: str) -> None:
    ontology, text = load(), TEXTS[name]
    layer(Document(DocumentId("warm"), "临江县档案馆开馆。"), ontology, "rules")
    begun = time.process_time()
    graph([layer(Document(DocumentId("a"), text, article_metadata(text, ontology)), ontology, "rules")], ontology)
    assert time.process_time() - begun < SECONDS


def test_comments_before_a_page_are_passed_in_time() -> None:
    begun = time.process_time()
    assert not is_html("<!-- a --> " * 300 + "<div>")
    assert is_html("<!-- a --> " * 30 + "<html>")
    assert time.process_time() - begun < SECONDS


def _seconds(made: Layer) -> float:
    begun = time.process_time()
    graph([made], load())
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("{year}年{month}月{day}日，习近平访问美国。", 3000),
        ("王{a}{b}说。王局长说。", 2000),
        ("{a}{b}·{b}{a}访问北京，他说。", 2000),
        ("宜宾市{a}{b}有限公司（以下简称“{b}{a}公司”）成立。", 1000),
    ],
)
def test_a_long_document_is_resolved_and_merged_in_time(unit: str, count: int) -> None:
    """Four times the text takes four times as long, and not sixteen times."""
    taken = []
    for size in (count // 4, count):
        text = "".join(
            unit.format(
                a=_PLACES[n % 50], b=_PLACES[n // 50 % 50], year=1950 + n % 70, month=n % 12 + 1, day=n % 28 + 1
            )
            for n in range(size)
        )
        made = layer(Document(DocumentId("a"), text), load(), "rules")
        taken.append(min(_seconds(made) for _ in range(2)))  # what else the process holds is collected now and then
    assert taken[1] < 8 * taken[0] + 0.3
