"""Settings of Sphinx for `make vocabulary`: one page, made of ontology/schema.ttl by kg.export.vocabulary_page."""

project = "zhkg"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "zhkg"
html_copy_source = False
html_use_index = False
