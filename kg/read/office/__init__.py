"""Documents that are zips of XML: Word, OpenDocument, EPUB."""
