"""Settings of Sphinx for `make docs`."""

from importlib.metadata import version as version_of

project = "zhkg"
version = release = version_of("zhkg")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "zhkg"
exclude_patterns = ["_build"]
autosummary_generate = True
autosummary_ignore_module_all = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_mock_imports = ["torch", "onnx"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing", "myst.header"]
