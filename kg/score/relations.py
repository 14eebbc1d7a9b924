"""An extractor's relations against a data set on relations: micro-F1 of triples.

Two ways to compare. An extractor that has learned a set gives triples in the set's own labels, and these are compared
as they are. Any other is read off its layer: the set's labels are turned into properties of the ontology (see
`kg.score.relation_labels`), a claim is compared with all names that its mentions' entities have in the text, a
symmetric property holds both ways, and a post (subject, role, object) is right if the role is. Left out is what the set
does not mark: properties that none of its labels means, and what only takes a name apart (where 宜宾市司法局 is).

Strings are compared after NFKC, without spaces, quotes and brackets. Where a set asks about given pairs, what is found
is the label of the pair, and `unknown` is no relation: it counts for nothing (micro-F1 over all labels but unknown, as
the FinRE paper has it). Wrong triples that a set lists (`neg` of percent4_spo) need no rule: whatever is not in `spo`
is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.extract.batch import layers
from kg.extract.extractor import Conventions, Extractor, Settings, Triple
from kg.merge.entities import Entities
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import TABLE, Meanings, meanings
from kg.ontology.tables.posts import PostTable
from kg.resolve.resolve import resolve
from kg.score.sets import RelatedText, Stated, convention, related_texts, set_name
from kg.score.tallied import Progress, SetScore, batches
from kg.text.names import normal_form
from kg.types import Layer, Mention, Occurrence, Parsed

UNKNOWN = "unknown"
_ALL = "all labels"


def score_relations(
    path: Path, extractor: Extractor, ontology: Ontology, on_progress: Progress | None = None
) -> SetScore:
    """Score one set.

    Raises SourceError where a label is neither in the table of labels (for a set that is not in it: no property of the
    ontology) nor one that the extractor has learned for this set, and where a row is wrong (see `kg.score.sets`).
    """
    name = convention(path)
    rows = related_texts(path)
    score = SetScore(set_name(path))
    labels = meanings(name, ontology)
    answers = extractor.conventions()
    learned = answers.relation_labels.get(name)
    _check(rows, labels, learned or frozenset())
    done = 0
    for some, parsed in batches(rows, lambda row: row.text, ontology):
        if learned is not None:
            _native(some, parsed, answers, ontology, name, score)
        else:
            for row, layer in zip(some, layers(extractor, parsed, Settings(ontology)), strict=True):
                _by_property(row, layer, labels, ontology, score)
        done += len(some)
        if on_progress:
            on_progress(done, len(rows))
    if learned is None:
        _note_meaningless(rows, labels, score)
    elif learned:
        missed = {label: t.wanted for label, t in score.by_type.items() if label not in learned and t.wanted}
        score.notes += [f"{extractor.name} has not learned {one}: {n} count as missed" for one, n in missed.items()]
    return score


def _check(rows: Iterable[RelatedText], labels: Meanings, learned: frozenset[str]) -> None:
    for row in rows:
        for triple in row.triples:
            label = triple.predicate
            if not (label in learned or label == UNKNOWN or labels.of(label)):
                hint = f"add it to {TABLE} of the ontology"
                raise SourceError(f"the label {label!r} is unknown", where=row.where, hint=hint)


# In the set's own labels


def _native(
    rows: Sequence[RelatedText], parsed: Sequence[Parsed], answers: Conventions, ontology: Ontology, name: str,
    score: SetScore,
) -> None:  # fmt: skip
    if answers.relations is None:
        raise TypeError("the extractor has relation_labels and no relations")
    named = bool(answers.relation_labels[name])
    for asked in (False, True):
        some = [n for n, row in enumerate(rows) if row.asked == asked]
        if not some:
            continue
        pairs = [[t.pair for t in rows[n].triples if t.pair] for n in some] if asked else None
        found = answers.relations([parsed[n] for n in some], ontology, name, pairs)
        for n, answer in zip(some, found, strict=True):
            if asked:
                _labels_of_pairs(rows[n].triples, answer, score)
            else:
                _all_triples(rows[n].triples, answer, score, named)


def _labels_of_pairs(wanted: Sequence[Stated], found: Sequence[Triple], score: SetScore) -> None:
    for want, have in zip(wanted, found, strict=True):
        right = want.predicate == have.predicate
        if have.predicate != UNKNOWN:
            score.add(have.predicate, right, 1, 0, 0)
        if want.predicate != UNKNOWN:
            score.add(want.predicate, 0, 0, right, 1)


def _all_triples(wanted: Sequence[Stated], found: Sequence[Triple], score: SetScore, named: bool) -> None:
    """The triples of a text; where labels are words of the text (not `named`), they are counted together."""
    want, have = {_normal(t) for t in wanted}, {_normal(t) for t in found}
    labels = [*(t.predicate for t in found), *(t.predicate for t in wanted)] if named else []
    names = {normal_form(label): label for label in labels}
    right, haves, wants = (Counter(names.get(p, _ALL) for _, p, _ in some) for some in (want & have, have, want))
    for label in sorted({*haves, *wants}):
        score.add(label, right[label], haves[label], right[label], wants[label])


def _normal(triple: Stated | Triple) -> tuple[str, str, str]:
    return normal_form(triple.subject), normal_form(triple.predicate), normal_form(triple.object)


# By property


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A triple as the ontology has it; `property` is None where it has no such property. A post has `roles`."""

    property: str | None
    label: str
    ends: tuple[str, str]
    roles: frozenset[str]
    ordered: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim: all names of its ends, their types, all forms of its role, and the text that it was read from."""

    property: str
    ends: tuple[frozenset[str], frozenset[str]]
    types: tuple[str, str]
    roles: frozenset[str]
    words: str

    def matches(self, want: _Wanted) -> bool:
        """Whether this is the wanted triple."""
        if self.property != want.property or (want.roles and not want.roles & self.roles):
            return False
        (subject, object_), (left, right) = self.ends, want.ends
        straight = left in subject and right in object_
        return straight or (not want.ordered and right in subject and left in object_)


def _by_property(row: RelatedText, layer: Layer, labels: Meanings, ontology: Ontology, score: SetScore) -> None:
    wanted = list(dict.fromkeys(_wanted(row.triples, labels, ontology)))
    every = _found(layer, ontology)
    found = [claim for claim in every if labels.marks(claim.property, claim.types, claim.roles, claim.words, ontology)]
    if row.asked:
        pairs = [{normal_form(t.subject), normal_form(t.object)} for t in row.triples]
        found = [claim for claim in found if any(all(end & pair for end in claim.ends) for pair in pairs)]
    for have in found:
        score.add(have.property, any(have.matches(want) for want in wanted), 1, 0, 0)
    for want in wanted:
        score.add(want.property or want.label, 0, 0, any(have.matches(want) for have in found), 1)


def _wanted(triples: Iterable[Stated], labels: Meanings, ontology: Ontology) -> Iterator[_Wanted]:
    former = ontology.table(PostTable).words.former
    for triple in triples:
        meaning = labels.of(triple.predicate)
        if triple.predicate == UNKNOWN or meaning is None:
            continue
        left, right = normal_form(triple.subject), normal_form(triple.object)
        ends = (right, left) if meaning.direction == "inverse" else (left, right)
        property_ = ontology.properties[meaning.property] if meaning.property else None
        ordered = meaning.direction != "either" and not (property_ and property_.symmetric)
        label = "" if property_ else triple.predicate
        roles = frozenset(normal_form(role) for role in meaning.posts(triple.predicate, former) if role)
        yield _Wanted(meaning.property, label, ends if ordered else (min(ends), max(ends)), roles, ordered)


def _found(layer: Layer, ontology: Ontology) -> list[_Found]:
    """What a layer asserts, each statement once."""
    entities = Entities([layer], resolve([layer], ontology), ontology)
    names = {e.id: frozenset(normal_form(name) for name in (e.name, *e.aliases)) for e in entities.all}
    document = layer.document

    def forms(mention: Mention) -> frozenset[str]:
        own = frozenset({normal_form(document.cut(mention.span))} - {""})
        if mention.form == "value":
            return own | ({normal_form(mention.value.text)} if mention.value else frozenset())
        entity = entities.id_of(Occurrence(document.id, mention))
        return names[entity] if entity else own

    found: dict[object, _Found] = {}
    for claim in layer.claims:
        subject, object_ = claim.role("subject"), claim.role("object")
        if claim.modality != "asserted" or subject is None or object_ is None or subject.span.contains(object_.span):
            continue
        ends = forms(subject), forms(object_)
        roles = frozenset[str]().union(*(forms(mention) for role, mention in claim.roles if role == "role"))
        words = document.cut(claim.evidence.span)
        made = _Found(claim.predicate, ends, (subject.type, object_.type), roles, words)
        found.setdefault((made.property, made.ends, made.roles), made)
    return list(found.values())


def _note_meaningless(rows: Iterable[RelatedText], labels: Meanings, score: SetScore) -> None:
    every = Counter(t.predicate for row in rows for t in row.triples if t.predicate != UNKNOWN)
    counts = [(label, n) for label, n in every.items() if (meaning := labels.of(label)) and meaning.property is None]
    if counts:
        listed = ", ".join(f"{label} {n}" for label, n in sorted(counts, key=lambda c: (-c[1], c[0])))
        score.notes.append(f"the ontology has no property for these, which count as missed: {listed}")
