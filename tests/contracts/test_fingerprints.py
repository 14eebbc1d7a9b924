"""A fingerprint changes with whatever a Layer depends on, and with nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.extract.extractor import Extractor, Settings
from kg.extract.extractors import OWN, extractor
from kg.extract.fingerprint import fingerprint
from kg.ontology.ontology import Ontology, load
from tests.contracts.distributions import install, python

ROOT = Path(__file__).parents[2]
ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)
NAMES = [row.name for row in OWN]

_PRINT = "from kg.extract.fingerprint import fingerprint; from kg.extract.extractors import extractor;"
_PRINT += "from kg.extract.extractor import Settings; from kg.ontology.ontology import load;"
_PRINT += "print(*(fingerprint(extractor(name), Settings(load())) for name in ('all', 'fast', 'rules', 'model')))"


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

    own = [fingerprint(extractor(name), SETTINGS) for name in NAMES]
    before = prints(tmp_path, copied)
    assert before == own  # another process, another folder
    append("kg/cli/main.py", b"# a remark\n")()
    append("kg/export/formats.py", b"# a remark\n")()
    assert prints(tmp_path, copied) == before
    changes: dict[str, tuple[Callable[[], object], int]] = {
        "code": (append("kg/extract/values/dates.py", b"# a remark\n"), 4),
        "segmentation": (append("kg/segment/words.py", b"# a remark\n"), 4),
        "types": (append("kg/types.py", b"# a remark\n"), 4),
        "ontology": (append("ontology/words/surnames.tsv", b"# a remark\n"), 4),
        "weights": (append("kg/extract/neural/weights/vote.json", b"\n"), 3),
    }
    for what, (change, count) in changes.items():
        change()
        after = prints(tmp_path, copied)
        assert sum(a != b for a, b in zip(before, after, strict=True)) == count, what
        before = after


def test_a_fingerprint_changes_with_options_and_distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy = Extractor("toy", lambda texts, settings: iter(()))
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
