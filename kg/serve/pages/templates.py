"""Pages from templates: whatever a graph says is shown as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.page.assets import hashed

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent


def rendered(template: str, /, frame: bool = False, **values: Any) -> tuple[str, str]:
    """A page, and the Content-Security-Policy that it is sent with; with `frame` other pages may show it in a frame."""
    style, digest = _style()
    who = "*" if frame else "'none'"
    policy = f"default-src 'none'; style-src {digest}; base-uri 'none'; form-action 'none'; frame-ancestors {who}"
    return _template(template).render(style=style, **values), policy


@cache
def _style() -> tuple[str, str]:
    text = (_HERE / "page.css").read_text("utf-8")
    return text, hashed(text)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(name)
