"""What the network alone may say beside the rest: by names inside names, by titles, by what a thing has once."""

from __future__ import annotations

from kg.extract.vote.fitting import fitting
from kg.extract.vote.offers import Offer
from kg.ontology.ontology import load
from kg.types import Claim, DocumentId, Evidence, Mention, Span, Value

ONTOLOGY = load()


def name(start: int, end: int, type_: str = "Person") -> Mention:
    return Mention(Span(start, end), type_)


def value(start: int, end: int, type_: str) -> Mention:
    return Mention(Span(start, end), type_, "value", Value("2020", "date"))


def fits(*some: Offer, view: str = "") -> list[bool]:
    mentions = [one for offer in some for one in (offer.subject, offer.object)]
    return fitting(some, mentions, view, ONTOLOGY)


def at(view: str, words: str, type_: str = "Person") -> Mention:
    start = view.index(words)
    span = Span(start, start + len(words))
    if type_ in ("Text", "Role"):
        return Mention(span, type_, "value", Value(words, "text"))
    return Mention(span, type_)


BOOK, AUTHOR, OTHER = name(0, 8, "Work"), name(1, 4), name(10, 13)
COMMITTEE, CITY = name(0, 5, "PartyOrganization"), name(20, 23, "AdministrativeArea")
LEADER, TITLE = name(8, 11), value(5, 8, "Role")


def test_a_name_inside_a_longer_one_takes_no_part() -> None:
    """In 《李明月文集》由王芳出版 李明月 has published nothing."""
    inner, outer = (Offer("authored", who, BOOK, None, 0.9) for who in (AUTHOR, OTHER))
    assert fits(inner, outer) == [False, True]


def test_but_it_lies_where_the_longer_one_lies() -> None:
    bureau, city, court = name(0, 6, "GovernmentBody"), name(0, 3, "AdministrativeArea"), name(9, 12, "Facility")
    assert fits(Offer("locatedIn", bureau, city, None, 0.9), Offer("locatedIn", court, city, None, 0.9)) == [True, True]


def test_a_title_is_held_at_one_body() -> None:
    """海州市委副书记李明月 in an article on 青山县 is no deputy secretary of 青山县."""
    held = Offer("positionAt", LEADER, COMMITTEE, TITLE, 0.8)
    assert fits(held, Offer("positionAt", LEADER, CITY, TITLE, 0.7)) == [True, False]
    assert fits(held, Offer("positionAt", LEADER, CITY, value(12, 14, "Role"), 0.7)) == [True, True]


def test_what_a_rule_says_stands_against_a_likelier_offer() -> None:
    roles = (("subject", LEADER), ("object", COMMITTEE), ("role", TITLE))
    claim = Claim("positionAt", roles, Evidence(DocumentId("a"), Span(0, 11), "post.before", 0.9))
    ruled = Offer("positionAt", LEADER, COMMITTEE, TITLE, 0.3, claim=claim)
    assert fits(ruled, Offer("positionAt", LEADER, CITY, TITLE, 0.9)) == [True, False]


def test_a_company_is_founded_once() -> None:
    firm, first, second = name(0, 4, "Company"), value(5, 9, "Date"), value(12, 16, "Date")
    dates = [Offer("foundedOn", firm, date, None, chance) for date, chance in ((first, 0.6), (second, 0.9))]
    assert fits(*dates) == [False, True]


def test_a_date_of_foundation_is_that_of_one_thing() -> None:
    """In 海州大学前身是创办于1921年的海州公学 海州大学 is not founded in 1921."""
    school, college, year = name(0, 4, "AcademicInstitution"), name(15, 19, "AcademicInstitution"), value(9, 14, "Date")
    likely = [Offer("foundedOn", one, year, None, chance) for one, chance in ((school, 0.6), (college, 0.9))]
    assert fits(*likely) == [False, True]
    assert fits(*(Offer("time", one.subject, year, None, one.probability) for one in likely)) == [True, True]


def test_most_things_are_told_within_a_sentence() -> None:
    firm, city, figure = name(0, 4, "Company"), CITY, value(30, 33, "Quantity")
    assert fits(Offer("locatedIn", firm, city, None, 0.9, stops=1)) == [False]
    assert fits(Offer("statistic", firm, figure, None, 0.9, stops=1)) == [True]
    assert fits(Offer("statistic", firm, figure, None, 0.9, stops=2)) == [False]


def test_who_stands_for_a_post_does_not_hold_it() -> None:
    for title, held in (("会长", True), ("会长参选人", False), ("会长候选人", False)):
        view = f"海州商会{title}王芳到场。"
        body, who, role = at(view, "海州商会", "SocialOrganization"), at(view, "王芳"), at(view, "会长", "Role")
        assert fits(Offer("positionAt", who, body, role, 0.9), view=view) == [held]


def said(view: str, stops: int = 0, who: str = "王芳") -> list[bool]:
    return fits(Offer("said", at(view, who), at(view, "他什么也不知道", "Text"), None, 0.9, stops=stops), view=view)


def test_what_a_friend_says_is_not_said_by_who_is_named() -> None:
    assert said("王芳的朋友向记者坦言，他什么也不知道。") == [False]
    assert said("王芳来到现场。有围观的居民表示，“他什么也不知道。”", 1) == [False]
    assert said("“他什么也不知道。”与王芳相熟的朋友说。") == [False]
    assert said("王芳没有回来。“他什么也不知道。”一位邻居表示。", 1) == [False]


def test_nor_by_who_speaks_of_what_others_say() -> None:
    assert said("王芳要求抓紧。大家表示，他什么也不知道。", 1) == [False]
    assert said("王芳很忙。妻子却说：“他什么也不知道。”", 1) == [False]
    assert said("王芳对妻子说：“他什么也不知道。”") == [True]


def test_but_by_a_friend_who_is_named() -> None:
    assert said("李文斌的朋友王芳向记者坦言，他什么也不知道。") == [True]
    assert said("“他什么也不知道。”李文斌的朋友王芳说。") == [True]
    assert said("王芳说：“他什么也不知道。”一位邻居表示赞同。") == [True]
    assert said("王芳面对居民说，他什么也不知道。") == [True]


def test_nor_by_whoever_took_the_picture() -> None:
    assert said("赵小军在会上说，他什么也不知道。王芳摄　　会后，大家合影。", 1) == [False]
    assert said("“他什么也不知道。”（王芳供图）", 1) == [False]
    assert said("他什么也不知道，王芳摄影归来后说。") == [True]


def test_nor_by_whom_another_opinion_stands_beside() -> None:
    assert said("王芳称形势不错，而投资界普遍认为他什么也不知道。") == [False]


def test_a_figure_is_not_that_of_what_it_is_compared_with() -> None:
    for view, fit in (
        ("海州市出口增长30%。", True),
        ("青山县的出口占海州市出口值的30%。", False),
        ("青山县的增速比海州市高出30%。", False),
        ("海州市发布的数据显示，全球增长30%。", False),
        ("海州市发布的数据显示，出口增长30%。", True),
        ("李明通过海州市缴纳30%。", False),
    ):
        figure = Mention(Span(view.index("30%"), view.index("30%") + 3), "Quantity", "value", Value("30", "quantity"))
        area = at(view, "海州市", "AdministrativeArea")
        assert fits(Offer("statistic", area, figure, None, 0.9), view=view) == [fit], view
