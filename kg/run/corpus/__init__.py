"""A corpus of any size -> the files of its graph, through parts on disk: the bytes that a build in memory gives."""
