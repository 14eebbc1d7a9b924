"""What changes a graph: updates in SPARQL, and articles to be read. All of it needs --writable and a token."""
