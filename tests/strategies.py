"""Arbitrary graphs, layers, links and decisions, for properties that must hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from kg.types import (
    Claim,
    ClassName,
    Corrected,
    Correction,
    CorrectionKind,
    Decisions,
    Division,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Form,
    GivenId,
    Graph,
    Layer,
    Link,
    Mention,
    Meta,
    Modality,
    Named,
    NameKey,
    Occurrence,
    Span,
    Value,
)

words = st.one_of(
    st.text(max_size=12),
    st.text(
        alphabet="宜宾市局“”《》（）·〇 .-_:/?#[]@!$&'()*+,;=%\"<>\\^`{|}~\n\r\t\x00\x1f\x7f\x85\u2028\u200f\ufeff😀",
        max_size=12,
    ),
)
names = words.filter(bool)
dates = st.sampled_from(
    ["2020", "2020-07", "2020-07-09", "-0220", "199X", "2021-06-09T15:11:00", "2021-06-01/2021-06-09", "2021-06"]
)
numbers = st.one_of(
    st.integers().map(str), st.floats(-1e9, 1e9).filter(lambda f: f % 1 and "e" not in repr(f)).map(repr)
)
values = st.one_of(
    st.builds(Value, words, st.just("text")),
    st.builds(Value, dates, st.just("date")),
    st.builds(Value, numbers, st.just("quantity"), st.none() | words),
)
plain_values = values.map(lambda value: Value(value.text, value.datatype))
confidences = st.floats(0, 1)
divisions = st.sampled_from(
    [(Division("510000", "四川省"),), (Division("511500", "宜宾市"), Division("510000", "四川省")), ()]
)
document_ids = names.map(DocumentId)
entity_ids = names.map(EntityId)
class_names = st.sampled_from(["Person", "Facility", "Award"]).map(ClassName)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


@st.composite
def documents(draw: st.DrawFn, name: DocumentId) -> Document:
    text = draw(words)
    maybe = st.none() | words
    meta = Meta(
        title=draw(maybe),
        publisher=draw(maybe),
        source=draw(maybe),
        datePublished=draw(st.none() | dates),
        authors=tuple(draw(st.lists(words, max_size=1))),
        editors=tuple(draw(st.lists(words, max_size=1))),
        frame=tuple(draw(st.lists(spans(text), max_size=2, unique=True))),
        fields=tuple((draw(names), span) for span in draw(st.lists(spans(text), max_size=2, unique=True))),
        encoding=draw(st.sampled_from(["utf-8", "gb18030", "big5"])),
        pages=draw(st.just(()) | st.lists(st.integers(0, len(text)), max_size=2).map(lambda at: (0, *sorted(at)))),
    )
    return Document(name, text, meta)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    """A correction of any kind, with all that its kind may have."""
    said = words.filter(str.strip)
    things = st.builds(Named, said, st.none() | class_names.filter(str.strip), st.none() | said, st.just(()))
    terms = things | values
    kind = draw(st.sampled_from(get_args(CorrectionKind)))
    when = draw(st.sampled_from(["2026-11-29", "2026-11-29T08:30:00+02:00", "2026-11-28T23:00:00+08:00"]))
    more: dict[str, Any] = {}
    if kind in ("same", "different"):
        more["object"] = draw(things)
    elif kind in ("retype", "rename"):
        more["to"] = draw(said)
    else:
        more |= {"predicate": draw(said), "object": draw(terms), "qualifiers": (("time", draw(terms)),)}
        more["modality"] = draw(st.none() | st.sampled_from(get_args(Modality)))
        if kind == "assert" and draw(st.booleans()):
            more |= {"document": draw(said), "quote": draw(said)}
    return Correction(kind, draw(things), draw(said), when, draw(said), **more)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A graph whose parts belong together; names, texts and ids are arbitrary strings."""
    docs = tuple(draw(documents(name)) for name in draw(st.lists(document_ids, min_size=1, max_size=2, unique=True)))
    docs = (replace(docs[0], reprint_of=draw(st.none() | document_ids)), *docs[1:])
    ids = draw(st.lists(entity_ids, min_size=1, max_size=4, unique=True))

    def place() -> tuple[DocumentId, Span]:
        document = draw(st.sampled_from(docs))
        return document.id, draw(spans(document.text))

    def entity(key: EntityId) -> Entity:
        aliases = tuple(draw(st.lists(words, max_size=2, unique=True)))
        kind = draw(class_names)
        mentions = tuple(place() for _ in range(draw(st.integers(0, 2))))
        return Entity(key, kind, draw(words), aliases, mentions, draw(divisions))

    def fact(key: str) -> Fact:
        keys = draw(st.lists(st.sampled_from(["time", "role", "at", "of"]), max_size=2, unique=True))
        return Fact(
            key,
            draw(st.sampled_from(["received", "said", "time"])),
            draw(st.sampled_from(ids)),
            draw(st.one_of(st.sampled_from(ids), values)),
            tuple((name, draw(st.one_of(st.sampled_from(ids), plain_values))) for name in keys),
            draw(st.sampled_from(get_args(Modality))),
            tuple(Evidence(*place(), draw(words), draw(confidences)) for _ in range(draw(st.integers(0, 2)))),
            draw(confidences),
            draw(words),
        )

    keys = draw(st.lists(st.integers(0, 2**64).map(lambda n: f"{n:016x}"), max_size=3, unique=True))
    made = draw(st.lists(corrections(), max_size=2, unique=True))
    corrected = tuple(
        Corrected(one, on=(ids[0],)) if n else Corrected(one, "missing", (), "x") for n, one in enumerate(made)
    )
    return Graph(docs, tuple(map(entity, ids)), tuple(map(fact, keys)), corrections=corrected)


