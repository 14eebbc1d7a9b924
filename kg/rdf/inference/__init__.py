"""What follows from a graph by the axioms of its ontology: rules, the triples that they give, and why."""
