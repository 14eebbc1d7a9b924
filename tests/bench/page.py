"""The page at several sizes, with plain pyvis beside it, in one run: python -m tests.bench.page [x.txt] [graph.json].

Prints, and keeps in PAGE.md, what the page costs to build, to send and to open, and of real texts what its first views
show. Needs Playwright and Chromium (see KG_BROWSER); articles that are named are built by the shipped extractor, the
graph.json of a build is taken as it is. Graphs of other sizes are made up: names of cities, offices and persons, each
entity with mentions, 1.5 facts each, in articles of 40 sentences.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg import load_graph
from kg.export.network import to_pyvis
from kg.export.page.render import render
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.sources import sources
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Meta, Span, Value
from tests.bench.page_views import seen
from tests.conftest import BROWSER

RESULTS = Path(__file__).parent / "PAGE.md"
SIZES = (500, 10_000, 50_000)
PYVIS = (500, 10_000)
PATIENCE = 100.0  # seconds that a page may take to draw
SENTENCES = 40  # of a made-up article
HAN = "江河湖海山川城桥林原安平和兴永长清明远宁昌盛宏达广华新东南西北中正大同春秋光文武德仁义礼智信忠孝"
KINDS = (("Person", ""), ("GovernmentBody", "局"), ("AdministrativeArea", "市"), ("Award", "奖"), ("Company", "公司"))
PREDICATES = ("positionAt", "locatedIn", "received", "partOf", "met", "participatedIn")

Row = tuple[str, str, str]


def generated(count: int) -> Graph:
    """A graph of `count` entities and 1.5 times as many facts, the same at every call; few entities have many facts."""
    dice = random.Random(count)
    names: dict[str, str] = {}
    while len(names) < count:
        kind, suffix = dice.choice(KINDS)
        names.setdefault("".join(dice.choices(HAN, k=dice.randint(2, 5))) + suffix, kind)
    listed = list(names)
    documents, facts = [], []
    mentions: dict[str, list[tuple[DocumentId, Span]]] = {name: [] for name in listed}
    lines: list[tuple[str, str, str, str]] = []
    for n in range(count * 3 // 2):
        subject = listed[n % count]
        target = listed[int(count * dice.random() ** 3)]
        lines.append((subject, dice.choice(PREDICATES), target, f"{dice.randint(1978, 2025)}-{dice.randint(1, 12):02}"))
    for at in range(0, len(lines), SENTENCES):
        document, text = DocumentId(f"d{at // SENTENCES:05}"), ""
        for n, (subject, predicate, target, when) in enumerate(lines[at : at + SENTENCES], at):
            start = len(text)
            text += f"{subject}于{when[:4]}年{int(when[5:])}月与{target}有了这一层关系。"
            begin = text.index(target, start + len(subject))
            mentions[subject].append((document, Span(start, start + len(subject))))
            mentions[target].append((document, Span(begin, begin + len(target))))
            proof = Evidence(document, Span(start, len(text) - 1), "made.up", 0.9)
            time_ = (("time", Value(when, "date")),)
            facts.append(
                Fact(
                    f"{n:016x}",
                    predicate,
                    EntityId(subject),
                    EntityId(target),
                    time_,
                    evidence=(proof,),
                    confidence=0.9,
                )
            )
        documents.append(Document(document, text, Meta(title=f"第{at // SENTENCES + 1}篇")))
    entities = (
        Entity(EntityId(name), ClassName(names[name]), name, mentions=tuple(sorted(set(mentions[name]))))
        for name in listed
    )
    return Graph(tuple(documents), tuple(sorted(entities, key=lambda e: e.id)), tuple(facts))


def opened(browser: Any, file: Path, ready: str) -> tuple[Any, float | None, int]:
    """The page of a file, the seconds until `ready` (JavaScript) holds, None where it never does, and its requests."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    begun = time.perf_counter()
    try:
        page.goto(file.as_uri(), wait_until="commit")
        while not page.evaluate(ready):
            if time.perf_counter() - begun > PATIENCE:
                return page, None, len(requests) - 1
            time.sleep(0.02)
    except Exception:  # a page that hangs ends in a timeout of whichever call was under way
        return page, None, len(requests) - 1
    return page, time.perf_counter() - begun, len(requests) - 1


