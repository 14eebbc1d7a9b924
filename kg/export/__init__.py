"""Graph -> Turtle, JSON, CSV, Parquet, the page and other formats; networkx and pyvis."""
