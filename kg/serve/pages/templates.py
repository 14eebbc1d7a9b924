"""Pages from templates: whatever a graph says is shown as text."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent


def rendered(template: str, /, frame: bool = False, **values: Any) -> tuple[str, str]:
    """A page, and the Content-Security-Policy that it is sent with; with `frame` other pages may show it in a frame."""
    style = (_HERE / "page.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    who = "*" if frame else "'none'"
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors {who}"
    )
    return _template(template).render(style=style, **values), policy


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(name)
