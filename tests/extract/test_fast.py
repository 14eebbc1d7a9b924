"""The extractor that lets the network read only the sentences that promise most."""

from __future__ import annotations

from kg.extract.extractor import Settings
from kg.extract.extractors import extractor
from kg.extract.fast import promising
from kg.extract.neural.joint import JointReading
from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.ontology.tables.neural import Neural
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Parsed, Span

ONTOLOGY = load()
DENSE = "2021年6月9日，海州市水利局局长王建国在临江县会见长风集团董事长张丽华，双方签署3份协议。"
BARE = "天色渐渐暗了下来，街上的人越来越少，雨还在不停地下着，谁也不知道它什么时候会停。"


def parsed(text: str) -> Parsed:
    return segment(Document(DocumentId("a"), text), ONTOLOGY)


def chosen(text: str) -> list[str]:
    one = parsed(text)
    return [one.view.cut(span) for span in promising(one, candidates(one, ONTOLOGY), ONTOLOGY)]


def layer(name: str, text: str) -> Layer:
    (found,) = extractor(name).extract_batch(iter([parsed(text)]), Settings(ONTOLOGY))
    assert isinstance(found, Layer)
    return found


def test_sentences_with_names_and_figures_are_read_first() -> None:
    assert chosen(BARE + DENSE + BARE + DENSE + BARE) == [DENSE, DENSE]
    assert chosen(BARE + BARE + DENSE) == [DENSE]


def test_about_a_share_of_the_text_is_read_and_one_sentence_at_least() -> None:
    assert chosen(BARE) == [BARE]
    assert chosen("") == []
    share = ONTOLOGY.table(Neural).fast.share
    for count in (4, 10, 31):
        read = len("".join(chosen(DENSE * count)))
        assert abs(read - share * count * len(DENSE)) <= len(DENSE) / 2


def test_what_was_left_out_is_not_read() -> None:
    one = parsed(DENSE + BARE + DENSE)
    first, *_, last = one.sentences
    reading = JointReading(one, only=[first])
    assert reading.reads(Span(first.start, first.start + 2)) and not reading.reads(Span(last.end - 1, last.end))
    assert reading.spans() and all(span.end <= first.end for span, _ in reading.spans())
    assert all(map(JointReading(one).reads, one.sentences))


def test_rules_have_the_rest() -> None:
    text = DENSE * 3 + BARE * 2 + "长风集团位于江苏省南京市，" + BARE
    left_out = text.rindex("长风集团")
    assert not any("江苏省南京市" in sentence for sentence in chosen(text))
    ruled = {one for one in layer("rules", text).claims if one.evidence.span.start >= left_out}
    assert ruled and ruled <= set(layer("fast", text).claims)


def test_a_text_of_one_sentence_is_read_as_by_all() -> None:
    assert layer("fast", DENSE).claims == layer("all", DENSE).claims
