"""Questions in words: how many are answered rightly, and what is said of the others."""

from __future__ import annotations

import re
from collections import Counter

import kg
from kg.ontology.ontology import load
from kg.query.load import from_graph
from kg.query.words.replies import Reply
from kg.query.words.reply import reply
from kg.types import Document, DocumentId, Evidence, Fact, Graph, Modality, Value
from tests.graphs import entity, fact, find
from tests.query.careers import careers
from tests.query.regenerate import graph
from tests.query.words.asked import asked, given, graphs, is_right, replied


def example(words: str) -> Reply:
    return reply(graphs()["E"], words, load())


def test_there_are_ten_wordings_of_each_kind() -> None:
    counts = Counter(question.kind for question in asked())
    assert counts.pop("none") == 30
    assert set(counts.values()) == {10} and len(counts) == 12
    assert len({(question.graph, question.words) for question in asked()}) == 150
    assert any(re.fullmatch(r"[\x00-\x7f].*\?", question.words) for question in asked())


def test_nine_in_ten_are_answered_rightly() -> None:
    wrong = [q.words for q in asked() if q.kind != "none" and not is_right(q)]
    assert len(wrong) <= 12, wrong


def test_nothing_is_guessed_where_the_graph_has_no_answer() -> None:
    assert [q.words for q in asked() if q.kind == "none" and replied(q).answers] == []


def test_fresh_wordings_are_answered_rightly_too() -> None:
    """Yes or no, counts, times that limit, superlatives, half sentences and slips among them."""
    questions = asked("fresh.tsv")
    for half in sorted({q.half for q in questions}):
        some = [q for q in questions if q.half == half and q.kind != "none"]
        wrong = [q.words for q in some if not is_right(q)]
        assert len(some) >= 40 and len(wrong) <= len(some) // 10, wrong
    none = [q for q in questions if q.kind == "none"]
    assert len(none) >= 80
    assert [(q.words, given(q)) for q in none if given(q)] == []


def test_an_answer_comes_with_its_sentence_and_its_query() -> None:
    found = example("请问，谁是宜宾司法局的局长呢？")
    assert (found.status, found.question) == ("answered", "holders")
    assert dict(found.parameters) == {"organization": "宜宾市司法局", "post": "局长"}
    (answer,) = found.answers
    assert (answer.value, answer.iri) == ("杨国庆", "https://zhkg.example/id/杨国庆")
    assert answer.evidence == (("yibin", "该局党委书记、局长杨国庆"),)
    assert found.sparql is not None and "<https://zhkg.example/id/宜宾市司法局>" in found.sparql
    assert kg.query_graph(graph(), found.sparql).rows


def test_names_in_any_spelling() -> None:
    for words in ("谁是“宜宾市 司法局”的局长?", "誰是宜賓市司法局的局長？", "四川省宜宾市司法局的局长是谁"):
        assert [answer.value for answer in example(words).answers] == ["杨国庆"], words
    for words in ("星禾公司的董事长是谁？", "绵阳星禾的董事长是谁？"):
        assert [answer.value for answer in example(words).answers] == ["梁秋实"], words


def test_the_kind_that_is_asked_for_counts() -> None:
    assert [a.value for a in example("绵阳星禾智能科技有限公司和哪所大学合作？").answers] == ["南岭农业大学"]
    assert [a.value for a in example("绵阳星禾智能科技有限公司和哪家公司合作？").answers] == [
        "四川丰川种业集团有限公司"
    ]
    assert example("绵阳星禾智能科技有限公司和哪家媒体合作？").status == "no answer"


def test_what_has_no_answer_says_so() -> None:
    found = example("宜宾市司法局的副局长是谁？")
    assert (found.status, found.answers) == ("no answer", ())
    assert dict(found.parameters) == {"organization": "宜宾市司法局", "post": "副局长"}
    assert len(found.nearest) == 3
    assert all(example(words).status == "answered" for words in found.nearest)


def test_an_unknown_name_is_told() -> None:
    found = example("谁发明了电灯？")
    assert (found.status, found.unknown) == ("unknown name", "电灯")


def test_what_is_not_understood_is_not_answered() -> None:
    for words in ("杨国庆为什么高兴？", "谁不是宜宾市司法局的局长？", "Is 杨国庆 happy?", "宜宾市司法局", "哦"):
        found = example(words)
        assert (found.status, found.answers, found.question) == ("not understood", (), None), words
    assert len(example("杨国庆为什么高兴？").nearest) == 3


def test_who_left_is_no_holder() -> None:
    store = from_graph(careers())
    assert [a.value for a in reply(store, "谁是方圆大学的校长？", load()).answers] == ["史文渊"]
    assert [a.value for a in reply(store, "方圆大学的前任校长是谁？", load()).answers] == ["任远山"]
    assert reply(store, "方圆大学的教务长是谁？", load()).status == "no answer"
    assert [a.value for a in reply(store, "史文渊接替了谁？", load()).answers] == ["任远山"]


def test_a_figure_says_that_it_is_rough() -> None:
    (answer,) = reply(from_graph(careers()), "方圆大学有多少教师？", load()).answers
    assert answer.value == "2000" and dict(answer.more)["approximate"] == "近"


