"""Oxigraph's WebAssembly build, for the page's SPARQL panel: python -m kg.export.page.vendor (or: make sparql).

It comes from npm, at the version and with the checksum of package-lock.json, and is put into vendor/, which git
ignores and a wheel that is built afterwards includes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_HERE = Path(__file__).parent
FOLDER = _HERE / "vendor"
_ABOUT = "oxigraph.json"
_SCRIPT, _WASM = "oxigraph.js", "oxigraph.wasm.gz"


@dataclass(frozen=True, slots=True)
class Part:
    """A library in the page: its name, version and licence, and the SHA-256 of the file that is taken from it."""

    name: str
    version: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Oxigraph:
    """The JavaScript and the WebAssembly (compressed by gzip) of the engine."""

    script: str
    wasm: bytes
    part: Part


@cache
def oxigraph() -> Oxigraph | None:
    """The engine, or None where the build step was not run."""
    if not (FOLDER / _ABOUT).is_file():
        return None
    about = json.loads((FOLDER / _ABOUT).read_text("utf-8"))
    part = Part(about["name"], about["version"], about["license"], about["sha256"])
    return Oxigraph((FOLDER / _SCRIPT).read_text("utf-8"), (FOLDER / _WASM).read_bytes(), part)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def fetch() -> str:
    """Install what package-lock.json pins into a passing folder and keep the two files; gives name and version.

    RuntimeError, with what to do, where npm is not there or does not manage.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("npm is not installed; it comes with Node.js (Debian: apt install npm)")
    with TemporaryDirectory() as place:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_HERE / name, place)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, capture_output=True
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(f"npm ci failed: {said[-1] if said else done.returncode}")
        package = Path(place) / "node_modules" / "oxigraph"
        about = json.loads((package / "package.json").read_text("utf-8"))
        wasm = (package / "web_bg.wasm").read_bytes()
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        shutil.copy(package / "web.js", FOLDER / _SCRIPT)
        (FOLDER / _WASM).write_bytes(gzip.compress(wasm, 9, mtime=0))
        kept = {key: about[key] for key in ("name", "version", "license", "homepage")} | {"sha256": digest(wasm)}
        (FOLDER / _ABOUT).write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return f"{about['name']} {about['version']}"


if __name__ == "__main__":
    try:
        print(f"{fetch()} -> {FOLDER}")
    except RuntimeError as error:
        sys.exit(f"the page's SPARQL panel cannot be built: {error}")
