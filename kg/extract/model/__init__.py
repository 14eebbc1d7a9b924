"""Trained extractors: names by a character tagger, relations by a pair classifier; run by onnxruntime."""
