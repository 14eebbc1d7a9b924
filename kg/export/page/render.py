"""Graph -> HTML page."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import TargetError
from kg.export.page.data import data
from kg.ontology import Ontology
from kg.types import Graph

_HERE = Path(__file__).parent
# In the order in which they run: each file uses only what the ones before it define.
_SCRIPTS = ("data.js", "canvas.js", "panel.js", "legend.js", "search.js", "main.js")
_ESCAPED = "<>&\u2028\u2029"
_TITLE, _DATA = "\0title\0", "\0data\0"  # where a page has its own; all else, most of a page, is made once


def render(graph: Graph, ontology: Ontology) -> str:
    """One HTML file, complete in itself: it asks nobody for anything, and runs without a server.

    The same graph gives the same characters. Names and texts of the graph reach the page as data only: a strict
    Content-Security-Policy admits the page's own scripts by their hashes and nothing else.
    Raises TargetError where the installed pyvis has no vis-network in it.
    """
    from markupsafe import escape

    title = graph.documents[0].meta.title if len(graph.documents) == 1 else None
    own = {_TITLE: str(escape(_whole(title or "知识图谱"))), _DATA: _whole(as_json(data(graph, ontology)))}
    return "".join([own.get(piece, piece) for piece in _pieces()])


def _whole(text: str) -> str:
    """Half characters, which UTF-8 cannot write, become U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_json(value: Any) -> str:
    """JSON that is safe within a script element: no character of it can end the element or a line of it.

    >>> as_json({"name": "</script>&"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in _ESCAPED:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@dataclass(frozen=True)
class _Assets:
    """What is the same in all pages: scripts (vis-network first), the style sheet, and the policy that admits them."""

    scripts: tuple[str, ...]
    style: str

    @cached_property
    def policy(self) -> str:
        def hashed(*texts: str) -> str:
            return " ".join(f"'sha256-{b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

        admitted = f"script-src {hashed(*self.scripts)}; style-src {hashed(self.style)}"
        return f"default-src 'none'; {admitted}; base-uri 'none'; form-action 'none'"


@cache
def _assets() -> _Assets:
    scripts = tuple((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return _Assets((_vis_network(), *scripts), (_HERE / "page.css").read_text("utf-8"))


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
def _pieces() -> list[str]:
    """The template filled in, in pieces: what all pages share, `_TITLE` and `_DATA`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    template, assets = environment.get_template("page.html.j2"), _assets()
    page = template.render(title=_TITLE, policy=assets.policy, style=assets.style, scripts=assets.scripts, data=_DATA)
    return re.split(f"({_TITLE}|{_DATA})", page)
