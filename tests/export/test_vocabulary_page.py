"""The page about the vocabulary: every term stands on it, and Sphinx makes HTML of it that loads nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from kg.export.vocabulary_page import markdown
from kg.ontology.namespace import KG
from kg.ontology.ontology import load
from kg.version import VERSION

ROOT = Path(__file__).parents[2]
TERMS = sorted({quad.subject.value.removeprefix(KG) for quad in load().quads if quad.subject.value.startswith(KG)})


def section(name: str) -> str:
    """What the page says of a term."""
    _, _, rest = markdown(load()).partition(f'<span id="{name}"></span>')
    return rest.partition('<span id="')[0]


def test_every_term_has_a_place_with_its_labels_and_what_it_means() -> None:
    page = markdown(load())
    assert len(TERMS) > 150
    anchors = re.findall(r'<span id="([^"]+)"></span>', page)
    assert sorted(anchors) == TERMS
    for quad in load().quads:
        if quad.subject.value.startswith(KG) and quad.predicate.value.endswith(("#label", "#comment")):
            assert escape(quad.object.value) in page, quad


def test_every_link_on_the_page_leads_to_a_term() -> None:
    assert set(re.findall(r'href="#([^"]+)"', markdown(load()))) <= set(TERMS)


def test_what_is_said_of_terms() -> None:
    received = section("received")
    assert '<tr><th>domain, any of</th><td><a href="#' in received and ">kg:Person</a>" in received
    assert '<tr><th>range, any of</th><td><a href="#Award">kg:Award</a></td></tr>' in received
    assert "qualifiers</th><td>" in received and '<a href="#conferredBy">kg:conferredBy</a>' in received
    person = section("Person")
    assert 'href="https://schema.org/Person">schema:Person</a>' in person
    assert '<a href="#birthDate">kg:birthDate</a>' in person
    assert '<tr><th>inverse of</th><td><a href="#received">' not in section("hasOfficer")
    assert '<tr><th>inverse of</th><td><a href="#positionAt">' in section("hasOfficer")


def test_it_says_version_licence_and_namespace() -> None:
    head = markdown(load()).partition("## Classes")[0]
    assert f"<td>{VERSION}</td>" in head and "https://spdx.org/licenses/MIT" in head and KG in head


def test_sphinx_makes_a_page_of_it(tmp_path: Path) -> None:
    """As `make vocabulary` does."""
    pytest.importorskip("sphinx", reason="pip install '.[docs]'")
    source, made = tmp_path / "source", tmp_path / "made"
    subprocess.run([sys.executable, "-m", "kg.export.vocabulary_page", str(source)], cwd=ROOT, check=True)
    build = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-c",
        str(ROOT / "docs/vocabulary"),
        str(source),
        str(made),
    ]
    subprocess.run(build, check=True)
    page = (made / "index.html").read_text("utf-8")
    assert all(f'<span id="{name}"></span>' in page for name in TERMS)
    assert not re.search(r'(?:src|<link[^>]* href)="(?:https?:)?//', page)
