// Why a goal is short, in one sentence each, written by hand from a profile; the table shows it only where the run says so.

export const REASONS: Readonly<Record<string, string>> = {
  P1: 'a commit to disk and the objects that live until it cost about as much as the yardstick’s whole request: see below',
  'P4-1000': 'socket.io’s own work for each socket and frame, 3.6 µs of 11.2: see below',
  'P8-certainty': 'beside other work, which took the cores: its processor time is 2.8 s',
  'P8-loop':
    'beside other work: the loop’s own 0.14 s come in some eighty pieces of 2 ms, and its delay at rest is as long',
  'P9-two': 'two Redis and the process that feeds them want three cores; shards share nothing',
}

/** For a goal nobody has looked into yet. */
export const NO_REASON = 'not looked into yet'
