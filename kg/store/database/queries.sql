-- name: state
SELECT value FROM state WHERE key = ?;
-- name: put_state
INSERT OR REPLACE INTO state VALUES (?, ?);

-- name: documents
SELECT id, source, path, digest, fingerprint FROM document ORDER BY id;
-- name: layer
SELECT layer, links FROM document WHERE id = ?;
-- name: layers
SELECT layer FROM document ORDER BY id;
-- name: links
SELECT links FROM document ORDER BY id;
-- name: put_document
INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?);
-- name: remove_document
DELETE FROM document WHERE id = ?;

-- name: given
SELECT id, merged_into FROM given ORDER BY number;
-- name: given_id
SELECT number, merged_into FROM given WHERE id = ?;
-- name: next_given
SELECT coalesce(max(number), -1) + 1 FROM given;
-- name: given_keys
SELECT document, type, name, id FROM given_key ORDER BY id, document, type, name;
-- name: keys_of_id
SELECT document, type, name FROM given_key WHERE id = ? ORDER BY document, type, name;
-- name: owner
SELECT id FROM given_key WHERE document = ? AND type = ? AND name = ?;
-- name: put_given
INSERT OR REPLACE INTO given VALUES (?, ?, ?);
-- name: put_given_key
INSERT OR REPLACE INTO given_key VALUES (?, ?, ?, ?);

-- name: put_thing
INSERT INTO thing VALUES (?, ?, ?, ?, ?);
-- name: put_thing_node
UPDATE thing SET node = ? WHERE document = ? AND number = ?;
-- name: remove_things
DELETE FROM thing WHERE document = ?;
-- name: mentions_of_things
SELECT number, mention FROM thing WHERE document = ? ORDER BY number;
-- name: things_of_node
SELECT number FROM thing WHERE document = ? AND node = ? ORDER BY number;
-- name: node_of_thing
SELECT node FROM thing WHERE document = ? AND number = ?;
-- name: all_mentions_of_things
SELECT document, number, mention FROM thing;
-- name: put_around
INSERT INTO around VALUES (?, ?);
-- name: remove_around
DELETE FROM around WHERE document = ?;

-- name: put_bucket
INSERT INTO bucket VALUES (?, ?, ?, ?);
-- name: remove_buckets
DELETE FROM bucket WHERE document = ?;
-- name: buckets_of_document
SELECT DISTINCT type, name FROM bucket WHERE document = ?;
-- name: things_of_bucket
SELECT bucket.document, bucket.number, thing.data, around.data
FROM bucket
JOIN thing ON thing.document = bucket.document AND thing.number = bucket.number
LEFT JOIN around ON bucket.type = 'Person' AND around.document = bucket.document
WHERE bucket.type = ? AND bucket.name = ?
ORDER BY bucket.document, bucket.number;

-- name: put_across
INSERT INTO across VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
-- name: remove_across
DELETE FROM across WHERE type = ? AND name = ? AND place = ?;
-- name: across_of_bucket
SELECT * FROM across WHERE type = ? AND name = ? ORDER BY place;
-- name: across_of_thing
SELECT left_document, left_number, right_document, right_number, verdict, score, why
FROM across WHERE left_document = ? AND left_number = ? ORDER BY type, name, place;
-- name: own_across
SELECT left_document, left_number, right_document, right_number, verdict, score, why
FROM across WHERE left_document = ? AND right_document = ? ORDER BY type, name, place;
-- name: all_across
SELECT left_document, left_number, right_document, right_number, verdict, score, why
FROM across ORDER BY type, name, place;

-- name: next_cluster
SELECT coalesce(max(cluster), 0) + 1 FROM node;
-- name: put_node
INSERT INTO node VALUES (?, ?, ?, ?);
-- name: move_node
UPDATE node SET cluster = ? WHERE document = ? AND number = ?;
-- name: remove_nodes
DELETE FROM node WHERE document = ?;
-- name: nodes_of_document
SELECT number, cluster FROM node WHERE document = ? ORDER BY number;
-- name: node_data_of_document
SELECT number, cluster, data FROM node WHERE document = ? ORDER BY number;
-- name: nodes_of_cluster
SELECT document, number, data FROM node WHERE cluster = ? ORDER BY document, number;
-- name: cluster_of_thing
SELECT node.cluster
FROM thing JOIN node ON node.document = thing.document AND node.number = thing.node
WHERE thing.document = ? AND thing.number = ?;

