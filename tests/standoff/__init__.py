"""Stand-off annotation: what is annotated of articles whose texts stay with their publishers."""
