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
        ("扬州市森林覆盖率达到62.4%。", {("扬州市", "62.4", "%", "森林覆盖率")}),
        ("扬州市总人口554.55万。", {("扬州市", "5545500", "人", "总人口")}),
        ("长风集团新增12个赛区。", {("长风集团", "12", "个", "赛区")}),
        ("扬州市举办12场外事活动。", {("扬州市", "12", "场", "外事活动")}),
        (
            "去年，扬州市和泰州市分别安排资金815万元和326万元。",
            {("扬州市", "8150000", "元", "资金"), ("泰州市", "3260000", "元", "资金")},
        ),
        (
            "长风集团、蓝天科技有限公司分别亏损3亿元、2亿元。",
            {("长风集团", "300000000", "元", "亏损"), ("蓝天科技有限公司", "200000000", "元", "亏损")},
        ),
        (
            "2019年，江苏省、长风集团对日本的出口分别增加7亿美元和6亿美元。",
            {("江苏省", "700000000", "美元", "增加"), ("长风集团", "600000000", "美元", "增加")},
        ),
        (
            "长风集团和蓝天集团分别捐款8万元和7万元，持股比例分别是24%和21%。",
            {
                ("长风集团", "80000", "元", "捐款"),
                ("蓝天集团", "70000", "元", "捐款"),
                ("长风集团", "24", "%", "比例"),
                ("蓝天集团", "21", "%", "比例"),
            },
        ),
        (
            "扬州市看望长风集团和蓝天集团，给两家公司分别送去6万元和9万元补贴。",
            {("长风集团", "60000", "元", "送去"), ("蓝天集团", "90000", "元", "补贴")},
        ),
        ("长风集团表彰王建国和一名电工，两人奖金分别是8万元、7万元。", set()),
        ("今年上半年，全国新增企业3.3万家。", {("全国", "33000", "家", "企业")}),
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
        "全国司法行政系统有3.3万个先进集体。",
        "记者来到扬州大学的1000米深井。",
        "扬州大学有400米田径场。",
        "王建国说，18岁以下的有4.3万名。",
        "李文斌获得男子1500米第二名。",
        "王建国是扬州大学32个研究员中的一个。",
        "陈思远获得男子66公斤级冠军和500米双人皮艇冠军。",
        "扬州市灵山镇3公里处发生交通事故。",
        "昨日发生的事故造成3人死亡。",
        "《扬州日报》刊登了32封来信。",
        "41%的企业认为扬州大学有用，52.3%的民营企业表示满意。",
        "南京军区下辖第1、12、31集训队。",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "海州市民政局建成9个县区、87个乡镇(街道)、1560个(社区)养老服务站。",
            {"县区养老服务站", "乡镇(街道)养老服务站", "(社区)养老服务站"},
        ),
        ("海州市民政局今年建成12个街道和98个社区养老服务站。", {"街道养老服务站", "社区养老服务站"}),
        ("长风集团覆盖20个省份、300个城市售后网点。", {"省份售后网点", "城市售后网点"}),
        ("海州市卫生局表彰了3名先进工作者、4名劳动模范和5个先进集体。", {"先进工作者", "劳动模范", "先进集体"}),
        ("海州市审计局收到30件投诉被查实。", {"投诉"}),
        ("海州市水利局今年完成12座水库改造。", {"水库"}),
    ],
)
def test_what_a_list_of_figures_counts(text: str, expected: set[str]) -> None:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    claims = extract(segment(document, load()), load()).claims
    counted = [claim.role("of") for claim in claims if claim.predicate == "statistic"]
    assert {of.value.text for of in counted if of and of.value} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这一年，王建国57岁，李文斌32岁。", {("王建国", "57"), ("李文斌", "32")}),
        ("43岁的王建国是医生。46岁的患者李文斌病了。", {("王建国", "43"), ("李文斌", "46")}),
        ("李文斌，男，59岁，海州人。", {("李文斌", "59")}),
        ("殉职乘警长李文斌未满27岁。", {("李文斌", "27")}),
        ("王秀英（42岁）来了。", {("王秀英", "42")}),
        ("回忆起王建国，41岁的赵大伟几度哽咽。", {("赵大伟", "41")}),
    ],
)
def test_ages_are_of_the_person_beside_them(text: str, expected: set[tuple[str, str]]) -> None:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        about, number = claim.role("subject"), claim.role("object")
        if claim.predicate == "statistic" and about and number and number.value:
            found.add((document.cut(about.span), number.value.text))
    assert found == expected


def test_a_noun_is_what_is_of_its_kind() -> None:
    found = figures("扬州大学的学生来了。长风集团捐款。学校还有20个标准篮球场。")
    assert {(about, number) for about, number, *_ in found} == {("扬州大学", "20")}


@pytest.mark.parametrize(
    ("text", "named"), [("我国外汇储备为3万亿美元。", "中国"), ("中国很大，我国外汇储备为3万亿美元。", None)]
)
def test_the_country_has_a_name_where_the_text_gives_none(text: str, named: str | None) -> None:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    layer = extract(segment(document, load()), load())
    (about,) = {claim.role("subject") for claim in layer.claims if claim.predicate == "statistic"}
    assert about is not None and document.cut(about.span) == "我国"
    assert (about.form, about.name) == (("name", named) if named else ("nominal", None))
