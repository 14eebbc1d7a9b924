"""A corpus -> the graph in files, by steps on rows with keys that any engine runs: one process, or a cluster."""
