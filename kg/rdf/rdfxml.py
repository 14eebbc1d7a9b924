"""Triples -> RDF/XML: one description a subject, sorted, equal bytes for equal triples."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.errors import TargetError
from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.terms import Triple, unescaped
from kg.text.markup import xml

_FIRST = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(f"[{_FIRST}][{_FIRST}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(.*))?')
_SHOWN = 120


class _Tags(dict[str, str]):
    """The name of a property's element, and the declaration of its namespace where the head has none."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._spaces = {space: prefix for prefix, space in prefixes(base).items()}

    def __missing__(self, predicate: str) -> str:
        iri = predicate[1:-1]
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
        if not _NAME.fullmatch(iri, at):
            what = f"RDF/XML cannot say the property <{iri[:_SHOWN]}>, whose last part is no name of XML"
            raise TargetError(what, hint="export turtle or ntriples")
        prefix = self._spaces.get(iri[:at])
        found = self[predicate] = (
            f'p:{iri[at:]} xmlns:p="{xml(iri[:at])}"' if prefix is None else f"{prefix}:{iri[at:]}"
        )
        return found


def _element(tag: str, target: str) -> str:
    if target[0] == "<":
        return f'<{tag} rdf:resource="{xml(unescaped(target[1:-1]))}"/>'
    found = _LITERAL.fullmatch(target)
    assert found is not None, target
    kind = "" if found[2] is None else f' rdf:datatype="{xml(found[2])}"'
    kind = kind if found[3] is None else f' xml:lang="{xml(found[3])}"'
    return f"<{tag}{kind}>{xml(unescaped(found[1]))}</{tag.partition(' ')[0]}>"


def pieces(triples: Iterable[Triple], base: str = BASE) -> Iterator[str]:
    """Triples of RDF 1.1 as RDF/XML, piece by piece: the head, then one description a subject.

    Characters that XML 1.0 cannot hold become U+FFFD. TargetError at a property whose IRI ends in no name of XML.

    >>> label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    >>> *_, thing, end = pieces([("<https://zhkg.example/id/宜宾>", label, '"宜宾"@zh-Hans')])
    >>> print(thing, end="")
     <rdf:Description rdf:about="https://zhkg.example/id/宜宾">
      <rdfs:label xml:lang="zh-Hans">宜宾</rdfs:label>
     </rdf:Description>
    """
    tags = _Tags(base)
    about: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, predicate, target in triples:
        about[subject].add((predicate, target))
        tags[predicate]  # raises before anything is written
    spaces = "".join(f'\n  xmlns:{prefix}="{xml(space)}"' for prefix, space in prefixes(base).items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    for subject in sorted(about):
        lines = [f"  {_element(tags[predicate], target)}\n" for predicate, target in sorted(about.pop(subject))]
        yield f' <rdf:Description rdf:about="{xml(unescaped(subject[1:-1]))}">\n{"".join(lines)} </rdf:Description>\n'
    yield "</rdf:RDF>\n"
