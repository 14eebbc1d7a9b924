"""The rule extractor: Parsed -> Layer, by finders, patterns and the grammars of posts, names and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.candidates.candidate import Candidate
from kg.extract.candidates.select import select
from kg.extract.names.composed_names import composed
from kg.extract.names.persons.persons import persons
from kg.extract.names.places.places import places
from kg.extract.names.roles import roles
from kg.extract.relations.containment import Containment, organs
from kg.extract.relations.figures import Figures, most_named
from kg.extract.relations.matcher import Matcher
from kg.extract.relations.posts import Posts, unposted
from kg.extract.relations.reporters import reporters
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import typed_sentences
from kg.extract.values.counted_nouns import counted
from kg.extract.values.quantities import values
from kg.extract.values.quantity import QuantityCandidate
from kg.ontology.ontology import Ontology
from kg.types import Claim, Layer, Mention, Parsed, Span

EXTRACTOR = "rules"


def candidates(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """All that the finders propose, in their order; later finders see what earlier ones found."""
    found = [*values(parsed, ontology), *places(parsed, ontology)]
    found += persons(parsed, ontology, found)
    found += roles(parsed, ontology, found)
    found += composed(parsed, ontology, found)
    return found


def _titled(parsed: Parsed, mention: Mention) -> Mention:
    """With the simplified form as name where the text has another script."""
    if mention.name is None and mention.form != "value":
        seen, written = parsed.view.text[mention.span.start : mention.span.end], parsed.document.cut(mention.span)
        if any(a != b and "\u4e00" <= a <= "\u9fff" for a, b in zip(seen, written, strict=True)):
            return replace(mention, name=seen)
    return mention


def _order(mention: Mention) -> tuple[int, int, str, str]:
    return mention.span.start, mention.span.end, mention.type, mention.form


def together(parsed: Parsed, mentions: Iterable[Mention], claims: Iterable[Claim]) -> Layer:
    """The layer, with every mention that a claim joins among its mentions; sorted, without doubles."""
    kept = list(dict.fromkeys(claims))
    every = {*mentions, *(m for claim in kept for _, m in claim.roles if m.form != "value")}
    named = [m for m in every if m.form != "value"]
    kept.sort(key=lambda c: (c.evidence.span, c.evidence.rule, c.predicate, [(r, _order(m)) for r, m in c.roles]))
    return Layer(parsed.document, EXTRACTOR, tuple(sorted(named, key=_order)), tuple(kept))


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the rules find in one document."""
    found = candidates(parsed, ontology)
    return related(parsed, ontology, found, *chosen(parsed, found))


def chosen(parsed: Parsed, found: Sequence[Candidate]) -> tuple[list[Mention], list[Mention]]:
    """The mentions that stand, outermost and nested, with their names in simplified characters."""
    outer, nested = select(found)
    return [_titled(parsed, m) for m in outer], [_titled(parsed, m) for m in nested]


def related(
    parsed: Parsed, ontology: Ontology, found: Sequence[Candidate], outer: list[Mention], nested: list[Mention]
) -> Layer:
    """What patterns and grammars find between the mentions that were chosen from candidates."""
    shared = grammar(ontology)
    sentences = list(typed_sentences(parsed.view.text, parsed.sentences, outer, ontology, shared.alphabet))
    plain = [unposted(sentence, ontology) for sentence in sentences]
    subjects = Subjects(parsed, plain, shared, outer, organs(outer, nested, ontology))
    matcher = Matcher(parsed, plain, shared, subjects)
    posts = Posts(parsed, ontology, outer, nested, subjects)
    by_span = {c.mention.span: c for c in found if isinstance(c, QuantityCandidate) and c.mention.type == "Quantity"}

    def of(mention: Mention) -> Span | None:
        return counted(parsed, by_span[mention.span], ontology)

    figures = Figures(parsed, ontology, subjects, of, most_named(parsed, outer))
    claims = [*Containment(parsed, ontology, outer, nested).claims(), *matcher.claims()]
    for sentence, bare in zip(sentences, plain, strict=True):
        claims.extend(posts.claims(sentence))
        claims.extend(figures.claims(bare))
    persons_and_media, their_posts = reporters(parsed, ontology)
    return together(parsed, [*outer, *nested, *persons_and_media], [*claims, *their_posts])
