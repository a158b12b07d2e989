-- A ballot log's file (BallotLog): one row per packed batch, hash-chained, appended to and never changed.

-- Who this log is: exactly one row, written when the file is made.
CREATE TABLE log (
  only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
  log_id        TEXT    NOT NULL CHECK (length(log_id) = 16),
  record_format INTEGER NOT NULL,
  record_bytes  INTEGER NOT NULL CHECK (record_bytes > 0)
) STRICT;

-- `records`: `count` ballots as ballot-record.ts packs them, with sequences first_sequence … first_sequence + count - 1.
-- `chain_hash`: SHA-256 over (the hash before, 32 zero bytes for the first; first_sequence u64; count u32; records).
CREATE TABLE batch (
  first_sequence INTEGER PRIMARY KEY CHECK (first_sequence > 0),
  count          INTEGER NOT NULL CHECK (count > 0),
  chain_hash     BLOB    NOT NULL CHECK (length(chain_hash) = 32),
  records        BLOB    NOT NULL
) STRICT;
CREATE TRIGGER batch_is_never_changed BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'the ballot log is append-only'); END;
CREATE TRIGGER batch_is_never_removed BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'the ballot log is append-only'); END;
