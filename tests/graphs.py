"""Graphs made by hand, of our own wording, for tests of everything that takes a Graph."""

from __future__ import annotations

import hashlib
from functools import cache

from kg.types import (
    ClassName,
    Corrected,
    Correction,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Graph,
    Link,
    Mention,
    Meta,
    Modality,
    Named,
    Occurrence,
    Span,
    Value,
)

NEWS = """临江县档案馆获全国先进集体称号
来源：临江日报　2021-06-09
本报讯（记者 周敏）6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。
临江县档案馆馆长何立群说：“我们把三万卷老档案都读了一遍。”2020年7月，该馆建成沿江记忆广场，共接待12.5万人次。
临江县档案馆位于临江县，没有参加当年的江城读书节，明年将参加。
（责任编辑：高原 丁一）
"""

NOTICE = """临江县人民政府公告
2021年10月，临江县人民政府发布《临江县档案管理办法》。县档案馆（临江县档案馆）参加了江城读书节。
"""

HOSTILE = '"<script>alert(1)</script>\n\u2028\u200f\\ \x01{}|^`😀“名”（甲）%41#?/'


def fact(
    predicate: str,
    subject: str,
    target: str | Value,
    evidence: tuple[Evidence, ...],
    qualifiers: tuple[tuple[str, str | Value], ...] = (),
    modality: Modality = "asserted",
    confidence: float = 0.9,
) -> Fact:
    """A fact whose id is a hash of what it says."""
    content = repr((predicate, subject, target, qualifiers, modality))
    key = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    ends = EntityId(subject), _term(target)
    terms = tuple((name, _term(value)) for name, value in qualifiers)
    return Fact(key, predicate, *ends, terms, modality, evidence, confidence)


def _term(value: str | Value) -> EntityId | Value:
    return EntityId(value) if isinstance(value, str) else value


def find(document: Document, words: str, nth: int = 0) -> Span:
    """The nth place of some words in a document's text."""
    at = -1
    for _ in range(nth + 1):
        at = document.text.index(words, at + 1)
    return Span(at, at + len(words))


def entity(kind: str, name: str, documents: tuple[Document, ...], aliases: tuple[str, ...] = ()) -> Entity:
    """An entity mentioned wherever its name or an alias stands (longest form first, no overlaps)."""
    mentions: list[tuple[DocumentId, Span]] = []
    for document in documents:
        for form in sorted({name, *aliases}, key=lambda f: (-len(f), f)):
            for nth in range(document.text.count(form)):
                span = find(document, form, nth)
                if not any(d == document.id and span.overlaps(other) for d, other in mentions):
                    mentions.append((document.id, span))
    return Entity(EntityId(name), ClassName(kind), name, tuple(sorted(aliases)), tuple(sorted(mentions)))


def _documents() -> tuple[Document, Document]:
    news = Document(DocumentId("news"), NEWS)
    lines = NEWS.index("\n"), "来源：临江日报　2021-06-09", "（责任编辑：高原 丁一）"
    meta = Meta(
        title="临江县档案馆获全国先进集体称号",
        publisher="临江新闻网",
        source="临江日报",
        datePublished="2021-06-09",
        authors=("周敏",),
        editors=("高原", "丁一"),
        frame=(Span(0, lines[0]), find(news, lines[1]), find(news, lines[2])),
        fields=(("author", find(news, "周敏")), ("editor", find(news, "高原"))),
    )
    return Document(DocumentId("news"), NEWS, meta), Document(
        DocumentId("notice"), NOTICE, Meta("临江县人民政府公告", encoding="gb18030", pages=(0, 20, 20))
    )


