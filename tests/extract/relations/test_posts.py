"""Who holds which post where."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Meta


def posts(text: str, predicate: str = "positionAt") -> set[tuple[str, str, str]]:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        who, where, role = claim.role("subject"), claim.role("object"), claim.role("role")
        if claim.predicate == predicate and claim.modality == "asserted" and who and where and role and role.value:
            found.add((document.cut(who.span), document.cut(where.span), role.value.text))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The first character of the role also ends the organ's name.
        ("扬州市公安局长王建国到会。", {("王建国", "扬州市公安局", "局长")}),
        ("山西省财政厅长王建国到会。", {("王建国", "山西省财政厅", "厅长")}),
        ("农业部长王建国到会。", {("王建国", "农业部", "部长")}),
        ("扬州市公安局副局长王建国到会。", {("王建国", "扬州市公安局", "副局长")}),
        ("以色列国防部长加兰特到会。", {("加兰特", "以色列国防部", "部长"), ("加兰特", "以色列", "国防部长")}),
        ("扬州市市长李文斌今天上午到会。", {("李文斌", "扬州市", "市长")}),
        ("复旦大学校长尉青山今天下午到会。", {("尉青山", "复旦大学", "校长")}),
        ("海州博物馆馆长王强昨日到会。", {("王强", "海州博物馆", "馆长")}),
        (
            "李文斌任海州歌剧院院长、艺术总监。",
            {("李文斌", "海州歌剧院", "院长"), ("李文斌", "海州歌剧院", "艺术总监")},
        ),
        ("希腊财政部长斯塔库拉斯讲话。", {("斯塔库拉斯", "希腊财政部", "部长"), ("斯塔库拉斯", "希腊", "财政部长")}),
        ("扬州市教育局局长王建国到会。", {("王建国", "扬州市教育局", "局长")}),
        (
            "扬州市教育局党委书记、局长王建国到会。",
            {("王建国", "扬州市教育局", "党委书记"), ("王建国", "扬州市教育局", "局长")},
        ),
        ("扬州市教育局原局长王建国到会。", {("王建国", "扬州市教育局", "局长")}),
        ("韩国新当选的总统金大中到会。", {("金大中", "韩国", "总统")}),
        ("王建国现任扬州市教育局局长。", {("王建国", "扬州市教育局", "局长")}),
        ("王建国当选复旦大学新校长。", {("王建国", "复旦大学", "校长")}),
        ("国务院任命王建国为教育部部长。", {("王建国", "教育部", "部长")}),
        ("王建国（扬州市教育局局长）到会。", {("王建国", "扬州市教育局", "局长")}),
        ("扬州市教育局昨日开会，局长王建国到会。", {("王建国", "扬州市教育局", "局长")}),
        # In an organ, before the verb; and named behind the post.
        ("王建国1998年调入扬州市公安局任局长。", {("王建国", "扬州市公安局", "局长")}),
        ("王建国曾在复旦大学担任副校长。", {("王建国", "复旦大学", "副校长")}),
        ("王建国在扬州市人民代表大会上当选市长。", set()),
        (
            "复旦大学的校长是王建国，副校长为李文斌。",
            {("王建国", "复旦大学", "校长"), ("李文斌", "复旦大学", "副校长")},
        ),
        ("复旦大学的校长是王建国的父亲。", set()),
        # The second ministry is of the same country.
        ("爱尔兰副总理兼外交部长马丁到会。", {("马丁", "爱尔兰", "副总理"), ("马丁", "爱尔兰", "外交部长")}),
        # Each post of a list is at the organ whose kind it is of.
        (
            "王建国曾任复旦大学教务处处长、研究生院院长、校长助理、副校长。",
            {
                ("王建国", "复旦大学教务处", "处长"),
                ("王建国", "研究生院", "院长"),
                ("王建国", "复旦大学", "校长助理"),
                ("王建国", "复旦大学", "副校长"),
            },
        ),
        (
            "王建国历任海州铁路局运输处副处长、调度所副主任、副局长。",
            {
                ("王建国", "海州铁路局运输处", "副处长"),
                ("王建国", "海州铁路局", "调度所副主任"),
                ("王建国", "海州铁路局", "副局长"),
            },
        ),
        (
            "扬州市财政局党组副书记、副局长王建国到会。",
            {
                ("王建国", "扬州市财政局", "党组副书记"),
                ("王建国", "扬州市财政局党组", "副书记"),
                ("王建国", "扬州市财政局", "副局长"),
            },
        ),
        # A list goes on behind a name that nobody found.
        (
            "复旦大学副校长王建国、甲乙、李文斌到会。",
            {("王建国", "复旦大学", "副校长"), ("李文斌", "复旦大学", "副校长")},
        ),
        # Whom a list of leaders names, whom a case is named by, who is of 公司; a unit that nobody found is no clause.
        (
            "复旦大学领导班子成员还包括校长王建国，副校长李文斌、陈文。",
            {("王建国", "复旦大学", "校长"), ("李文斌", "复旦大学", "副校长"), ("陈文", "复旦大学", "副校长")},
        ),
        ("扬州市教育局原局长王建国涉嫌受贿一案昨日开庭。", {("王建国", "扬州市教育局", "局长")}),
        ("蓝天科技有限公司昨日开会。公司总经理王建国到会。", {("王建国", "蓝天科技有限公司", "总经理")}),
        ("扬州市公安局副局长、市打私办主任王建国到会。", {("王建国", "扬州市公安局", "副局长")}),
        ("王建国当过复旦大学校长。", {("王建国", "复旦大学", "校长")}),
        # A prosecutor's home is no other house.
        ("扬州市检察院开会。复旦学院派人到会。王建国检察长讲话。", {("王建国", "扬州市检察院", "检察长")}),
        # The organ of a post without one is that of the post before it, also beside another person.
        (
            "扬州市教育局局长王建国、副局长李文斌到会。",
            {("王建国", "扬州市教育局", "局长"), ("李文斌", "扬州市教育局", "副局长")},
        ),
        (
            "复旦大学党委书记王建国，党委常委、统战部长李文斌到会。",
            {
                ("王建国", "复旦大学", "党委书记"),
                ("李文斌", "复旦大学", "党委常委"),
                ("李文斌", "复旦大学", "统战部长"),
            },
        ),
        # Who heads an area does not do so at the committee that is named before.
        ("江苏省委副书记、省长王建国到会。", {("王建国", "江苏省委", "副书记"), ("王建国", "江苏", "省长")}),
        # What words a post beside its last word belongs to the role, also where the post is.
        ("法国驻华大使王建国到会。", {("王建国", "法国", "驻华大使")}),
        ("国泰君安首席宏观分析师王建国到会。", {("王建国", "国泰君安", "首席宏观分析师")}),
        # A post whose organ nobody found ends no list; neither does a profession, which is at no organ.
        ("复旦大学副校长、贸促会会长王建国到会。", {("王建国", "复旦大学", "副校长")}),
        ("中国作协副主席、著名作家王建国到会。", {("王建国", "中国作协", "副主席")}),
        (
            "中共中央总书记、中央军委主席王建国访问中国。",
            {("王建国", "中共中央", "总书记"), ("王建国", "中央军委", "主席")},
        ),
        ("国家主席王建国代表中国致辞。", {("王建国", "中国", "国家主席")}),
        ("美总统王建国到会。", {("王建国", "美", "总统")}),
        ("中国电信原副总王建国到会。", {("王建国", "中国电信", "副总")}),
        # A career is a list of posts, and a list of organs has one role; lines of a career are about who is above them.
        (
            "王建国历任某某中心主任，扬州市教育局副局长，中国社会学会、中国人权研究会常务理事。",
            {
                ("王建国", "扬州市教育局", "副局长"),
                ("王建国", "中国社会学会", "常务理事"),
                ("王建国", "中国人权研究会", "常务理事"),
            },
        ),
        (
            "王建国，男，1965年生。\n1999—2003年 扬州市教育局局长\n2003年至今，任复旦大学校长。",
            {("王建国", "扬州市教育局", "局长"), ("王建国", "复旦大学", "校长")},
        ),
        ("李文斌介绍，复旦大学教授王建国到会。", {("王建国", "复旦大学", "教授")}),
        ("扬州市商会会长由王建国担任。", {("王建国", "扬州市商会", "会长")}),
        ("作为扬州市商会会长，王建国到会。", {("王建国", "扬州市商会", "会长")}),
        ("我国著名历史学家、复旦大学教授王建国到会。", {("王建国", "复旦大学", "教授")}),
        # A part of an organ's name in front of a post is the organ.
        (
            "扬州丰川种业有限公司开会。丰川种业总裁王建国到会。",
            {("王建国", "扬州丰川种业有限公司", "总裁")},
        ),
        ("2、王建国，现任扬州市教育局局长。", {("王建国", "扬州市教育局", "局长")}),
        ("扬州丰川种业有限公司宁波产业云运营总监王建国到会。", {("王建国", "扬州丰川种业有限公司", "产业云运营总监")}),
        # One holds it, several do.
        ("扬州市市长李文斌和王建国到会。", {("李文斌", "扬州市", "市长")}),
        (
            "扬州市副市长李文斌、王建国到会。",
            {("李文斌", "扬州市", "副市长"), ("王建国", "扬州市", "副市长")},
        ),
        ("李文斌，今年50岁，在北京；王建国，今年40岁，去年任复旦大学校长。", {("王建国", "复旦大学", "校长")}),
        # Whoever leads the party of another country leads that country, if anything.
        (
            "越共中央总书记、国家主席阮文明访问中国，中方欢迎越南客人。",
            {("阮文明", "越共中央", "总书记"), ("阮文明", "越南", "国家主席")},
        ),
        ("越共中央总书记、国家主席阮文明访问中国。", {("阮文明", "越共中央", "总书记")}),
        ("老挝人革党中央总书记坎玛尼到会。", {("坎玛尼", "老挝人革党中央", "总书记")}),
        # What somebody is to a head of state is one post.
        ("德国总统特使穆勒到会。", {("穆勒", "德国", "总统特使")}),
        ("法国总统新闻秘书杜邦到会。", {("杜邦", "法国", "总统新闻秘书")}),
        ("以色列总理办公厅主任列维到会。", {("列维", "以色列", "总理办公厅主任")}),
        # What somebody before a comma was is no post of whoever stands behind it.
        (
            "王建国此前担任扬州市教育局局长，复旦大学校长李文斌原任扬州市教育局副局长，扬州市市长周明曾任扬州市教育局局长。",
            {
                ("王建国", "扬州市教育局", "局长"),
                ("李文斌", "复旦大学", "校长"),
                ("李文斌", "扬州市教育局", "副局长"),
                ("周明", "扬州市", "市长"),
                ("周明", "扬州市教育局", "局长"),
            },
        ),
        # A line that ends with a comma.
        (
            "扬州市市长李文斌和复旦大学校长王建国到会，",
            {("李文斌", "扬州市", "市长"), ("王建国", "复旦大学", "校长")},
        ),
        (
            "王建国当选扬州市商会会长，副会长李文斌到会。",
            {("王建国", "扬州市商会", "会长"), ("李文斌", "扬州市商会", "副会长")},
        ),
        (
            "任命王建国为扬州市教育局局长，原局长李文斌到会。",
            {("王建国", "扬州市教育局", "局长"), ("李文斌", "扬州市教育局", "局长")},
        ),
        (
            "王建国曾任复旦大学校长，副校长，教授。",
            {("王建国", "复旦大学", "校长"), ("王建国", "复旦大学", "副校长"), ("王建国", "复旦大学", "教授")},
        ),
    ],
)
def test_posts(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert posts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "王建国将出任复旦大学校长。",
        "王建国不是复旦大学校长。",
        "王建国希望担任复旦大学校长。",
        "江苏选手王建国到会。",
        "扬州市教育局领导，贸促会会长王建国到会。",
        "扬州市邀请专家王建国。",
        "王建国是复旦大学校长候选人。",
        "王建国是国民党主席参选人。",
        "王建国祝贺您当选复旦大学校长。",
        "王建国在会上介绍中国首次担任二十国集团主席。",
        "《春潮》由王建国编剧，李文斌导演。",
    ],
)
def test_no_posts(text: str) -> None:
    assert not posts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巴西前锋王建国到会。", ("nationality", "巴西")),
        ("江苏选手王建国到会。", ("origin", "江苏")),
    ],
)
def test_where_players_come_from(text: str, expected: tuple[str, str]) -> None:
    document = Document(DocumentId("a"), text, Meta())
    [claim] = extract(segment(document, load()), load()).claims
    assert (claim.predicate, document.cut(claim.roles[1][1].span)) == expected


@pytest.mark.parametrize(
    ("text", "word", "end"),
    [
        ("扬州市教育局局长王建国到会。", None, None),
        ("王建国现任扬州市教育局局长。", None, None),
        ("扬州市教育局原局长王建国到会。", "原", None),
        ("时任扬州市教育局局长王建国到会。", "时任", None),
        ("王建国曾任扬州市教育局局长。", "曾任", None),
        ("王建国不再担任扬州市教育局局长。", "不再担任", None),
        ("2019年3月，王建国卸任扬州市教育局局长。", "卸任", "2019-03"),
        ("2019年3月，免去王建国的扬州市教育局局长职务。", "免去", "2019-03"),
    ],
)
def test_an_ended_post_does_not_read_as_one_that_is_held(text: str, word: str | None, end: str | None) -> None:
    document = Document(DocumentId("a"), text, Meta(datePublished="2021-06-01"))
    [claim] = [c for c in extract(segment(document, load()), load()).claims if c.predicate == "positionAt"]
    found = {name: mention.value.text for name, mention in claim.roles if mention.value}
    assert (found["role"], found.get("former"), found.get("end")) == ("局长", word, end)
    assert "time" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国务院任命王建国为教育部部长。", {("国务院", "王建国", "部长")}),
        ("扬州日报社任命王建国为扬州日报社总编辑。", {("扬州日报社", "王建国", "总编辑")}),
        ("昨天，新华社发布任免名单。任命王建国为教育部部长。", set()),  # it only tells of it
        ("墨西哥总统塞迪略任命女参议员罗萨里奥·格林为外交部长。", {("塞迪略", "罗萨里奥·格林", "外交部长")}),
    ],
)
def test_appointed(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert posts(text, "appointed") == expected
