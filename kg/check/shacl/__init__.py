"""SHACL: what is tried, by which engine, and what it says."""
