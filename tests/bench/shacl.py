"""How long shapes take, and how much memory: `python -m tests.bench.shacl --triples 1000000`.

A process of its own writes copies of the example as `kg check` does and tries the shapes of the ontology on them; its
CPU seconds and its peak memory are printed. With `--engines` every SHACL engine for Python that is installed (pyshacl,
shacl, shifty, pyrudof) tries the same file, and how many violations it finds is printed beside its time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from kg.check.shacl.data import tried
from kg.check.shapes import all_shapes, shapes_of
from kg.ontology.ontology import load
from tests.bench.copies import copies
from tests.bench.measure import measured

BROKEN = 20  # every so many-th copy


def findings(triples: int) -> int:
    """How many findings kg has on so many triples, of which one copy in BROKEN is bad."""
    return sum(1 for _ in shapes_of(copies(triples, BROKEN), load()))


def by_shacl(data: str, shapes: str) -> int:
    """Violations by shacl, in Rust."""
    import shacl

    return len(shacl.Shapes.from_file(shapes).validate_file(data))


def by_pyshacl(data: str, shapes: str) -> int:
    """Violations by pySHACL."""
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import SH

    _, report, _ = pyshacl.validate(Graph().parse(data), shacl_graph=Graph().parse(shapes), inplace=True)
    assert isinstance(report, Graph)
    return len(list(report.objects(None, SH.result)))


def by_shifty(data: str, shapes: str) -> int:
    """Violations by pyshifty."""
    import shifty  # type: ignore[import-not-found]
    from rdflib import Graph
    from rdflib.namespace import SH

    _, report, _ = shifty.validate(Graph().parse(data), Graph().parse(shapes))
    return len(list(report.objects(None, SH.result)))


def by_rudof(data: str, shapes: str) -> int:
    """Violations by pyrudof."""
    import pyrudof  # type: ignore[import-not-found]

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(data, pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(shapes, pyrudof.ShaclFormat.Turtle)
    return len(rudof.validate_shacl())


ENGINES: dict[str, tuple[str, Callable[[str, str], int]]] = {
    "shacl": ("shacl", by_shacl),
    "pyshacl": ("pyshacl", by_pyshacl),
    "pyshifty": ("shifty", by_shifty),
    "pyrudof": ("pyrudof", by_rudof),
}


def compare(triples: int) -> None:
    """Print what each engine finds in the same file."""
    shapes = Path(f"/tmp/shapes-{triples}.ttl")
    shapes.write_text(all_shapes(load()), "utf-8")
    with tried(copies(triples, BROKEN), load()) as data:
        for name, (module, work) in ENGINES.items():
            if find_spec(module) is None:
                print(f"| {name} | not installed | | | |")
                continue
            count, cpu, wall, memory = measured(work, str(data.path), str(shapes))
            print(f"| {name} | {count:,} | {cpu:.1f} | {wall:.1f} | {memory:,.0f} |", flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--engines", action="store_true")
    given = parser.parse_args()
    print("| what | results | CPU s | wall s | peak MB |\n| --- | ---: | ---: | ---: | ---: |")
    if given.engines:
        compare(given.triples)
        return
    count, cpu, wall, memory = measured(findings, given.triples)
    print(f"| kg's shapes on {given.triples:,} triples | {count:,} | {cpu:.1f} | {wall:.1f} | {memory:,.0f} |")


if __name__ == "__main__":
    main()
