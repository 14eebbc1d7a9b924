"""The reply to a question in words, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["answered", "no answer", "unknown name", "not understood"]
Verdict: TypeAlias = Literal["yes", "no", "disputed"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a reader wants it, its IRI where it is a thing, what else is told with it, and its evidence.

    `more` are further columns with their values, `evidence` the documents (ids) with the sentences that say so.
    """

    value: str
    iri: str | None
    more: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as plain JSON values."""
        return {
            "value": self.value,
            "iri": self.iri,
            "more": dict(self.more),
            "evidence": [{"document": document, "quote": quote} for document, quote in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a question.

    `question` is the shipped question that it was taken for (None where it was not understood), with its `parameters`;
    `unknown` is the name that the graph has not; `nearest` are questions in words that the graph answers.

    `verdict` answers a yes/no question, with `answers` for the evidence: it is "no" only where the graph denies what is
    asked or says something that excludes it, and "disputed" where one text says so and another denies it. What the
    graph says instead of what was asked, which excludes nothing, is in `instead`. `count` answers how many: as many as
    the graph has, which are the `answers`.
    """

    asked: str
    status: Status
    question: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    sparql: str | None = None
    answers: tuple[Answer, ...] = ()
    unknown: str | None = None
    nearest: tuple[str, ...] = ()
    verdict: Verdict | None = None
    count: int | None = None
    instead: tuple[Answer, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reply as plain JSON values."""
        return {
            "asked": self.asked,
            "status": self.status,
            "question": self.question,
            "parameters": dict(self.parameters),
            "sparql": self.sparql,
            "verdict": self.verdict,
            "count": self.count,
            "answers": [answer.as_json() for answer in self.answers],
            "instead": [answer.as_json() for answer in self.instead],
            "unknown": self.unknown,
            "nearest": list(self.nearest),
        }
