"""A graph made by hand for questions that the example leaves empty: posts with their times, rough figures, families."""

from __future__ import annotations

from functools import cache

from kg.types import Document, DocumentId, Evidence, Fact, Graph, Meta, Modality, Value
from tests.graphs import entity, fact, find

TEXT = """方圆大学历任校长
2011年5月，任远山任方圆大学校长；2015年，史文渊任方圆大学副校长。2017年6月，任远山卸任，史文渊接替任远山任校长。
2018年，姜亦舟任方圆大学副校长。原教务长秦穆现已退休。
方圆大学有教师近2000人，藏书超过30万册。校庆当天到场500人。到场者有620人。临川学院藏书12万册。
任远山的妻子是画家孟知秋，女儿任小满就读于方圆大学。
方圆大学与临川市、云帆公司签署《共建协议》。2019年3月，云帆公司向方圆大学捐赠80万元。
校队以3比1战胜临川学院队。商人胡大成因行贿罪被判处有期徒刑三年。
"""


def _text(words: str) -> Value:
    return Value(words, "text")


def _date(iso: str) -> Value:
    return Value(iso, "date")


@cache
def careers() -> Graph:
    """One document with all of it."""
    document = Document(DocumentId("school"), TEXT, Meta("方圆大学历任校长"))

    def said(
        predicate: str,
        subject: str,
        target: str | Value,
        words: str,
        *qualifiers: tuple[str, str | Value],
        modality: Modality = "asserted",
    ) -> Fact:
        evidence = (Evidence(document.id, find(document, words), "by.hand", 0.9),)
        return fact(predicate, subject, target, evidence, tuple(sorted(qualifiers)), modality)

    def figure(number: str, unit: str, of: str, words: str, *rough: str, thing: str = "方圆大学") -> Fact:
        more = [("approximate", _text(one)) for one in rough]
        return said("statistic", thing, Value(number, "quantity", unit), words, ("of", _text(of)), *more)

    school, first, second = "方圆大学", "任远山", "史文渊"
    head, deputy = ("role", _text("校长")), ("role", _text("副校长"))
    facts = (
        said(
            "positionAt",
            first,
            school,
            "任远山任方圆大学校长",
            head,
            ("time", _date("2011-05")),
            ("end", _date("2017-06")),
        ),
        said("positionAt", second, school, "史文渊接替任远山任校长", head, ("time", _date("2017-06"))),
        said(
            "positionAt",
            second,
            school,
            "史文渊任方圆大学副校长",
            deputy,
            ("time", _date("2015")),
            ("end", _date("2017")),
        ),
        said("positionAt", "姜亦舟", school, "姜亦舟任方圆大学副校长", deputy, ("time", _date("2018"))),
        said("positionAt", "秦穆", school, "原教务长秦穆", ("role", _text("教务长")), ("former", _text("原"))),
        said("replaced", second, first, "史文渊接替任远山", head, ("time", _date("2017-06"))),
        figure("2000", "人", "教师", "教师近2000人", "近"),
        figure("300000", "册", "藏书", "藏书超过30万册", "超过"),
        figure("120000", "册", "藏书", "临川学院藏书12万册", thing="临川学院"),
        figure("500", "人", "到场", "到场500人"),
        figure("620", "人", "到场", "到场者有620人"),
        said("spouse", first, "孟知秋", "任远山的妻子是画家孟知秋"),
        said("parent", "任小满", first, "任远山的妻子是画家孟知秋，女儿任小满"),
        said("studiedAt", "任小满", school, "任小满就读于方圆大学"),
        said("signed", school, "共建协议", "方圆大学与临川市、云帆公司签署《共建协议》"),
        said("signed", "临川市", "共建协议", "方圆大学与临川市、云帆公司签署《共建协议》"),
        said("signed", "云帆公司", "共建协议", "方圆大学与临川市、云帆公司签署《共建协议》"),
        said(
            *("donatedTo", "云帆公司", school, "云帆公司向方圆大学捐赠80万元"),
            *(("amount", Value("800000", "quantity", "元")), ("time", _date("2019-03"))),
        ),
        said("defeated", school, "临川学院队", "校队以3比1战胜临川学院队", ("score", _text("3比1"))),
        said("chargedWith", "胡大成", _text("行贿罪"), "胡大成因行贿罪"),
        said("sentencedTo", "胡大成", _text("有期徒刑三年"), "被判处有期徒刑三年"),
    )
    kinds = {
        "Person": (first, second, "姜亦舟", "秦穆", "孟知秋", "任小满", "胡大成"),
        "AcademicInstitution": (school, "临川学院"),
        "Organization": ("临川学院队",),
        "Company": ("云帆公司",),
        "AdministrativeArea": ("临川市",),
        "Legislation": ("共建协议",),
    }
    entities = [entity(kind, name, (document,)) for kind, names in kinds.items() for name in names]
    return Graph((document,), tuple(sorted(entities, key=lambda e: e.id)), tuple(sorted(facts, key=lambda f: f.id)))
