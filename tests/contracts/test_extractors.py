"""What holds of every extractor of the table, of its fingerprint, and of those that other distributions bring."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from kg.errors import ExtractionError, KgError, ModelError
from kg.extract.batch import extract_batch, layers, one_by_one
from kg.extract.candidates.candidate import Candidate
from kg.extract.extractor import Extractor, Settings
from kg.extract.extractors import OWN, extractor
from kg.extract.fingerprint import fingerprint
from kg.ontology.ontology import Ontology, load
from kg.pipeline import layer
from kg.pipeline import layers as pipeline_layers
from kg.segment.parse import segment
from kg.types import Claim, Document, Evidence, Layer, Mention, Parsed, Span
from tests.contracts.distributions import HEAD, TOY, install, kg, python

ROOT = Path(__file__).parents[2]
ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)
NAMES = [row.name for row in OWN]
EACH = pytest.mark.parametrize("name", NAMES)
TEXT = """海州市水利局召开防汛会议
2021年6月9日，海州市水利局局长王建国在临江县调研。王建国说：“今年要建成三座水库。”
张丽华毕业于清华大学，现任长风集团有限公司董事长。长风集团位于江苏省南京市。
"""
TEXTS = [
    "",
    "\n",
    "😀",
    "😀👨‍👩‍👧",
    "𠮷野家位于海州市😀。",
    "王",
    "……",
    "\u0378\U000e0fff",
    TEXT,
    TEXT * 3,
]


def parsed(text: str, id_: str = "a") -> Parsed:
    return segment(Document(id_, text))


def sound(found: Layer, seen: Parsed, name: str) -> None:
    """Spans are cut from the text, evidence lies in the document, what claims join are mentions."""
    size = len(seen.document.text)
    assert (found.document, found.extractor) == (seen.document, name)
    for mention in found.mentions:
        assert 0 <= mention.span.start < mention.span.end <= size
        assert mention.type in ONTOLOGY.classes or mention.form not in ("name",)
    for claim in found.claims:
        assert claim.evidence.document == seen.document.id
        assert 0 <= claim.evidence.span.start < claim.evidence.span.end <= size
        assert 0 < claim.evidence.confidence <= 1
        assert claim.predicate in ONTOLOGY.properties
        assert claim.role("subject")
        assert all(m in found.mentions for _, m in claim.roles if m.form != "value")


@EACH
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_document(name: str, text: str) -> None:
    seen = parsed(text)
    (found,) = layers(extractor(name), [seen], SETTINGS)
    sound(found, seen, name)
    if not text.strip():
        assert not found.mentions
        assert not found.claims


@EACH
def test_layers_come_in_order_whatever_else_is_in_the_batch(name: str) -> None:
    seen = [parsed(text, f"d{n}") for n, text in enumerate(TEXTS)]
    batch = list(layers(extractor(name), seen, SETTINGS))
    assert [one.document.id for one in batch] == [one.document.id for one in seen]
    alone = [next(layers(extractor(name), [one], SETTINGS)) for one in reversed(seen)]
    assert batch == alone[::-1]


@EACH
def test_it_is_lazy(name: str) -> None:
    taken: list[int] = []

    def texts() -> Iterator[Parsed]:
        for n in range(10_000):
            taken.append(n)
            yield parsed(TEXT, str(n))

    assert not taken
    found = extract_batch(extractor(name), texts(), SETTINGS)
    assert not taken
    next(found)
    assert len(taken) < 1000


@EACH
@given_settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=80) | st.text(alphabet="海州市司法局长王建国说位于的，。“”😀\n2021年", max_size=80))
def test_any_text(name: str, text: str) -> None:
    seen = parsed(text)
    (found,) = layers(extractor(name), [seen], SETTINGS)
    sound(found, seen, name)


@EACH
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_names_for_data_sets_lie_in_the_text(name: str, text: str) -> None:
    mentions = extractor(name).conventions().mentions
    for found in mentions([parsed(text)], ONTOLOGY, None) if mentions else ():
        spans = [mention.span for mention in found if mention.form in ("name", "value")]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.slow
@EACH
def test_alone_and_the_same_whatever_the_hash_seed(name: str) -> None:
    """Each works in a process of its own, and rules load neither onnxruntime nor its weights."""
    code = (
        "import sys; from kg.ontology.ontology import load;"
        "from kg.pipeline import layer; from kg.types import Document;"
        f"print(ascii(layer(Document('a', {TEXT!r}), load(), {name!r}))); print('onnxruntime' in sys.modules)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1
    assert said.pop().split()[-1] == (b"False" if name == "rules" else b"True")


# Documents on which an extractor fails

BAD = "故障"


def _layer(seen: Parsed, settings: Settings) -> Layer:
    if BAD in seen.document.text:
        raise ZeroDivisionError("a fault of the extractor")
    return Layer(seen.document, "toy", (), ())


def _raises(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    return (_layer(seen, settings) for seen in texts)


def _reads_ahead(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    some: list[Parsed] = []
    for seen in texts:
        some.append(seen)
        if len(some) == 3:
            yield from [_layer(one, settings) for one in some]
            some = []
    yield from [_layer(one, settings) for one in some]


def _raises_at_the_end(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    yield from [_layer(seen, settings) for seen in list(texts)]


def _raises_an_extraction_error(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        if BAD in seen.document.text:
            raise ExtractionError("a fault of the extractor", hint="mend it")
        yield _layer(seen, settings)


def _yields_an_error(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        bad = BAD in seen.document.text
        yield ExtractionError("a fault of the extractor", hint="mend it") if bad else _layer(seen, settings)


def _skips(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    return (_layer(seen, settings) for seen in texts if BAD not in seen.document.text)


def _stops(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        if BAD in seen.document.text:
            return
        yield _layer(seen, settings)


def _repeats(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
    for seen in texts:
        found = Layer(seen.document, "toy", (), ())
        yield from [found] * (2 if BAD in seen.document.text else 1)


def _gives(wrong: Callable[[Layer], object]) -> Callable[[Iterable[Parsed], Settings], Iterator[Layer]]:
    def batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer]:
        for seen in texts:
            found = Layer(seen.document, "toy", (), ())
            yield wrong(found) if BAD in seen.document.text else found  # type: ignore[misc]

    return batch


def _claims(subject: Mention, predicate: str = "locatedIn", **evidence: object) -> Callable[[Layer], Layer]:
    def wrong(found: Layer) -> Layer:
        proof = replace(Evidence(found.document.id, Span(0, 1), "toy"), **evidence)  # type: ignore[arg-type]
        place = Mention(Span(0, 1), "Place")
        return replace(found, mentions=(place,), claims=(Claim(predicate, (("subject", subject),), proof),))

    return wrong


PLACE = Mention(Span(0, 1), "Place")
FAILING = {
    "raises": _raises,
    "one by one": one_by_one(_layer),
    "reads ahead": _reads_ahead,
    "raises at the end": _raises_at_the_end,
    "raises an ExtractionError": _raises_an_extraction_error,
    "yields an ExtractionError": _yields_an_error,
    "skips": _skips,
    "stops": _stops,
    "gives nothing": _gives(lambda found: None),
    "gives the layer of another": _gives(lambda found: replace(found, document=Document("x", "其"))),
    "gives the layer of another extractor": _gives(lambda found: replace(found, extractor="rules")),
    "a mention beyond the text": _gives(lambda found: replace(found, mentions=(Mention(Span(0, 99), "Place"),))),
    "an empty mention": _gives(lambda found: replace(found, mentions=(Mention(Span(1, 1), "Place"),))),
    "an unknown class": _gives(lambda found: replace(found, mentions=(Mention(Span(0, 1), "Dragon"),))),
    "an unknown property": _gives(_claims(PLACE, "tames")),
    "a claim without its mention": _gives(_claims(Mention(Span(1, 2), "Place"))),
    "evidence beyond the text": _gives(_claims(PLACE, span=Span(0, 99))),
    "evidence in another document": _gives(_claims(PLACE, document="x")),
    "no confidence": _gives(_claims(PLACE, confidence=0.0)),
}


@pytest.mark.parametrize("kind", FAILING)
def test_a_document_on_which_it_fails_is_an_error_and_the_others_are_layers(kind: str) -> None:
    toy = Extractor("toy", FAILING[kind])
    words = ["甲地", BAD, "乙地", "丙地", BAD, BAD, "丁地", "戊地"]
    for some in (words, words[::-1], [BAD], [BAD, "甲地"], []):
        seen = [parsed(text, f"d{n}") for n, text in enumerate(some)]
        found = list(extract_batch(toy, iter(seen), SETTINGS))
        assert [isinstance(one, Layer) for one in found] == [text != BAD for text in some]
        for one, text in zip(found, seen, strict=True):
            if isinstance(one, Layer):
                assert one.document == text.document
            else:
                assert one.where == text.document.id
                assert one.hint
                assert one.what


def test_an_answer_too_many_ends_no_run() -> None:
    toy = Extractor("toy", _repeats)
    seen = [parsed(text, f"d{n}") for n, text in enumerate(["甲地", BAD, "乙地", "丙地"])]
    found = list(layers(toy, iter(seen), SETTINGS))
    assert [one.document for one in found] == [one.document for one in seen]


def test_failures_of_the_step_before_pass_in_their_places() -> None:
    failed = [ExtractionError("it cannot be segmented", where=f"f{n}") for n in range(3)]
    mixed: list[Parsed | ExtractionError]
    mixed = [failed[0], parsed("甲地", "a"), failed[1], parsed(BAD, "b"), parsed("乙地", "c"), failed[2]]
    for batch in (_raises, _reads_ahead, _stops, one_by_one(_layer)):
        found = list(extract_batch(Extractor("toy", batch), mixed, SETTINGS))
        assert [one.document.id if isinstance(one, Layer) else one.where for one in found] == [
            "f0", "a", "f1", "b", "c", "f2",
        ]  # fmt: skip


def test_an_error_that_is_not_the_documents_ends_the_run() -> None:
    def batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer]:
        for _ in texts:
            raise ModelError("the weights are missing", hint="install them")
        yield from ()

    with pytest.raises(ModelError, match="the weights are missing"):
        list(extract_batch(Extractor("toy", batch), [parsed("甲地")], SETTINGS))

    def texts() -> Iterator[Parsed]:
        yield parsed("甲地")
        raise OSError("the disk is gone")

    for name in ("toy", "rules"):
        one = Extractor("toy", _reads_ahead) if name == "toy" else extractor(name)
        with pytest.raises(OSError, match="the disk is gone"):
            list(extract_batch(one, texts(), SETTINGS))


def test_one_document_of_a_batch_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extract import rules

    candidates = rules.candidates

    def spoilt(seen: Parsed, ontology: Ontology) -> list[Candidate]:
        if BAD in seen.document.text:
            raise IndexError("out of range")
        return candidates(seen, ontology)

    monkeypatch.setattr(rules, "candidates", spoilt)
    documents = [Document(f"d{n}", text) for n, text in enumerate([TEXT, BAD, TEXT])]
    first, second, third = pipeline_layers(documents, SETTINGS, "rules")
    assert isinstance(first, Layer) and isinstance(third, Layer)
    assert isinstance(second, ExtractionError)
    assert str(second).startswith("d1: an error of the program in test_extractors.py:")
    assert "IndexError('out of range')" in str(second)
    with pytest.raises(ExtractionError, match="d1: an error of the program"):
        layer(documents[1], ONTOLOGY, "rules")


def test_one_document_that_cannot_be_segmented(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline

    def spoilt(document: Document) -> Parsed:
        if BAD in document.text:
            raise RecursionError("too deep")
        return segment(document)

    monkeypatch.setattr(pipeline, "segment", spoilt)
    documents = [Document(f"d{n}", text) for n, text in enumerate([TEXT, BAD, TEXT])]
    found = list(pipeline_layers(documents, SETTINGS, "rules"))
    assert [isinstance(one, Layer) for one in found] == [True, False, True]


def test_an_option_that_it_does_not_have() -> None:
    with pytest.raises(KgError, match="the extractor rules has no option bar; it has none"):
        list(extract_batch(extractor("rules"), [], Settings(ONTOLOGY, (("bar", "1"),))))


# Fingerprints

_PRINT = "from kg.extract.fingerprint import fingerprint; from kg.extract.extractors import extractor;"
_PRINT += "from kg.extract.extractor import Settings; from kg.ontology.ontology import load;"
_PRINT += "print(*(fingerprint(extractor(name), Settings(load())) for name in ('all', 'rules', 'model')))"


def prints(folder: Path, root: Path) -> list[str]:
    done = python(folder, "-c", _PRINT, root=root)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_fingerprints_are_hashes_and_each_has_its_own() -> None:
    found = [fingerprint(extractor(name), SETTINGS) for name in NAMES]
    assert len(set(found)) == len(NAMES)
    assert all(len(one) == 64 and int(one, 16) for one in found)
    assert found == [fingerprint(extractor(name), Settings(Ontology(ONTOLOGY.path))) for name in NAMES]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the package and the ontology, to change."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__", "vendor", "page"))
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    return folder


@pytest.mark.slow
def test_a_fingerprint_is_the_same_elsewhere_and_changes_with_what_matters(copied: Path, tmp_path: Path) -> None:
    def append(name: str, data: bytes) -> Callable[[], object]:
        file = copied / name
        return lambda: file.write_bytes(file.read_bytes() + data)

    own = [fingerprint(extractor(name), SETTINGS) for name in ("all", "rules", "model")]
    before = prints(tmp_path, copied)
    assert before == own  # another process, another folder
    append("kg/cli/main.py", b"# a remark\n")()
    append("kg/export/formats.py", b"# a remark\n")()
    assert prints(tmp_path, copied) == before
    changes: dict[str, tuple[Callable[[], object], int]] = {
        "code": (append("kg/extract/values/dates.py", b"# a remark\n"), 3),
        "segmentation": (append("kg/segment/words.py", b"# a remark\n"), 3),
        "types": (append("kg/types.py", b"# a remark\n"), 3),
        "ontology": (append("ontology/words/surnames.tsv", b"# a remark\n"), 3),
        "weights": (append("kg/extract/neural/weights/vote.json", b"\n"), 2),
    }
    for what, (change, count) in changes.items():
        change()
        after = prints(tmp_path, copied)
        assert sum(a != b for a, b in zip(before, after, strict=True)) == count, what
        before = after


def test_a_fingerprint_changes_with_options_and_distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy = Extractor("toy", _raises)
    settings = [SETTINGS, *(Settings(ONTOLOGY, (("bar", value),)) for value in "12")]
    found = [fingerprint(toy, one) for one in settings]
    assert len(set(found)) == 3
    assert fingerprint(replace(toy, name="other"), SETTINGS) not in found
    file = tmp_path / "toy.py"
    file.write_text("1")
    one = fingerprint(replace(toy, code=(file,)), SETTINGS)
    file.write_text("22")
    assert len({one, fingerprint(replace(toy, code=(file,)), SETTINGS), found[0]}) == 3
    install(tmp_path, "toy", "1.0", "", {})
    monkeypatch.syspath_prepend(tmp_path)
    known = replace(toy, distributions=("toy",))
    first = fingerprint(known, SETTINGS)
    shutil.rmtree(tmp_path / "toy-1.0.dist-info")
    install(tmp_path, "toy", "2.0", "", {})
    assert len({first, fingerprint(known, SETTINGS), found[0]}) == 3


# Extractors of other distributions

ARTICLE = "海州市司法局召开会议。宜宾市司法局局长杨国庆参加。"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"a": ARTICLE, "b": f"发生故障。{ARTICLE}", "c": ARTICLE}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_build_by_another_distributions_extractor(articles: Path, tmp_path: Path, processes: str) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    out = tmp_path / "out"
    more = ["--extractor", "toy", "--json", "--processes", processes]
    done = kg(tmp_path, "build", str(articles), "-o", str(out), *more)
    assert done.returncode == 1, done.stderr  # one document failed
    assert done.stderr.startswith(f"kg: {articles / 'b.txt'}: an error of the program in zhkg_toy.py:")
    assert "ValueError('a fault of the toy')" in done.stderr
    assert done.stderr.count("\n") == 1
    summary = json.loads(done.stdout)
    assert (summary["documents"], summary["extractor"], len(summary["failed"])) == (2, "toy", 1)
    graph = json.loads((out / "graph.json").read_text("utf-8"))
    assert {entity["name"] for entity in graph["entities"]} == {"海州市司法局", "宜宾市司法局"}
    assert {document["id"] for document in graph["documents"]} == {"a", "c"}
    assert kg(tmp_path, "check", str(out)).returncode == 0


@pytest.mark.slow
def test_a_data_set_scored_by_an_extractor_without_conventions(tmp_path: Path) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    entity = {"start": 0, "end": 6, "type": "ORG", "text": "海州市司法局"}
    names = tmp_path / "names.jsonl"
    names.write_text(json.dumps({"text": "海州市司法局召开会议。", "entities": [entity]}), "utf-8")
    done = kg(tmp_path, "score", "--mentions", str(names), "--extractor", "toy", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["names"]["micro"] == {"p": 1.0, "r": 1.0, "f1": 1.0}


@pytest.mark.slow
def test_faulty_distributions_are_named_and_break_no_other(articles: Path, tmp_path: Path) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    install(tmp_path, "faulty", "0.3", "faulty = faulty:EXTRACTOR", {"faulty": "1 / 0"})
    install(tmp_path, "absent", "1", "absent = nowhere:EXTRACTOR", {})
    install(tmp_path, "typed", "1", "typed = typed:EXTRACTOR", {"typed": "EXTRACTOR = 'typed'"})
    install(tmp_path, "nameless", "1", "nameless = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "evil", "6.6", "rules = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "twin-a", "1", "twin = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "twin-b", "1", "twin = zhkg_toy:EXTRACTOR", {})
    shown = " ".join(kg(tmp_path, "build", "--help").stdout.split())
    assert "[all|rules|model|absent|faulty|nameless|toy|twin|typed]" in shown.replace(" ", "")
    assert "toy: from zhkg-toy 1.0." in shown
    assert "Not available: rules of evil 6.6 has the name of a built-in extractor." in shown

    def build(name: str) -> subprocess.CompletedProcess[str]:
        return kg(tmp_path, "build", str(articles), "-o", str(tmp_path / name), "-q", "--extractor", name)

    for name, message in {
        "faulty": "the extractor faulty of faulty 0.3 cannot be loaded: ZeroDivisionError('division by zero')",
        "absent": "the extractor absent of absent 1 cannot be loaded: ModuleNotFoundError(",
        "typed": "typed:EXTRACTOR of typed 1 is no Extractor with the name typed: 'typed'",
        "nameless": "zhkg_toy:EXTRACTOR of nameless 1 is no Extractor with the name nameless: Extractor(",
        "twin": "there are several extractors twin: from twin-a 1 and twin-b 1; uninstall all but one",
    }.items():
        done = build(name)
        assert done.returncode == 2
        assert done.stderr.startswith(f"kg: {message}"), done.stderr
        assert done.stderr.count("\n") == 1
    assert build("toy").returncode == 1
    assert build("rules").returncode == 0


@pytest.mark.slow
def test_entry_points_that_cannot_be_read_are_named(articles: Path, tmp_path: Path) -> None:
    """Not built here: rdflib reads the entry points of all distributions at once, and fails on these."""
    install(tmp_path, "garbled", "2", "this is no entry point", {})
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    shown = " ".join(kg(tmp_path, "build", "--help").stdout.split())
    assert "[all|rules|model|toy]" in shown
    assert "Not available: the entry points of garbled 2 cannot be read:" in shown
    done = kg(tmp_path, "build", str(articles), "-o", "out", "--extractor", "garbled")
    assert done.returncode == 2
    assert "'garbled' is not one of 'all', 'rules', 'model', 'toy'" in done.stderr
    assert "the entry points of garbled 2 cannot be read" in done.stderr


@pytest.mark.slow
def test_listing_imports_neither_onnxruntime_nor_other_peoples_modules(tmp_path: Path) -> None:
    code = "import sys; print('loaded', file=sys.stderr)\n"
    install(tmp_path, "loud", "1", "loud = loud:EXTRACTOR", {"loud": code + TOY})
    listed = "import sys; from kg.extract.extractors import rows; print([row.name for row in rows()]);"
    listed += "print({'onnxruntime', 'numpy', 'loud', 'rjieba', 'pyoxigraph'} & set(sys.modules))"
    done = python(tmp_path, "-c", listed)
    assert done.stdout.splitlines() == ["['all', 'rules', 'model', 'loud']", "set()"]
    assert done.stderr == ""
    assert kg(tmp_path, "build", "--help").stderr == ""


@pytest.mark.slow
def test_weights_that_are_not_whole_end_the_run_before_anything_is_read(articles: Path, tmp_path: Path) -> None:
    code = HEAD + (
        "def verify():\n    raise ModelError('the weights of the toy are missing', hint='fetch them')\n"
        "EXTRACTOR = Extractor('toy', lambda texts, settings: iter(()), verify=verify)\n"
    )
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": code})
    done = kg(tmp_path, "build", str(articles), str(tmp_path / "missing.txt"), "-o", "out", "--extractor", "toy")
    assert (done.returncode, done.stderr) == (2, "kg: the weights of the toy are missing; fetch them\n")
