"""Graph -> HTML page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import TargetError
from kg.export.page.data import data
from kg.ontology import Ontology
from kg.types import Graph

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent
# In the order in which they run: each file uses only what the ones before it define.
_SCRIPTS = ("data.js", "canvas.js", "panel.js", "legend.js", "search.js", "main.js")
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(graph: Graph, ontology: Ontology) -> str:
    """One HTML file, complete in itself: it asks nobody for anything, and runs without a server.

    The same graph gives the same characters. Names and texts of the graph reach the page as data only: a strict
    Content-Security-Policy admits the page's own scripts by their hashes and nothing else.
    Raises TargetError where the installed pyvis has no vis-network in it.
    """
    vendor, scripts, style = _assets()
    title = graph.documents[0].meta.title if len(graph.documents) == 1 else None
    html = _template().render(
        title=title or "知识图谱",
        policy=_policy((vendor, *scripts), style),
        style=style,
        vendor=vendor,
        scripts=scripts,
        data=as_json(data(graph, ontology)),
    )
    return _SURROGATE.sub("\ufffd", html)


def as_json(value: Any) -> str:
    """JSON that is safe within a script element: no character of it can end the element or a line of it.

    >>> as_json({"name": "</script>&"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _policy(scripts: tuple[str, ...], style: str) -> str:
    def hashes(texts: tuple[str, ...]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes((style,))}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _assets() -> tuple[str, tuple[str, ...], str]:
    """vis-network, the page's scripts, its style sheet."""
    scripts = tuple((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return _vis_network(), scripts, (_HERE / "page.css").read_text("utf-8")


def _vis_network() -> str:
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
    text = found[-1].read_text("utf-8")
    return re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "", text)  # it names a file that is not there


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html.j2")
