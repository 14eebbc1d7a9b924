"""Sentences with mentions as characters of their types."""

from __future__ import annotations

import pytest

from kg.extract.candidates.select import select
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.typed_sentence import TypedSentence, typed_sentences
from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

TYPES = {character: name for name, character in grammar(load()).alphabet.items()}


def typed(text: str) -> list[TypedSentence]:
    parsed = segment(Document(DocumentId("a"), text), load())
    outer, _ = select(candidates(parsed, load()))
    return list(typed_sentences(parsed.view.text, parsed.sentences, outer, load(), grammar(load()).alphabet))


def shown(sentence: TypedSentence) -> str:
    return "".join(f"〔{TYPES[c]}〕" if c in TYPES else c for c in sentence.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2019年，中华全国总工会（北京）授予王建军“全国五一劳动奖章”。",
            ["〔Date〕，〔SocialOrganization〕授予〔Person〕〔Award〕。", "〔AdministrativeArea〕"],
        ),
        ("江苏省扬州市下雨。", ["〔AdministrativeArea〕下雨。"]),
        ("《春潮》由张小帆编剧，李文斌主演。", ["〔Work〕由〔Person〕编剧，〔Person〕主演。"]),
        ("王建国 到会。李文斌\ue000没来。", ["〔Person〕到会。", "〔Person〕没来。"]),
        ("天气很好（晴）。", ["天气很好。"]),
    ],
)
def test_types_stand_for_mentions(text: str, expected: list[str]) -> None:
    assert [shown(sentence) for sentence in typed(text)] == expected


def test_an_aside_knows_what_it_stands_behind() -> None:
    text = "2019年，中华全国总工会（北京）授予王建军“全国五一劳动奖章”。"
    sentence, aside = typed(text)
    assert not sentence.aside and sentence.holder is None
    assert aside.aside and aside.holder is not None
    assert text[aside.holder.span.start : aside.holder.span.end] == "中华全国总工会"


def test_positions_are_those_of_the_text() -> None:
    text = "江苏省扬州市授予王建军“全国五一劳动奖章”。"
    (sentence,) = typed(text)
    assert shown(sentence) == "〔AdministrativeArea〕授予〔Person〕〔Award〕。"
    spans = [sentence.span(n, n + 1) for n in range(len(sentence.text))]
    assert [text[span.start : span.end] for span in spans] == [
        "江苏省扬州市", "授", "予", "王建军", "“全国五一劳动奖章”", "。",
    ]  # fmt: skip
    assert text[sentence.mentions[0].span.start : sentence.mentions[0].span.end] == "扬州市"
    assert sentence.found(1, 5) == [sentence.mentions[3], sentence.mentions[4]]


def test_what_is_cut_out_leaves_the_rest_in_place() -> None:
    (sentence,) = typed("李文斌授予王建军“全国五一劳动奖章”。")
    shorter = sentence.without([(1, 3)])
    assert shown(shorter) == "〔Person〕〔Person〕〔Award〕。"
    assert shorter.mentions == {0: sentence.mentions[0], 1: sentence.mentions[3], 2: sentence.mentions[4]}
    assert shorter.span(1, 2) == sentence.span(3, 4)
    assert sentence.without([]) is sentence
