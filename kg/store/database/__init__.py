"""A store on disk, `news.kg/`: documents, Layers, Links, decisions and the graph, and its triples."""
