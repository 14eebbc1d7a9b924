"""Every regular expression of the package, as it compiles them: `python -m tests.laws.recorded` prints JSON.

`re` is watched before the package is imported; then each module is imported, and texts go all the way to the page, so
that what is made from the ontology when it is first wanted is made too. A place that compiles a new expression a text
(of a name, say) gives the first few.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NAMES = ("compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer")
_A_PLACE = 1000  # expressions that one place may give: the patterns of the ontology are all compiled in one
_found: dict[tuple[str, int], str] = {}
_places: Counter[str] = Counter()


def _watched(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(function)
    def call(pattern: Any, *args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT / "kg"):
            flags = kwargs.get("flags", args[0] if name == "compile" and args else 0)
            text, flags = (
                (pattern, int(flags)) if isinstance(pattern, str | bytes) else (pattern.pattern, pattern.flags)
            )
            text = text.decode("latin-1") if isinstance(text, bytes) else text
            place = f"{file.relative_to(ROOT).as_posix()}:{frame.f_lineno}"
            _places[place] += 1
            if (text, flags) not in _found and _places[place] <= _A_PLACE and isinstance(text, str):
                _found[text, flags] = place
        return function(pattern, *args, **kwargs)

    return call


def _exercise() -> None:
    """Make the package compile what it compiles late."""
    import kg
    from kg.errors import KgError
    from kg.export.formats import FORMATS, Settings, export
    from kg.ontology.ontology import load
    from kg.pipeline import graph, layer
    from kg.query.ask import answer
    from kg.query.load import from_graph
    from kg.query.words.reply import reply
    from kg.rdf.questions import questions
    from kg.read import mhtml
    from kg.read.html import html_reader
    from kg.read.pdf import pdf_reader
    from kg.read.read import read_one
    from kg.read.reader import Content
    from kg.read.records.rows import Markup
    from kg.read.sources import sources
    from kg.text.names import normal_form
    from tests.read.office.made import mhtml as saved_page
    from tests.read.pdf.making import column, pdf

    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:  # of PyTorch
                print(f"{module.name}: {error}", file=sys.stderr)
    ontology = load()
    files = [ROOT / "examples" / "texts", *sorted((ROOT / "tests" / "gold").glob("*.txt"))]
    layers = [layer(read_one(source, ontology), ontology) for source in sources(files)]
    made = graph(layers, ontology)
    for form in FORMATS:
        export(made, form, Settings(ontology))
    store = from_graph(made)
    for wrong in ("SELECT * {", "SELECT * { SERVICE <a:b> {} }"):
        with suppress(KgError):
            answer(store, wrong)
    questions(ontology)
    for asked in ("谁是宜宾市司法局的局长？", "宜宾市司法局2022年获得了哪些荣誉", "Who heads Yibin?", "王某某是谁"):
        reply(store, asked, ontology)
    text = layers[0].document.text
    page = f"<html><body><p>{text}</p></body></html>"
    for reader, data in (
        (html_reader.READER, page.encode()),
        (mhtml.READER, saved_page(page)),
        (pdf_reader.READER, pdf([column([text])])),
    ):
        assert list(reader.read(Content("a", data, "a"), ontology))
    ontology.once(Markup)
    normal_form("")


def places() -> set[str]:
    """Where the package calls `re` with an expression: file and line, as the recorder names them."""
    import ast

    found = set()
    for file in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            of = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr in NAMES else None
            if isinstance(of, ast.Name) and of.id == "re":
                found.add(f"{file.relative_to(ROOT).as_posix()}:{node.lineno}")
    return found


def main() -> None:
    for name in NAMES:
        setattr(re, name, _watched(getattr(re, name), name))
    _exercise()
    patterns = [[text, flags, place] for (text, flags), place in _found.items()]
    print(json.dumps({"patterns": patterns, "places": sorted(_places)}))


if __name__ == "__main__":
    main()
