"""Random layers in which much hangs together: homonyms, areas, relative names, bylines, and claims that repeat."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from kg.types import Claim, Document, DocumentId, Evidence, Form, Layer, Mention, Meta, Modality, Span, Value

_NAMES = {
    "Person": ("张伟", "李明", "王芳", "曲红"),
    "Organization": ("海州大学", "绵阳大学", "临江县档案馆", "第一中学", "市司法局", "司法局", "海州日报社", "长江"),
    "Place": ("临江县", "临江", "绵阳市", "江北区", "重庆市", "海州市", "长江"),
    "Award": ("全国先进集体", "三亮九谈"),
    "Initiative": ("“三亮九谈”工作法", "三亮九谈", "净网"),
    "CreativeWork": ("《长江》", "长江", "《临江县档案馆志》"),
}
_CLASSES = {
    "Person": ("Person",),
    "Organization": ("Organization", "GovernmentBody", "Company"),
    "Place": ("AdministrativeArea", "AdministrativeArea", "Place"),
    "Award": ("Award",),
    "Initiative": ("Initiative",),
    "CreativeWork": ("CreativeWork",),
}
_CLAIMS = (  # a predicate, the classes of its ends, and its qualifiers
    ("positionAt", "Person", "Organization", ("role", "time")),
    ("memberOf", "Person", "Organization", ("time",)),
    ("received", "Organization", "Award", ("time", "conferredBy")),
    ("locatedIn", "Organization", "Place", ()),
    ("locatedIn", "Place", "Place", ()),
    ("partOf", "Place", "Place", ()),
    ("studiedAt", "Person", "Organization", ("end",)),
    ("spouse", "Person", "Person", ()),
    ("cooperatesWith", "Organization", "Organization", ("time",)),
    ("authored", "Person", "CreativeWork", ()),
    ("initiated", "Organization", "Initiative", ()),
    ("foundedOn", "Organization", "date", ()),
)
_MODALITIES: tuple[Modality, ...] = ("asserted", "asserted", "asserted", "planned")
_DATES = ("2020", "2020-07", "2020-07-09", "2021")


class _Writer:
    """Writes a text, and remembers what stands where."""

    def __init__(self, chance: random.Random, pool: Mapping[str, Sequence[str]]) -> None:
        self.chance, self.pool = chance, pool
        self.text = ""
        self.mentions: list[Mention] = []

    def put(self, words: str, kind: str, form: Form = "name", value: Value | None = None) -> Mention:
        """Write a mention."""
        found = Mention(Span(len(self.text), len(self.text) + len(words)), kind, form, value)
        self.text += f"{words}，"
        self.mentions.append(found)
        return found

    def name(self, coarse: str) -> Mention:
        """A name that was written before, or a new one."""
        chance, classes = self.chance, _CLASSES[coarse]
        before = [m for m in self.mentions if m.form != "value" and m.type in classes]
        if before and chance.random() < 0.5:
            return chance.choice(before)
        if coarse == "Organization" and chance.random() < 0.15:
            return self.put("该局", "GovernmentBody", "nominal")
        rare = self.pool.get(coarse, ())
        names = rare if rare and chance.random() < 0.8 else _NAMES[coarse]
        return self.put(chance.choice(names), chance.choice(classes))

    def value(self, name: str) -> Mention:
        """A qualifier."""
        if name == "role":
            words = self.chance.choice(("局长", "校长"))
            return self.put(words, "Role", "value", Value(words, "text"))
        if name == "conferredBy":
            return self.name("Organization")
        return self.put("日期", "Date", "value", Value(self.chance.choice(_DATES), "date"))

    def claim(self, document: DocumentId) -> Claim:
        """A claim, and the names in it."""
        predicate, subject, target, qualifiers = self.chance.choice(_CLAIMS)
        end = self.value("date") if target == "date" else self.name(target)
        roles = [("subject", self.name(subject)), ("object", end)]
        roles += [(name, self.value(name)) for name in qualifiers if self.chance.random() < 0.5]
        spans = [mention.span for _, mention in roles]
        place = Span(min(span.start for span in spans), max(span.end for span in spans))
        rule, confidence = self.chance.choice((("a.rule", 0.9), ("another.rule", 0.6)))
        evidence = Evidence(document, place, rule, confidence)
        return Claim(predicate, tuple(roles), evidence, self.chance.choice(_MODALITIES))


def made(chance: random.Random, id_: str, claims: int = 4, pool: Mapping[str, Sequence[str]] | None = None) -> Layer:
    """A random layer; `pool` are more names of each coarse class, of which few are in two documents."""
    writer, document = _Writer(chance, pool or {}), DocumentId(id_)
    for _ in range(chance.randrange(1, 4)):
        writer.name(chance.choice(tuple(_NAMES)))
    said = tuple(writer.claim(document) for _ in range(chance.randrange(claims + 1)))
    fields = [("author", m) for m in writer.mentions if m.type == "Person"][:1]
    fields += [("source", m) for m in writer.mentions if m.type == "Organization" and m.form == "name"][:1]
    meta = Meta(
        title=chance.choice((None, "临江新闻")),
        publisher=chance.choice((None, "海州日报社", "海州大学", "无名社")),
        source=next((_cut(writer, m) for name, m in fields if name == "source"), None),
        authors=tuple(_cut(writer, m) for name, m in fields if name == "author") or chance.choice(((), ("曲红",))),
        fields=tuple((name, mention.span) for name, mention in fields),
    )
    mentions = tuple(mention for mention in writer.mentions if mention.form != "value")
    return Layer(Document(document, writer.text, meta), "rules", mentions, said)


def _cut(writer: _Writer, mention: Mention) -> str:
    return writer.text[mention.span.start : mention.span.end]
