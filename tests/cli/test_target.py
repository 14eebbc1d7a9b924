"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import target as module
from kg.cli.main import run
from kg.cli.target import probe, staged, write
from kg.errors import TargetError

ARTICLE = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n"
BUILT = ["graph.html", "graph.json", "graph.ttl", "manifest.json"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_is_empty_until_the_end(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with staged(target) as stage:
        stage.write("a", ["1"])
        assert all(name.startswith(".kg-") for name in names(target))
    assert (target / "a").read_text() == "1"
    assert names(target) == ["a", "manifest.json"]
    assert names(target.parent) == ["out"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "deep" / "out") as stage:
        stage.write("a", ["1"])
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_other_files_stay_and_old_ones_are_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "a").write_text("old")
    (target / "mine").write_text("mine")
    (tmp_path / ".out.1.part").mkdir()  # who knows whose
    with staged(target) as stage:
        stage.write("a", ["n", "ew"])
        stage.write("b", ["new"])
    assert names(target) == ["a", "b", "manifest.json", "mine"]
    assert {name: (target / name).read_text() for name in ("a", "b", "mine")} == {
        "a": "new",
        "b": "new",
        "mine": "mine",
    }
    assert names(tmp_path) == [".out.1.part", "out"]


def test_a_file_that_cannot_go_takes_none_along(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "b").mkdir(parents=True)
    (target / "a").write_text("old")
    with pytest.raises(TargetError, match="nothing was changed"), staged(target) as stage:
        stage.write("a", ["new"])
        stage.write("b", ["new"])
    assert (target / "a").read_text() == "old"
    assert (target / "b").is_dir()
    assert names(target) == ["a", "b"]
    assert names(tmp_path) == ["out"]


def test_impossible_targets_are_told_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for target in (file, file / "out"):
        with pytest.raises(TargetError), staged(target):
            raise AssertionError("it began")
        with pytest.raises(TargetError):
            probe(target)
    with pytest.raises(TargetError, match="cannot be written"):
        write(tmp_path / "missing" / "a", "x")
    write(tmp_path / "a", "甲")
    assert (tmp_path / "a").read_bytes() == "甲".encode()
    assert names(tmp_path) == ["a", "file"]


@pytest.mark.parametrize("name", BUILT)
def test_what_publishing_could_not_replace_is_told_before_any_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(TargetError, match=f"{name} is a folder in it"):
        probe(tmp_path / "out")
    assert names(tmp_path / "out") == [name]


def test_the_manifest_of_another_program_stays(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web app"}')
    with pytest.raises(TargetError, match=r"manifest\.json in it is another program's; name another folder"):
        probe(tmp_path)
    assert names(tmp_path) == ["manifest.json"]


@pytest.mark.parametrize("call", ["rename", "replace", "fsync", "mkdir"])
def test_the_probe_does_what_publishing_does(tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    target = tmp_path / "out"
    target.mkdir()
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(TargetError, match="cannot be written: Invalid cross-device link; name another folder"):
        probe(target)
    monkeypatch.undo()
    assert names(target) == []


def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    probe(tmp_path / "deep" / "out")
    assert names(tmp_path) == []
    (tmp_path / "graph.json").write_text("old")
    probe(tmp_path)
    assert names(tmp_path) == ["graph.json"]
    assert (tmp_path / "graph.json").read_text() == "old"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_files_are_moved_comes_too_late(
    tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.rename

    def rename(*names: str) -> None:
        os.kill(os.getpid(), number)
        whole(*names)

    with staged(tmp_path) as stage:
        stage.write("a", ["new"])
        monkeypatch.setattr(os, "rename", rename)
    assert names(tmp_path) == ["a", "manifest.json"]


def test_what_is_published_and_cannot_be_moved_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(TargetError, match=r"it was built and is read from \.kg-ready in it"), staged(tmp_path) as stage:
        stage.write("a", ["new"])
    monkeypatch.undo()
    assert names(tmp_path) == [".kg-ready"]
    probe(tmp_path)
    assert names(tmp_path) == ["a", "manifest.json"]


def test_another_build_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT_TO_BEGIN", 0.2)
    with staged(tmp_path) as stage:
        stage.write("a", ["1"])
        with pytest.raises(TargetError, match="another build is writing into it; wait until it is done"):
            probe(tmp_path)
    assert names(tmp_path) == ["a", "manifest.json"]


def test_a_single_file_is_written_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    (tmp_path / f".a.{os.getpid()}.part").mkdir()  # which an older version stumbled over

    def some() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(file, some())
    assert file.read_text() == "old"
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    write(file, iter(["n", "ew"]))
    assert (file.read_text(), len(synced)) == ("new", 1)
    assert len(names(tmp_path)) == 2


# -- other file systems --------------------------------------------------------------------------------------------


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 12 MB."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        failed = done.stderr.strip() if done.returncode else ""
    except FileNotFoundError as error:
        failed = str(error)
    if failed:
        pytest.skip(f"no file system can be mounted here: {failed}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, "utf-8")
    return file


@pytest.mark.may_skip
def test_a_build_into_a_mount_point(mounted: Path, article: Path) -> None:
    for _ in range(2):
        assert run(["build", str(article), "-o", str(mounted), "-q", "--extractor", "rules"]) == 0
        assert names(mounted) == BUILT
        assert run(["check", str(mounted)]) == 0


@pytest.mark.may_skip
def test_a_full_disk_leaves_the_old_files(mounted: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["build", str(article), "-o", str(mounted), "-q", "--extractor", "rules"]
    assert run(command) == 0
    old = {name: (mounted / name).read_bytes() for name in BUILT}
    (mounted / "mine").write_bytes(b"x" * (12_300_000 - sum(map(len, old.values()))))
    article.write_text(ARTICLE * 2, "utf-8")
    assert run(command) == 2
    assert "No space left on device; nothing was changed" in capsys.readouterr().err
    assert {name: (mounted / name).read_bytes() for name in BUILT} == old
    assert names(mounted) == sorted([*BUILT, "mine"])
    assert run(["export", str(mounted), "--to", "html", "-o", str(mounted / "page.html")]) == 2
    assert names(mounted) == sorted([*BUILT, "mine"])
    with pytest.raises(OSError, match="No space left"):
        (mounted / "more").write_bytes(b"x" * 12_000_000)
    assert run(["build", "no such file", "-o", str(mounted)]) == 2  # before anything is read
    assert "No space left on device; name another folder" in capsys.readouterr().err
