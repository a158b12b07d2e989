-- vault.db: what must stay secret, apart from journal and ballots. Hashes of tokens only, keys only wrapped; times in ms since 1970.

-- argon2id, as a PHC string.
CREATE TABLE password (
  person_id TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  set_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A person's login; token_hash is SHA-256 of the cookie's 256 bits.
CREATE TABLE login (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  login_id TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_of_person ON login (person_id, started_at_ms);

-- One open pairing a seat: eight digits, or the token of the QR code. Taken out when used.
CREATE TABLE pairing (
  session_id TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  code_hash BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
  qr_hash BLOB NOT NULL UNIQUE CHECK (length(qr_hash) = 32),
  expires_at_ms INTEGER NOT NULL,
  PRIMARY KEY (session_id, seat_id)
) STRICT, WITHOUT ROWID;

-- A tablet that holds or held a seat; replaced ones stay known, so that they are told so and their scores are kept (SCORE4).
CREATE TABLE seat_device (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  session_id TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  generation INTEGER NOT NULL CHECK (generation >= 1),
  paired_at_ms INTEGER NOT NULL,
  UNIQUE (session_id, seat_id, generation)
) STRICT, WITHOUT ROWID;

-- The random key of a show's or period's voter keys, wrapped by VOTER_KEY_SECRET (BAL8). Written once, never replaced.
CREATE TABLE voter_key (
  key_id TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A control surface's token (Companion, Stream Deck); token_hash is SHA-256 of its 256 bits. A vault from before gets the table when opened.
CREATE TABLE IF NOT EXISTS control_token (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  token_id TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The one-time set-up link of the first run.
CREATE TABLE setup_token (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
  expires_at_ms INTEGER NOT NULL
) STRICT;

-- How far the writes that several processes share are done in this file (redis-vault.ts). A vault from before gets the table when opened.
CREATE TABLE IF NOT EXISTS shared_write (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  entry_id TEXT NOT NULL
) STRICT;
