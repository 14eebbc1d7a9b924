"""A question in words -> a reply: what it was taken for, the SPARQL, the answers with the sentences that say so.

What has no answer in the graph is told and not guessed; what is no question that is known is told too, with the nearest
questions that the graph answers about the names in it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.ontology.ontology import Ontology
from kg.query.engine import Engine
from kg.query.named import Thing, simple
from kg.query.words.answers import Answers
from kg.query.words.forms import Window, apart, forms_of
from kg.query.words.gists import gists
from kg.query.words.polar import Guess, polar
from kg.query.words.replies import Answer, Reply
from kg.query.words.wordings import Asked, Fillers, Reading, asked_by, unmarked, with_name

_NEAREST, _TRIED = 3, 80  # questions that are shown, and that are tried

Found = Mapping[str, tuple[Thing, ...]]


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a question may mean: a reading of it, the things that it names, and the time that limits it."""

    reading: Reading
    found: Found
    window: Window | None = None


def reply(engine: Engine, asked: str, ontology: Ontology) -> Reply:
    """The reply to a question in Chinese or English. QueryError where it is empty or too long to be one."""
    return _Replier(engine, ontology).reply(asked)


class _Replier:
    """A graph that is asked in words."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        self.ontology = ontology
        self.answers = Answers(engine, ontology)
        self.named = self.answers.named
        self.asked: Asked = asked_by(ontology)
        self.forms = forms_of(ontology)

    def reply(self, words: str) -> Reply:
        """The reply to a question."""
        asked = self.asked.asked(simple(words))
        first: Reply | None = None
        texts = list(dict.fromkeys((asked, self.forms.corrected(asked))))
        for made in (
            made for replies in (self._replies, self._halves) for text in texts for made in replies(words, text)
        ):
            if made.status == "answered":
                return made
            first = first or made
        found, fillers = self._fillers(asked)
        nearest = tuple(self._nearest(asked, found))
        if first is not None:
            return replace(first, nearest=nearest)
        unknown = self._unknown(asked, found, fillers)
        return Reply(words, "unknown name" if unknown else "not understood", unknown=unknown, nearest=nearest)

    def _replies(self, words: str, text: str) -> Iterator[Reply]:
        """Replies to a question as it stands, then to what its forms make of it, as long as it is not answered."""
        counting = self.forms.how_many(text)
        for sense in self._senses(text):
            yield self._counted(words, sense) if counting else self._told(words, sense)
        for many in counting:
            for sense in self._senses(many):
                yield self._counted(words, sense)
        yield from self._verdicts(words, text)

    def _halves(self, words: str, text: str) -> Iterator[Reply]:
        """Replies to what half a question is the beginning of."""
        for whole in self.forms.whole(text) if self._is_half(text) else ():
            for sense in self._senses(whole):
                yield self._told(words, sense)

    def _counted(self, words: str, sense: _Sense) -> Reply:
        """How many answers there are; of a figure, which is read for what is counted, itself."""
        made = self._told(words, sense)
        figure = any(self.asked.table.slots[slot].form == "phrase" for slot, _ in sense.reading.slots)
        values = {answer.value for answer in made.answers if answer.iri}
        return made if figure or not values else replace(made, count=len(values))

    def _is_half(self, text: str) -> bool:
        """Whether a text asks nothing, and is more than a name."""
        spans = [span for span, _ in apart(text, list(self.named.within(text)))]
        return sum(end - start for start, end in spans) < len(text) and not self.asked.asks(text)

    def _verdicts(self, words: str, text: str) -> Iterator[Reply]:
        """Replies to a yes/no question."""
        guessing = polar(self.ontology)
        statements = self.forms.statements(text)
        for statement in statements or ([text] if guessing.is_english(text) else []):
            for sense in self._senses(statement) if statements else ():
                yield self._told(words, sense)  # 你知道谁是局长吗
            found, fillers = self._fillers(statement)
            for guess in guessing.guesses(statement, found, fillers.roles):
                for sense in self._senses(guess.text):
                    yield self._verdict(words, sense, guess)

    def _verdict(self, words: str, sense: _Sense, guess: Guess) -> Reply:
        """Whether what is sought is among the answers of a question, or is denied or excluded there."""
        made = self._told(words, sense, current=True)
        wider = sense.reading.wording.wider
        said = [one for one in made.answers if self.answers.is_sought(one, guess.sought, wider=wider)]
        denied = self._told(words, sense, modality="negated").answers
        against = [one for one in denied if self.answers.is_sought(one, guess.sought, wider=False)]
        if said:
            return replace(made, verdict="disputed" if against else "yes", answers=(*said, *against))
        if not against and self._excluded(made.answers, sense, guess):
            against = list(made.answers)
        if against:
            return replace(made, status="answered", verdict="no", answers=tuple(against))
        return replace(made, status="no answer", answers=(), instead=made.answers)

    def _excluded(self, answers: tuple[Answer, ...], sense: _Sense, guess: Guess) -> bool:
        """Whether a thing has one such value only, and it is another."""
        properties = (self.ontology.properties.get(name) for name in sense.reading.wording.set.values())
        single = any(known is not None and known.single_valued for known in properties)
        date = guess.sought.text
        other = [one for one in answers if not date.startswith(one.value) and not one.value.startswith(date)]
        return guess.sought.kind == "date" and single and bool(answers) and len(other) == len(answers)

    def _senses(self, text: str) -> Iterator[_Sense]:
        """What a question may mean, as it stands and without the times that limit it."""
        found, fillers = self._fillers(text)
        for reading in self.asked.readings(text, fillers):
            if not self._has_a_date(reading):
                yield _Sense(reading, found)
        for reading in gists(self.ontology).readings(text, fillers):
            yield _Sense(reading, found)
        for rest, window in self.forms.limited(text, [span for span, _ in apart(text, list(found))]):
            found, fillers = self._fillers(rest)
            for reader in (self.asked, gists(self.ontology)):
                for reading in reader.readings(rest, fillers):
                    yield _Sense(reading, found, window)

    def _has_a_date(self, reading: Reading) -> bool:
        """Whether words of a question hold a date, which would be lost among them: 2021年营业收入."""
        slots = self.asked.table.slots
        return any(slots[slot].form == "phrase" and any(self.forms.dates(text, ())) for slot, text in reading.slots)

    def _fillers(self, text: str) -> tuple[Found, Fillers]:
        found = self.named.within(text)
        names = {form: frozenset(t.kind for t in things) for form, things in found.items()}
        return found, Fillers(names, self._roles(text))

    def _roles(self, asked: str) -> tuple[str, ...]:
        from kg.extract.names.roles import lexicon

        scanned = {asked[role.start : role.end] for role in lexicon(self.ontology).scan(asked)}
        return tuple({*scanned, *(r for r in (*self.named.roles, *self.asked.table.roles) if r in asked)})

    def _unknown(self, asked: str, found: Found, fillers: Fillers) -> str | None:
        """What stands where a question needs a name, and is none."""
        guesses = (
            g.text for s in self.forms.statements(asked) for g in polar(self.ontology).guesses(s, found, fillers.roles)
        )
        limited = (rest for rest, _ in self.forms.limited(asked, ()))
        return next(filter(None, (self.asked.unknown(text, fillers) for text in (*limited, asked, *guesses))), None)

    def _told(self, words: str, sense: _Sense, modality: str = "asserted", *, current: bool = False) -> Reply:
        """The reply to a question in one sense of it; of what was so once, nothing where it is to be `current`."""
        reading = sense.reading
        values: dict[str, str | tuple[str, ...]] = dict(reading.wording.set)
        shown = []
        for slot, filler in reading.slots:
            terms, names = self._filled(self.asked.table.slots[slot].form, filler, sense.found)
            values[slot] = terms
            shown.append((slot, ", ".join(names)))
        if sense.window:
            shown.append(("time", sense.window.shown))
        sparql = self.answers.sparql(reading, values, sense.window, modality)
        answers = tuple(self.answers.of(sparql, reading.wording.answer, current=current)) if sparql else ()
        parameters = (*shown, *sorted(reading.wording.set.items()))
        return Reply(words, "answered" if answers else "no answer", reading.question.name, parameters, sparql, answers)

    def _filled(self, form: str, filler: str, found: Found) -> tuple[tuple[str, ...], list[str]]:
        """What stands in a slot: as terms of SPARQL, and for a reader."""
        if form == "thing":
            return tuple(f"<{thing.iri}>" for thing in found[filler]), [thing.name for thing in found[filler]]
        if form == "role":
            words = self.asked.table.roles.get(filler, (filler,))
            texts = [one for word in words for one in self.named.roles.get(simple(word), [word])]
        elif form == "phrase":
            same = next((words for words in self.asked.table.same if filler in words), (filler,))
            texts = [one for word in (filler, *same) for one in self.named.counted.get(word, [word])]
        else:
            texts = [filler]
        texts = list(dict.fromkeys(texts))
        return self.answers.texts(texts), texts

    def _nearest(self, asked: str, found: Found) -> Iterator[str]:
        """Questions about the names in a question that the graph answers, the likest first."""
        names = [form for form in found if not any(form != other and form in other for other in found)]
        samples = sorted(self._samples(asked, names, found), key=lambda sample: (-sample[0], sample[1]))
        shown: set[str] = set()
        for _, words, things in samples[:_TRIED]:
            name = simple(things[0].name)
            fillers = Fillers({name: frozenset(thing.kind for thing in things)}, ())
            reading = next(self.asked.readings(self.asked.asked(simple(words)), fillers), None)
            if reading is None or reading.question.name in shown:
                continue
            if self._told(words, _Sense(reading, {name: things})).answers:
                shown.add(reading.question.name)
                yield words
            if len(shown) == _NEAREST:
                return

    def _samples(self, asked: str, names: list[str], found: Found) -> Iterator[tuple[float, str, tuple[Thing, ...]]]:
        """Examples of the wordings with things of the question in them, and how like the question they are."""
        bare = asked
        for name in names:
            bare = bare.replace(name, "")
        for wording in self.asked.table.wording:
            for example in wording.yes:
                marked = example.partition("=>")[0].strip()
                words, own = unmarked(marked)
                rest = simple(words).replace("".join(own[:1]), "")
                if len(own) == 1 and rest.isascii() == bare.isascii():
                    like = difflib.SequenceMatcher(None, bare, rest).ratio()
                    for name in names:
                        yield like, with_name(marked, found[name][0].name), found[name]
