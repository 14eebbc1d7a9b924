"""What a description means is kept, and the description is no name."""

from __future__ import annotations

from kg.extract.vote.antecedents import with_nominals
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Evidence, Mention, Span

TEXT = "海州市司法局开展普法。该局局长李明到会，李局长讲话。海司局负责。"


def mention(words: str, type_: str, name: str | None = None) -> Mention:
    at = TEXT.index(words)
    return Mention(Span(at, at + len(words)), type_, name=name)


def test_a_description_becomes_a_nominal_of_what_it_means() -> None:
    parsed = segment(Document(DocumentId("a"), TEXT), load())
    bureau, person = mention("海州市司法局", "GovernmentBody"), mention("李明", "Person")
    again, short = (mention(words, "GovernmentBody", "海州市司法局") for words in ("该局", "海司局"))
    called = mention("李局长", "Person", "李明")
    claim = Claim("positionAt", (("subject", person), ("object", again)), Evidence(DocumentId("a"), Span(11, 18), "t"))
    mentions, claims = with_nominals(parsed, [bureau, again, person, called, short], [claim], load())
    assert [one.form for one in mentions] == ["name", "nominal", "name", "name", "name"]
    assert claims[0].role("object") == mentions[1] and mentions[1].name == "海州市司法局"


def test_one_that_means_what_is_named_nowhere_stays_a_name() -> None:
    parsed = segment(Document(DocumentId("a"), TEXT), load())
    again = mention("该局", "GovernmentBody", "绵阳市教育局")
    assert with_nominals(parsed, [mention("海州市司法局", "GovernmentBody"), again], [], load())[0][1] == again


def test_what_points_back_and_means_nothing_is_no_name() -> None:
    parsed = segment(Document(DocumentId("a"), TEXT), load())
    again, person = mention("该局", "Product"), mention("李局长", "Person")
    told, _ = with_nominals(parsed, [again, person], [], load())
    assert [one.form for one in told] == ["nominal", "name"]


def test_what_calls_the_country_is_its_name_and_what_calls_the_home_area_is_none() -> None:
    text = "我国钢产量增长，全国有160家企业，全市有3家，当地有2家。"
    parsed = segment(Document(DocumentId("a"), text), load())
    found = [
        Mention(Span(text.index(words), text.index(words) + 2), "AdministrativeArea")
        for words in ("我国", "全国", "全市", "当地")
    ]
    told, _ = with_nominals(parsed, found, [], load())
    assert [(one.form, one.name) for one in told] == [("name", "中国")] * 2 + [("nominal", None)] * 2
