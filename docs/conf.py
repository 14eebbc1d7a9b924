"""Settings of Sphinx for `make docs`."""

from importlib.metadata import version as version_of

project = "zhkg"
version = release = version_of("zhkg")
extensions = ["myst_parser", "sphinx.ext.apidoc", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "zhkg"
exclude_patterns = ["_build"]
apidoc_modules = [{"path": "../kg", "destination": "api", "max_depth": 2, "implicit_namespaces": False}]
apidoc_exclude_patterns = ["../kg/train", "../kg/cli"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_mock_imports = ["torch", "onnx"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["ref.python"]  # two classes of one short name in a signature: either link will do


def _as_restructured_text(app, what, name, obj, options, lines):
    """Docstrings are plain text: an indented block is a picture or a table, shown as it stands; a star is a star."""
    found, inside = [], False
    for line in lines:
        indented = line.startswith("    ")
        if indented and not inside:
            found += ["", "::", ""]
        elif inside and line and not indented:
            found.append("")
        inside = indented or (inside and not line)
        found.append(line if indented else line.replace("*", r"\*"))
    lines[:] = found


def setup(app):
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", _as_restructured_text)
