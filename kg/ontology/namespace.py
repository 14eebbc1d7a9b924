"""The namespace of the ontology's classes and properties."""

from __future__ import annotations

KG = "https://w3id.org/zhkg/ontology#"
