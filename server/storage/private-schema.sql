-- private.db: what of a person must be kept for a while (phones to invite, reasons, message texts), each row encrypted, each with its end.

-- The key of all rows, wrapped by VOTER_KEY_SECRET. Without it nothing here can be read.
CREATE TABLE data_key (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  wrapped  BLOB    NOT NULL
) STRICT;

-- `row_no` is never used twice, so that a list goes on behind it. `identity_tag`: a keyed hash of the person, by which all of
-- theirs is wiped; null where a row is nobody's. `sealed`: nonce, AES-256-GCM of the JSON, tag; all other columns but row_no
-- are authenticated along.
CREATE TABLE private_row (
  row_no        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind          TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  id            TEXT    NOT NULL CHECK (length(id) BETWEEN 1 AND 100),
  identity_tag  TEXT    CHECK (length(identity_tag) = 32),
  expires_at_ms INTEGER NOT NULL,
  sealed        BLOB    NOT NULL,
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX private_row_in_order ON private_row (kind, row_no);
CREATE INDEX private_row_of_person ON private_row (identity_tag) WHERE identity_tag IS NOT NULL;
CREATE INDEX private_row_by_end ON private_row (expires_at_ms);
