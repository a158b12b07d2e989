// The ballot papers there are now: the live poll and the period polls as one kind of thing, and which of them is asked about. Pure.

import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { PeriodPollView } from '../../shared/protocol/polls-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import type { Address } from './address.ts'

export type Standing = 'early' | 'open' | 'closed' | 'void'

export interface Paper {
  readonly windowId: string
  readonly kind: 'live' | 'period'
  /** The live poll's unit, or the period poll's title. */
  readonly title: string
  /** A live poll has one; a period poll's is chosen. */
  readonly unit: { readonly code: number; readonly name: string } | null
  readonly opensAtMs: number
  /** Null: on cue. */
  readonly closesAtMs: number | null
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  /** 彩排 or 演练: counts in no ranking (SHOW8). */
  readonly rehearsal: boolean
  readonly standing: Standing
}

interface Timed {
  readonly phase: string
  readonly opensAtMs: number
  readonly closesAtMs: number | null
}

/** By the poll's times on the server's clock, not by the phase some process has reached (SHOW4). */
export function standingOf({ phase, opensAtMs, closesAtMs }: Timed, serverNowMs: number): Standing {
  if (phase === 'void') return 'void'
  if (phase === 'planned' || phase === 'open') {
    if (serverNowMs < opensAtMs) return 'early'
    return closesAtMs === null || serverNowMs < closesAtMs ? 'open' : 'closed'
  }
  return 'closed'
}

/** The live poll first, then period polls in the order given. */
export function papersOf(
  { session, poll }: NowSnapshot,
  polls: readonly PeriodPollView[],
  serverNowMs: number,
): readonly Paper[] {
  const live: Paper[] =
    poll === null
      ? []
      : [
          {
            ...{ windowId: poll.windowId, kind: 'live', title: poll.unit.name, unit: poll.unit },
            ...{ opensAtMs: poll.opensAtMs, closesAtMs: poll.closesAtMs, channels: poll.channels },
            ...{ accessNumbers: poll.accessNumbers, offersUnsure: poll.offersUnsure },
            rehearsal: session?.rehearsal === true,
            standing: standingOf(poll, serverNowMs),
          },
        ]
  return [
    ...live,
    ...polls.map((each): Paper => ({
      ...{ windowId: each.windowId, kind: 'period', title: each.title, unit: null },
      ...{ opensAtMs: each.opensAtMs, closesAtMs: each.closesAtMs, channels: each.channels },
      ...{ accessNumbers: each.accessNumbers, offersUnsure: each.offersUnsure, rehearsal: each.rehearsal },
      standing: standingOf(each, serverNowMs),
    })),
  ]
}

export type Step =
  /** Nothing to vote in now. */
  | { readonly kind: 'nothing' }
  /** The address names a poll that is not known here. */
  | { readonly kind: 'unknown_poll' }
  | { readonly kind: 'choose_poll'; readonly open: readonly Paper[] }
  /** Early, closed or void. */
  | { readonly kind: 'not_open'; readonly paper: Paper }
  | { readonly kind: 'choose_unit'; readonly paper: Paper }
  | { readonly kind: 'ballot'; readonly paper: Paper; readonly unitCode: number }

/** Which question is asked now: one a screen. */
export function stepOf(papers: readonly Paper[], { poll, unit }: Pick<Address, 'poll' | 'unit'>): Step {
  const open = papers.filter(({ standing }) => standing === 'open')
  if (poll === null && open.length > 1) return { kind: 'choose_poll', open }
  const paper =
    poll === null
      ? (open[0] ?? papers.find(({ kind }) => kind === 'live'))
      : papers.find(({ windowId }) => windowId === poll)
  if (paper === undefined) return { kind: poll === null ? 'nothing' : 'unknown_poll' }
  if (paper.standing !== 'open') return { kind: 'not_open', paper }
  const unitCode = paper.unit?.code ?? unit
  return unitCode === null ? { kind: 'choose_unit', paper } : { kind: 'ballot', paper, unitCode }
}
