"""Who wrote an article: datelines of a day, brackets of Taiwan's papers, pen names; all of our own writing."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata
from kg.read.article.page_fields import page_fields
from kg.read.page import Line, Page, Piece, Stated
from kg.types import Meta

TITLE = "临江县老城区供水管网改造完工"
BODY = (
    "县水务公司负责人说，改造历时十四个月，共更换老旧管道四十二公里，下一步将改造二次供水设施。\n"
    "全县三万六千户居民用上了新管道输送的自来水，水压比改造前明显提高。"
)
HANT = "臨江縣老城區供水管網改造完工"
BODY_HANT = "縣水務公司負責人說，改造歷時十四個月，共更換老舊管道四十二公里。\n水壓比改造前明顯提高。"


def read(opening: str, title: str = TITLE, body: str = BODY) -> tuple[Meta, list[str]]:
    """The metadata of a text that begins so, and what is no part of its body."""
    text = f"{title}\n{opening}{body}"
    meta = article_metadata(text, load())
    return meta, [text[span.start : span.end] for span in meta.frame]


@pytest.mark.parametrize(
    ("opening", "source", "authors"),
    [
        ("岚城日报2日讯（记者 张晓明）", "岚城日报", ("张晓明",)),
        ("临江通讯社5日电（记者李强）", "临江通讯社", ("李强",)),
        ("本报12日讯 记者何静 通讯员陈立报道：", None, ("何静", "陈立")),
        ("新华社临江3日电（记者 周燕玲）", "新华社", ("周燕玲",)),
        ("临江网 30日讯（通讯员 王磊）", "临江网", ("王磊",)),
        ("临江日报白山二十日讯（记者张晓明）", "临江日报", ("张晓明",)),
        ("据临江广播电视台18日消息，", "临江广播电视台", ()),
        ("（临江日报2日讯）", "临江日报", ()),
        ("（本报讯）", None, ()),
    ],
)
def test_a_dateline_may_have_a_day_only(opening: str, source: str | None, authors: tuple[str, ...]) -> None:
    meta, frame = read(opening)
    assert (meta.source, meta.publisher, meta.datePublished, meta.authors) == (source, None, None, authors)
    assert frame == [TITLE, opening.strip()]


@pytest.mark.parametrize(
    "opening",
    [
        "临江县公安局2日讯问了三名司机。",
        "县水务局5日电话通知各镇。",
        "青河网2日讯息全无。",
        "临江县人民法院3日讯，",
        "【县水务局寄语各镇编辑记者：团结一心】",
    ],
)
def test_no_dateline(opening: str) -> None:
    meta, frame = read(opening)
    assert (meta.source, meta.authors, frame) == (None, (), [TITLE])


@pytest.mark.parametrize(
    ("opening", "authors"),
    [
        ("〔記者游雅筑／楓林報導〕", ("游雅筑",)),
        ("〔記者黃子芸、林書緯／青河連線報導〕", ("黃子芸", "林書緯")),
        ("〔特派記者林書緯／東京五日報導〕", ("林書緯",)),
        ("〔編譯陳立文／綜合報導〕", ("陳立文",)),
        ("【記者林書緯／楓林報導】", ("林書緯",)),
        ("[記者 林書緯/楓林報導]", ("林書緯",)),
        ("記者林書緯／楓林報導 ", ("林書緯",)),
        ("記者陳立文／白山報導\n", ("陳立文",)),
        ("林書緯、陳立文／楓林報導\n", ("林書緯", "陳立文")),
        ("〔即時新聞／綜合報導〕", ()),
        ("〔財經頻道／綜合報導〕", ()),
    ],
)
def test_who_and_where_before_a_stroke(opening: str, authors: tuple[str, ...]) -> None:
    meta, frame = read(opening, HANT, BODY_HANT)
    assert meta.authors == authors
    assert [part.strip() for part in frame] == [HANT, opening.strip()]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("文｜老麦的厨房", ("老麦的厨房",)),
        ("文/一只橘猫的下午", ("一只橘猫的下午",)),
        ("作者：@河边的树", ("河边的树",)),
        ("作者：Xiaoman小满", ("Xiaoman小满",)),
        ("作者：老槐树、一只橘猫的下午", ("老槐树", "一只橘猫的下午")),
        ("作者：临江县水务局张晓明", ("张晓明",)),
        ("来源：公众号“槐序” 作者：槐序先生", ("槐序先生",)),
        ("作者：不详", ()),
        ("作者：岚城新闻网", ()),
        ("作者：本报评论员", ()),
        ("作者：这个问题我想了很久", ()),
        ("编辑：一只橘猫的下午", ()),
    ],
)
def test_pen_names_behind_a_label(line: str, authors: tuple[str, ...]) -> None:
    assert read(f"{line}\n")[0].authors == authors


def element(text: str, *names: str) -> Line:
    return Line(text, (Piece(text, names),))


@pytest.mark.parametrize(
    ("name", "authors"),
    [
        ("半亩方塘", ["半亩方塘"]),
        ("由 木木先生", ["木木先生"]),
        ("老周说事", ["老周说事"]),
        ("admin", []),
        ("岚城新闻网", []),
        ("本网编辑部", []),
        ("查看更多", []),
        ("后端工程师，业余骑手", []),
    ],
)
def test_pen_names_in_an_element_of_the_author(name: str, authors: list[str]) -> None:
    lines = (Line(TITLE, heading=True), element(name, "author", "vcard"), element("工程师", "author"), Line(BODY))
    found = page_fields(Page(f"{TITLE}\n{BODY}", lines=lines, title=TITLE), load())
    named = [value.value for value in found if value.field == "element_author" and value.value]
    assert named == (authors or ["工程师"])  # one pen name only: the next line may be about its bearer


@pytest.mark.parametrize(("thing", "authors"), [("Person", ["北岸的猫"]), ("Organization", []), ("", [])])
def test_pen_names_in_json_ld_are_those_of_persons(thing: str, authors: list[str]) -> None:
    stated = (
        Stated("json_ld", "BlogPosting.headline", TITLE, 1),
        Stated("json_ld", "BlogPosting.author", "北岸的猫", 1, thing),
    )
    found = page_fields(Page(BODY, stated, title=TITLE), load())
    assert [value.value for value in found if value.field == "json_ld_author" and value.value] == authors
