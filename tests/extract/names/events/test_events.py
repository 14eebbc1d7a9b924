"""Events, on sentences of our own: which name stands, and where only a word stands for one."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def found(text: str) -> set[tuple[str, str]]:
    """The events of a text: words and form."""
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    return {(layer.document.cut(m.span), m.form) for m in layer.mentions if m.type == "Event"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # A verb that holds it, on the left: verbs may stand in the name.
        ("昨日，海州市水利局召开推进实施河道清淤工作座谈会。", "推进实施河道清淤工作座谈会"),
        ("张建国出席海州市茶叶加工技术交流会。", "海州市茶叶加工技术交流会"),
        ("全馆职工参加了旧书修复培训班。", "旧书修复培训班"),
        ("会后举行赵明远先生遗体告别仪式。", "赵明远先生遗体告别仪式"),
        # 在 … 上, and 的 before it.
        ("在海州市渔业局例行发布会上，李文斌介绍了情况。", "海州市渔业局例行发布会"),
        ("由茶农参加的茶园防霜冻研讨会昨日举行。", "茶园防霜冻研讨会"),
        # What is said on the right.
        ("海州湾三县主要领导第三次联席会议昨日在白塔县召开。", "海州湾三县主要领导第三次联席会议"),
        # A list.
        ("商会专门召开了渔船安全协商会和渔网采购座谈会。", "渔网采购座谈会"),
        # Years.
        ("2018年海州茶叶博览会在杭州举行。", "2018年海州茶叶博览会"),
        # Cases.
        ("海州市中级人民法院审理了李文斌受贿案。", "李文斌受贿案"),
        ("李文斌涉嫌受贿一案由海州市检察院起诉。", "李文斌涉嫌受贿一案"),
        # A verb governs the whole name, over 和, 与 and 向, and over the name of a body that ends like a verb.
        ("市长张建国主持召开茶农代表和茶企座谈会，听取意见。", "茶农代表和茶企座谈会"),
        ("王秀英在海州主持第三轮渔业与港口战略对话。", "第三轮渔业与港口战略对话"),
        (
            "海州市渔业局召开安全生产和信息化领导小组2020年第一次全体会议。",
            "安全生产和信息化领导小组2020年第一次全体会议",
        ),
        ("海州大学举办海州大学向白塔县捐赠图书交接仪式。", "海州大学向白塔县捐赠图书交接仪式"),
        ("张建国出席2025年上海合作组织峰会。", "2025年上海合作组织峰会"),
        # From the clause's start over 和, where it is held, or where people are at it.
        ("海州集团质量与安全工作会议昨日在杭州召开。", "海州集团质量与安全工作会议"),
        ("第三届海州港口和物流博览会今天开幕。", "第三届海州港口和物流博览会"),
        ("2015年二十国集团领导人峰会期间，双方见面。", "2015年二十国集团领导人峰会"),
        ("赵明远先生遗体告别仪式，已于5月8日在海州举行。", "赵明远先生遗体告别仪式"),
        # One word before a ceremony or a meeting, behind a verb.
        ("张建国参加默哀仪式。", "默哀仪式"),
        ("海州市渔业局召开党组会议，研究工作。", "党组会议"),
        # A disaster with where it struck; two places; a quotation that is the name.
        ("西藏定日县6.8级地震灾区开始重建。", "西藏定日县6.8级地震"),
        ("第四届中国—东盟博览会在南宁开幕。", "第四届中国—东盟博览会"),
        ("海州市总工会举办了“2020年春风行动——就业招聘活动”。", "2020年春风行动——就业招聘活动"),
        # A head of several words, two places, a quotation that speaks.
        ("记者从海州市税务局举办的第29个税收宣传月启动仪式上获悉，税已减。", "第29个税收宣传月启动仪式"),
        ("张建国参加中国—中亚峰会。", "中国—中亚峰会"),
        ("由海州日报社主办的“海州渔业的新机遇”全球对话会近日举行。", "“海州渔业的新机遇”全球对话会"),
        ("海州市渔业局召开新闻通气会。", "新闻通气会"),
        # By itself, where none was named before.
        ("5月8日，海州市教育局召开座谈会。", "座谈会"),
        # The segmentation glues the verb to what it holds, or to where.
        ("市长张建国与王秀英举行会谈。", "会谈"),
        ("海州市渔业局在京举行新闻发布会。", "新闻发布会"),
        ("长风集团召开干部大会，通报情况。", "干部大会"),
        # A body whose name begins with a number.
        ("各方推动二十国集团杭州峰会取得成果。", "二十国集团杭州峰会"),
        # Activities, conflicts, anniversaries.
        ("第三届海州读书周主题活动今天举行。", "第三届海州读书周主题活动"),
        ("俄乌冲突持续。", "俄乌冲突"),
        ("建党100周年之际，全市开展学习。", "建党100周年"),
        # A year begins another name.
        ("他参加过抗洪、2008年汶川地震救援。", "2008年汶川地震"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert (name, "name") in found(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("海州茶叶产业座谈会昨日召开。张建国出席座谈会。", "座谈会"),
        ("第三届海州茶叶博览会昨日开幕。张建国出席大会。", "大会"),
    ],
)
def test_a_word_that_stands_for_a_name(text: str, words: str) -> None:
    assert (words, "nominal") in found(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("全年共召开5场座谈会。", "5场座谈会"),
        ("他是海州论坛秘书处的职员。", "海州论坛"),
        ("单位开展了多项工作。", "单位开展"),
        ("张建国在海州参加调研和座谈会。", "调研和座谈会"),
        ("双方进行了“艰难的”会谈。", "“艰难的”会谈"),
        ("海州市渔业局召开重要会议。", "重要会议"),
        ("职工们开展线下培训活动。", "开展线下培训活动"),
        ("警方侦破多起盗窃案件。", "多起盗窃案件"),
    ],
)
def test_no_name(text: str, name: str) -> None:
    assert name not in {words for words, form in found(text) if form == "name"}


def test_the_editions_of_two_years_are_two() -> None:
    names = {words for words, _ in found("2018年海州茶叶博览会和2019年海州茶叶博览会都在杭州举行。")}
    assert {"2018年海州茶叶博览会", "2019年海州茶叶博览会"} <= names


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2018年海州茶叶博览会之前，他已经退休。", "2018"),
        ("2018年海州茶叶博览会11月12日开幕。", None),  # dated by the text itself
    ],
)
def test_the_year_in_a_name_dates_it_where_nothing_else_does(text: str, year: str | None) -> None:
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    values = [c.role("object") for c in layer.claims if c.evidence.rule == "name.year"]
    assert [m.value.text for m in values if m is not None and m.value is not None] == ([year] if year else [])


def test_a_part_by_its_name() -> None:
    text = "第三届海州运动会昨日闭幕。王秀英参加了第三届海州运动会开幕式。第三届海州运动会暨海州读书节闭幕。"
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    parts = [c for c in layer.claims if c.evidence.rule == "name.part"]
    assert {tuple(layer.document.cut(m.span) for _, m in c.roles) for c in parts} == {
        ("第三届海州运动会开幕式", "第三届海州运动会")
    }
