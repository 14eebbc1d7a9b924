-- name: state
SELECT value FROM state WHERE key = ?;
-- name: put_state
INSERT OR REPLACE INTO state VALUES (?, ?);

-- name: documents
SELECT id, source, digest, fingerprint FROM document ORDER BY id;
-- name: layer
SELECT layer, links FROM document WHERE id = ?;
-- name: layers
SELECT layer FROM document ORDER BY id;
-- name: links
SELECT links FROM document ORDER BY id;
-- name: put_document
INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?);
-- name: remove_document
DELETE FROM document WHERE id = ?;

-- name: given
SELECT id, merged_into FROM given ORDER BY number;
-- name: given_keys
SELECT document, type, name, id FROM given_key ORDER BY id, document, type, name;
-- name: put_given
INSERT OR REPLACE INTO given VALUES (?, ?, ?);
-- name: put_given_key
INSERT OR REPLACE INTO given_key VALUES (?, ?, ?, ?);

-- name: entities
SELECT data FROM entity ORDER BY id;
-- name: put_entity
INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?, ?, ?, ?);
-- name: facts
SELECT data FROM fact ORDER BY id, said, number;
-- name: put_fact
INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?);

-- name: clear_entities
DELETE FROM entity;
-- name: clear_facts
DELETE FROM fact;
-- name: clear_given
DELETE FROM given;
-- name: clear_given_keys
DELETE FROM given_key;
