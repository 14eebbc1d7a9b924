"""3 Parsed -> Layer: what each extractor finds in one document."""
