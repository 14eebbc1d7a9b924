"""Questions in words: how many are answered rightly, and what is said of the others."""

from __future__ import annotations

import re
from collections import Counter

import kg
from kg.ontology.ontology import load
from kg.query.load import from_graph
from kg.query.reply import Reply, reply
from tests.query.asked import asked, graphs, is_right, replied
from tests.query.careers import careers
from tests.query.regenerate import graph


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


def test_from_python_and_as_json() -> None:
    found = kg.ask_graph(graph(), "Who heads 宜宾市司法局?")
    assert found.as_json()["answers"][0]["value"] == "杨国庆"
    assert found.as_json()["status"] == "answered"