def test_yes_comes_with_its_sentence() -> None:
    found = example("宜宾市司法局的局长是杨国庆吗？")
    assert (found.status, found.verdict, found.question) == ("answered", "yes", "holders")
    assert [(a.value, a.evidence) for a in found.answers] == [("杨国庆", (("yibin", "该局党委书记、局长杨国庆"),))]
    for words in ("宜宾学院在四川吗？", "四川省有宜宾学院吗？"):  # it is in 宜宾市, which is part of it
        assert example(words).verdict == "yes"


def test_what_is_not_found_is_no_no() -> None:
    found = example("云湖县体育局的局长是杨国庆吗？")
    assert (found.status, found.verdict, found.answers) == ("no answer", None, ())
    assert [answer.value for answer in found.instead] == ["方可欣"]
    assert found.as_json()["instead"][0]["evidence"]


def test_no_is_what_a_text_denies() -> None:
    found = example("冯雪梅出席发布会了吗？")
    assert (found.status, found.verdict) == ("answered", "no")
    assert "没有出席" in found.answers[0].evidence[0][1]


def claims(*more: tuple[str, str, str | Value, str, Modality]) -> Graph:
    """A graph of one document, in which each claim is a sentence."""
    document = Document(DocumentId("a"), "\n".join(words for *_, words, _ in more))
    facts: list[Fact] = [
        fact(predicate, subject, target, (Evidence(document.id, find(document, words), "by.hand", 0.9),), (), modality)
        for predicate, subject, target, words, modality in more
    ]
    things = [entity("Person", "任远山", (document,)), entity("Event", "读书会", (document,))]
    return Graph((document,), tuple(things), tuple(sorted(facts, key=lambda f: f.id)))


def test_one_value_only_excludes_another() -> None:
    store = from_graph(claims(("birthDate", "任远山", Value("1961-05", "date"), "任远山1961年5月生。", "asserted")))
    verdicts = {
        year: reply(store, f"任远山是{year}出生的吗？", load()).verdict for year in ("1961年", "1961年5月", "1962年")
    }
    assert verdicts == {"1961年": "yes", "1961年5月": "yes", "1962年": "no"}
    assert reply(store, "任远山是1961年5月3日出生的吗？", load()).verdict is None  # the text does not say


def test_texts_that_disagree_are_shown_both() -> None:
    said = ("participatedIn", "任远山", "读书会", "任远山参加了读书会。", "asserted")
    denied = ("participatedIn", "任远山", "读书会", "任远山没有参加读书会。", "negated")
    store = from_graph(claims(said, denied))  # type: ignore[arg-type]
    found = reply(store, "任远山参加读书会了吗？", load())
    assert found.verdict == "disputed"
    assert {quote for answer in found.answers for _, quote in answer.evidence} == {said[3], denied[3]}


def test_who_left_is_no_longer_it() -> None:
    store = from_graph(careers())
    assert reply(store, "任远山是方圆大学的校长吗？", load()).verdict is None
    assert reply(store, "秦穆是教务长吗？", load()).verdict is None
    assert reply(store, "史文渊是方圆大学的校长吗？", load()).verdict == "yes"


def test_how_many_are_those_that_the_graph_has() -> None:
    found = example("宜宾市司法行政系统一共获得多少奖？")
    assert (found.count, len(found.answers), found.question) == (3, 3, "awards")
    assert example("宜宾市有多少个社区？").count is None  # a figure of the text
    assert example("李沐阳获得过几个职务？").count is None
    assert example("大会是几月几号开的？").count is None


def test_the_kind_of_an_answer_that_may_be_missing() -> None:
    """Whom an award is from is not known of all: those without are no 协会."""
    found = reply(graphs()["G"], "是哪个协会把“路跑之乡”授予云湖县的？", load())
    assert [answer.value for answer in found.answers] == ["浙江省田径协会"]


def test_a_time_limits_what_is_told() -> None:
    assert [a.value for a in example("云湖县2021年获得了哪些荣誉？").answers] == ["路跑之乡"]
    for words in (
        "云湖县2020年获得了哪些荣誉？",
        "云湖县2021年以前获得了哪些荣誉？",
        "云湖县2022年以来获得了哪些荣誉？",
    ):
        found = example(words)
        assert (found.status, found.question) == ("no answer", "awards"), words
        assert "time" in dict(found.parameters)
    for words in (
        "云湖县2021年以来获得了哪些荣誉？",
        "云湖县2022年以前获得了哪些荣誉？",
        "云湖县2019年至2022年获得了哪些荣誉？",
    ):
        assert [a.value for a in example(words).answers] == ["路跑之乡"], words
    assert [a.value for a in example("星禾智能2022年营业收入多少？").answers] == ["360000000"]
    assert example("星禾智能2021年营业收入多少？").status == "no answer"


def test_superlatives_only_where_figures_allow() -> None:
    store = from_graph(careers())
    assert [a.value for a in reply(store, "哪所大学的藏书最多？", load()).answers] == ["方圆大学"]
    assert [a.value for a in reply(store, "藏书最少的大学是哪所？", load()).answers] == ["临川学院"]
    assert reply(store, "哪所大学的教师最多？", load()).answers == ()  # only one has such a figure


def test_from_python_and_as_json() -> None:
    found = kg.ask_graph(graph(), "Who heads 宜宾市司法局?")
    assert found.as_json()["answers"][0]["value"] == "杨国庆"
    assert found.as_json()["status"] == "answered"
