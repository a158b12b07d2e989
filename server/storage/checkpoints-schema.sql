-- Checkpoints (LOG2): how far the trees over the logs have grown, the notes signed of them, and up to which note each holder has them.

-- `peaks`: the roots of the tree's full subtrees (RFC 6962), so that it grows on where it was. `last_hash`: the log's own chain
-- hash at `size`: a log that no longer has it there was changed.
CREATE TABLE tree (
  name      TEXT    PRIMARY KEY,
  size      INTEGER NOT NULL CHECK (size >= 0),
  peaks     BLOB    NOT NULL,
  last_hash BLOB    NOT NULL CHECK (length(last_hash) = 32)
) STRICT, WITHOUT ROWID;

-- `timed`: made because ten seconds had passed, and kept for a day; the others stay.
CREATE TABLE note (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  tree  TEXT    NOT NULL,
  size  INTEGER NOT NULL CHECK (size >= 0),
  at_ms INTEGER NOT NULL,
  timed INTEGER NOT NULL CHECK (timed IN (0, 1)),
  note  TEXT    NOT NULL
) STRICT;
CREATE INDEX note_of_tree ON note (tree, id);

CREATE TABLE holder (
  name    TEXT    PRIMARY KEY,
  held_to INTEGER NOT NULL CHECK (held_to >= 0)
) STRICT, WITHOUT ROWID;
