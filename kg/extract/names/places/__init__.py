"""Places: names of the lists, names composed of stem and suffix, abbreviations."""
