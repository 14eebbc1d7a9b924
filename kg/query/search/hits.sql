-- A word that is found as a word counts ten times as much as characters that stand together.
SELECT texts.node, texts.kind, texts.text, texts.document, -bm25(parts, 10.0, 1.0) AS score
FROM parts JOIN texts ON texts.id = parts.rowid
WHERE parts MATCH ?
ORDER BY score DESC, texts.node, texts.text
LIMIT ?;
