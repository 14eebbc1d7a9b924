"""How long inference takes: `python -m tests.bench.inference --triples 100000`.

Two graphs are tried: copies of the example, as `kg build` would write them, and a graph of relations alone, in which
far more follows (places in places, offices in offices, and posts). Where the package `reasonable` (an OWL 2 RL
reasoner in Rust) is installed, it is given the same triples and the schema.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.ontology.ontology import load
from kg.rdf.inference.infer import infer
from kg.rdf.inference.rules import TYPE
from kg.rdf.terms import Names, Triple, kg
from tests.bench.copies import copies
from tests.bench.measure import measured

BELOW = 8  # things below each thing in the tree of places and offices


def relations(triples: int) -> Iterator[Triple]:
    """A tree of places, one of offices, and a person in each office: about so many triples."""
    rng, names = random.Random(7), Names()
    for n in range(1, triples // 8):
        place, office, person = (names.entity(f"{kind}{n}") for kind in ("place", "office", "person"))
        yield place, TYPE, kg("AdministrativeArea")
        yield office, TYPE, kg("GovernmentBody")
        yield person, TYPE, kg("Person")
        if n > 1:
            yield place, kg("partOf"), names.entity(f"place{(n + BELOW - 2) // BELOW}")
            yield office, kg("partOf"), names.entity(f"office{(n + BELOW - 2) // BELOW}")
            yield person, kg("met"), names.entity(f"person{rng.randrange(1, n)}")
        yield office, kg("locatedIn"), place
        yield person, kg("positionAt"), office


GRAPHS: dict[str, Callable[[int], Iterator[Triple]]] = {"as built": copies, "relations alone": relations}


def ours(graph: str, triples: int) -> int:
    """How many triples our rules infer."""
    return sum(1 for _ in infer(GRAPHS[graph](triples), load()))


def by_reasonable(schema: str, data: str) -> int:
    """How many triples, said and inferred, reasonable gives."""
    import reasonable  # type: ignore[import-not-found]

    reasoner = reasonable.PyReasoner()
    reasoner.load_file(schema)
    reasoner.load_file(data)
    return len(reasoner.reason())


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    given = parser.parse_args()
    print("| graph | by | triples | CPU s | peak MB |\n| --- | --- | ---: | ---: | ---: |")
    for name, made in GRAPHS.items():
        found = measured(ours, name, given.triples)
        print(
            f"| {name} | rules in SPARQL | {found.found:,} inferred | {found.cpu:.1f} | {found.memory:,.0f} |",
            flush=True,
        )
        if find_spec("reasonable") is None:
            continue
        with TemporaryDirectory() as folder:
            data = Path(folder) / "data.ttl"
            with data.open("w", encoding="utf-8") as file:
                file.writelines(f"{s} {p} {o} .\n" for s, p, o in made(given.triples))
            found = measured(by_reasonable, str(load().path / "schema.ttl"), str(data))
        print(f"| {name} | reasonable | {found.found:,} in all | {found.cpu:.1f} | {found.memory:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
