-- The full-text index of a graph, in memory. texts has what is found; the index itself keeps no text.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    node TEXT NOT NULL,     -- the IRI of a thing, a document or a statement
    kind TEXT NOT NULL,     -- name, title or evidence
    text TEXT NOT NULL,     -- as the graph has it
    document TEXT           -- of evidence: the IRI of its document
);

-- Both columns hold the text in its normal form with blanks between its parts: words, by the segmenter, and single
-- characters, by which a stretch of a text is found that the segmenter cuts otherwise.
CREATE VIRTUAL TABLE parts USING fts5(words, characters, content='', tokenize='unicode61 remove_diacritics 0');
