"""schema.ttl -> a page about every term in it, in Chinese and English, as the source that Sphinx makes HTML of.

    python -m kg.export.vocabulary_page FOLDER        (make vocabulary, which then runs Sphinx)

Each term's anchor is its local name: once the page stands at https://w3id.org/zhkg/ontology, that address with #Person
leads to the place of kg:Person.

pyLODE 3.4.1 (BSD-3) was tried first. As installed it does not start, as it reads a pyproject.toml that is not in its
wheel; its anchors are Chinese labels, the two labels of a term are run into one word, the scheme of modalities is taken
for the vocabulary, and qualifiers are left out; and it needs dominate, which is LGPL.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology, load
from kg.rdf.prefixes import prefixes

About: TypeAlias = Mapping[str, Mapping[str, list[Any]]]
"""Subject -> predicate, as a prefixed name -> objects, as terms of pyoxigraph."""

_NODE = KG.rstrip("#")
_GROUPS = (  # the heading in English, and the words that stand for it in `_group`
    ("Classes", "class"),
    ("Relations", "relation"),
    ("Qualifiers", "qualifier"),
    ("Inverse properties", "inverse"),
    ("Classes of the model: statements, evidence, documents", "model class"),
    ("Properties of the model", "model property"),
    ("What is said of properties", "annotation"),
    ("Individuals", "individual"),
)
_ROWS = (  # what is told of a term: a predicate, or one turned round (^), and what it is called
    ("rdfs:subClassOf", "subclass of"),
    ("^rdfs:subClassOf", "has the subclasses"),
    ("rdfs:subPropertyOf", "subproperty of"),
    ("^rdfs:subPropertyOf", "has the subproperties"),
    ("owl:inverseOf", "inverse of"),
    ("^owl:inverseOf", "inverse of"),
    ("schema:domainIncludes", "domain, any of"),
    ("rdfs:domain", "domain"),
    ("schema:rangeIncludes", "range, any of"),
    ("rdfs:range", "range"),
    ("kg:datatype", "values"),
    ("kg:qualifier", "qualifiers"),
    ("^kg:qualifier", "qualifies"),
    ("kg:implies", "implies of its object"),
    ("kg:homonymRank", "rank in telling homonyms apart"),
    ("skos:inScheme", "in the scheme"),
    ("rdfs:seeAlso", "see also"),
    ("^schema:domainIncludes", "in the domain of"),
    ("^schema:rangeIncludes", "in the range of"),
)
_LOCAL = re.compile(r"[\w.-]+")
_SPACES = sorted(((space, prefix) for prefix, space in prefixes().items()), key=lambda pair: -len(pair[0]))


def markdown(ontology: Ontology) -> str:
    """The page, in Markdown as MyST reads it: sections of terms, each a heading and a table."""
    about = _about(ontology)
    groups: dict[str, list[str]] = defaultdict(list)
    for subject in sorted(s for s in about if s.startswith(KG)):
        groups[_group(subject, about, ontology)].append(subject)
    parts = [*_head(about[_NODE])]
    for title, group in _GROUPS:
        parts.append(f"## {title}")
        for subject in groups[group]:
            parts += _term(subject, about)
    return "\n\n".join(parts) + "\n"


def _about(ontology: Ontology) -> dict[str, dict[str, list[Any]]]:
    """What the schema says; `^p` is `p` turned round, of names under KG."""
    about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in ontology.quads:
        predicate = _short(quad.predicate.value)
        about[quad.subject.value][predicate].append(quad.object)
        if not hasattr(quad.object, "language") and quad.object.value.startswith(KG):
            about[quad.object.value][f"^{predicate}"].append(quad.subject)
    return about


def _group(subject: str, about: About, ontology: Ontology) -> str:
    name, found = subject.removeprefix(KG), about[subject]
    types = {_short(term.value) for term in found["rdf:type"]}
    if name in ontology.classes:
        return "class"
    if name in ontology.properties:
        return "relation" if ontology.properties[name].domain else "qualifier"
    if "kg:InverseProperty" in types:
        return "inverse"
    if "kg:ModelProperty" in types:
        return "model property"
    instances = found.get("^rdf:type", ())
    if "owl:AnnotationProperty" in types or any(_is_property(about[one.value]) for one in instances):
        return "annotation"
    return "model class" if types & {"rdfs:Class", "rdfs:Datatype"} else "individual"


def _is_property(found: Mapping[str, list[Any]]) -> bool:
    return any(_short(term.value) in ("owl:ObjectProperty", "owl:DatatypeProperty") for term in found["rdf:type"])


def _head(node: Mapping[str, list[Any]]) -> Iterator[str]:
    """The title, what the vocabulary is, and how it is named, versioned and licensed."""
    yield "# " + " ".join(_texts(node["dcterms:title"]))
    yield from (f"<p>{text}</p>" for text in _texts(node["dcterms:description"]))
    rows = [
        ("namespace", f"<code>{escape(KG)}</code>, prefix <code>kg:</code>"),
        ("version", ", ".join(escape(term.value) for term in node["owl:versionInfo"])),
        ("IRI of the version", ", ".join(_link(term.value) for term in node["owl:versionIRI"])),
        ("licence", ", ".join(_link(term.value) for term in node["dcterms:license"])),
        ("Turtle", '<a href="ontology.ttl">ontology.ttl</a>'),
    ]
    yield _table(rows)


def _term(subject: str, about: About) -> Iterator[str]:
    """A term: its anchor, a heading of both labels, its IRI and types, what it means, and all that is said of it."""
    found, name = about[subject], subject.removeprefix(KG)
    yield f'<span id="{escape(name)}"></span>'
    yield f"### {' '.join(_texts(found['rdfs:label']))} `kg:{name}`"
    types = ", ".join(_link(term.value) for term in found["rdf:type"])
    yield f"<p><code>{escape(subject)}</code> · {types}</p>"
    yield from (f"<p>{text}</p>" for text in _texts(found["rdfs:comment"]))
    rows = [(title, ", ".join(_shown(term) for term in found[key])) for key, title in _ROWS if found.get(key)]
    if rows:
        yield _table(rows)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{escape(title)}</th><td>{value}</td></tr>\n" for title, value in rows)
    return f"<table>\n{lines}</table>"


def _texts(terms: Iterable[Any]) -> list[str]:
    """Texts in Chinese, then in English, each marked with its language."""
    texts = sorted(((term.language or "", term.value) for term in terms), reverse=True)
    return [f'<span lang="{escape(language)}">{escape(text)}</span>' for language, text in texts]


def _shown(term: Any) -> str:
    return escape(term.value) if hasattr(term, "language") else _link(term.value)


def _link(iri: str) -> str:
    """An IRI as a link: to its place on the page, or to where it leads."""
    own = iri.startswith(KG)
    target = f"#{iri.removeprefix(KG)}" if own else iri
    return f'<a href="{escape(target)}">{escape(_short(iri))}</a>'


def _short(iri: str) -> str:
    for space, prefix in _SPACES:
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def main() -> None:
    """Write the page's source into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text(markdown(load()), "utf-8")


if __name__ == "__main__":
    main()
