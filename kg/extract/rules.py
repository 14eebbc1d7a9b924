"""The rule extractor: Parsed -> Layer, by finders, patterns and the grammars of posts, names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate
from kg.extract.candidates.select import select
from kg.extract.names.composed_names import composed
from kg.extract.names.persons.persons import persons
from kg.extract.names.places.places import places
from kg.extract.names.role_borders import fitted
from kg.extract.names.roles import roles
from kg.extract.relations.award_lists import award_lists
from kg.extract.relations.award_occasions import AwardOccasions
from kg.extract.relations.containment import Containment, organs
from kg.extract.relations.event_parts import event_parts
from kg.extract.relations.figures import Figures
from kg.extract.relations.matcher import Matcher
from kg.extract.relations.named_years import named_years
from kg.extract.relations.posts import Posts, unposted
from kg.extract.relations.reporters import reporters
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.speeches import continued, whole_speeches
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.titled_documents import titled_documents
from kg.extract.relations.typed_sentence import TypedSentence, typed_sentences
from kg.extract.relations.value_details import detailed
from kg.extract.values.counted_nouns import counted
from kg.extract.values.quantities import values
from kg.extract.values.quantity import QuantityCandidate
from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.types import Claim, Layer, Mention, Parsed, Span

EXTRACTOR = "rules"


def candidates(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """All that the finders propose, in their order; later finders see what earlier ones found."""
    found = [*values(parsed, ontology), *places(parsed, ontology)]
    found += persons(parsed, ontology, found)
    found += roles(parsed, ontology, found)
    found += composed(parsed, ontology, found)
    return fitted(parsed.view.text, found, ontology)


def _is_han(char: str) -> bool:
    return 0x4E00 <= ord(char) <= 0x9FFF


def _other_han(seen: str, words: str) -> bool:
    """Whether ideographs differ between texts of one length."""
    return seen != words and any(a != b and _is_han(a) for a, b in zip(seen, words, strict=True))


class _Nation(NamedTuple):
    """The country that an article means by 我国 and never names: what means it, and what it is called."""

    words: re.Pattern[str]
    name: str

    def meant(self, words: str) -> bool:
        """Whether some words mean it."""
        return self.words.match(words) is not None


def _nation(parsed: Parsed, mentions: Iterable[Mention], ontology: Ontology) -> _Nation | None:
    """The country of the article, where one means it and no mention names it."""
    table, every = ontology.table(Resolve), list(mentions)
    nation = _Nation(table.home.country, table.names.home)
    if not any(one.form == "nominal" and nation.meant(parsed.view.cut(one.span)) for one in every):
        return None
    named = {one.name or parsed.view.cut(one.span) for one in every if one.form == "name"}
    return None if nation.name in named else nation


class _InDocument:
    """What is found in a view, as in its document: where a reader finds it, and what it is called.

    A document that writes 李  红 has a mention of these four characters with the name 李红; one that writes 國務院 has
    the name 国务院.
    """

    def __init__(self, parsed: Parsed, nation: _Nation | None) -> None:
        self._view, self._document, self._nation = parsed.view, parsed.document, nation
        mapped = not isinstance(parsed.view.starts, range)
        self._same = not mapped and not _other_han(parsed.view.text, parsed.document.text)
        self._made: dict[Mention, Mention] = {}

    def mention(self, mention: Mention) -> Mention:
        if self._nation is not None and mention.form == "nominal" and self._nation.meant(self._view.cut(mention.span)):
            mention = replace(mention, form="name", name=self._nation.name)
        if self._same:
            return mention
        made = self._made.get(mention)
        if made is None:
            span = self._view.to_document(mention.span)
            made = self._made[mention] = replace(mention, span=span, name=self._name(mention, span))
        return made

    def _name(self, mention: Mention, span: Span) -> str | None:
        """What to call a mention at `span` of the document: as in the view where ideographs or blanks differ there."""
        if mention.name is not None or mention.form == "value":
            return mention.name
        seen, words = self._view.cut(mention.span), self._document.cut(span)
        return seen if len(seen) != len(words) or _other_han(seen, words) else None

    def claim(self, claim: Claim) -> Claim:
        if self._same and self._nation is None:
            return claim
        roles = tuple((name, self.mention(mention)) for name, mention in claim.roles)
        span = claim.evidence.span if self._same else self._view.to_document(claim.evidence.span)
        evidence = replace(claim.evidence, span=span)
        return replace(claim, roles=roles, evidence=evidence)


def written(parsed: Parsed, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions of the view as mentions of the document."""
    return list(map(_InDocument(parsed, None).mention, mentions))


