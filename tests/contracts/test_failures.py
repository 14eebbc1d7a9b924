"""A document on which an extractor fails is an ExtractionError in its place; the others are layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from kg.errors import ExtractionError, KgError, ModelError
from kg.extract.batch import extract_batch, layers, one_by_one
from kg.extract.candidates.candidate import Candidate
from kg.extract.extractor import Extractor, Settings
from kg.extract.extractors import extractor
from kg.ontology.ontology import Ontology, load
from kg.pipeline import layer
from kg.pipeline import layers as pipeline_layers
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Evidence, Layer, Mention, Parsed, Span

ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)
TEXT = "2021年6月9日，海州市水利局局长王建国在临江县调研。"


def parsed(text: str, id_: str = "a") -> Parsed:
    return segment(Document(DocumentId(id_), text), ONTOLOGY)


BAD = "故障"


def _layer(seen: Parsed, settings: Settings) -> Layer:
    if BAD in seen.document.text:
        raise ZeroDivisionError("a fault of the extractor")
    return Layer(seen.document, "toy", (), ())


def _raises(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    return (_layer(seen, settings) for seen in texts)


def _reads_ahead(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    some: list[Parsed] = []
    for seen in texts:
        some.append(seen)
        if len(some) == 3:
            yield from [_layer(one, settings) for one in some]
            some = []
    yield from [_layer(one, settings) for one in some]


def _raises_at_the_end(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    yield from [_layer(seen, settings) for seen in list(texts)]


def _raises_an_extraction_error(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        if BAD in seen.document.text:
            raise ExtractionError("a fault of the extractor", hint="mend it")
        yield _layer(seen, settings)


def _yields_an_error(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        bad = BAD in seen.document.text
        yield ExtractionError("a fault of the extractor", hint="mend it") if bad else _layer(seen, settings)


def _skips(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    return (_layer(seen, settings) for seen in texts if BAD not in seen.document.text)


def _stops(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        if BAD in seen.document.text:
            return
        yield _layer(seen, settings)


def _repeats(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        found = Layer(seen.document, "toy", (), ())
        yield from [found] * (2 if BAD in seen.document.text else 1)


def _gives(wrong: Callable[[Layer], object]) -> Callable[[Iterable[Parsed], Settings], Iterator[Layer]]:
    def batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer]:
        for seen in texts:
            found = Layer(seen.document, "toy", (), ())
            yield wrong(found) if BAD in seen.document.text else found  # type: ignore[misc]

    return batch


def _claims(subject: Mention, predicate: str = "locatedIn", **evidence: object) -> Callable[[Layer], Layer]:
    def wrong(found: Layer) -> Layer:
        proof = replace(Evidence(found.document.id, Span(0, 1), "toy"), **evidence)  # type: ignore[arg-type]
        place = Mention(Span(0, 1), "Place")
        return replace(found, mentions=(place,), claims=(Claim(predicate, (("subject", subject),), proof),))

    return wrong


PLACE = Mention(Span(0, 1), "Place")
FAILING = {
    "raises": _raises,
    "one by one": one_by_one(_layer),
    "reads ahead": _reads_ahead,
    "raises at the end": _raises_at_the_end,
    "raises an ExtractionError": _raises_an_extraction_error,
    "yields an ExtractionError": _yields_an_error,
    "skips": _skips,
    "stops": _stops,
    "gives nothing": _gives(lambda found: None),
    "gives the layer of another": _gives(lambda found: replace(found, document=Document(DocumentId("x"), "其"))),
    "gives the layer of another extractor": _gives(lambda found: replace(found, extractor="rules")),
    "a mention beyond the text": _gives(lambda found: replace(found, mentions=(Mention(Span(0, 99), "Place"),))),
    "an empty mention": _gives(lambda found: replace(found, mentions=(Mention(Span(1, 1), "Place"),))),
    "an unknown class": _gives(lambda found: replace(found, mentions=(Mention(Span(0, 1), "Dragon"),))),
    "an unknown property": _gives(_claims(PLACE, "tames")),
    "a claim without its mention": _gives(_claims(Mention(Span(1, 2), "Place"))),
    "evidence beyond the text": _gives(_claims(PLACE, span=Span(0, 99))),
    "evidence in another document": _gives(_claims(PLACE, document="x")),
    "no confidence": _gives(_claims(PLACE, confidence=0.0)),
}


@pytest.mark.parametrize("kind", FAILING)
def test_a_document_on_which_it_fails_is_an_error_and_the_others_are_layers(kind: str) -> None:
    toy = Extractor("toy", FAILING[kind])
    words = ["甲地", BAD, "乙地", "丙地", BAD, BAD, "丁地", "戊地"]
    for some in (words, words[::-1], [BAD], [BAD, "甲地"], []):
        seen = [parsed(text, f"d{n}") for n, text in enumerate(some)]
        found = list(extract_batch(toy, iter(seen), SETTINGS))
        assert [isinstance(one, Layer) for one in found] == [text != BAD for text in some]
        for one, text in zip(found, seen, strict=True):
            if isinstance(one, Layer):
                assert one.document == text.document
            else:
                assert one.where == text.document.id
                assert one.hint
                assert one.what


def test_an_answer_too_many_ends_no_run() -> None:
    toy = Extractor("toy", _repeats)
    seen = [parsed(text, f"d{n}") for n, text in enumerate(["甲地", BAD, "乙地", "丙地"])]
    found = list(layers(toy, iter(seen), SETTINGS))
    assert [one.document for one in found] == [one.document for one in seen]


def test_failures_of_the_step_before_pass_in_their_places() -> None:
    failed = [ExtractionError("it cannot be segmented", where=f"f{n}") for n in range(3)]
    mixed: list[Parsed | ExtractionError]
    mixed = [failed[0], parsed("甲地", "a"), failed[1], parsed(BAD, "b"), parsed("乙地", "c"), failed[2]]
    for batch in (_raises, _reads_ahead, _stops, one_by_one(_layer)):
        found = list(extract_batch(Extractor("toy", batch), mixed, SETTINGS))
        assert [one.document.id if isinstance(one, Layer) else one.where for one in found] == [
            "f0", "a", "f1", "b", "c", "f2",
        ]  # fmt: skip


def test_an_error_that_is_not_the_documents_ends_the_run() -> None:
    def batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer]:
        for _ in texts:
            raise ModelError("the weights are missing", hint="install them")
        yield from ()

    with pytest.raises(ModelError, match="the weights are missing"):
        list(extract_batch(Extractor("toy", batch), [parsed("甲地")], SETTINGS))

    def texts() -> Iterator[Parsed]:
        yield parsed("甲地")
        raise OSError("the disk is gone")

    for name in ("toy", "rules"):
        one = Extractor("toy", _reads_ahead) if name == "toy" else extractor(name)
        with pytest.raises(OSError, match="the disk is gone"):
            list(extract_batch(one, texts(), SETTINGS))


def test_one_document_of_a_batch_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extract import rules

    candidates = rules.candidates

    def spoilt(seen: Parsed, ontology: Ontology) -> list[Candidate]:
        if BAD in seen.document.text:
            raise IndexError("out of range")
        return candidates(seen, ontology)

    monkeypatch.setattr(rules, "candidates", spoilt)
    documents = [Document(DocumentId(f"d{n}"), text) for n, text in enumerate([TEXT, BAD, TEXT])]
    first, second, third = pipeline_layers(documents, SETTINGS, "rules")
    assert isinstance(first, Layer) and isinstance(third, Layer)
    assert isinstance(second, ExtractionError)
    assert str(second).startswith("d1: an error of the program in test_failures.py:")
    assert "IndexError('out of range')" in str(second)
    with pytest.raises(ExtractionError, match="d1: an error of the program"):
        layer(documents[1], ONTOLOGY, "rules")


def test_one_document_that_cannot_be_segmented(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline

    def spoilt(document: Document, ontology: Ontology) -> Parsed:
        if BAD in document.text:
            raise RecursionError("too deep")
        return segment(document, ontology)

    monkeypatch.setattr(pipeline, "segment", spoilt)
    documents = [Document(DocumentId(f"d{n}"), text) for n, text in enumerate([TEXT, BAD, TEXT])]
    found = list(pipeline_layers(documents, SETTINGS, "rules"))
    assert [isinstance(one, Layer) for one in found] == [True, False, True]


def test_an_option_that_it_does_not_have() -> None:
    with pytest.raises(KgError, match="the extractor rules has no option bar; it has none"):
        list(extract_batch(extractor("rules"), [], Settings(ONTOLOGY, (("bar", "1"),))))
