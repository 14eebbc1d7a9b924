-- The schema of store.sqlite, version 1. A later version is this and the files in migrations/.
-- JSON is as msgspec writes the nouns of kg.types; `said` is JSON of [predicate, subject, object, modality].

CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Truth: what was read of each document. `digest` is of the document, `fingerprint` of what extracted its Layer.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,  -- the id of the source that it was read from, and its path, '' for standard input
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    layer BLOB NOT NULL,  -- kg.store.layer_codec, compressed
    links BLOB NOT NULL  -- those within the document: kg.store.links_codec, compressed
) STRICT;

-- The bytes that each source had when it was read, and what read it.
CREATE TABLE source (path TEXT PRIMARY KEY, digest TEXT NOT NULL, reader TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Truth: Layers that are extracted and wait for the end of the build that has begun.
CREATE TABLE waiting (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, fingerprint TEXT NOT NULL, layer BLOB NOT NULL
) STRICT;

-- Truth: the ids that were given, in their order, and the keys by which their entities are found again.
CREATE TABLE given (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merged_into TEXT) STRICT;
CREATE TABLE given_key (
    document TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (document, type, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX given_key_id ON given_key (id);

-- Derived: what a document names, and the buckets in which that is compared across documents.
CREATE TABLE thing (
    document TEXT NOT NULL, number INTEGER NOT NULL, node INTEGER NOT NULL, mention BLOB NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX thing_node ON thing (document, node);
CREATE TABLE around (document TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bucket (
    type TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (type, name, document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX bucket_document ON bucket (document);
CREATE TABLE across (  -- the links of a bucket, in order, between things
    type TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL,
    left_document TEXT NOT NULL, left_number INTEGER NOT NULL,
    right_document TEXT NOT NULL, right_number INTEGER NOT NULL,
    verdict TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (type, name, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_left ON across (left_document, left_number);

-- Derived: mentions of one document that mean the same, and the entity that they and those of other documents are.
CREATE TABLE node (
    document TEXT NOT NULL, number INTEGER NOT NULL, cluster INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_cluster ON node (cluster);
CREATE TABLE entity (
    cluster INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, name TEXT NOT NULL,
    readable TEXT NOT NULL, normal TEXT NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE INDEX entity_readable ON entity (readable);
CREATE INDEX entity_normal ON entity (normal);
CREATE TABLE inner_name (
    normal TEXT NOT NULL, cluster INTEGER NOT NULL, PRIMARY KEY (normal, cluster)
) STRICT, WITHOUT ROWID;
CREATE INDEX inner_name_cluster ON inner_name (cluster);
CREATE TABLE called (  -- every name and alias of an entity, by which bylines find it
    name TEXT NOT NULL, cluster INTEGER NOT NULL, PRIMARY KEY (name, cluster)
) STRICT, WITHOUT ROWID;
CREATE INDEX called_cluster ON called (cluster);

-- Derived: what claims say, and the facts that become of those that say the same.
CREATE TABLE statement (
    document TEXT NOT NULL, number INTEGER NOT NULL, said TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_said ON statement (said, document, number);
CREATE TABLE fact (
    said TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (said, number)
) STRICT, WITHOUT ROWID;

-- Derived: the triples of each part of the graph (N-Triples, compressed), and how many parts have one that several may.
CREATE TABLE part (
    kind TEXT NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE shared (triple TEXT PRIMARY KEY, parts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE credit (
    name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (name, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_document ON credit (document);
-- What each transaction took from the triples and put to them, until graph/ has it.
CREATE TABLE change (number INTEGER PRIMARY KEY, taken BLOB NOT NULL, put BLOB NOT NULL) STRICT;
