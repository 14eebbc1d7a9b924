-- Derived: what is kept of each body to find reprints (kg.resolve.reprints), and the documents that repeat others.
CREATE TABLE sketch (document TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reprint (document TEXT PRIMARY KEY, original TEXT NOT NULL) STRICT, WITHOUT ROWID;
