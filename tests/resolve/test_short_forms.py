"""What a text means that calls a body or an event by less than its name."""

from __future__ import annotations

import math
import time

import pytest

from kg.types import Meta, Span
from tests.layers import graph, layer, nodes

_TYPES = {"A": "AdministrativeArea", "G": "GovernmentBody", "P": "PartyOrganization", "O": "Organization"}
_TYPES |= {"C": "Company", "E": "Event", "N": "nominal"}


def marked(text: str) -> str:
    """Marked text with short types: [日本|A], [国会|G|N]."""
    for short, long in _TYPES.items():
        text = text.replace(f"|{short}]", f"|{long}]").replace(f"|{short}|", f"|{long}|")
    return text


def called(text: str, word: str, meta: Meta | None = None) -> list[str | None]:
    """What each mention of a word means, in the order of the text; None where that is open."""
    made = layer(marked(text), meta=meta)
    things = graph(made).entities
    spans = dict.fromkeys(m.span for m in made.mentions if made.document.cut(m.span) == word)
    return [next((e.name for e in things if (made.document.id, span) in e.mentions), None) for span in spans]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("[日本|A]首相昨天表示，[国会|G|N]将通过预算。", ["日本国会"]),
        ("[日本|A]首相访华。[美国|A]总统说，[国会|G|N]反对。[国会|G|N]休会。", ["美国国会", "美国国会"]),
        ("[日本|A]的[国会|G|N]休会。[韩国|A]的[国会|G|N]开会。", ["日本国会", "韩国国会"]),
        ("[东京|A]昨日大雪，[国会|G|N]推迟开会。", ["日本国会"]),
        ("[泰国|A]总理访问[中国|A]，[国会|G|N]表示欢迎。", ["泰国国会"]),
        ("[泰国|A]总理向[日本|A]表示，[国会|G|N]同意。", ["泰国国会"]),
        ("[日本|A]和[韩国|A]签署协定，[国会|G|N]将审议。", [None]),
        ("[中国|A]代表团出发，[国会|G|N]将接待。", [None]),
        ("[国会|G|N]将接待代表团。", [None]),
    ],
)
def test_a_parliament_is_that_of_the_country_named_last(text: str, whose: list[str | None]) -> None:
    assert called(text, "国会") == whose


def test_a_parliament_is_one_with_that_named_in_full() -> None:
    found = nodes(layer(marked("[希腊议会|G]开会。[希腊|A]外长在[议会|G|N]说。")))
    assert found["希腊议会"] == {"希腊议会", "议会"}


def test_a_dateline_names_the_country() -> None:
    text = "本报驻希腊记者李红[议会|G|N]昨天通过预算。"
    assert called(text, "议会", Meta(frame=(Span(0, 9),))) == ["希腊议会"]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("[中国|A]金融平稳。[中央银行|O|N]降息。", "中国人民银行"),
        ("[泰国|A]货币贬值，[中央银行|O|N]加息。", "泰国中央银行"),
        ("去年[中央银行|O|N]降息。", "中国人民银行"),
        ("[上海|A]金融平稳，[中央银行|O|N]降息。", "中国人民银行"),
        ("[泰国|A]与[中国|A]商定，[中央银行|O|N]互换货币。", None),
    ],
)
def test_a_central_bank(text: str, whose: str | None) -> None:
    assert called(text, "中央银行") == [whose]


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("[云湖县公安局清泉派出所|G]成立。民警从[派出所|G|N]赶来。", "派出所", "云湖县公安局清泉派出所"),
        ("他在[派出所|G|N]门前。他在[云湖县公安局清泉派出所|G]工作。", "派出所", "云湖县公安局清泉派出所"),
        ("[海州银行临江分行|C]盈利。[分行|C|N]党组表示。", "分行", "海州银行临江分行"),
        ("[蓝鲸集团|C]成立。[集团公司|C|N]统一培训。", "集团公司", "蓝鲸集团"),
        ("[海州啤酒节组委会|O]宣布。[组委会|O|N]官员说。", "组委会", "海州啤酒节组委会"),
        ("[海州疫情防控领导小组|O]（[指挥部|O|N]）通告。[指挥部|O|N]要求。", "指挥部", "海州疫情防控领导小组"),
        ("[海州迎春音乐会|E]昨晚举行。[音乐会|E|N]由三部分组成。", "音乐会", "海州迎春音乐会"),
    ],
)
def test_a_kind_of_body_means_the_one_that_is_named(text: str, word: str, whole: str) -> None:
    assert set(called(text, word)) == {whole}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("民警从[派出所|G|N]赶来。", "派出所"),
        ("[分行|C|N]党组表示。[甲银行东分行|C]、[乙银行西分行|C]开业。", "分行"),
        ("[指挥部|O|N]要求各地落实。", "指挥部"),
        ("[海州大学|O]成立。[编辑部|O|N]收到来稿。", "编辑部"),
        ("[集团公司|C|N]党委开会。", "集团公司"),
    ],
)
def test_a_kind_of_body_without_a_name_is_nothing(text: str, word: str) -> None:
    assert called(text, word) == [None]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[海州马拉松|E]开跑。[组委会|O|N]宣布。", "海州马拉松组委会"),
        ("[海州马拉松|E]开跑，[临江围棋公开赛|E]开赛，[组委会|O|N]宣布。", "临江围棋公开赛组委会"),
        ("[第三届海州茶叶博览会|E]昨日开幕，[组委会|O|N]主任到场。", "第三届海州茶叶博览会组委会"),
        ("[组委会|O|N]宣布推迟。", None),
        ("[组委会|O|N]宣布，[海州马拉松|E]推迟。", None),
    ],
)
def test_a_committee_is_that_of_the_event(text: str, whole: str | None) -> None:
    assert called(text, "组委会") == [whole]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[云湖县|A]很大。[云湖县|A]整顿作风，[公安局|G|N]带头。", "云湖县公安局"),
        ("[绵阳|A]召开大会，[绵阳市|A]整顿作风，[公安局|G|N]带头。", "绵阳市公安局"),
        ("[云湖县公安局|G]通报，[公安局|G|N]民警到场。", "云湖县公安局"),
        ("[云湖县|A]整顿作风，[公安局|G|N]带头。", None),  # named once: it may be another's
        ("[公安局|G|N]带头。", None),
    ],
)
def test_a_bureau_is_that_of_the_area(text: str, whole: str | None) -> None:
    assert called(text, "公安局") == [whole]


