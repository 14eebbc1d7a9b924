"""What is the same in all pages: scripts, style sheets, the engine, and the policy that admits them."""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from kg.errors import TargetError
from kg.export.page.bundle import bundle
from kg.export.page.vendor import Oxigraph, Part, digest, oxigraph

_HERE = Path(__file__).parent
_EXPORT = re.compile(r"^export (?:\{[^}]*\};?|(?=class|function|const))", re.MULTILINE)
# In the order in which they cascade.
_STYLES = (
    "base",
    "frame",
    "filters",
    "brush",
    "graph",
    "map",
    "details",
    "reader",
    "lists",
    "sparql",
    "story",
    "fixes",
    "compare",
    "phone",
    "print",
)


@dataclass(frozen=True)
class Assets:
    """vis-network, our script, the style sheet, the engine's script and binary packed, and the libraries' names.

    `licence` is the engine's, as the text of an HTML comment. `service` is the address that is asked in its place.
    """

    network: str
    script: str
    style: str
    engine: tuple[str, str] | None
    licence: str
    parts: tuple[Part, ...]
    service: str | None = None

    @cached_property
    def library(self) -> str:
        """vis-network packed: the page unpacks it, which takes a third of the room."""
        return packed(self.network.encode())

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy: these scripts and this style by their hashes, and nothing from anywhere."""
        scripts = f"{hashed(self.network)} {hashed(self.script)}"
        worker = "; worker-src blob:" if self.engine else ""
        worker += "; connect-src 'self'" if self.service else ""
        scripts += " 'wasm-unsafe-eval'" if self.engine else ""
        return (
            f"default-src 'none'; script-src {scripts}; style-src {hashed(self.style)}{worker}; "
            "base-uri 'none'; form-action 'none'"
        )


def hashed(text: str) -> str:
    """The hash of a script or a style as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def assets(sparql: bool, service: str | None = None) -> Assets:
    """What a page needs, with or without the SPARQL panel's engine, or with a service that is asked in its place.

    Raises TargetError where the installed pyvis has no vis-network in it, and where the engine was not built.
    """
    network, part = _vis_network()
    style = "\n".join((_HERE / "css" / f"{name}.css").read_text("utf-8") for name in _STYLES)
    found = oxigraph() if sparql else None
    if sparql and found is None:
        raise TargetError(
            "the SPARQL panel of the page needs Oxigraph's WebAssembly, which is not here",
            hint="run: make sparql (it takes it from npm), or export without --sparql",
        )
    parts = (part, found.part) if found else (part,)
    licence = found.licence.replace("--", "- -") if found else ""  # two hyphens could end the comment
    script = bundle(_HERE / "js", "main")
    return Assets(network, script, style, _engine(found) if found else None, licence, parts, service)


def _engine(found: Oxigraph) -> tuple[str, str]:
    # No browser runs a Worker that is a module from a file: Oxigraph's script becomes a classic one; ours follows.
    classic = _EXPORT.sub("", found.script).replace("import.meta.url", "self.location.href")
    script = classic + "\n" + (_HERE / "js" / "worker.js").read_text("utf-8")
    return packed(script.encode()), b64encode(found.wasm).decode("ascii")


def packed(content: bytes) -> str:
    """Compressed and written in base64; equal content gives equal characters."""
    return b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def _vis_network() -> tuple[str, Part]:
    """The newest vis-network that pyvis brings, read without importing pyvis (which loads IPython)."""
    spec = find_spec("pyvis")
    folder = Path(spec.origin).parent if spec and spec.origin else _HERE
    found = sorted(
        folder.glob("templates/lib/vis-*/vis-network.min.js"),
        key=lambda file: [int(number) for number in re.findall(r"\d+", file.parent.name)],
    )
    if not found:
        raise TargetError(
            "pyvis holds no vis-network.min.js", where=str(folder), hint="reinstall it: pip install pyvis"
        )
    content = found[-1].read_bytes()
    text = content.decode("utf-8").replace("\r\n", "\n")  # as an HTML parser does; the hash is of what it sees
    version = re.search(r"@version\s+(\S+)", text)
    part = Part("vis-network", version[1] if version else "?", "Apache-2.0 OR MIT", digest(content))
    return re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "", text), part  # it names a file that is not there
