"""The examples in the docstrings of the finders of names are true: `text -> names`."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from kg.extract.names import headed_names, quoted_names
from kg.extract.names.organizations import defined_names, name_borders, name_evidence, organizations
from kg.extract.names.places import abbreviated_places, composed_places, listed_places
from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

MODULES = (
    headed_names,
    quoted_names,
    defined_names,
    name_borders,
    name_evidence,
    organizations,
    abbreviated_places,
    composed_places,
    listed_places,
)
_EXAMPLE = re.compile(r"    (?P<text>\S+) +-> (?P<names>\S+(?:(?:,? )\S+)*)(?:  .*)?")
_NAME = re.compile(r"(?P<name>[^\s(),]+)(?: \((?P<type>\w+)\))?")


def examples(module: ModuleType) -> list[tuple[str, str]]:
    found = map(_EXAMPLE.fullmatch, (module.__doc__ or "").split("\n"))
    return [(example["text"], example["names"]) for example in found if example]


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_examples(module: ModuleType) -> None:
    assert len(examples(module)) == (module.__doc__ or "").count("->") >= 2


@pytest.mark.parametrize(("text", "names"), [example for module in MODULES for example in examples(module)])
def test_an_example_is_true(text: str, names: str) -> None:
    found = {
        (text[c.mention.span.start : c.mention.span.end], c.mention.type)
        for c in candidates(segment(Document(DocumentId("a"), text), load()), load())
        if c.mention.form == "name"
    }
    if names == "(none)":
        assert not found
    for expected in _NAME.finditer(names) if names != "(none)" else ():
        assert any(name == expected["name"] and expected["type"] in (None, type_) for name, type_ in found)
