// A past quarter's evening: two units a category are scored by fifteen examiners on their tablets (EVAL8).

import { dayAfter } from '../../shared/basics/city-day.ts'
import { SegmentId, SessionId, WindowId } from '../../shared/basics/ids.ts'
import { CATEGORIES } from '../../shared/evaluation/unit.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { QUESTIONS, THEMES, panel } from './city.ts'
import { hexOf, type PastQuarter } from './past.ts'
import type { Merit } from './quarter-evidence.ts'
import { pair } from './staff.ts'
import { openTablet, type Tablet } from './tablet.ts'

const EVENING_ON = 40
const SEATS = 15
const A_CATEGORY = 2
const SCORING_MS = 60_000

export async function playPastShow(
  { past, quarter, units, random }: PastQuarter,
  merit: Merit,
): Promise<void> {
  past.moveTo(dayAfter(quarter.startsOn, EVENING_ON), 20)
  const director = await past.as('director')
  const sessionId = SessionId.parse(`show-${quarter.id}`)
  const questioned = CATEGORIES.flatMap((category) =>
    random.shuffled(units.filter((unit) => unit.category === category)).slice(0, A_CATEGORY),
  )
  await director.run({
    type: 'DraftSession',
    sessionId,
    title: `${quarter.title}电视问政（演示）`,
    theme: THEMES[0],
    rehearsal: false,
    form: { kind: 'grades' },
    groupWeights: null,
    rules: DEFAULT_RULES,
  })
  // Every fourth seat, so that all five groups sit there.
  const seats = panel(random).filter((_, i) => i % 4 === 0)
  await director.run({ type: 'SetPanel', sessionId, seats: seats.slice(0, SEATS) })
  await director.run({
    type: 'EditRundown',
    sessionId,
    segments: questioned.map((unit, i) => ({
      segmentId: SegmentId.parse(`score-${i + 1}`),
      kind: 'scoring',
      title: `打分：${unit.name}`.slice(0, 60),
      question: QUESTIONS[i % QUESTIONS.length] ?? '',
      unitId: unit.unitId,
      plannedMs: SCORING_MS,
    })),
  })
  await director.run({ type: 'MarkReady', sessionId })
  const tablets: Tablet[] = []
  try {
    for (const { code } of await director.seatCodes(sessionId))
      tablets.push(await openTablet(past.base, await pair(past.base, code)))
    await director.run({ type: 'GoLive', sessionId })
    for (const [i, unit] of questioned.entries()) {
      const segmentId = SegmentId.parse(`score-${i + 1}`)
      const windowId = WindowId.parse(hexOf(`${quarter.id} ${unit.unitId}`, 12))
      await director.run({ type: 'TakeSegment', sessionId, segmentId })
      const closesAtMs = past.clock.nowMs() + SCORING_MS
      const opening = { sessionId, segmentId, windowId, closesAtMs, form: null, replaces: null }
      await director.run({ type: 'OpenExaminersWindow', ...opening })
      const satisfied = 0.15 + (merit.get(unit.unitId) ?? 0.5) * 0.7
      for (const tablet of tablets) {
        const fair = (1 - satisfied) * 0.6
        const grade = random.weighted({ satisfied, fair, dissatisfied: 1 - satisfied - fair })
        await tablet.cast(windowId, { kind: 'grade', grade })
        await tablet.lock(windowId)
      }
      past.clock.shiftTo(closesAtMs + 5_000)
      await past.until('the window', async () =>
        (await director.tryRun({ type: 'Reveal', sessionId, windowId })).ok ? true : null,
      )
      past.clock.shift(5_000)
    }
    await director.run({ type: 'EndSession', sessionId })
  } finally {
    for (const tablet of tablets) tablet.close()
  }
  past.say(`电视问政一场：${questioned.length} 个单位，${tablets.length} 名考官。`)
}
