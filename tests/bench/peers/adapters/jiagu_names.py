"""jiagu's names over its own words, and its triples."""

import jiagu
from frame import joined, run

jiagu.init()


def names(texts):
    words = [(text, list(jiagu.seg(text))) for text in texts]
    return [joined(text, some, jiagu.ner(some)) for text, some in words]


def triples(texts):
    return [jiagu.knowledge(text) for text in texts]


run(names, triples)
