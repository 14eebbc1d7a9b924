"""foolnltk's names."""

import fool
from frame import run

KINDS = {"person": "PER", "location": "LOC", "org": "ORG", "company": "ORG"}


def names(texts):
    """A hundred texts at a time, as it pads a whole list to its longest; its words are true where its ends are not."""
    found = []
    for at in range(0, len(texts), 100):
        for some in fool.ner(texts[at : at + 100]):
            found.append([[start, start + len(words), KINDS[kind]] for start, _, kind, words in some if kind in KINDS])
    return found


run(names)
