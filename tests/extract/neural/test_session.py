"""Weights that are missing, damaged or not what the card says: one sentence that names the file and what to do."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.extract.neural.joint import PAIRS as WEIGHTS
from kg.extract.neural.session import CARD, FOLDER, card, session, shipped, weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "weights")


def message_of(folder: Path) -> str:
    with pytest.raises(ModelError) as error:
        session(WEIGHTS, folder)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_what_is_shipped_is_what_the_card_says() -> None:
    for file in shipped():
        assert len(weights(file.name)) == card()["files"][file.name]["bytes"]


def test_a_missing_file(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    message = message_of(folder)
    assert message.startswith(f"{folder / WEIGHTS}: the weights are missing (No such file or directory); install zhkg")


def test_a_damaged_byte(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[len(data) // 3] ^= 4
    (folder / WEIGHTS).write_bytes(bytes(data))
    assert message_of(folder).startswith(
        f"{folder / WEIGHTS}: the weights are damaged: their checksum is not the card's;"
    )


def test_a_missing_card(folder: Path) -> None:
    (folder / CARD).unlink()
    assert message_of(folder).startswith(f"{folder / CARD}: the weights' card is missing; install zhkg again")


@pytest.mark.parametrize("text", ["{", "", "[1", "\x00"])
def test_a_card_that_is_no_json(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, "utf-8")
    assert message_of(folder).startswith(f"{folder / CARD}: the weights' card is damaged: ")


def test_a_file_that_the_card_does_not_name(folder: Path) -> None:
    (folder / CARD).write_text("{}", "utf-8")
    assert "their checksum is not the card's" in message_of(folder)


def test_what_is_no_network(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes(b"no network")
    entry = {WEIGHTS: {"sha256": hashlib.sha256(b"no network").hexdigest(), "bytes": 10}}
    (folder / CARD).write_text(json.dumps({"files": entry}), "utf-8")
    message = message_of(folder)
    assert message.startswith(f"{folder / WEIGHTS}: onnxruntime cannot load the weights: ")
    assert "use --extractor rules" in message


def test_nothing_is_written_or_sent_by_the_runtime(tmp_path: Path) -> None:
    """onnxruntime 1.32 keeps an id of the machine in the user's cache, for its maker's telemetry, unless told."""
    code = "from kg.extract.neural.session import session; session('joint_pairs.onnx')"
    home = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3]), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", code], check=True, env=home, cwd=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be put off here")
def test_a_key_pressed_while_the_runtime_starts_is_no_fault_of_it() -> None:
    """onnxruntime imports numpy in C++, and makes an ImportError of whatever is raised there."""
    code = (
        "import os, signal, sys\n"
        "class Press:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'numpy': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Press())\n"
        "from kg.extract.neural.session import opened\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "opened(b'')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=Path(__file__).parents[3])
    assert done.returncode in (130, -signal.SIGINT)
    assert b"ModelError" not in done.stderr
