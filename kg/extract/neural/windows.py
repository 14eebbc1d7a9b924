"""A document cut into windows that the encoder reads at a time: as many sentences as it takes, under the title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.neural.pieces import Pieces, Vocabulary, compatible
from kg.types import Parsed, Span

BEGIN, END = "<s>", "</s>"
NOWHERE = -1  # the offset of a character that is not of the document
FARTHEST = 5  # places in a piece are told apart up to here
POSITIONS = 512  # pieces that the encoder takes
_TITLE = 60  # characters of a title
ROOM = POSITIONS - _TITLE - 3  # pieces, without the title and the marks at both ends
_BODY = 300  # pieces of a window at work: more cost more time and find less (docs/quality.md)
_CONTEXT = 100  # pieces: a sentence up to this long stands in the next window again


class Window(NamedTuple):
    """Pieces and characters for the encoder; `offsets` are the characters' places in the view, or NOWHERE."""

    pieces: Pieces
    offsets: list[int]


class _Sentence(NamedTuple):
    span: Span
    pieces: Pieces


def windows(
    parsed: Parsed, vocabulary: Vocabulary, first: int = _BODY, body: int = _BODY, context: int = _CONTEXT
) -> list[Window]:
    """The windows of a document in order; each sentence is in one of them, a short last one in the next as well.

    `first` is the greatest number of pieces in the first window, `body` that in the others, both up to `ROOM`, and
    `context` that of a sentence that stands in two; a sentence of more than `body` is a window of its own.
    """
    text = compatible(parsed.view.text)
    title = _title(parsed, vocabulary, text)
    found: list[Window] = []
    taken: list[_Sentence] = []
    size, room = 0, min(first, body)
    for one in _sentences(parsed, vocabulary, text):
        if taken and size + len(one.pieces.ids) > room:
            found.append(_window(title, taken, vocabulary))
            last, room = taken[-1], body
            again = len(last.pieces.ids) <= min(context, body - len(one.pieces.ids)) and len(taken) > 1
            taken, size = ([last], len(last.pieces.ids)) if again else ([], 0)
        taken.append(one)
        size += len(one.pieces.ids)
    return found + [_window(title, taken, vocabulary)] * bool(taken)


def _title(parsed: Parsed, vocabulary: Vocabulary, text: str) -> _Sentence | None:
    span = next((span for name, span in parsed.fields if name == "title" and span), None)
    if span is None:
        return None
    span = Span(span.start, min(span.end, span.start + _TITLE))
    return _Sentence(span, vocabulary.encode(text[span.start : span.end], FARTHEST))


def _sentences(parsed: Parsed, vocabulary: Vocabulary, text: str) -> Iterator[_Sentence]:
    """Sentences as pieces; one that is longer than a window is cut."""
    for span in parsed.sentences:
        for start in range(span.start, span.end, ROOM):
            part = Span(start, min(span.end, start + ROOM))
            yield _Sentence(part, vocabulary.encode(text[part.start : part.end], FARTHEST))


def _window(title: _Sentence | None, sentences: list[_Sentence], vocabulary: Vocabulary) -> Window:
    made = Window(Pieces([], [], [], [], []), [])
    _mark(made, vocabulary.id(BEGIN))
    if title:
        _append(made, title)
        _mark(made, vocabulary.id(END))
    for one in sentences:
        _append(made, one)
    _mark(made, vocabulary.id(END))
    return made


def _mark(window: Window, known: int) -> None:
    pieces = window.pieces
    for values, value in zip(pieces, (known, len(pieces.ids), 0, 0, known), strict=True):
        values.append(value)
    window.offsets.append(NOWHERE)


def _append(window: Window, sentence: _Sentence) -> None:
    before = len(window.pieces.ids)
    for values, more in zip(window.pieces, sentence.pieces, strict=True):
        values += [n + before for n in more] if values is window.pieces.piece else more
    window.offsets.extend(range(sentence.span.start, sentence.span.end))
