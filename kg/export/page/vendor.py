"""Oxigraph's WebAssembly build, for the page's SPARQL panel: python -m kg.export.page.vendor (or: make sparql).

It comes from npm, at the version and with the checksum of package-lock.json, and is put into vendor/, which git
ignores and a wheel that is built afterwards includes. The package of npm holds no text of its licence, which copies
must carry: that of the Apache License, one of the two that it offers, is taken from a package that is installed.
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
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

_HERE = Path(__file__).parent
FOLDER = _HERE / "vendor"
_ABOUT = "oxigraph.json"
_SCRIPT, _WASM, _LICENCE = "oxigraph.js", "oxigraph.wasm.gz", "LICENSE"
_APACHE = "09ae9bf1886f530f7338889ef805f37b288ec6adedd1e1e32058921acf05a782"  # SHA-256 of its words
_UNDER_APACHE = ("trafilatura", "pyshacl", "rustworkx")


@dataclass(frozen=True, slots=True)
class Part:
    """A library in the page: its name, version and licence, and the SHA-256 of the file that is taken from it."""

    name: str
    version: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Oxigraph:
    """The JavaScript and the WebAssembly (compressed by gzip) of the engine, and the licence that copies carry."""

    script: str
    wasm: bytes
    licence: str
    part: Part


@cache
def oxigraph() -> Oxigraph | None:
    """The engine, or None where the build step was not run."""
    if not (FOLDER / _ABOUT).is_file() or not (FOLDER / _LICENCE).is_file():
        return None
    about = json.loads((FOLDER / _ABOUT).read_text("utf-8"))
    part = Part(about["name"], about["version"], about["license"], about["sha256"])
    licence = (FOLDER / _LICENCE).read_text("utf-8")
    return Oxigraph((FOLDER / _SCRIPT).read_text("utf-8"), (FOLDER / _WASM).read_bytes(), licence, part)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def licence(name: str, version: str, offered: str, homepage: str) -> str:
    """The notice that stands beside the engine: what it is, what it is taken under, and the text of that.

    RuntimeError where Apache-2.0 is not among what is `offered`, and where no installed package has its text.
    """
    if "Apache-2.0" not in offered.split(" OR "):
        raise RuntimeError(f"{name} is offered under {offered}, not under Apache-2.0; see what copies must carry")
    head = f"{name} {version}, {homepage}\nCopyright of the Oxigraph developers. Offered under {offered};"
    return f"{head}\ntaken here under the Apache License, Version 2.0, which follows.\n\n{_apache()}\n"


def _apache() -> str:
    for name in _UNDER_APACHE:
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            continue
        for file in files:
            if file.name.startswith("LICENSE"):
                text = file.read_text("utf-8")
                text = text[text.find("Apache License") :].partition("END OF TERMS AND CONDITIONS")[0].rstrip()
                if digest(" ".join(text.split()).encode()) == _APACHE:
                    return text
    raise RuntimeError(f"no text of the Apache License is installed; pip install {_UNDER_APACHE[0]}")


def fetch() -> str:
    """Install what package-lock.json pins into a passing folder and keep what a page needs; gives name and version.

    RuntimeError, with what to do, where npm is not there or does not manage, and where there is no licence's text.
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
            errors = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(f"npm ci failed: {errors[-1] if errors else done.returncode}")
        package = Path(place) / "node_modules" / "oxigraph"
        about = json.loads((package / "package.json").read_text("utf-8"))
        wasm = (package / "web_bg.wasm").read_bytes()
        notice = licence(*(about[key] for key in ("name", "version", "license", "homepage")))
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        shutil.copy(package / "web.js", FOLDER / _SCRIPT)
        (FOLDER / _LICENCE).write_text(notice, "utf-8", newline="\n")
        (FOLDER / _WASM).write_bytes(gzip.compress(wasm, 9, mtime=0))
        kept = {key: about[key] for key in ("name", "version", "license", "homepage")} | {"sha256": digest(wasm)}
        (FOLDER / _ABOUT).write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return f"{about['name']} {about['version']}"


if __name__ == "__main__":
    try:
        print(f"{fetch()} -> {FOLDER}")
    except RuntimeError as error:
        sys.exit(f"the page's SPARQL panel cannot be built: {error}")
