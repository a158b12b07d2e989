// What the form of a review round holds: times as the city's clock shows them.

import { PeriodId } from '../../../shared/period/ids.ts'
import type { RoundHead } from '../../../shared/protocol/reviews-api.ts'
import { RoundSettings, type ReviewForm } from '../../../shared/review/round.ts'
import { cityInputOf, msOfCityInput } from '../polls/poll-draft.ts'

export interface RoundDraft {
  readonly title: string
  readonly periodId: string
  readonly form: ReviewForm
  readonly opensAt: string
  readonly closesAt: string
}

const DAY_MS = 86_400_000

/** From the next full hour, for ten days. */
export function newRoundDraft(nowMs: number, periodId: string | undefined): RoundDraft {
  const opensAtMs = Math.ceil(nowMs / 3_600_000) * 3_600_000
  return {
    title: '',
    periodId: periodId ?? '',
    form: 'marks',
    opensAt: cityInputOf(opensAtMs),
    closesAt: cityInputOf(opensAtMs + 10 * DAY_MS),
  }
}

export function roundDraftOf({ title, periodId, form, opensAtMs, closesAtMs }: RoundHead): RoundDraft {
  return { title, periodId, form, opensAt: cityInputOf(opensAtMs), closesAt: cityInputOf(closesAtMs) }
}

/** Null where something is not filled in. */
export function roundSettingsOf(draft: RoundDraft): RoundSettings | null {
  const [opensAtMs, closesAtMs] = [msOfCityInput(draft.opensAt), msOfCityInput(draft.closesAt)]
  const periodId = PeriodId.safeParse(draft.periodId)
  if (opensAtMs === null || closesAtMs === null || !periodId.success) return null
  const parsed = RoundSettings.safeParse({
    title: draft.title,
    periodId: periodId.data,
    form: draft.form,
    opensAtMs,
    closesAtMs,
  })
  return parsed.success ? parsed.data : null
}
