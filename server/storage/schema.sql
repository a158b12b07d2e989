-- The tables of the database files: a section a file, each headed by its name. Strict, append-only where they are the record.

-- file: journal
-- A row an event (LOG1). The position is the global order; `chain_hash` covers the row before and this one (sqlite-journal.ts).
CREATE TABLE event (
  position       INTEGER PRIMARY KEY CHECK (position > 0),
  stream         TEXT    NOT NULL,
  stream_version INTEGER NOT NULL CHECK (stream_version > 0),
  at_ms          INTEGER NOT NULL,
  command_id     TEXT    NOT NULL,
  actor          TEXT    NOT NULL, -- JSON: who
  body           TEXT    NOT NULL, -- JSON: the event
  chain_hash     BLOB    NOT NULL CHECK (length(chain_hash) = 32),
  UNIQUE (stream, stream_version)
) STRICT;
CREATE INDEX event_of_command ON event (command_id);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
