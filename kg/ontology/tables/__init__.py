"""What each table of ontology/ holds: one module a TOML file, and one for the word lists."""
