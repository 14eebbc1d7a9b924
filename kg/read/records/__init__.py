"""Formats of many records: each is read as a stream, a record a document."""
