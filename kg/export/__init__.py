"""Graph -> Turtle, JSON, CSV, the page and other formats; networkx and pyvis."""