-- name: entities
SELECT data FROM entity ORDER BY id;
-- name: entity_of_cluster
SELECT data FROM entity WHERE cluster = ?;
-- name: name_of_cluster
SELECT name FROM entity WHERE cluster = ?;
-- name: entities_of_document
SELECT DISTINCT entity.cluster, entity.id, entity.type
FROM node JOIN entity ON entity.cluster = node.cluster WHERE node.document = ?;
-- name: named_so
SELECT count(*) FROM entity WHERE readable = ?;
-- name: is_used
SELECT 1 FROM entity WHERE normal = ? LIMIT 1;
-- name: put_entity
INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?);
-- name: put_entity_data
UPDATE entity SET data = ? WHERE cluster = ?;
-- name: remove_entities
DELETE FROM entity WHERE cluster = ?;
-- name: put_inner_name
INSERT INTO inner_name VALUES (?, ?);
-- name: remove_inner_names
DELETE FROM inner_name WHERE cluster = ?;
-- name: clusters_of_inner_name
SELECT cluster FROM inner_name WHERE normal = ?;
-- name: put_called
INSERT INTO called VALUES (?, ?);
-- name: remove_called
DELETE FROM called WHERE cluster = ?;
-- name: clusters_called
SELECT cluster FROM called WHERE name = ?;

-- name: statements_of_document
SELECT document, number, said, data FROM statement WHERE document = ? ORDER BY number;
-- name: statements_of_key
SELECT data FROM statement WHERE said = ? ORDER BY document, number;
-- name: put_statement
INSERT INTO statement VALUES (?, ?, ?, ?);
-- name: remove_statements
DELETE FROM statement WHERE document = ?;
-- name: facts
SELECT data FROM fact ORDER BY id, said, number;
-- name: facts_of_key
SELECT data FROM fact WHERE said = ? ORDER BY number;
-- name: put_fact
INSERT INTO fact VALUES (?, ?, ?, ?);
-- name: remove_facts
DELETE FROM fact WHERE said = ?;

-- name: part
SELECT data FROM part WHERE kind = ? AND key = ?;
-- name: parts
SELECT data FROM part;
-- name: put_part
INSERT OR REPLACE INTO part VALUES (?, ?, ?);
-- name: remove_part
DELETE FROM part WHERE kind = ? AND key = ?;
-- name: shared
SELECT parts FROM shared WHERE triple = ?;
-- name: all_shared
SELECT triple FROM shared;
-- name: put_shared
INSERT OR REPLACE INTO shared VALUES (?, ?);
-- name: remove_shared
DELETE FROM shared WHERE triple = ?;
-- name: put_credit
INSERT INTO credit VALUES (?, ?);
-- name: remove_credits
DELETE FROM credit WHERE document = ?;
-- name: documents_credited
SELECT document FROM credit WHERE name = ?;

-- name: put_change
INSERT OR REPLACE INTO change VALUES (?, ?, ?);
-- name: changes_after
SELECT number, taken, put FROM change WHERE number > ? ORDER BY number;
-- name: remove_changes
DELETE FROM change WHERE number <= ?;

-- name: counts
SELECT
    (SELECT count(*) FROM document), (SELECT count(*) FROM waiting), (SELECT count(*) FROM given),
    (SELECT count(*) FROM node), (SELECT count(*) FROM entity), (SELECT count(*) FROM statement),
    (SELECT count(*) FROM fact);
-- name: entities_by_type
SELECT type, count(*) FROM entity GROUP BY type ORDER BY count(*) DESC, type;

-- name: sources
SELECT path, digest FROM source WHERE reader = ?;
-- name: remove_source
DELETE FROM source WHERE path = ?;
-- name: put_source
INSERT OR REPLACE INTO source VALUES (?, ?, ?);

-- name: waiting
SELECT id, digest FROM waiting WHERE fingerprint = ?;
-- name: waiting_layer
SELECT layer FROM waiting WHERE id = ?;
-- name: put_waiting
INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?);
-- name: remove_waiting
DELETE FROM waiting;

-- name: clear_thing
DELETE FROM thing;
-- name: clear_around
DELETE FROM around;
-- name: clear_bucket
DELETE FROM bucket;
-- name: clear_across
DELETE FROM across;
-- name: clear_node
DELETE FROM node;
-- name: clear_entity
DELETE FROM entity;
-- name: clear_inner_name
DELETE FROM inner_name;
-- name: clear_called
DELETE FROM called;
-- name: clear_statement
DELETE FROM statement;
-- name: clear_fact
DELETE FROM fact;
-- name: clear_part
DELETE FROM part;
-- name: clear_shared
DELETE FROM shared;
-- name: clear_credit
DELETE FROM credit;
-- name: clear_change
DELETE FROM change;
-- name: clear_given
DELETE FROM given;
-- name: clear_given_key
DELETE FROM given_key;

-- name: clear_sketch
DELETE FROM sketch;
-- name: clear_reprint
DELETE FROM reprint;
-- name: put_sketch
INSERT INTO sketch VALUES (?, ?);
-- name: remove_sketch
DELETE FROM sketch WHERE document = ?;
-- name: sketches
SELECT document, data FROM sketch ORDER BY document;
-- name: put_reprint
INSERT INTO reprint VALUES (?, ?);
-- name: reprints
SELECT document, original FROM reprint ORDER BY document;
-- name: reprint
SELECT original FROM reprint WHERE document = ?;
