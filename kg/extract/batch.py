"""Many texts through one extractor: a text on which it fails costs that text alone."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kg.errors import ExtractionError, KgError
from kg.extract.extractor import Batch, Extractor, Settings
from kg.types import Layer, Mention, Parsed

_LONGEST = 200  # characters that are shown of an error of the program
_ANYTHING = "Thing"  # the type of a pronoun that may stand for a thing of any class
_HINT = "report it; without this document the others are built"
T = TypeVar("T")


def failure(error: Exception, where: str) -> ExtractionError:
    """What to report where code fails on a document or source that messages call `where`."""
    if isinstance(error, ExtractionError):
        return ExtractionError(error.what, where=error.where or where, hint=error.hint)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = f"an error of the program in {Path(frame.filename).name}:{frame.lineno}: {error!r}"[:_LONGEST]
    found = ExtractionError(what, where=where, hint=_HINT)
    found.__cause__ = error
    return found


def attempt(work: Callable[[], T], where: str) -> T | ExtractionError:
    """What `work` gives, or an ExtractionError where it fails; KgErrors of other kinds are raised."""
    try:
        return work()
    except ExtractionError as error:
        return failure(error, where)
    except KgError:
        raise
    except Exception as error:
        return failure(error, where)


def one_by_one(extract: Callable[[Parsed, Settings], Layer]) -> Batch:
    """The `extract_batch` of an extractor that looks at one text at a time."""

    def extract_batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
        for parsed in texts:
            yield attempt(lambda parsed=parsed: extract(parsed, settings), parsed.document.id)  # type: ignore[misc]

    return extract_batch


class _Feed:
    """The texts, as the extractor takes them; those without an answer, and failures between them, wait in order."""

    def __init__(self, texts: Iterable[Parsed | ExtractionError]) -> None:
        self._texts = iter(texts)
        self.waiting: deque[Parsed | ExtractionError] = deque()
        self.ended = False
        self.error: Exception | None = None  # of the texts themselves
        self.taken = 0

    def __iter__(self) -> Iterator[Parsed]:
        return self

    def __next__(self) -> Parsed:
        while True:
            try:
                one = next(self._texts)
            except StopIteration:
                self.ended = True
                raise
            except Exception as error:
                self.error = error
                raise
            self.waiting.append(one)
            self.taken += 1
            if isinstance(one, Parsed):
                return one

    def next_for(self, answer: object) -> Parsed | None:
        """Take out the text that an answer is for: the first that has none. None where it is the layer of another."""
        first = self.waiting[0] if self.waiting else None
        if not isinstance(first, Parsed) or (isinstance(answer, Layer) and answer.document != first.document):
            return None
        self.waiting.popleft()
        return first

    def failures(self) -> Iterator[ExtractionError]:
        """Take out the failures that come before the first text without an answer."""
        while self.waiting and isinstance(one := self.waiting[0], ExtractionError):
            self.waiting.popleft()
            yield one


def extract_batch(
    extractor: Extractor, texts: Iterable[Parsed | ExtractionError], settings: Settings
) -> Iterator[Layer | ExtractionError]:
    """For each text its Layer, or an ExtractionError that names the document; in their order, and lazily.

    Failures among `texts` (of the step before) pass through. Where the extractor raises, skips a text or gives what is
    no Layer of it, the texts without an answer are tried again, each alone. KgErrors other than ExtractionError are
    raised: they are not the document's fault. Raises KgError for an option that the extractor does not have.
    """
    if unknown := sorted({name for name, _ in settings.options} - extractor.options):
        known = ", ".join(sorted(extractor.options)) or "none"
        raise KgError(f"the extractor {extractor.name} has no option {unknown[0]}", hint=f"it has {known}")
    feed = _Feed(texts)
    while not feed.ended:
        taken = feed.taken
        try:
            for answer in extractor.extract_batch(feed, settings):
                yield from feed.failures()
                parsed = feed.next_for(answer)
                if parsed is None:
                    break
                yield _checked(answer, parsed, extractor, settings)
        except Exception as error:
            if feed.error or (isinstance(error, KgError) and not isinstance(error, ExtractionError)):
                raise
        if feed.taken == taken:
            next(feed, None)
        while feed.waiting:
            one = feed.waiting.popleft()
            yield one if isinstance(one, ExtractionError) else _alone(one, extractor, settings)


def layers(extractor: Extractor, texts: Iterable[Parsed | ExtractionError], settings: Settings) -> Iterator[Layer]:
    """The Layer of each text, in their order; raises the first ExtractionError."""
    for found in extract_batch(extractor, texts, settings):
        if isinstance(found, ExtractionError):
            raise found
        yield found


def _alone(parsed: Parsed, extractor: Extractor, settings: Settings) -> Layer | ExtractionError:
    """The answer for one text, asked for alone."""

    def ask() -> Layer | ExtractionError:
        answers = list(islice(extractor.extract_batch(iter((parsed,)), settings), 2))
        if len(answers) != 1:
            what = f"the extractor {extractor.name} gives {'no answer' if not answers else 'several answers'} for it"
            raise ExtractionError(what, hint=_HINT)
        return _checked(answers[0], parsed, extractor, settings)

    return attempt(ask, parsed.document.id)


def _checked(answer: object, parsed: Parsed, extractor: Extractor, settings: Settings) -> Layer | ExtractionError:
    """The answer for a text, or what is wrong with it."""
    where = parsed.document.id
    if isinstance(answer, ExtractionError):
        return failure(answer, where)
    if not isinstance(answer, Layer):
        wrong: str | None = f"a {type(answer).__name__}"
    elif answer.document != parsed.document or answer.extractor != extractor.name:
        wrong = f"a layer of {answer.document.id} by {answer.extractor}"
    else:
        wrong = _fault(answer, settings)
        if wrong is None:
            return answer
    return ExtractionError(f"the extractor {extractor.name} gives {wrong} for it", where=where, hint=_HINT)


def _fault(layer: Layer, settings: Settings) -> str | None:
    """What later steps could not work with in a layer, or None."""
    size, ontology = len(layer.document.text), settings.ontology
    for mention in layer.mentions:
        if wrong := _fault_of_mention(mention, layer, settings):
            return wrong
    known = set(layer.mentions)
    for claim in layer.claims:
        span = claim.evidence.span
        if claim.predicate not in ontology.properties:
            return f"a claim of {claim.predicate}, which is no property of the ontology,"
        if not 0 <= span.start < span.end <= size or claim.evidence.document != layer.document.id:
            return f"evidence at {span.start} to {span.end} of {claim.evidence.document}, which has {size} characters,"
        if not 0 < claim.evidence.confidence <= 1:
            return f"a confidence of {claim.evidence.confidence}"
        if claim.role("subject") is None:
            return f"a claim of {claim.predicate} without a subject"
        for _, mention in claim.roles:
            if mention.form != "value" and mention not in known:
                return f"a claim about a mention at {mention.span.start} that is not among its mentions"
            if wrong := _fault_of_mention(mention, layer, settings):
                return wrong
    return None


def _fault_of_mention(mention: Mention, layer: Layer, settings: Settings) -> str | None:
    span, size = mention.span, len(layer.document.text)
    if not 0 <= span.start < span.end <= size:
        return f"a mention at {span.start} to {span.end} of a text of {size} characters"
    anaphor = mention.form not in ("name", "value") and mention.type == _ANYTHING
    if mention.form != "value" and not anaphor and mention.type not in settings.ontology.classes:
        return f"a mention of type {mention.type}, which is no class of the ontology,"
    return None
