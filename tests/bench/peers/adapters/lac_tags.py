"""LAC's tags for names."""

from frame import run, tagged
from LAC import LAC

KINDS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
lac = LAC(mode="lac")


def names(texts):
    return [tagged(text, list(zip(*lac.run(text))), KINDS) for text in texts]  # noqa: B905 - Python 3.7


run(names)
