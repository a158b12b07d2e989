// Whether two period polls would both hold a code at the same time on the same way in (POLL3).

import { SMS_CHANNELS } from '../ballot/choices.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unitHeadOf } from '../evaluation/unit.ts'
import { reason } from '../show/judgement.ts'
import type { PollContext } from './context.ts'
import type { PeriodPoll } from './period-poll.ts'
import { isPending, pollFreezesAtMs } from './poll-times.ts'

type Span = Pick<PeriodPoll, 'channels' | 'opensAtMs' | 'closesAtMs' | 'rules'>
type Holder = Pick<PeriodPoll, 'channels' | 'accessNumbers' | 'units'>

/** POLL3: a text with a code goes to the poll that holds the code, so at any time there is at most one such poll. */
export function againstCodesClash(planned: PeriodPoll, context: PollContext): Refusal | null {
  const units = planned.units.length > 0 ? planned.units : unitsOf(planned, context)
  for (const other of Object.values<PeriodPoll>(context.polls)) {
    if (other.id === planned.id || !isPending(other) || !overlap(planned, other)) continue
    const code = holdsSameCode({ ...planned, units }, other)
    if (code !== null) return reason('poll_codes_clash', { title: other.title, code })
  }
  return null
}

/** A poll's units as the registry knows them now, in the order of their choice. */
export function unitsOf({ unitIds }: PeriodPoll, { units }: PollContext) {
  return unitIds.flatMap((unitId) => {
    const unit = own(units, unitId)
    return unit === undefined ? [] : [unitHeadOf(unit)]
  })
}

/** The first code both would hold for one text, at whatever times; null: other ways in, or no code in common. */
export function holdsSameCode(poll: Holder, other: Holder): number | null {
  if (!shareText(poll, other)) return null
  const held = new Set(other.units.map(({ code }) => code))
  return poll.units.find(({ code }) => held.has(code))?.code ?? null
}

/** A poll occupies its codes from its opening until it can be frozen. */
function overlap(a: Span, b: Span): boolean {
  return a.opensAtMs < pollFreezesAtMs(b) && b.opensAtMs < pollFreezesAtMs(a)
}

/** Texts of one channel reach both: WeChat has one account; an SMS has its number. The web page names its poll. */
function shareText(a: Holder, b: Holder): boolean {
  if (a.channels.includes('wechat') && b.channels.includes('wechat')) return true
  const bothBySms = SMS_CHANNELS.some(
    (channel) => a.channels.includes(channel) && b.channels.includes(channel),
  )
  if (!bothBySms) return false
  if (a.accessNumbers.length === 0 || b.accessNumbers.length === 0) return true
  return a.accessNumbers.some((number) => b.accessNumbers.includes(number))
}