@pytest.mark.parametrize(
    ("text", "word", "wholes"),
    [
        (
            "[重庆|A]增长快，[市委|P]开会。[北京|A]下雪，[市委|P]开会，[市委|P]要求。",
            "市委",
            ["重庆市委", "北京市委", "北京市委"],
        ),
        ("[绵阳市|A]，[市司法局|G]；[宜宾市|A]，[市司法局|G]。", "市司法局", ["绵阳市司法局", "宜宾市司法局"]),
        (
            "[四川省|A]，[省委|P]；[云南省|A]，[省委|P]；[四川省|A]，[省委|P]。",
            "省委",
            ["四川省委", "云南省委", "四川省委"],
        ),
        ("[中共云湖县委|P]、[县政府|G]开会。", "县政府", ["云湖县政府"]),
        ("[四川省云湖县委|P]、[县政府|G]开会。", "县政府", ["云湖县政府"]),
    ],
)
def test_a_relative_name_is_that_of_the_area_named_last(text: str, word: str, wholes: list[str]) -> None:
    assert called(text, word) == wholes


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("[外交部|G]发言人答问。[法国|A]总统来访。[外交部|G]官员迎接。", ["外交部", "外交部"]),
        ("[法国|A]前[外交部|G]长来访，[中国|A]人民欢迎，[外交部|G]官员迎接。", ["法国外交部", "外交部"]),
        ("[外交部|G]官员说，[泰国|A]的[外交部|G]将答复。", ["外交部", "泰国外交部"]),
        ("[泰国外交部|G]说。[泰国|A]总理到场，[外交部|G]官员陪同。", ["泰国外交部"]),
        ("[泰国|A]总理来访。[外交部|G]官员陪同。", ["外交部"]),
    ],
)
def test_a_ministry_is_at_home_unless_the_text_speaks_of_another(text: str, wholes: list[str]) -> None:
    assert called(text, "外交部") == wholes


def test_the_country_named_most_counts_more_than_another_sentence() -> None:
    often = "[希腊|A]下雪。" * 4
    assert called(f"{often}[法国|A]总理来访。[议会|G|N]通过预算。", "议会") == ["希腊议会"]
    assert called(f"{often}[法国|A]总理说，[议会|G|N]通过预算。", "议会") == ["法国议会"]
    assert called("[希腊|A]下雪。[法国|A]总理来访。[议会|G|N]通过预算。", "议会") == ["法国议会"]


def test_in_an_article_from_abroad_a_ministry_is_theirs() -> None:
    text = "本报驻泰国记者李红[泰国|A]政府节约开支，[外交部|G]将削减人员。"
    assert called(text, "外交部", Meta(frame=(Span(0, 9),))) == ["泰国外交部"]


@pytest.mark.parametrize(
    ("full", "short", "same"),
    [
        ("第八届世界游泳锦标赛", "世锦赛", True),
        ("第八届全国运动会", "全运会", True),
        ("冬季奥林匹克运动会", "冬奥会", True),
        ("亚特兰大奥运会", "奥运会", True),
        ("世界女排大奖赛", "世锦赛", False),
        ("第九届全国运动会", "第八届全运会", False),
    ],
)
def test_short_names_of_events(full: str, short: str, same: bool) -> None:
    assert (len(nodes(layer(f"[{full}|Event]开幕，他在[{short}|Event]夺冠。"))) == 1) == same


def test_many_words_take_time_in_proportion() -> None:
    seconds = dict.fromkeys((300, 2400), math.inf)
    for count in (*seconds, *seconds):  # the best of two: collecting garbage takes time too
        one = "[日本|A]雨[法国|A]风[国会|G|N]雪[海州马拉松|E]开跑[组委会|O|N]云[云湖县|A]晴[公安局|G|N]"
        made = layer(marked(one * count))
        begun = time.process_time()
        graph(made)
        seconds[count] = min(seconds[count], time.process_time() - begun)
    assert seconds[2400] < 32 * seconds[300] + 0.2  # eight times the words; of each with each, 64 times
