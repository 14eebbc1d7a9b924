"""THULAC's parts of speech as names."""

from frame import run, tagged
from thulac import thulac

KINDS = {"np": "PER", "ns": "LOC", "ni": "ORG"}
tagger = thulac()


def names(texts):
    return [tagged(text, tagger.cut(text), KINDS) for text in texts]


run(names)
