// Reads from a journal's file what a recount needs of each citizens' window: its times, its seals and its published result.

import type { DatabaseSync } from 'node:sqlite'
import type { LogId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import type { PollResult, SealedTally } from '../../shared/ballot/tally.ts'
import type { SessionEvent } from '../../shared/show/event.ts'
import type { SessionRules } from '../../shared/show/session-rules.ts'
import type { RecountWindow } from '../../server/storage/recount-tally.ts'
import { chainHashOf } from '../../server/storage/sqlite-journal-file.ts'

export interface JournalWindow extends RecountWindow {
  readonly sessionTitle: string
  readonly unitName: string
  readonly seals: ReadonlyMap<LogId, SealedTally>
  /** Logs that two persons excluded (LOG3). */
  readonly excluded: ReadonlySet<LogId>
  readonly isVoid: boolean
  /** What was verified, or null before that; `unfiltered` where quarantines were in force (BAL9). */
  readonly result: PollResult | null
  readonly unfiltered: PollResult | null
}

export interface ReadJournal {
  readonly events: number
  readonly chainHash: string
  /** Position of the first event that does not fit the chain, or null. */
  readonly brokenAt: number | null
  readonly windows: readonly JournalWindow[]
}

type Row = Parameters<typeof chainHashOf>[1] & { readonly chain_hash: Uint8Array }

type Draft = { -readonly [Key in keyof JournalWindow]: JournalWindow[Key] }
interface SessionSoFar {
  title: string
  rules: SessionRules | null
  readonly units: Map<UnitId, PollUnit>
}

export function readJournal(db: DatabaseSync): ReadJournal {
  const windows = new Map<WindowId, Draft>()
  const sessions = new Map<string, SessionSoFar>()
  let events = 0
  let chainHash: Uint8Array = new Uint8Array(32)
  for (const row of db
    .prepare('SELECT * FROM event ORDER BY position')
    .iterate() as unknown as Iterable<Row>) {
    const expected = chainHashOf(chainHash, row)
    if (row.position !== events + 1 || Buffer.compare(expected, row.chain_hash) !== 0) {
      return { events, chainHash: hex(chainHash), brokenAt: row.position, windows: [...windows.values()] }
    }
    events += 1
    chainHash = expected
    if (!row.stream.startsWith('session-')) continue
    let session = sessions.get(row.stream)
    if (session === undefined)
      sessions.set(row.stream, (session = { title: '', rules: null, units: new Map() }))
    note(JSON.parse(row.body) as SessionEvent, row.at_ms, session, windows)
  }
  return { events, chainHash: hex(chainHash), brokenAt: null, windows: [...windows.values()] }
}

/** Of a session's events only those that a recount needs. */
function note(event: SessionEvent, atMs: number, session: SessionSoFar, windows: Map<WindowId, Draft>): void {
  const windowOf = ({ windowId }: { readonly windowId: WindowId }) => windows.get(windowId)
  switch (event.type) {
    case 'SessionDrafted':
    case 'SessionRevised':
      session.title = event.title
      session.rules = event.rules
      return
    case 'RundownEdited':
      for (const { unitId: id, code, name } of event.units) session.units.set(id, { id, code, name })
      return
    case 'CitizensWindowOpened':
      if (session.rules === null)
        throw new Error(`window ${event.windowId} opened in a session without rules`)
      const unit = session.units.get(event.unitId)
      windows.set(event.windowId, {
        windowId: event.windowId,
        sessionTitle: session.title,
        unitName: unit?.name ?? event.unitId,
        units: unit === undefined ? [] : [unit],
        opensAtMs: atMs,
        closesAtMs: event.closesAtMs,
        drainMs: session.rules.drainMs,
        channels: event.channels,
        quarantines: [],
        seals: new Map(),
        excluded: new Set(),
        isVoid: false,
        result: null,
        unfiltered: null,
      })
      return
    case 'WindowCued':
    case 'WindowExtended': {
      const window = windowOf(event)
      if (window !== undefined) window.closesAtMs = event.closesAtMs
      return
    }
    case 'LogSealed': {
      const window = windowOf(event)
      if (window !== undefined) window.seals = new Map(window.seals).set(event.logId, event.seal)
      return
    }
    case 'LogExcluded': {
      const window = windowOf(event)
      if (window !== undefined) window.excluded = new Set(window.excluded).add(event.logId)
      return
    }
    case 'WindowVerified': {
      const window = windowOf(event)
      if (window === undefined || event.result.kind !== 'citizens') return
      window.result = event.result
      window.unfiltered = event.unfiltered ?? null
      return
    }
    case 'WindowVoided':
    case 'WindowWithdrawn': {
      const window = windowOf(event)
      if (window !== undefined) window.isVoid = true
      return
    }
    default:
      // The other events change nothing that a ballot's counting depends on.
      return
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
