// Reads from a journal's file what a recount needs of each citizens' window and period poll: times, seals, published result.

import type { DatabaseSync } from 'node:sqlite'
import type { UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import type { SessionEvent } from '../../shared/show/event.ts'
import type { SessionRules } from '../../shared/show/session-rules.ts'
import type { ActEvent } from '../../shared/acts/act.ts'
import type { PollEvent } from '../../shared/poll/event.ts'
import type { JournalWindow } from './journal-window.ts'
import { createPollsInJournal } from './polls-in-journal.ts'
import { chainHashOf } from '../../server/storage/journal-row.ts'

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
  const polls = createPollsInJournal()
  const all = () => [
    ...[...windows.values()].map((window) => ({
      ...window,
      quarantines: polls.quarantinesOf(window.windowId),
    })),
    ...polls.polls(),
  ]
  let events = 0
  let chainHash: Uint8Array = new Uint8Array(32)
  for (const row of db
    .prepare('SELECT * FROM event ORDER BY position')
    .iterate() as unknown as Iterable<Row>) {
    const expected = chainHashOf(chainHash, row)
    if (row.position !== events + 1 || Buffer.compare(expected, row.chain_hash) !== 0) {
      return { events, chainHash: hex(chainHash), brokenAt: row.position, windows: all() }
    }
    events += 1
    chainHash = expected
    if (row.stream === 'acts' || row.stream.startsWith('poll-')) {
      polls.note(row.stream, JSON.parse(row.body) as PollEvent | ActEvent, row.at_ms)
    }
    if (!row.stream.startsWith('session-')) continue
    let session = sessions.get(row.stream)
    if (session === undefined)
      sessions.set(row.stream, (session = { title: '', rules: null, units: new Map() }))
    note(JSON.parse(row.body) as SessionEvent, row.at_ms, session, windows)
  }
  return { events, chainHash: hex(chainHash), brokenAt: null, windows: all() }
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
        isRevealed: false,
        verified: null,
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
      window.verified = { result: event.result, unfiltered: event.unfiltered ?? null, units: null }
      return
    }
    case 'WindowRevealed': {
      const window = windowOf(event)
      if (window !== undefined) window.isRevealed = true
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
