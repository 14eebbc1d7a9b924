"""Whether memory stays flat over many documents in one process: python -m tests.bench.memory [DOCUMENTS] [--trace].

Documents of two or three sentences, all with names of their own, go through `rules` and, in small batches, through
resolve and merge; nothing is kept. It prints the resident megabytes after the first WARM documents and at the end, as
JSON. With --trace it prints the places whose allocations have grown most instead.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kg.extract.extractor import Settings
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.word_lists import SurnameRow
from kg.pipeline import graph, layers
from kg.types import Document, DocumentId, Layer

DOCUMENTS, WARM = 20_000, 2_000
BATCH = 10  # documents that are resolved and merged together
_LINES = (
    "{date}，{place}{organ}{post}{person}在{place}{town}调研。",
    "{person}毕业于{place}大学，现任{company}董事长。",
    "{company}（以下简称“{short}”）位于{place}，注册资本{number}万元。",
    "{place}{organ}被授予“{word}先进集体”称号，{post}{person}表示感谢。",
    "{person}说：“{word}工程今年完成投资{number}亿元。”",
    "{date}，{person}创作的小说《{word}》由{word}出版社出版。",
    "该局{post}{person}与{other}出席了会议，他说今年要建成{word}水库。",
    "{person}的妻子{other}是{place}人，{date}出生。",
)
_ORGANS = ("水利局", "司法局", "教育局", "公安局", "卫生健康委员会", "人民政府")
_POSTS = ("局长", "副局长", "主任", "书记")
_TOWNS = ("县", "镇", "区")


def _word(rng: random.Random, length: int) -> str:
    return "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(length))


def texts(ontology: Ontology) -> Iterator[str]:
    """Texts without end, each with names of its own."""
    rng = random.Random(7)
    surnames = [row.text for row in ontology.word_list(SurnameRow) if row.kind == "surname" and len(row.text) == 1]
    while True:
        short = _word(rng, 2)
        names = {
            "date": f"{rng.randint(1950, 2023)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            "place": f"{_word(rng, 2)}市",
            "town": _word(rng, 2) + rng.choice(_TOWNS),
            "organ": rng.choice(_ORGANS),
            "post": rng.choice(_POSTS),
            "person": rng.choice(surnames) + _word(rng, 2),
            "other": rng.choice(surnames) + _word(rng, 2),
            "company": f"{short}集团有限公司",
            "short": short,
            "number": str(rng.randint(1, 10**6)),
            "word": _word(rng, 2),
        }
        yield "".join(rng.choice(_LINES).format(**names) for _ in range(rng.choice((2, 3))))


def work(ontology: Ontology, documents: Iterator[Document]) -> None:
    """Extract from documents, and build a graph of each batch; nothing is kept."""
    found = layers(documents, Settings(ontology), "rules")
    while batch := [one for one in islice(found, BATCH) if isinstance(one, Layer)]:
        graph(batch, ontology)


def resident() -> float:
    """The megabytes that this process has in memory, after a collection."""
    gc.collect()
    if sys.platform == "linux":
        import resource

        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 2**20
    import psutil

    return float(psutil.Process().memory_info().rss / 2**20)


def main() -> None:
    count = next((int(one) for one in sys.argv[1:] if one.isdecimal()), DOCUMENTS)
    ontology = load()
    documents = (Document(DocumentId(f"d{n}"), text) for n, text in enumerate(texts(ontology)))
    work(ontology, islice(documents, WARM))
    begun = resident()
    if "--trace" in sys.argv:
        tracemalloc.start(8)
        before = tracemalloc.take_snapshot()
    work(ontology, islice(documents, count - WARM))
    ended = resident()
    if "--trace" in sys.argv:
        for one in tracemalloc.take_snapshot().compare_to(before, "lineno")[:12]:
            print(one)
        return
    print(json.dumps({"documents": count, "begun": round(begun, 1), "ended": round(ended, 1)}))


if __name__ == "__main__":
    main()
