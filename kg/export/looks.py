"""How the coarse types look in pictures."""

from __future__ import annotations

from kg.ontology.ontology import Ontology

# One colour and shape (of vis-network) for each coarse class, in the order of their names; the eight of the shipped
# ontology come out as award, work, event, initiative, organization, person, place, product.
_LOOKS = (
    ("#b7860b", "star"),
    ("#57606a", "box"),
    ("#c2410c", "diamond"),
    ("#0f766e", "hexagon"),
    ("#1d5fd1", "square"),
    ("#be185d", "dot"),
    ("#4d7c0f", "triangleDown"),
    ("#6d28d9", "triangle"),
)


def looks(ontology: Ontology) -> dict[str, tuple[str, str]]:
    """Colour (`#rrggbb`) and shape of every class, those of its coarse type.

    >>> from kg.ontology.ontology import load
    >>> looks(load())["Company"]
    ('#1d5fd1', 'square')
    """
    coarse = sorted(set(ontology.coarse.values()))
    by_coarse = {name: _LOOKS[at % len(_LOOKS)] for at, name in enumerate(coarse)}
    return {name: by_coarse[top] for name, top in ontology.coarse.items()}


def lighter(colour: str) -> str:
    """A colour half way to white, to be seen on a dark ground.

    >>> lighter("#1d5fd1")
    '#8eafe8'
    """
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02x}" for at in (1, 3, 5))
