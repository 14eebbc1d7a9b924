"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.target import staged, write
from kg.errors import TargetError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_appears_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with staged(target) as stage:
        (stage / "a").write_text("1")
        assert not target.exists()
    assert (target / "a").read_text() == "1"
    assert names(target.parent) == ["out"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "out") as stage:
        (stage / "a").write_text("1")
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_other_files_stay_and_old_ones_are_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "a").write_text("old")
    (target / "mine").write_text("mine")
    with staged(target) as stage:
        (stage / "a").write_text("new")
        (stage / "b").write_text("new")
    assert {name: (target / name).read_text() for name in names(target)} == {"a": "new", "b": "new", "mine": "mine"}
    assert names(tmp_path) == ["out"]


def test_a_file_that_cannot_go_takes_none_along(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "b").mkdir(parents=True)
    (target / "a").write_text("old")
    with pytest.raises(TargetError, match="nothing was changed"), staged(target) as stage:
        (stage / "a").write_text("new")
        (stage / "b").write_text("new")
    assert (target / "a").read_text() == "old"
    assert (target / "b").is_dir()
    assert names(tmp_path) == ["out"]


def test_impossible_targets_are_told_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for target in (file, file / "out"):
        with pytest.raises(TargetError), staged(target):
            raise AssertionError("it began")
    with pytest.raises(TargetError, match="cannot be written"):
        write(tmp_path / "missing" / "a", "x")
    write(tmp_path / "a", "甲")
    assert (tmp_path / "a").read_bytes() == "甲".encode()