@cache
def example() -> Graph:
    """Two documents, nine entities, facts of every kind of object and modality, and one link."""
    both = news, notice = _documents()

    quote = "我们把三万卷老档案都读了一遍。"

    def evidence(words: str, rule: str, document: Document = news, confidence: float = 0.9) -> tuple[Evidence, ...]:
        return (Evidence(document.id, find(document, words), rule, confidence),)

    archive, county, award = "临江县档案馆", "临江县", "全国档案工作先进集体"
    entities = (
        entity("GovernmentBody", archive, both, ("该馆", "县档案馆")),
        entity("AdministrativeArea", county, both),
        entity("Award", award, both, ("“全国档案工作先进集体”",)),
        entity("GovernmentBody", "国家档案局", both),
        entity("Person", "何立群", both),
        entity("Facility", "沿江记忆广场", both),
        entity("Event", "江城读书节", both),
        entity("GovernmentBody", "临江县人民政府", both),
        entity("Legislation", "临江县档案管理办法", both, ("《临江县档案管理办法》",)),
    )
    conferral = evidence(
        "6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号", "award.conferred", confidence=0.93
    )
    post = evidence("临江县档案馆馆长何立群", "post.apposition", confidence=0.95)
    plaza = evidence("2020年7月，该馆建成沿江记忆广场", "established.built")
    festival = evidence("没有参加当年的江城读书节", "event.took_part", confidence=0.6)
    taken = evidence("县档案馆（临江县档案馆）参加了江城读书节", "event.took_part", notice)
    facts = (
        fact(
            "received",
            archive,
            award,
            conferral,
            (("conferredBy", "国家档案局"), ("time", Value("2021-06-09", "date"))),
            confidence=0.93,
        ),
        fact("conferredBy", award, "国家档案局", conferral),
        fact("positionAt", "何立群", archive, post, (("role", Value("馆长", "text")),), confidence=0.95),
        fact("said", "何立群", Value(quote, "text"), evidence(quote, "said.direct")),
        fact("established", archive, "沿江记忆广场", plaza, (("time", Value("2020-07", "date")),)),
        fact("foundedOn", "沿江记忆广场", Value("2020-07", "date"), plaza),
        fact(
            "statistic",
            "沿江记忆广场",
            Value("125000", "quantity", "人次"),
            evidence("共接待12.5万人次", "statistic.counted"),
            (("of", Value("接待", "text")),),
        ),
        fact(
            "locatedIn",
            archive,
            county,
            evidence("临江县档案馆位于临江县", "located.stated")
            + evidence("县档案馆（临江县档案馆）", "located.name", notice, 0.8),
        ),
        fact("participatedIn", archive, "江城读书节", festival, modality="negated", confidence=0.6),
        fact(
            "participatedIn",
            archive,
            "江城读书节",
            evidence("明年将参加", "event.took_part"),
            modality="planned",
            confidence=0.5,
        ),
        fact("participatedIn", archive, "江城读书节", taken),
        fact(
            "issued",
            "临江县人民政府",
            "临江县档案管理办法",
            evidence("临江县人民政府发布《临江县档案管理办法》", "issued.plain", notice),
            (("time", Value("2021-10", "date")),),
        ),
    )
    whole = Occurrence(DocumentId("news"), Mention(find(news, archive), "GovernmentBody"))
    short = Occurrence(DocumentId("news"), Mention(find(news, "该馆"), "GovernmentBody", "nominal", name=archive))
    link = Link(whole, short, "same", 0.9, "该馆: the nearest body before it that ends in 馆")
    sorted_facts = tuple(sorted(facts, key=lambda f: f.id))
    return Graph(both, tuple(sorted(entities, key=lambda e: e.id)), sorted_facts, (link,), corrections=_corrections())


def _corrections() -> tuple[Corrected, ...]:
    """Two, both of which hold."""
    area, event = Named("临江县", ClassName("AdministrativeArea")), Named("读书节", ClassName("Event"))
    who, when = "周敏", "2021-06-10"
    retyped = Correction("retype", area, who, when, "是县名", to="AdministrativeArea")
    renamed = Correction("rename", event, who, f"{when}T08:30:00+08:00", "按公告", to="江城读书节")
    return Corrected(retyped, on=("临江县",)), Corrected(renamed, on=("江城读书节",))


@cache
def hostile() -> Graph:
    """One document, two entities, and facts in which every text is as bad as a name can be."""
    text = f"{HOSTILE}建立{HOSTILE}甲。"
    document = Document(DocumentId(HOSTILE), text, Meta(HOSTILE, HOSTILE, HOSTILE, "2021", (HOSTILE,), (HOSTILE,)))
    width, other = len(HOSTILE), HOSTILE + "甲"
    places = (document.id, Span(0, width)), (document.id, Span(width + 2, 2 * width + 3))
    first = Entity(EntityId(HOSTILE), ClassName("Organization"), HOSTILE, (HOSTILE + "乙",), places[:1])
    second = Entity(EntityId(other), ClassName("Facility"), other, (), places[1:])
    evidence = (Evidence(document.id, Span(0, len(text)), HOSTILE),)
    facts = (
        fact("established", first.id, second.id, evidence, (("role", Value(HOSTILE, "text")),)),
        fact("said", first.id, Value(HOSTILE, "text"), evidence),
        fact("statistic", first.id, Value("-1.5", "quantity", HOSTILE), evidence),
    )
    entities = tuple(sorted((first, second), key=lambda e: e.id))
    return Graph((document,), entities, tuple(sorted(facts, key=lambda f: f.id)))
