from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from kg.export.page import vendor


def test_the_lock_file_pins_a_checksum_and_no_address() -> None:
    folder = Path(vendor.__file__).parent
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    package = lock["packages"]["node_modules/oxigraph"]
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package
    assert json.loads((folder / "package.json").read_text("utf-8"))["dependencies"] == {"oxigraph": package["version"]}


def test_without_npm_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RuntimeError, match="apt install npm"):
        vendor.fetch()


def test_the_engine_has_a_name_and_a_checksum() -> None:
    found = vendor.oxigraph()
    if found is None:
        pytest.skip("Oxigraph's WebAssembly is not here: make sparql")
    assert found.part.name == "oxigraph"
    wasm = gzip.decompress(found.wasm)
    assert found.part.sha256 == vendor.digest(wasm)
    assert wasm.startswith(b"\0asm")
