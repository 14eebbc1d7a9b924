"""jieba's parts of speech as names."""

from frame import run, tagged
from jieba import posseg

KINDS = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}


def names(texts):
    return [tagged(text, [(pair.word, pair.flag) for pair in posseg.lcut(text)], KINDS) for text in texts]


run(names)
