// The third tally: a poll's records unpacked into a temporary table and counted by SQL, by neither index nor recount (PUB1).

import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import type { ChannelCount, CountedPoll, PollCount } from '../../shared/ballot/tally.ts'
import type { SealedPoll } from './sealed-polls.ts'
import { eachSealedRecord } from './sqlite-sealed-records.ts'

const SCHEMA = new URL('./sql-tally-schema.sql', import.meta.url)
const STALE = 0x40
const INSERT = 'INSERT INTO ballot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'

/** Synchronous. In the order of `polls`; throws as eachSealedRecord does. */
export function countFilesBySql(
  files: readonly string[],
  polls: readonly SealedPoll[],
): readonly PollCount[] {
  const tables = polls.map((poll) => tableOf(poll))
  try {
    const inserts = tables.map((db) => db.prepare(INSERT))
    for (const db of tables) db.exec('BEGIN')
    // The record's numbers are read by their documented places, not by the code that packs them.
    eachSealedRecord(files, polls, (poll, record) => {
      inserts[poll]!.run(
        record.readUInt16BE(42),
        record.subarray(0, 16),
        record.readUIntBE(16, 6),
        record.readUIntBE(22, 6),
        record.readUInt32BE(28),
        record.readUInt8(44),
        record.readUInt8(45) & 0x0f,
        record.readUInt8(45) & STALE,
        record.readUInt32BE(48),
      )
    })
    return polls.map((poll, i) => {
      const db = tables[i]!
      db.exec('COMMIT')
      const kept = countedOf(db, poll)
      if (poll.window.quarantines.length === 0) return { ...kept, unfiltered: null }
      db.exec('DELETE FROM quarantine')
      return { ...kept, unfiltered: countedOf(db, poll) }
    })
  } finally {
    for (const db of tables) db.close()
  }
}

/** A temporary database on disk, which SQLite itself removes. */
function tableOf({ window }: SealedPoll): DatabaseSync {
  const db = new DatabaseSync('')
  db.exec(readFileSync(SCHEMA, 'utf8'))
  db.prepare('INSERT INTO poll VALUES (?, ?)').run(window.opensAtMs, window.closesAtMs)
  const channel = db.prepare('INSERT INTO channel VALUES (?, ?)')
  CHANNELS.forEach((name, number) => channel.run(number, window.drainMs[name]))
  const quarantine = db.prepare('INSERT INTO quarantine VALUES (?, ?, ?, ?, ?)')
  for (const rule of window.quarantines) {
    const number = rule.channel === null ? null : CHANNELS.indexOf(rule.channel)
    quarantine.run(number, rule.unitCode, rule.fromMs, rule.toMs, rule.segmentHash)
  }
  return db
}

type Outcomes = Readonly<Record<string, number>>

function countedOf(db: DatabaseSync, { window }: SealedPoll): CountedPoll {
  const byUnit = new Map<string, Record<string, number>>()
  const all = new Map<number, Record<string, number>>()
  for (const row of db.prepare('SELECT code, channel, outcome, ballots FROM tally').iterate()) {
    const [code, channel] = [Number(row['code']), Number(row['channel'])]
    const [outcome, ballots] = [String(row['outcome']), Number(row['ballots'])]
    const ofUnit = byUnit.get(`${code} ${channel}`) ?? {}
    byUnit.set(`${code} ${channel}`, { ...ofUnit, [outcome]: ballots })
    const ofAll = all.get(channel) ?? {}
    all.set(channel, { ...ofAll, [outcome]: (ofAll[outcome] ?? 0) + ballots })
  }
  return {
    result: {
      kind: 'citizens',
      channels: CHANNELS.flatMap((name, number) =>
        window.channels.includes(name) ? [channelCountOf(name, all.get(number) ?? {})] : [],
      ),
    },
    units: window.units.flatMap(({ code }) => {
      const channels = CHANNELS.flatMap((name, number) => {
        const outcomes = byUnit.get(`${code} ${number}`)
        return outcomes === undefined ? [] : [channelCountOf(name, outcomes)]
      })
      return channels.length === 0 ? [] : [{ code, channels }]
    }),
  }
}

function channelCountOf(channel: ChannelCount['channel'], outcomes: Outcomes): ChannelCount {
  const of = (outcome: string) => outcomes[outcome] ?? 0
  const chosen = (choice: (typeof CHOICES)[number]) => of(String(CHOICES.indexOf(choice)))
  return {
    channel,
    split: {
      satisfied: chosen('satisfied'),
      fair: chosen('fair'),
      dissatisfied: chosen('dissatisfied'),
      unsure: chosen('unsure'),
    },
    duplicate: of('duplicate'),
    early: of('early'),
    late: of('late'),
    stale: of('stale'),
    invalid: of('invalid'),
    quarantined: of('quarantined'),
  }
}
