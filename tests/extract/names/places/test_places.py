import pytest

from kg.extract.candidates.candidate import Candidate
from kg.extract.names.places.gazetteer import gazetteer
from kg.extract.names.places.places import places
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed, Span

ONTOLOGY = load()


def find(text: str) -> tuple[Parsed, list[Candidate]]:
    parsed = segment(Document(DocumentId("a"), text), ONTOLOGY)
    return parsed, places(parsed, ONTOLOGY)


def names(text: str, form: str = "name") -> list[str]:
    mentions = [c.mention for c in find(text)[1] if c.mention.form == form]
    return [m.name or text[m.span.start : m.span.end] for m in mentions]


def types(text: str) -> dict[str, str]:
    return {text[c.mention.span.start : c.mention.span.end]: c.mention.type for c in find(text)[1]}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("山西平遥古城迎来游客。", "平遥古城"),
        ("大理古城游人如织。", "大理古城"),
        ("游客在黄龙溪古镇游玩。", "黄龙溪古镇"),
        ("临江县白沙古镇开街。", "白沙古镇"),
        ("他走进乌镇老街。", "乌镇老街"),
    ],
)
def test_an_old_town_is_no_area(text: str, town: str) -> None:
    found = types(text)
    assert found.get(town) == "Facility"
    assert not {"古城", "古镇", "老街"} & found.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏省南通市海安市人民法院受理此案。", ["江苏省", "南通市", "海安市"]),
        ("湖北恩施巴东县野三关镇发生山体滑坡。", ["湖北", "恩施", "巴东县", "野三关镇"]),
        ("浙江诸暨枫桥的经验传到外省。", ["浙江", "诸暨", "枫桥"]),
        ("他家在云南省洱源县邓川镇", ["云南省", "洱源县", "邓川镇"]),  # the text ends with it
        ("云南省大理白族自治州洱源县邓川镇腾龙村", ["云南省", "大理白族自治州", "洱源县", "邓川镇", "腾龙村"]),
        ("北京市民政局与江西省委的代表到会。", ["北京市", "江西省"]),
        ("上海市民在看展览。", ["上海"]),
        ("他来自新疆和田。", ["新疆", "和田"]),
        ("演出队先后到过巴黎、布宜诺斯艾利斯和内罗毕。", ["巴黎", "布宜诺斯艾利斯", "内罗毕"]),
        ("美国加利福尼亚州洛杉矶市发生枪击。", ["美国", "加利福尼亚州", "洛杉矶市"]),
        ("任命许文宁为秀川市教育局局长。", ["秀川市"]),
        ("云南省楚雄州、会理县等地有震感。", ["云南省", "楚雄州", "会理县"]),
        ("山西省长到会。", ["山西省"]),
        ("香山县翠亨村是他的家乡。", ["香山县", "翠亨村"]),
        ("他查看了耀州区石柱镇西古村的果园。", ["耀州区", "石柱镇", "西古村"]),
        ("学校位于南宁市武鸣区里建镇。", ["南宁市", "武鸣区", "里建镇"]),
        ("他来自韩国全罗南道。", ["韩国", "全罗南道"]),
    ],
)
def test_chain_gives_each_area_by_itself(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "来宾们互助合作，和平与发展是时代主题。",
        "企业界的山很高，思路决定出路。",
        "发展中国家的人民团结起来。",
        "其中国有企业占三成。",
        "孙中山先生说过这句话。",
        "这是一条致富路，也是小康路。",
        "对美的追求从未停止，非法经营者受罚。",
        "第二大城市的大都市生活。",
        "但薛晓路执导了它。",
        "四省的代表住在深山中。",
    ],
)
def test_words_that_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_name_is_not_cut_out_of_longer_words() -> None:
    assert names("上海海上风电场建在长江西岸。") == ["上海", "长江"]
    assert "南京" not in names("记者走在南京路步行街上。")


def test_a_doubtful_name_needs_support() -> None:
    assert "朝阳" not in names("朝阳产业升起来了。")
    assert names("辽宁朝阳发现化石。") == ["辽宁", "朝阳"]
    assert names("平原县的居民说，平原变了样。") == ["平原县", "平原"]
    assert names("平原上一片金黄。") == []
    assert "德清" in names("他曾到杭州、临安、德清等地。")