def _order(mention: Mention) -> tuple[int, int, str, str]:
    return mention.span.start, mention.span.end, mention.type, mention.form


def _sorted(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by place, without doubles."""
    kept = list(dict.fromkeys(claims))
    kept.sort(key=lambda c: (c.evidence.span, c.evidence.rule, c.predicate, [(r, _order(m)) for r, m in c.roles]))
    return kept


def together(
    parsed: Parsed, mentions: Iterable[Mention], claims: Iterable[Claim], ontology: Ontology, extractor: str = EXTRACTOR
) -> Layer:
    """The layer of mentions and claims of the view; here and only here they get the coordinates of the document.

    Claims get what their values' own words say, whoever made them. Every mention that a claim joins is among its
    mentions; sorted, without doubles.
    """
    mentions = list(mentions)
    claims = detailed(parsed, mentions, claims, ontology)
    there = _InDocument(parsed, _nation(parsed, [*mentions, *(m for c in claims for _, m in c.roles)], ontology))
    kept = _sorted(map(there.claim, claims))
    every = {*map(there.mention, mentions), *(m for claim in kept for _, m in claim.roles if m.form != "value")}
    named = [m for m in every if m.form != "value"]
    return Layer(parsed.document, extractor, tuple(sorted(named, key=_order)), tuple(kept))


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the rules find in one document."""
    found = candidates(parsed, ontology)
    return together(parsed, *related(parsed, ontology, found, *select(found)), ontology)


class Reading(NamedTuple):
    """A document's typed sentences, also without posts (`plain`), the subjects of its clauses, and its figures."""

    sentences: list[TypedSentence]
    plain: list[TypedSentence]
    subjects: Subjects
    figures: Figures


def reading(
    parsed: Parsed, ontology: Ontology, found: Sequence[Candidate], outer: Sequence[Mention], nested: Sequence[Mention]
) -> Reading:
    """What patterns and grammars read of a document, from the mentions chosen among candidates."""
    shared = grammar(ontology)
    sentences = list(typed_sentences(parsed.view.text, parsed.sentences, outer, ontology, shared.alphabet))
    plain = [unposted(sentence, ontology) for sentence in sentences]
    subjects = Subjects(parsed, plain, shared, outer, organs(outer, nested, ontology))
    by_span = {c.mention.span: c for c in found if isinstance(c, QuantityCandidate) and c.mention.type == "Quantity"}

    def of(mention: Mention) -> Span | None:
        return counted(parsed, by_span[mention.span], ontology)

    return Reading(sentences, plain, subjects, Figures(parsed, ontology, subjects, of, outer))


def related(
    parsed: Parsed, ontology: Ontology, found: Sequence[Candidate], outer: Sequence[Mention], nested: Sequence[Mention]
) -> tuple[list[Mention], list[Claim]]:
    """All mentions, and what patterns and grammars find between those chosen from candidates; spans of the view."""
    read = reading(parsed, ontology, found, outer, nested)
    shared = grammar(ontology)
    matcher = Matcher(parsed, read.plain, shared, read.subjects)
    occasions = AwardOccasions(parsed, read.plain, shared, read.subjects)
    posts = Posts(parsed, ontology, outer, nested, read.subjects)
    containment = Containment(parsed, ontology, outer, nested)
    matched = list(whole_speeches(list(matcher.claims())))
    claims = [*containment.claims(), *occasions.dated(matched), *continued(parsed, matched)]
    claims += titled_documents(parsed, ontology, outer, nested)
    claims += award_lists(parsed, ontology, outer, nested)
    for sentence, bare in zip(read.sentences, read.plain, strict=True):
        claims.extend(posts.claims(sentence))
        claims.extend(read.figures.claims(bare))
    claims.extend(event_parts(parsed, ontology, outer))
    claims.extend(list(named_years(parsed, ontology, outer, claims)))
    persons_and_media, their_posts = reporters(parsed, ontology)
    return [*outer, *containment.telling(), *persons_and_media], _sorted([*claims, *their_posts])
