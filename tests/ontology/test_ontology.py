"""The ontology: at one with itself, open to a relation of one's own, and clear about what is wrong in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.errors import OntologyError
from kg.extract.relations.patterns import Pattern, patterns
from kg.extract.relations.shared_grammar import grammar
from kg.extract.rules import extract
from kg.ontology.ontology import Ontology, load
from kg.pipeline import build, layer
from kg.read.sources import sources
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Meta
from tests.html import Page

SHIPPED = load()
GUIDE = (SHIPPED.path / "README.md").read_text("utf-8")
_FENCE = re.compile(r"```(?:turtle|toml|sparql|text)\n# ?(\S+)\n(.*?)```", re.DOTALL)
_YES = re.compile(r"(?P<text>.+) => (?P<claim>\w+\(.+, .+\))")
# The properties that the annotation guide has; all others are extensions.
GUIDES = [
    "positionAt",
    "memberOf",
    "studiedAt",
    "origin",
    "birthDate",
    "deathDate",
    "spouse",
    "parent",
    "sibling",
    "received",
    "conferredBy",
    "partOf",
    "locatedIn",
    "time",
    "foundedOn",
    "established",
    "developed",
    "issued",
    "drafted",
    "authored",
    "directed",
    "performedIn",
    "organized",
    "chaired",
    "participatedIn",
    "initiated",
    "undertook",
    "cooperatesWith",
    "visited",
    "met",
    "appointed",
    "owns",
    "borders",
    "flowsInto",
    "chargedWith",
    "sentencedTo",
    "statistic",
    "said",
    "acquired",
    "investedIn",
    "holdsShareIn",
    "produced",
    "composed",
    "sang",
    "wroteScreenplay",
    "adaptedFrom",
    "releasedOn",
    "nationality",
    "ethnicGroup",
    "studentOf",
    "succeeded",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped ontology, to be changed."""
    return Path(shutil.copytree(SHIPPED.path, tmp_path / "ontology"))


# What the guide tells to write is enough for a relation of one's own.


def taught(folder: Path) -> str:
    """Append to the ontology's files what the guide's worked example says; its article."""
    blocks = dict(_FENCE.findall(GUIDE))
    article = str(blocks.pop("article.txt"))
    assert set(blocks) == {"schema.ttl", "patterns/sponsors.toml", "questions/sponsors.rq"}
    for name, text in blocks.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n" + text)
    return article


def claims(pattern: Pattern, sentence: str, ontology: Ontology) -> set[str]:
    """What a pattern asserts of a sentence, as `predicate(subject, object)`."""
    found = extract(segment(Document(DocumentId("a"), sentence, Meta(datePublished="2021-06-01")), load()), ontology)

    def name(role: str, claim: Claim) -> str:
        mention = claim.role(role)
        assert mention is not None
        return mention.name or found.document.cut(mention.span)

    made = (c for c in found.claims if c.evidence.rule == pattern.id and c.modality == "asserted")
    return {f"{c.predicate}({name('subject', c)}, {name('object', c)})" for c in made}


