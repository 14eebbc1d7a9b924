"""HTML -> an article: the tree, what it states and shows, what of it is noise, and pages that hold none."""
