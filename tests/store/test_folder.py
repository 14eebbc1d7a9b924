"""The folder that a build writes: what stands there under its names is a build's, or it is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import GraphError, TargetError
from kg.store import manifest
from kg.store.folder import FILES, READY, is_there, read, snapshot, staging
from kg.store.manifest import Entry


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def publish(folder: Path, text: str) -> None:
    with staging(folder, 5) as stage:
        for name in FILES:
            stage.write(name, [text, name])
        stage.publish()


def ready(folder: Path, text: str) -> Path:
    """What a build leaves that is killed at the moment of its rename."""
    publish(folder / "other", text)
    return (folder / "other").rename(folder / READY)


def test_a_file_is_read_from_the_ready_folder_or_from_its_place(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    assert read(tmp_path / "graph.ttl") == b"oldgraph.ttl"
    made = ready(tmp_path, "new")
    (made / "graph.json").replace(tmp_path / "graph.json")
    for name in FILES:
        assert read(tmp_path / name) == f"new{name}".encode()
    with snapshot(tmp_path) as files:
        assert files["graph.html"].read() == b"newgraph.html"
    publish(tmp_path, "last")
    assert names(tmp_path) == sorted([*FILES, "manifest.json"])
    assert not is_there(tmp_path / "graph.nt")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "graph.nt")


def test_a_ready_folder_is_completed_by_the_next_build_though_that_fails(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    ready(tmp_path, "new")
    with pytest.raises(KeyError), staging(tmp_path, 0):
        raise KeyError
    assert names(tmp_path) == sorted([*FILES, "manifest.json"])
    assert (tmp_path / "graph.json").read_bytes() == b"newgraph.json"


def test_other_files_are_not_sought_in_the_ready_folder(tmp_path: Path) -> None:
    (tmp_path / READY).write_text("")
    (tmp_path / "mine.ttl").write_text("mine")
    assert read(tmp_path / "mine.ttl") == b"mine"


def _link(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    publish(folder / "elsewhere", "theirs")
    (folder / READY).symlink_to(folder / "elsewhere")


def _link_inside(folder: Path) -> None:
    file = ready(folder, "new") / "graph.json"
    file.unlink()
    file.symlink_to("/etc/passwd")


def test_a_ready_folder_that_no_build_left(tmp_path: Path) -> None:
    cases = {
        "file": lambda folder: (folder / READY).write_text("x"),
        "link": _link,
        "dangling": lambda folder: (folder / READY).symlink_to("nowhere"),
        "inside": _link_inside,
    }
    for name, plant in cases.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "graph.json").write_text("mine")
        plant(folder)
        before = names(folder)
        with pytest.raises(TargetError, match=r"\.kg-ready in it is .*look at it and remove it"):
            publish(folder, "new")
        for look in (read, is_there) if name != "inside" else (read,):
            with pytest.raises(GraphError, match=r"\.kg-ready in it is no"):
                look(folder / "graph.json")
        assert names(folder) == before
        assert (folder / "graph.json").read_text() == "mine"


def test_a_ready_folder_with_something_else_in_it(tmp_path: Path) -> None:
    (tmp_path / READY).mkdir()
    (tmp_path / READY / "graph.json").write_text("x")
    for plant in (lambda: None, lambda: (tmp_path / READY / "manifest.json").write_text("{}")):
        plant()
        with pytest.raises(TargetError, match=r"\.kg-ready in it is not what a build leaves"):
            publish(tmp_path, "new")
    assert names(tmp_path) == [READY]


@pytest.mark.may_skip
@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can do it: run as root")
def test_a_strangers_ready_folder_in_a_folder_for_everybody(tmp_path: Path) -> None:
    made = ready(tmp_path, "theirs")
    tmp_path.chmod(0o1777)
    os.chown(made, 12345, 12345)
    with pytest.raises(GraphError, match="belongs to another user"):
        read(tmp_path / "graph.json")
    with pytest.raises(TargetError, match="belongs to another user"):
        publish(tmp_path, "new")
    tmp_path.chmod(0o755)
    assert read(tmp_path / "graph.json") == b"theirsgraph.json"


def test_stages_of_killed_builds_go_and_other_names_stay(tmp_path: Path) -> None:
    stale = tmp_path / f".kg-stage-{'0' * 16}"
    stale.mkdir()
    (stale / "graph.json").write_text("half")
    (tmp_path / f".kg-stage-{'1' * 16}").write_text("half")
    (tmp_path / ".kg-stage-mine").mkdir()
    publish(tmp_path, "new")
    assert names(tmp_path) == sorted([".kg-stage-mine", *FILES, "manifest.json"])
    stale.symlink_to(tmp_path / ".kg-stage-mine")
    with pytest.raises(TargetError, match="is a link, which no build leaves"):
        publish(tmp_path, "newer")
    assert (tmp_path / ".kg-stage-mine").is_dir()


def test_a_lock_that_is_none(tmp_path: Path) -> None:
    lock, kept = tmp_path / ".kg-lock", tmp_path / "kept"
    kept.write_text("mine")
    plants: list[Callable[[], None]] = [lambda: lock.symlink_to(kept), lock.mkdir, lambda: os.mkfifo(lock)]
    for plant in plants:
        plant()
        with pytest.raises(TargetError, match=r"\.kg-lock in it is no lock of a build; remove it"):
            publish(tmp_path, "new")
        lock.rmdir() if lock.is_dir() and not lock.is_symlink() else lock.unlink()
    assert names(tmp_path) == ["kept"]
    lock.write_text("")  # a killed build leaves it
    publish(tmp_path, "new")
    assert not lock.exists()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    program = f"""import os, signal; from pathlib import Path; from kg.store.folder import staging
with staging(Path({str(tmp_path)!r}), 0): os.kill(os.getpid(), signal.SIGKILL)"""
    subprocess.run([sys.executable, "-c", program], check=False)
    assert len(names(tmp_path)) == 2
    publish(tmp_path, "new")
    assert names(tmp_path) == sorted([*FILES, "manifest.json"])


def test_many_writers_of_a_folder_that_comes_and_goes(tmp_path: Path) -> None:
    """Some publish, some only try; each publishes whole, and none meets another."""
    folder, inside, failures = tmp_path / "deep" / "out", [0], []

    def work(name: str) -> None:
        try:
            for turn in range(15):
                with staging(folder, 30) as stage:
                    inside[0] += 1
                    assert inside[0] == 1
                    for file in FILES if turn % 3 else ():
                        stage.write(file, [name])
                    if turn % 3:
                        stage.publish()
                    inside[0] -= 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({(folder / name).read_bytes() for name in FILES}) == 1
    assert names(folder) == sorted([*FILES, "manifest.json"])


def test_a_manifest_comes_back() -> None:
    entries = [Entry("b", 2, "b" * 64), Entry("a", 1, "a" * 64)]
    text = manifest.dumps(entries)
    assert text == manifest.dumps(entries[::-1])
    assert manifest.loads(text.encode()) == {entry.name: entry for entry in entries}
    with pytest.raises(GraphError, match=r"m\.json: it is no manifest"):
        manifest.loads(b"\xff", "m.json")
