"""Numbers, quantities, durations, and what they count."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.values.counted_nouns import counted
from kg.extract.values.numerals import parse_number
from kg.extract.values.quantities import quantities, values
from kg.extract.values.quantity import QuantityCandidate
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Meta
from tests.ontology.mutations import Changed

ONTOLOGY = load()


def read(text: str) -> list[tuple[str, str, str]]:
    """Span, kind with number, and unit of all that is no date."""
    document = Document(DocumentId("a"), text, Meta(datePublished="2022-09-22"))
    found = []
    for candidate in values(segment(document, ONTOLOGY), ONTOLOGY):
        mention, value = candidate.mention, candidate.mention.value
        if mention.type != "Date":
            found.append((document.cut(mention.span), value.text if value else "", (value.unit or "") if value else ""))
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1,200", "1200"),
        ("1,234,567", "1234567"),
        ("4.80", "4.8"),
        ("1.2万", "12000"),
        ("3.5亿", "350000000"),
        ("14亿多", "1400000000"),
        ("2.1万余", "21000"),
        ("20多万", "200000"),
        ("3亿5千万", "350000000"),
        ("5千", "5000"),
        ("三百余", "300"),
        ("两", "2"),
        ("一千二百", "1200"),
        ("十几", "10"),
        ("十二", "12"),
        ("半", "0.5"),
        ("百余", "100"),
        ("一百零二", "102"),
        ("一百二", "120"),
        ("两万三", "23000"),
        ("一万五千", "15000"),
        ("二〇二二", "2022"),
        ("三点一四", "3.14"),
        ("一点五亿", "150000000"),
        ("三万亿", "3000000000000"),
        ("二十多万", "200000"),
        ("贰仟叁佰", "2300"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert str(parse_number(text, ONTOLOGY)) == number


@pytest.mark.parametrize("text", ["", "数百", "几十", "两三", "七八十", "千千万万", "人", "12人", "十十"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text, ONTOLOGY) is None


@pytest.mark.parametrize(
    ("text", "span", "number", "unit"),
    [
        ("净资产进一步下降至-25.06亿元。", "-25.06亿元", "-2506000000", "元"),
        ("气温为-5℃。", "-5℃", "-5", "℃"),
        ("5月-8月30人到会。", "30人", "30", "人"),
        ("裁减现役员额30万。", "30万", "300000", "人"),
        ("他收受港币7万元。", "7万元", "70000", "港元"),
        ("申请额度为7，000万元。", "7，000万元", "70000000", "元"),
        ("总人口554.55万。", "554.55万", "5545500", "人"),
        ("总参与人次达400多万。", "400多万", "4000000", "人次"),
        ("河流经45县。", "45县", "45", "个"),
        ("总砷含量为9.5mg/kg。", "9.5mg/kg", "9.5", "mg/kg"),
        ("全市建成136个服务站。", "136个", "136", "个"),
        ("会场有1.4万人。", "1.4万人", "14000", "人"),
        ("全省登记2.37亿注册用户。", "2.37亿", "237000000", "人"),
        ("覆盖率达到90%。", "90%", "90", "%"),
        ("覆盖率达到百分之九十五。", "百分之九十五", "95", "%"),
        ("四成以上的农户参加。", "四成", "40", "%"),
        ("销量占全国1/4。", "1/4", "25", "%"),
        ("四分之三的学生通过考试。", "四分之三", "75", "%"),
        ("增速提高2.5个百分点。", "2.5个百分点", "2.5", "个百分点"),
        ("总投资14亿多美元。", "14亿多美元", "1400000000", "美元"),
        ("募集善款30万元人民币。", "30万元人民币", "300000", "元"),
        ("罚款五千元。", "五千元", "5000", "元"),
        ("吸引百余名学者。", "百余名", "100", "名"),
        ("走访二十多家企业。", "二十多家", "20", "家"),
        ("近千家企业报名。", "千家", "1000", "家"),
        ("上百名群众参加。", "百名", "100", "名"),
        ("大坝高185.5米。", "185.5米", "185.5", "米"),
        ("面积约6万平方米。", "6万平方米", "60000", "平方米"),
        ("气温降至零下12摄氏度。", "零下12摄氏度", "-12", "摄氏度"),
        ("发电3千瓦时。", "3千瓦时", "3", "千瓦时"),
        ("运动会设28个大项。", "28个", "28", "个"),
        ("她今年63岁。", "63岁", "63", "岁"),
        ("选出七位评委。", "七位", "7", "位"),
        ("抓获两名盗窃嫌疑人。", "两名", "2", "名"),
        ("球队打进4球。", "4球", "4", "球"),
        ("他送了30个人回家。", "30个", "30", "个"),
        ("捐书1,250册。", "1,250册", "1250", "册"),
        ("接种疫苗300万剂次。", "300万剂次", "3000000", "剂次"),
        ("全省12个县受灾。", "12个", "12", "个"),
        ("理事会全年召开46次会议。", "46次", "46", "次"),
        ("两国元首有过5次会晤。", "5次", "5", "次"),
        ("球队创下17场联赛不败的纪录。", "17场", "17", "场"),
        ("沿海发生里氏五点八级地震。", "五点八级", "5.8", "级"),
        ("他收受美元2万元。", "2万元", "20000", "美元"),
        ("支队派出6车、33人增援。", "6车", "6", "车"),
        ("林火烧毁4000英亩森林。", "4000英亩", "4000", "英亩"),
    ],
)
def test_quantities(text: str, span: str, number: str, unit: str) -> None:
    assert (span, number, unit) in read(text)


@pytest.mark.parametrize(
    ("text", "span", "number", "unit"),
    [
        ("工程历时三年多完工。", "三年多", "3", "年"),
        ("为期4个月时间的整治结束。", "4个月", "4", "个月"),
        ("20年来，绿地翻番。", "20年", "20", "年"),
        ("手术用了两个半小时。", "两个半小时", "2.5", "小时"),
        ("半年后，工厂投产。", "半年", "0.5", "年"),
        ("研究持续了一年半。", "一年半", "1.5", "年"),
    ],
)
def test_durations(text: str, span: str, number: str, unit: str) -> None:
    document = Document(DocumentId("a"), text)
    found = [c.mention for c in values(segment(document, ONTOLOGY), ONTOLOGY) if c.mention.type == "Duration"]
    assert [document.cut(m.span) for m in found] == [span]
    assert found[0].value and (found[0].value.text, found[0].value.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "推广4/5G双模终端",
        "第三名选手获奖。",
        "法律第37条规定，",
        "这是一个问题，一种办法。",
        "大家一起唱一首歌。",
        "他十分高兴。",
        "学习“三个代表”重要思想。",
        "五台县和三台县相邻。",
        "他在七台河市出生。",
        "拨打12345热线。",
        "乘坐G1234次列车。",
        "三部委联合发文。",
        "（一）加强领导。",
        "一、会议开始。",
        "前三名晋级。",
        "乡村教师千方百计办学。",
        "2019年出版。",
        "二元结构明显。",
        "全国人大二次会议闭幕。",
        "省政协十二届3次会议开幕。",
        "上半场结束，下半场开始。",
        "道路为双向6车道。",
        "万里长城雄伟。",
        "坚持一国两制方针。",
        "百家争鸣。",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "span"), [("数百名学生到场。", "数百名"), ("需要3至5个岗位。", "3至5个"), ("又来了五六名老师。", "五六名")]
)
def test_an_open_number_has_no_value(text: str, span: str) -> None:
    assert read(text) == [(span, "", "")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("297个先进集体受到表彰。", "先进集体"),
        ("建成2098个（社区）公共法律服务平台。", "（社区）公共法律服务平台"),
        ("总投资14亿美元。", "总投资"),
        ("产量同比增长24.2%。", "产量同比增长"),
        ("码头面积约6万平方米，", "码头面积"),
        ("提供800多份的免费午餐。", "免费午餐"),
        ("共审理环境案件430起。", "审理环境案件"),
        ("其中9家已获准开业，", "已获准开业"),
        ("全国有2.37亿注册用户。", "注册用户"),
        ("15项国家级表彰。", "国家级表彰"),
    ],
)
def test_what_is_counted(text: str, what: str) -> None:
    document = Document(DocumentId("a"), text)
    parsed = segment(document, ONTOLOGY)
    quantity = next(c for c in quantities(parsed, ONTOLOGY) if c.mention.type == "Quantity")
    span = counted(parsed, quantity, ONTOLOGY)
    assert span is not None and document.cut(span) == what


@pytest.mark.parametrize(
    ("text", "kind", "score"),
    [
        ("全市建成136个服务站。", "measure", 0.9),
        ("增长5%。", "share", 0.9),
        ("捐款5万元。", "money", 0.9),
        ("大坝高185.5米。", "physical", 0.9),
        ("为期4个月的整治结束。", "duration", 0.9),
        ("选出七位评委。", "measure", 0.6),
        ("全国有2.37亿注册用户。", "measure", 0.6),
        ("需要3至5个岗位。", "measure", 0.5),
    ],
)
def test_kinds_and_scores(text: str, kind: str, score: float) -> None:
    (candidate,) = quantities(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY)
    assert (candidate.kind, candidate.score, candidate.rule) == (kind, score, f"quantity.{kind}")


def test_scores_are_those_of_the_table() -> None:
    changed = Changed("values.toml", ONTOLOGY.text("values.toml").replace("likely = 0.6", "likely = 0.25"))
    (candidate,) = quantities(segment(Document(DocumentId("a"), "选出七位评委。"), ONTOLOGY), changed)
    assert candidate.score == 0.25


def test_nothing_is_counted_where_nothing_stands() -> None:
    parsed = segment(Document(DocumentId("a"), "12个。"), ONTOLOGY)
    assert counted(parsed, quantities(parsed, ONTOLOGY)[0], ONTOLOGY) is None


def test_values_are_sorted_and_do_not_overlap() -> None:
    text = "2021年3月，全市1.2万名教师参加培训，历时四个半小时；5月1日至5日，300余件展品展出，票价60元，同比上涨5%。"
    spans = [c.mention.span for c in values(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY)]
    assert spans == sorted(spans) and len(spans) == 7
    assert all(a.end <= b.start for a, b in pairwise(spans))


ALPHABET = "0123456789一二三十百千万亿年月日号时分半两几多余第前去今个名元%/-—.:（）“”，。 \n至旬世纪周初底季度国庆"


@settings(max_examples=150, deadline=None)
@given(st.text(ALPHABET, max_size=40), st.sampled_from([None, "2022", "2022-09", "2022-09-22", "9999-12-31", "x"]))
def test_any_text_gives_spans_in_order(text: str, published: str | None) -> None:
    parsed = segment(Document(DocumentId("a"), text, Meta(datePublished=published)), ONTOLOGY)
    end = 0
    for candidate in values(parsed, ONTOLOGY):
        span = candidate.mention.span
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if isinstance(candidate, QuantityCandidate):
            what = counted(parsed, candidate, ONTOLOGY)
            assert what is None or 0 <= what.start < what.end <= len(text)


def test_a_code_is_no_number() -> None:
    assert parse_number("1" * 5000, ONTOLOGY) is None
    assert read("9" * 900 + "个") == [("9" * 900 + "个", "", "")]


@pytest.mark.parametrize("digits", ["9" * 301, "9" * 5000, "９" * 5000, "9" * 5000 + ".5", "一" + "亿" * 5000])
@pytest.mark.parametrize(
    "before, after", [("捐款", "元"), ("增长", "%"), ("", "年9月9日"), ("第", "届"), ("", "分之一")]
)
def test_a_number_without_end_has_no_value(digits: str, before: str, after: str) -> None:
    *found, last = read(f"{before}{digits}{after}，又捐款5万元。")
    assert last == ("5万元", "50000", "元")
    assert all(len(value) <= 300 for _, value, _ in found)


@pytest.mark.parametrize(
    "text", ["海州市55例、临江市45例。", "确诊病例318例、境外输入病例5例。", "新建学校3所和医院2所。"]
)
def test_a_figure_does_not_count_what_the_next_one_of_a_list_counts(text: str) -> None:
    parsed = segment(Document(DocumentId("a"), text), ONTOLOGY)
    first = quantities(parsed, ONTOLOGY)[0]
    span = counted(parsed, first, ONTOLOGY)
    assert span is None or span.end <= first.mention.span.start
