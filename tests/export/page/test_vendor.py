from __future__ import annotations

import gzip
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from kg.export.page import vendor
from kg.export.page.render import render
from kg.ontology.ontology import load
from tests.graphs import example


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


def test_the_notice_says_what_it_is_and_holds_the_licence() -> None:
    notice = vendor.licence("oxigraph", "0.5.11", "MIT OR Apache-2.0", "https://a.example/")
    assert notice.startswith("oxigraph 0.5.11, https://a.example/\nCopyright of the Oxigraph developers.")
    assert "Version 2.0, January 2004" in notice
    assert "3. Grant of Patent License." in notice
    assert notice.count("Copyright") < 15
    with pytest.raises(RuntimeError, match="is offered under MIT, not under"):
        vendor.licence("oxigraph", "1", "MIT", "https://a.example/")


def test_without_a_text_of_the_licence_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "_UNDER_APACHE", ("zhkg-no-such-package",))
    with pytest.raises(RuntimeError, match="pip install zhkg-no-such-package"):
        vendor.licence("oxigraph", "1", "MIT OR Apache-2.0", "https://a.example/")


def test_an_engine_without_its_licence_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vendor, "FOLDER", tmp_path)
    (tmp_path / "oxigraph.json").write_text('{"name": "oxigraph", "version": "1", "license": "MIT", "sha256": ""}')
    assert vendor.oxigraph.__wrapped__() is None


def test_a_page_with_the_engine_carries_its_licence() -> None:
    if vendor.oxigraph() is None:
        pytest.skip("Oxigraph's WebAssembly is not here: make sparql")
    page = render(example(), load(), sparql=True)
    comment = page.partition("<!--\n")[2].partition("-->")[0]
    assert comment.startswith("oxigraph ")
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in comment
    assert "--" not in comment
    assert "TERMS AND CONDITIONS" not in render(example(), load(), sparql=False)


def test_a_wheel_takes_the_licence_along() -> None:
    settings = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    assert "kg/export/page/vendor/*" in settings["tool"]["hatch"]["build"]["artifacts"]
