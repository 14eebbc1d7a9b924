"""What all adapters share: texts in, spans and triples out, with CPU time and peak memory. Runs on Python 3.7."""

from __future__ import annotations

import json
import os
import resource
import sys


def located(text, words):
    """Start and end of each word in the text; what lies between them (white space) was left out by the peer."""
    found, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            raise ValueError(f"the word {word!r} is not in the text from {at} on: {text!r}")
        at = start + len(word)
        found.append((start, at))
    return found


def tagged(text, pairs, kinds):
    """[start, end, label] of the (word, tag) pairs whose tags are in `kinds`."""
    spans = located(text, [word for word, _ in pairs])
    return [[a, b, kinds[tag]] for (a, b), (_, tag) in zip(spans, pairs) if tag in kinds]  # noqa: B905 - Python 3.7


def joined(text, words, labels):
    """[start, end, X] of runs of words whose labels are B-X, I-X, …."""
    found, open_ = [], False
    for (start, end), label in zip(located(text, words), labels):  # noqa: B905 - Python 3.7
        if open_ and label == "I-" + found[-1][2]:
            found[-1][1] = end
            continue
        open_ = label[:2] in ("B-", "I-")
        if open_:
            found.append([start, end, label[2:]])
    return found


def seconds():
    """CPU time of this process and of those that it has run."""
    return sum(os.times()[:4])


def peak():
    """Peak memory of this process, or of the largest that it has run, MB."""
    with open("/proc/self/status") as file:  # noqa: PTH123
        line = next(line for line in file if line.startswith("VmHWM"))
    return max(int(line.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def run(names, triples=None):
    """Answer the file of the first argument into that of the second.

    In: {"names": [texts], "triples": [texts]}. `names` takes a list of texts and gives for each [[start, end, label]];
    `triples` gives [[subject, predicate, object]].
    """
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123
        asked = json.load(file)
    names(["海州市水利局局长王建国到访临江县。"])
    begun = seconds()
    found = names(asked["names"])
    taken = seconds() - begun
    told = {"names": found, "seconds": taken, "triples": triples(asked["triples"]) if triples else None}
    told["peak"] = peak()
    with open(sys.argv[2], "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(told, file)
