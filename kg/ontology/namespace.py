"""The namespace of the ontology's classes and properties."""

from __future__ import annotations

KG = "https://zhkg.example/ontology#"