def test_abbreviations_carry_the_name() -> None:
    assert names("会议在京召开，代表团抵沪。") == ["北京", "上海"]
    assert names("医疗队离汉返渝。") == ["武汉", "重庆"]
    assert names("川滇黔三省结合部的市场") == ["川滇黔三省结合部", "四川省", "云南省", "贵州省"]
    assert names("公路连接鄂、湘、赣三省。") == ["湖北省", "湖南省", "江西省"]
    assert names("海湾在湘、粤、桂三省区毗邻处。") == ["湖南省", "广东省", "广西"]
    assert names("苏鲁豫皖四省接壤。") == ["江苏省", "山东省", "河南省", "安徽省"]
    assert names("京津冀协同发展") == ["京津冀"]
    assert names("中美关系与美方代表访华") == ["中国", "美国", "美国", "中国"]
    assert names("据悉，俄总统将到访；“以总理也来。”") == ["俄罗斯", "以色列"]
    assert names("以总统名义发布。") == []
    assert names("他在鲁迅故居参观。") == []


def test_facilities_lines_and_zones() -> None:
    found = types("货车沿G50沪渝高速驶过武汉长江大桥，地铁10号线和318国道停运，旅客从珠海市拱北口岸入境。")
    expected = ("G50沪渝高速", "武汉长江大桥", "地铁10号线", "318国道", "拱北口岸")
    assert {name: found.get(name) for name in expected} == dict.fromkeys(expected, "Facility")
    assert types("工厂设在合肥高新区和天津经济技术开发区。")["合肥高新区"] == "AdministrativeArea"
    assert types("长沙市岳麓区枫林三路发生车祸。")["枫林三路"] == "Facility"
    seas = ("东海", "台湾海峡", "舟山群岛")
    assert types("台风掠过东海、台湾海峡和舟山群岛。") == dict.fromkeys(seas, "NaturalFeature")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("深圳地铁3号线四期今天开通。", "深圳地铁3号线四期"),
        ("早高峰时北京西六环堵车。", "北京西六环"),
        ("西宁至成都铁路已经开工。", "西宁至成都铁路"),
        ("德国高速公路不收费。", None),
        ("晚会在人民大会堂金色大厅举行。", "人民大会堂金色大厅"),
    ],
)
def test_lines_and_rooms(text: str, line: str | None) -> None:
    found = [name for name, type_ in types(text).items() if type_ == "Facility"]
    assert found[:1] == ([line] if line else [])


def test_nominals() -> None:
    assert names("我国有关部门到我市调研，当地群众欢迎。", "nominal") == ["我国", "我市", "当地"]


def test_lookups() -> None:
    known = gazetteer(ONTOLOGY)
    assert [d.name for d in known.readings("四川")] == ["四川省"]
    assert [d.name for d in known.readings("恩施")] == ["恩施土家族苗族自治州", "恩施市"]
    assert known.readings("没有这个地方") == ()
    assert {d.parent for d in known.readings("朝阳区")} == {"11", "2201"}
    assert known.readings("玉林街道")[0].level == "township"
    assert [known.short(name) for name in ("内蒙古自治区", "长白朝鲜族自治县", "沛县")] == ["内蒙古", "长白县", None]


def test_every_code_has_its_parent() -> None:
    codes = gazetteer(ONTOLOGY).codes
    assert all(not d.parent or d.parent in codes for d in codes.values())
    assert sum(not d.parent for d in codes.values()) == 34


def test_frame_and_widths() -> None:
    text = "來源：新華社 四川省宜賓市發布（北京）"
    parsed, found = find(text)
    assert [parsed.view.text[c.mention.span.start : c.mention.span.end] for c in found] == ["四川省", "宜宾市", "北京"]
    assert all(Span(0, len(text)).contains(c.mention.span) for c in found)
    assert places(segment(Document(DocumentId("a"), ""), ONTOLOGY), ONTOLOGY) == []
