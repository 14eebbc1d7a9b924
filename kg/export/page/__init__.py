"""Graph -> one HTML file that loads nothing and executes nothing but its own scripts."""
