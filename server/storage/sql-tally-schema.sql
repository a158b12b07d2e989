-- The SQL tally's own tables, in a temporary database: records of one poll as they are logged, and what judges them.

CREATE TABLE ballot (
  code INTEGER NOT NULL, voter BLOB NOT NULL, order_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL,
  hash INTEGER NOT NULL, choice INTEGER NOT NULL, channel INTEGER NOT NULL, stale INTEGER NOT NULL,
  segment INTEGER NOT NULL
) STRICT;
-- One row: times of the poll; a NULL close has not been cued, so nothing is late.
CREATE TABLE poll (opens_ms INTEGER NOT NULL, closes_ms INTEGER) STRICT;
CREATE TABLE channel (number INTEGER PRIMARY KEY, drain_ms INTEGER NOT NULL) STRICT;
-- BAL9: what is NULL holds of every ballot.
CREATE TABLE quarantine (channel INTEGER, code INTEGER, from_ms INTEGER, to_ms INTEGER, segment INTEGER) STRICT;

-- BAL5, POLL3, BAL9 as one CASE. `apart`: what the quarantines did.
CREATE VIEW judged AS
  SELECT ballot.*,
    CASE WHEN choice >= 16 THEN 'invalid'
         WHEN stale <> 0 THEN 'stale'
         WHEN order_ms < opens_ms THEN 'early'
         WHEN order_ms > closes_ms OR received_ms > closes_ms + drain_ms THEN 'late'
         ELSE 'counted' END AS by_times,
    EXISTS (SELECT 1 FROM quarantine q
             WHERE (q.channel IS NULL OR q.channel = ballot.channel) AND (q.code IS NULL OR q.code = ballot.code)
               AND (q.from_ms IS NULL OR q.from_ms <= order_ms) AND (q.to_ms IS NULL OR order_ms < q.to_ms)
               AND (q.segment IS NULL OR q.segment = ballot.segment)) AS apart
  FROM ballot JOIN channel ON channel.number = ballot.channel, poll;

-- BAL2: of a voter's admitted ballots for a unit the first counts, by order time, hash and choice.
CREATE VIEW tally AS
  SELECT code, channel,
    CASE WHEN admission <> 'counted' THEN admission WHEN place > 1 THEN 'duplicate' ELSE CAST(choice AS TEXT) END AS outcome,
    COUNT(*) AS ballots
  FROM (SELECT code, channel, choice, admission,
          ROW_NUMBER() OVER (PARTITION BY admission, code, voter ORDER BY order_ms, hash, choice, channel) AS place
        FROM (SELECT *, CASE WHEN by_times = 'counted' AND apart THEN 'quarantined' ELSE by_times END AS admission
              FROM judged))
  GROUP BY 1, 2, 3;