def search(page: Any, typed: str) -> float:
    """Milliseconds from a typed character to the list of hits, the slowest of the characters after the first."""
    code = """typed => { const box = document.getElementById('query'); let most = 0;
        for (let n = 1; n <= typed.length; n += 1) { box.value = typed.slice(0, n); const begun = performance.now();
        box.dispatchEvent(new Event('input')); if (n > 1) most = Math.max(most, performance.now() - begun) }
        return most }"""
    return float(page.evaluate(code, typed))


def ours(browser: Any, name: str, graph: Graph, folder: Path, sparql: bool) -> Iterator[Row]:
    begun = time.perf_counter()
    html = render(graph, load(), sparql)
    built = time.perf_counter() - begun
    file = folder / "page.html"
    file.write_bytes(html.encode())
    what = f"{name}{', with SPARQL' if sparql else ''}"
    yield what, "build the page", f"{built:.2f} s"
    yield what, "file", f"{file.stat().st_size / 1e6:.2f} MB"
    page, taken, requests = opened(browser, file, "window.kg?.ready ?? 0")
    ready = page.evaluate("window.kg.ready") / 1000 if taken else None
    yield what, "first draw", f"{ready:.2f} s" if ready else f"not after {PATIENCE:.0f} s"
    yield what, "requests", str(requests)
    if ready and not sparql:
        yield from ((what, *row) for row in seen(page))
        yield what, "search", f"{search(page, 'jianghe'):.0f} ms"
    page.close()


def plain(browser: Any, name: str, graph: Graph, folder: Path) -> Iterator[Row]:
    begun = time.perf_counter()
    network = to_pyvis(graph, load())
    html = str(network.generate_html())  # type: ignore[no-untyped-call]
    built = time.perf_counter() - begun
    file = folder / "pyvis.html"
    file.write_bytes(html.encode())
    yield f"{name}, plain pyvis", "build the page", f"{built:.2f} s"
    yield f"{name}, plain pyvis", "file", f"{file.stat().st_size / 1e6:.2f} MB"
    settled = (
        "typeof network !== 'undefined' && (window.hooked ??= (network.once('stabilizationIterationsDone',"
        " () => { window.settled = true }), true), window.settled === true)"
    )
    page, taken, requests = opened(browser, file, settled)
    yield f"{name}, plain pyvis", "physics done", f"{taken:.1f} s" if taken else f"not after {PATIENCE:.0f} s"
    yield f"{name}, plain pyvis", "requests", str(requests)
    page.close()


def real(given: Path) -> tuple[str, Graph]:
    """What an argument names: an article, or the graph of a build."""
    if given.suffix != ".json":
        return "the article", build(sources([str(given)])).graph
    graph = load_graph(given)
    return f"{len(graph.documents):,} articles", graph


def rows(browser: Any, given: list[Path], folder: Path) -> Iterator[Row]:
    for name, graph in map(real, given):
        for sparql in (False, True):
            yield from ours(browser, name, graph, folder, sparql)
    for count in SIZES:
        graph = generated(count)
        name = f"{count:,} entities, {len(graph.facts):,} facts"
        yield from ours(browser, name, graph, folder, False)
        if count in PYVIS:
            yield from plain(browser, name, graph, folder)


def main(arguments: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    lines = [
        "# The page, measured",
        "",
        "Made by `python -m tests.bench.page ARTICLE GRAPH.json …`, in a window of 1440 by 900.",
        "",
        "| what | | measured |",
        "| --- | --- | ---: |",
    ]
    with sync_playwright() as runner, TemporaryDirectory() as folder:
        browser = runner.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        lines.append(f"| Chromium {browser.version}, headless, no GPU | | |")
        for row in rows(browser, [Path(one) for one in arguments], Path(folder)):
            print(*row, sep=" | ", flush=True)
            lines.append(f"| {' | '.join(row)} |")
        browser.close()
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