def test_a_relation_of_ones_own_is_two_files(
    folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Only a property and a pattern: it is built, checked and asked for; the question is a third file, if you like."""
    blocks = dict(_FENCE.findall(GUIDE))
    for name in ("schema.ttl", "patterns/sponsors.toml"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n" + blocks[name])
    article = tmp_path / "race.txt"
    article.write_text(blocks["article.txt"], "utf-8")
    out, own = str(tmp_path / "out"), ["--ontology", str(folder)]
    assert run(["build", str(article), "-o", out, "-q", *own]) == 0
    assert run(["check", out, *own]) == 0
    capsysbinary.readouterr()
    sparql = "SELECT ?who ?what { ?who kg:sponsored ?what }"
    assert run(["query", out, "-q", sparql, "--format", "csv", *own]) == 0
    base = "https://zhkg.example/id"
    assert capsysbinary.readouterr().out.decode().splitlines()[1:] == [f"{base}/长风集团,{base}/海州国际马拉松"]


def test_a_relation_of_ones_own(folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    article = tmp_path / "race.txt"
    article.write_text(taught(folder), "utf-8")
    out, own = str(tmp_path / "out"), ["--ontology", str(folder)]
    assert run(["build", str(article), "-o", out, "-q", *own]) == 0
    turtle = (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    assert re.search("kg:sponsored id:海州国际马拉松 [.;]", turtle)
    assert 'kg:rule "event.sponsored"' in turtle
    denied = next(block for block in turtle.split("\n\n") if "kg:modality kg:negated" in block)
    assert "rdf:subject id:海州大学 ;" in denied
    assert "rdf:predicate kg:sponsored ;" in denied
    assert run(["check", out, *own]) == 0
    capsysbinary.readouterr()
    assert run(["query", out, "--name", "sponsors", *own]) == 0
    rows = [line.split() for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert rows[0] == ["who", "what", "time"]
    assert rows[2:] == [["id:长风集团", "id:海州国际马拉松", "2023-04"]]
    page = str(Page((tmp_path / "out" / "graph.html").read_text("utf-8")).data)
    assert "赞助" in page


def test_a_relation_of_ones_own_has_its_shape(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "race.txt"
    article.write_text(taught(folder), "utf-8")
    own, out = ["--ontology", str(folder)], tmp_path / "out"
    assert run(["build", str(article), "-o", str(out), "-q", *own]) == 0
    for name in ("graph.json", "graph.ttl"):
        text = (out / name).read_text("utf-8")
        wrong = text.replace('"type": "Event"', '"type": "Award"').replace("kg:Event", "kg:Award")
        (out / name).write_text(wrong, "utf-8")
    assert run(["check", str(out), *own]) == 1


def test_the_guides_sentences_hold(folder: Path) -> None:
    taught(folder)
    own = Ontology(folder)
    pattern = next(p for p in patterns(own).all if p.id == "event.sponsored")
    assert pattern.yes
    assert pattern.no
    for example in pattern.yes:
        said = _YES.fullmatch(example)
        assert said
        assert said["claim"] in claims(pattern, said["text"], own)
    for example in pattern.no:
        assert not claims(pattern, example, own)


def test_another_ontology_is_another_layer(folder: Path) -> None:
    assert Ontology(folder).fingerprint == SHIPPED.fingerprint
    taught(folder)
    assert Ontology(folder).fingerprint != SHIPPED.fingerprint


# The shipped ontology is at one with itself.


def test_the_vocabulary_is_there() -> None:
    qualifiers = {name for known in SHIPPED.properties.values() for name in known.qualifiers}
    assert {name for name, known in SHIPPED.properties.items() if not known.extension} - qualifiers == set(
        GUIDES
    ) - qualifiers
    assert set(GUIDES) <= set(SHIPPED.properties)


def test_labels_in_both_languages() -> None:
    classes = [(known.zh, known.en) for known in SHIPPED.classes.values()]
    properties = [(known.zh, known.en) for known in SHIPPED.properties.values()]
    for labels in (classes, properties):
        assert len({zh for zh, _ in labels}) == len(labels)
        for zh, en in labels:
            assert re.search(r"[一-鿿]", zh), zh
            assert re.fullmatch(r"[\x21-\x7e][\x20-\x7e]*", en), en


def test_domains_and_ranges_are_coarse_classes() -> None:
    tops = {name for name, known in SHIPPED.classes.items() if known.parent is None}
    for known in SHIPPED.properties.values():
        assert {*known.domain, *known.range} <= tops, known.name
        assert not (known.range and known.datatype), known.name
        assert set(known.qualifiers) <= set(SHIPPED.properties), known.name
        if known.symmetric:
            assert known.domain == known.range, known.name
    for name in GUIDES:
        known = SHIPPED.properties[name]
        assert known.domain, name
        assert known.range or known.datatype, name


def test_ids_of_patterns_are_unique_and_say_what_they_are() -> None:
    ids = [p.id for p in patterns(SHIPPED).all]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(\.[a-z]+)+", name) for name in ids)


def test_every_pattern_can_fill_what_its_property_takes() -> None:
    """A pattern whose subjects or objects are all of types that its property refuses would never say anything."""
    shared = grammar(SHIPPED)
    taken = {
        name: set(shared.letters_of("|".join((*known.domain, "Thing")))) for name, known in SHIPPED.properties.items()
    }
    for pattern in patterns(SHIPPED).all:
        known = SHIPPED.properties[pattern.predicate]
        assert 0 < pattern.confidence <= 1, pattern.id
        subject = pattern.slots.get("subject")
        if subject:
            assert set(shared.letters_of(subject)) & taken[pattern.predicate], pattern.id
        kind = pattern.slots.get("object")
        if kind and known.range:
            assert set(shared.letters_of(kind)) & set(shared.letters_of("|".join((*known.range, "Thing")))), pattern.id


@pytest.mark.parametrize("file", sorted(SHIPPED.path.glob("words/*.tsv")), ids=lambda file: file.stem)
def test_lists_say_what_they_are(file: Path) -> None:
    lines = file.read_text("utf-8").split("\n")
    assert lines[0].startswith("# ")
    assert lines[-1] == ""
    assert file.name in GUIDE, "ontology/README.md says where each list comes from"


@pytest.mark.parametrize("file", sorted(SHIPPED.path.glob("*.t*")), ids=lambda file: file.name)
def test_the_guide_names_every_file(file: Path) -> None:
    assert file.name in GUIDE


# What is wrong in an ontology is said with its place.

GOOD = """
[[pattern]]
id = "event.sponsored"
predicate = "organized"
match = "{subject:Organization}赞助{object:Event}"
on = ["赞助"]
yes = ["长风集团赞助海州国际马拉松。 => organized(长风集团, 海州国际马拉松)"]
"""


def said_of(folder: Path) -> str:
    """What building any text with a folder's ontology complains of."""
    with pytest.raises(OntologyError) as error:
        layer(Document(DocumentId("a"), "长风集团赞助海州国际马拉松。"), Ontology(folder))
    return str(error.value)


def test_a_schema_that_does_not_parse(folder: Path) -> None:
    file = folder / "schema.ttl"
    lines = file.read_text("utf-8").split("\n")
    file.write_text("\n".join([*lines, "kg:sponsored a rdf:Property ; ; ] ."]), "utf-8")
    assert said_of(folder).startswith(f"{file}:{len(lines) + 1}: not valid Turtle: ")


def test_a_property_without_a_label(folder: Path) -> None:
    with (folder / "schema.ttl").open("a", encoding="utf-8") as file:
        file.write('\nkg:sponsored a rdf:Property ; rdfs:label "sponsored"@en .\n')
    assert "kg:sponsored has no rdfs:label in @zh-Hans; give it one" in said_of(folder)


def test_shapes_that_do_not_parse(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "shapes.ttl").open("a", encoding="utf-8") as file:
        file.write("\nshape:sponsored a sh:NodeShape ; ] .\n")
    (tmp_path / "a.txt").write_text("长风集团位于海州市。", "utf-8")
    out = str(tmp_path / "out")
    assert run(["build", str(tmp_path / "a.txt"), "-o", out, "-q", "--ontology", str(folder)]) == 0
    assert run(["check", out, "--ontology", str(folder)]) == 2
    assert re.search(r"shapes\.ttl:\d+: not valid Turtle: ", capsys.readouterr().err)


def test_a_missing_file(folder: Path) -> None:
    (folder / "words" / "surnames.tsv").unlink()
    assert said_of(folder) == f"{folder / 'words' / 'surnames.tsv'}: it is missing; copy it from the shipped ontology/"


def test_a_file_that_is_not_utf_8(folder: Path) -> None:
    (folder / "words" / "surnames.tsv").write_bytes("surname\t王\t1.0\n".encode("gb18030"))
    assert said_of(folder).endswith("surnames.tsv: it is not UTF-8 at byte 8; save it as UTF-8")


def test_a_head_of_an_unknown_class(folder: Path) -> None:
    with (folder / "words" / "heads.tsv").open("a", encoding="utf-8") as file:
        file.write("骑行社\tClub\tany\n")
    assert re.search(r"heads\.tsv:\d+: class 'Club' is unknown; use a class of schema\.ttl", said_of(folder))


@pytest.mark.parametrize("make", [lambda path: None, Path.mkdir], ids=["missing", "empty"])
def test_no_ontology(make: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "none")  # type: ignore[operator]
    article = tmp_path / "a.txt"
    article.write_text("长风集团位于海州市。", "utf-8")
    assert run(["build", str(article), "-o", str(tmp_path / "out"), "--ontology", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == (
        f"kg: {tmp_path / 'none'}: it holds no schema.ttl; name a folder laid out like the shipped ontology/\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_wrong_ontology_is_told_whatever_the_number_of_processes(folder: Path, tmp_path: Path) -> None:
    (folder / "patterns" / "own.toml").write_text(GOOD + GOOD, "utf-8")
    files = [tmp_path / name for name in ("a.txt", "b.txt")]
    for file in files:
        file.write_text("长风集团赞助海州国际马拉松。", "utf-8")
    with pytest.raises(OntologyError, match="the id is used twice"):
        build(sources(files), folder, processes=2)


def test_a_folder_is_loaded_once_however_it_is_asked_for() -> None:
    assert load() is load(None) is load(load().path)
