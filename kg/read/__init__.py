"""1 source -> Document: files, folders, encodings, HTML; the header and footer of an article."""
