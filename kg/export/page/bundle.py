"""ES modules -> one script: the page is a single file, in which a module has no address to be imported from."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(folder: Path, main: str) -> str:
    """The module `main` of a folder and all that it imports, each once, before those that import it.

    A module becomes a function that is called once and gives what it exports. Two forms are known, each at the
    beginning of a line: `import { a, b } from "./name.js";` and `export` before const, function or class.
    What is for readers of the source, comments and indentation, is left out. ValueError for another form, and where
    modules import each other in a circle.
    """
    done: dict[str, str] = {}
    _add(folder, main, done, ())
    return '"use strict";\n(() => {\n' + "".join(done.values()) + "})();\n"


def _add(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"modules import each other: {' -> '.join((*above, name))}")
    if name in done:
        return
    source = (folder / f"{name}.js").read_text("utf-8")
    for match in _IMPORT.finditer(source):
        _add(folder, match[2], done, (*above, name))
    body = _IMPORT.sub(lambda m: f"const {{{m[1].replace(' as ', ': ')}}} = {_variable(m[2])};\n", source)
    names = [match[2] for match in _EXPORT.finditer(body)]
    body = _squeezed(_EXPORT.sub(r"\1 \2", body), name)
    if other := _OTHER.search(body):
        raise ValueError(f"{name}.js: {other[0]!r} is a form of import or export that is not known")
    done[name] = f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();\n"


def _squeezed(source: str, name: str) -> str:
    """A script without lines of comment and without indentation; ValueError where a template has several lines."""
    lines = [line.strip() for line in source.split("\n")]
    for n, line in enumerate(lines, 1):
        if line.count("`") % 2 and not line.startswith("//"):
            raise ValueError(f"{name}.js:{n}: a template of several lines, whose indentation would be lost")
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"
