"""The stages between Layers and a graph, as functions of values: a document, a cluster, all that is said under a key.

A build through records on disk (`kg.run.corpus`), the steps on rows (`kg.run.flow`) and a store bring these together,
each in its way, and call the same functions.
"""
