"""Numbers that say something about a named thing, and those that do not."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Meta


def figures(text: str) -> set[tuple[str, str, str, str]]:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        about, number, of = claim.role("subject"), claim.role("object"), claim.role("of")
        if claim.predicate == "statistic" and claim.modality == "asserted" and about and number and number.value and of:
            found.add((document.cut(about.span), number.value.text, number.value.unit or "", document.cut(of.span)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扬州大学设有32个研究所。", {("扬州大学", "32", "个", "研究所")}),
        ("王建国收到了151封来信。", {("王建国", "151", "封", "收到")}),
        ("王秀英开展普法讲座300多场。", {("王秀英", "300", "场", "普法讲座")}),
        ("望江大桥全长1280米。", {("望江大桥", "1280", "米", "全长")}),
        (
            "长风集团昨日发布半年报。上半年公司实现营业收入102亿元，同比增长16.5%。",
            {("长风集团", "10200000000", "元", "营业收入"), ("长风集团", "16.5", "%", "同比增长")},
        ),
        (
            "扬州大桥坍塌事故已造成12人死亡、35人受伤。",
            {("扬州大桥坍塌事故", "12", "人", "死亡"), ("扬州大桥坍塌事故", "35", "人", "受伤")},
        ),
    ],
)
def test_figures(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "扬州大学将建设32个研究所。",
        "李文斌获得男子1500米第二名。",
        "王建国是扬州大学32个研究员中的一个。",
        "扬州市灵山镇3公里处发生交通事故。",
        "昨日发生的事故造成3人死亡。",
        "《扬州日报》刊登了32封来信。",
    ],
)
def test_silent(text: str) -> None:
    assert not figures(text)


def test_what_a_report_shows_is_about_the_subject_before() -> None:
    assert ("长风集团", "500000000", "元", "营收") in figures("长风集团发布年报，公告显示，去年实现营收5亿元。")


def test_who_only_tells_of_a_figure_does_not_own_it() -> None:
    assert not figures("原告通过中国农业银行向被告转账5万元。")
    assert not {about for about, *_ in figures("蓝天科技有限公司去年营收12亿元。《扬州日报》说，门店增加了30家。")} & {
        "扬州日报"
    }


def test_a_noun_takes_up_the_subject_before() -> None:
    found = figures("蓝天科技有限公司总部设在海州市。公司拥有员工1200人。")
    assert {(about, number) for about, number, *_ in found} == {("蓝天科技有限公司", "1200")}
