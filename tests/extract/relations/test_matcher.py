"""Claims of whole sentences: modality, dropped subjects, qualifiers."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Meta


def claims(text: str, predicate: str) -> list[Claim]:
    layer = extract(segment(Document(DocumentId("a"), text, Meta(datePublished="2021-06-01")), load()), load())
    return [c for c in layer.claims if c.predicate == predicate]


def said(text: str, predicate: str) -> set[tuple[str, str]]:
    """Subject and object of the asserted claims with a predicate, as the text words them."""
    document = Document(DocumentId("a"), text)
    pairs = [(c.role("subject"), c.role("object")) for c in claims(text, predicate) if c.modality == "asserted"]
    return {(document.cut(s.span), document.cut(o.span)) for s, o in pairs if s and o}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("扬州市教育局举办第五届扬州读书节。", "asserted"),
        ("扬州市教育局将举办第五届扬州读书节。", "planned"),
        ("扬州市教育局拟举办第五届扬州读书节。", "planned"),
        ("扬州市教育局力争举办第五届扬州读书节。", "planned"),
        ("扬州市教育局打算明年举办第五届扬州读书节。", "planned"),
        ("如果扬州市教育局举办第五届扬州读书节，市民会很高兴。", "planned"),
        ("扬州市教育局未举办第五届扬州读书节。", "negated"),
        ("扬州市教育局尚未举办第五届扬州读书节。", "negated"),
        ("扬州市教育局取消举办第五届扬州读书节。", "negated"),
        ("市民希望扬州市教育局举办第五届扬州读书节。", "wished"),
        ("上级要求扬州市教育局举办第五届扬州读书节。", "wished"),
        ("扬州市教育局是否举办第五届扬州读书节？", "asked"),
        ("扬州市教育局根据需要举办了第五届扬州读书节。", "asserted"),
        ("扬州市教育局面向未来举办了第五届扬州读书节。", "asserted"),
        ("扬州市教育局不断努力，举办了第五届扬州读书节。", "asserted"),
        ("扬州市教育局不仅举办了第五届扬州读书节，还印发了书目。", "asserted"),
        ("主要由扬州市教育局举办的第五届扬州读书节昨日开幕。", "asserted"),
        ("扬州市志愿者协会举办第五届扬州读书节。", "asserted"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    found = claims(text, "organized")
    assert found
    assert {c.modality for c in found} == {modality}


def test_a_dated_meeting_to_come_is_planned() -> None:
    assert {c.modality for c in claims("第五届扬州读书节将于6月8日在扬州图书馆召开。", "time")} == {"planned"}


def test_a_general_is_no_plan() -> None:
    assert said("李文斌将军出席第五届扬州读书节。", "participatedIn") == {("李文斌", "第五届扬州读书节")}


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("王建国是扬州人，1985年毕业于复旦大学。", "studiedAt", {("王建国", "复旦大学")}),
        ("李文斌，男，籍贯江苏扬州，1985年毕业于复旦大学。", "studiedAt", {("李文斌", "复旦大学")}),
        ("李文斌，南京军区某旅上等兵，2009年就读于复旦大学。", "studiedAt", {("李文斌", "复旦大学")}),
        (
            "新组建的扬州市篮球协会，日前获得“全国先进社会组织”称号。",
            "received",
            {("扬州市篮球协会", "全国先进社会组织")},
        ),
        ("手机厂商长风集团创立于1947年。", "foundedOn", {("长风集团", "1947年")}),
        ("《春潮》由张小帆执导，陈晓雨、李文斌主演。", "directed", {("张小帆", "春潮")}),
        ("《春潮》由张小帆执导，陈晓雨、李文斌主演。", "performedIn", {("陈晓雨", "春潮"), ("李文斌", "春潮")}),
    ],
)
def test_subjects(text: str, predicate: str, expected: set[tuple[str, str]]) -> None:
    assert said(text, predicate) == expected


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("海外读者收到了来信，毕业于复旦大学。", "studiedAt"),
        ("李文斌在杭州举行的全国教育工作会议上发言。", "organized"),
        ("新华社北京5月8日电（记者李文斌）参加第五届扬州读书节。", "participatedIn"),
        ("扬州市将白塔小学列为“全国足球特色学校”，王建国没有出席第五届扬州读书节。", "participatedIn"),
    ],
)
def test_no_subject(text: str, predicate: str) -> None:
    assert not said(text, predicate)


def test_a_role_before_a_verb_of_speech_is_somebody_else() -> None:
    assert not said("扬州市教育局局长某某说，今年的读书节很成功。", "said")


@pytest.mark.parametrize(
    ("text", "predicate", "role", "expected"),
    [
        ("2019年9月，中华全国总工会授予王建军“全国五一劳动奖章”。", "received", "time", "2019-09"),
        ("2021年3月5日，李文斌被国务院授予“全国劳动模范”称号。", "received", "time", "2021-03-05"),
        ("2021年3月5日，王建国考察了扬州科技馆。", "visited", "time", "2021-03-05"),
        ("2020年6月，扬州市人民政府印发《扬州市绿化管理办法》。", "issued", "time", "2020-06"),
        ("王建国于2015年任复旦大学校长。", "positionAt", "time", "2015"),
    ],
)
def test_time(text: str, predicate: str, role: str, expected: str) -> None:
    (claim,) = claims(text, predicate)
    mention = claim.role(role)
    assert mention is not None and mention.value is not None
    assert mention.value.text == expected


def test_a_birth_is_no_time_of_a_post() -> None:
    (claim,) = claims("李文斌，男，1962年出生于湖南，现任扬州市教育局局长。", "positionAt")
    assert claim.role("time") is None


def test_the_giver_of_an_honour() -> None:
    (claim,) = claims("2021年3月5日，李文斌被国务院授予“全国劳动模范”称号。", "received")
    giver = claim.role("conferredBy")
    assert giver is not None
    assert claim.evidence.rule == "award.passive"


def test_each_of_two_lists() -> None:
    text = "王建国、李文斌分别获得“全国劳动模范”“全国优秀教师”称号。"
    assert said(text, "received") == {("王建国", "全国劳动模范"), ("李文斌", "全国优秀教师")}