@st.composite
def mentions(draw: st.DrawFn, text: str) -> Mention:
    form: Form = draw(st.sampled_from(get_args(Form)))
    return Mention(draw(spans(text)), draw(words), form, draw(st.none() | values), draw(st.none() | words))


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    """A layer; some of its mentions are there twice, and some are in claims alone."""
    document = draw(documents(draw(document_ids)))
    some = draw(st.lists(mentions(document.text), min_size=1, max_size=4))
    found = draw(st.lists(st.sampled_from(some), max_size=5))

    def claim() -> Claim:
        roles = draw(st.lists(st.tuples(words, st.sampled_from(some)), max_size=3))
        evidence = Evidence(document.id, draw(spans(document.text)), draw(words), draw(confidences))
        return Claim(draw(words), tuple(roles), evidence, draw(st.sampled_from(get_args(Modality))))

    claims = tuple(claim() for _ in range(draw(st.integers(0, 3))))
    return Layer(document, draw(words), tuple(found), claims)


@st.composite
def links(draw: st.DrawFn) -> tuple[Link, ...]:
    ends = draw(st.lists(st.builds(Occurrence, document_ids, mentions("宜宾市司法局")), min_size=1, max_size=4))
    end, verdict = st.sampled_from(ends), st.sampled_from(["same", "different"])
    return tuple(draw(st.lists(st.builds(Link, end, end, verdict, confidences, words), max_size=4)))


@st.composite
def decisions(draw: st.DrawFn) -> Decisions:
    """Decisions in which no id and no key is there twice."""
    ids = draw(st.lists(entity_ids, max_size=4, unique=True))
    keys = draw(st.lists(st.builds(NameKey, document_ids, class_names, words), max_size=8, unique=True))

    def given(number: int) -> GivenId:
        into = draw(st.none() | st.sampled_from(ids))
        return GivenId(ids[number], tuple(sorted(keys[number :: len(ids)])), into)

    said = tuple(draw(st.lists(corrections(), max_size=2)))
    return Decisions(tuple(map(given, range(len(ids)))), said)
