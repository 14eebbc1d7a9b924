"""Speeches as wholes.

甲宣布，今晚停课，并呼吁市民留在家里      one speaker in one speech: one fact
乙说，水位已经下降。“大家可以放心。”      the quotation goes on with what the speaker before it says
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.types import Claim, Mention, Parsed, Span, Value

_SAID = "said"
_GOES_ON = "said.goes_on"
_SHORTEST = 8  # characters of a quotation that is a speech


def continued(parsed: Parsed, claims: Sequence[Claim]) -> Iterator[Claim]:
    """What is quoted in a sentence of its own, right behind one in whose last words somebody speaks."""
    spoken = sorted((c for c in claims if c.predicate == _SAID), key=lambda c: dict(c.roles)["object"].span)
    last: Claim | None = None
    for before, sentence in zip(parsed.sentences, parsed.sentences[1:], strict=False):
        said = [c for c in spoken if before.contains(dict(c.roles)["object"].span)]
        last = said[-1] if said else last if last and before.contains(dict(last.roles)["object"].span) else None
        words = _quotation(parsed, before, sentence)
        if last is None or words is None or any(dict(c.roles)["object"].span.overlaps(sentence) for c in spoken):
            continue
        text = Mention(words, "Text", "value", Value(parsed.quote(words), "text"))
        evidence = replace(last.evidence, span=sentence, rule=_GOES_ON)
        last = Claim(_SAID, (("subject", dict(last.roles)["subject"]), ("object", text)), evidence)
        yield last


def _quotation(parsed: Parsed, before: Span, sentence: Span) -> Span | None:
    """The words of a sentence that is one quotation, if it stands on the line of the sentence before it."""
    view = parsed.view.text
    words = view[sentence.start : sentence.end].rstrip("。\n ")
    whole = words.startswith("“") and words.endswith("”") and words.count("“") == 1
    if not whole or len(words) < _SHORTEST or "\n" in view[before.end - 1 : sentence.start]:
        return None
    return Span(sentence.start + 1, sentence.start + len(words) - 1)


def whole_speeches(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims but for words that stand within longer ones of the same speaker."""
    said: dict[Mention, list[Mention]] = {}
    for claim in claims:
        if claim.predicate == _SAID:
            roles = dict(claim.roles)
            said.setdefault(roles["subject"], []).append(roles["object"])
    for claim in claims:
        roles = dict(claim.roles)
        if claim.predicate != _SAID or not _within(roles["object"], said[roles["subject"]]):
            yield claim


def _within(words: Mention, others: Sequence[Mention]) -> bool:
    """Whether some words stand within longer ones."""
    return any(len(other.span) > len(words.span) and other.span.contains(words.span) for other in others)
