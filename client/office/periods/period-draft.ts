// A new evaluation period as the form first shows it: the next quarter, half-year or year that has none yet, with its usual dates.

import { unreachable } from '../../../shared/basics/result.ts'
import { PeriodId } from '../../../shared/period/ids.ts'
import { PERIOD_KIND_NAMES, type PeriodKind, type PeriodSettings } from '../../../shared/period/period.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'

/** Evidence may come so many days after a quarter's last, unless the office sets another date. */
const EVIDENCE_DAYS = 15
const MONTHS: Readonly<Record<PeriodKind, number>> = { quarter: 3, half: 6, year: 12 }
const DAY_MS = 86_400_000
const CITY_OFFSET_MS = 8 * 3_600_000

type Known = Pick<PeriodHead, 'periodId' | 'kind' | 'startsOn' | 'endsOn' | 'title'>

export interface PeriodDraft extends Omit<PeriodSettings, 'rollsUp'> {
  readonly rollsUp: readonly PeriodId[]
}

/** The first span of this kind, from the one that runs now, that no period of the kind overlaps. */
export function newPeriodDraft(kind: PeriodKind, nowMs: number, known: readonly Known[]): PeriodDraft {
  const months = MONTHS[kind]
  const now = new Date(nowMs + CITY_OFFSET_MS)
  let first = now.getUTCFullYear() * 12 + Math.floor(now.getUTCMonth() / months) * months
  const same = known.filter((period) => period.kind === kind)
  while (same.some((period) => overlaps(period, spanFrom(first, months)))) first += months
  const span = spanFrom(first, months)
  return {
    title: titleOf(kind, first),
    kind,
    ...span,
    evidenceDueOn: kind === 'quarter' ? daysAfter(span.endsOn, EVIDENCE_DAYS) : span.endsOn,
    rollsUp: rolledUpIn(kind, span, known),
  }
}

/** The quarters that lie within a half-year or a year. */
export function rolledUpIn(
  kind: PeriodKind,
  { startsOn, endsOn }: Pick<PeriodSettings, 'startsOn' | 'endsOn'>,
  known: readonly Known[],
): readonly PeriodId[] {
  if (kind === 'quarter') return []
  return known
    .filter((period) => period.kind === 'quarter' && period.startsOn >= startsOn && period.endsOn <= endsOn)
    .sort((a, b) => a.startsOn.localeCompare(b.startsOn))
    .map(({ periodId }) => periodId)
}

/** `2026-q4`, `2026-h2`, `2026-y`; with a number behind where it is taken. */
export function newPeriodId(
  draft: Pick<PeriodDraft, 'kind' | 'startsOn'>,
  taken: readonly string[],
): PeriodId {
  const [year, month] = draft.startsOn.split('-')
  const nth = Math.floor((Number(month) - 1) / MONTHS[draft.kind]) + 1
  const name = `${year ?? ''}-${{ quarter: `q${nth}`, half: `h${nth}`, year: 'y' }[draft.kind]}`
  let id = name
  for (let again = 2; taken.includes(id); again += 1) id = `${name}-${again}`
  return PeriodId.parse(id)
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The day in the city at this moment. */
export function dayAt(ms: number): string {
  return new Date(ms + CITY_OFFSET_MS).toISOString().slice(0, 10)
}

/** The last millisecond of a day in the city. */
export function endOfDayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + DAY_MS - CITY_OFFSET_MS - 1
}

function overlaps(a: { startsOn: string; endsOn: string }, b: { startsOn: string; endsOn: string }): boolean {
  return a.startsOn <= b.endsOn && b.startsOn <= a.endsOn
}

/** `first`: months since the year 0. */
function spanFrom(first: number, months: number): { startsOn: string; endsOn: string } {
  const day = (month: number) =>
    `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  return { startsOn: day(first), endsOn: daysAfter(day(first + months), -1) }
}

function titleOf(kind: PeriodKind, first: number): string {
  const year = `${Math.floor(first / 12)}年`
  const nth = Math.floor((first % 12) / MONTHS[kind])
  switch (kind) {
    case 'quarter':
      return `${year}第${'一二三四'[nth] ?? ''}季度`
    case 'half':
      return `${year}${nth === 0 ? '上' : '下'}半年`
    case 'year':
      return `${year}${PERIOD_KIND_NAMES.year}`
    default:
      return unreachable(kind)
  }
}
