// A past quarter's rectification ledger: given out, handed in, accepted, some late, some never, one found false (EVAL7).

import { dayAfter } from '../../shared/basics/city-day.ts'
import type { PastQuarter } from './past.ts'
import { itemsOf, type Merit } from './quarter-evidence.ts'

const GIVEN_OUT_ON = 12
const IN_TIME_ON = 18
const LATE_ON = 48

/** Resolves when those in time are accepted, with what follows later in the quarter. */
export async function playPastItems(
  { past, quarter, units, random }: PastQuarter,
  merit: Merit,
): Promise<() => Promise<void>> {
  const items = itemsOf(units, quarter, random)
  past.moveTo(dayAfter(quarter.startsOn, GIVEN_OUT_ON), 9)
  let office = await past.as('office')
  await office.run({
    type: 'AddItems',
    source: { importId: `${quarter.id}-items`, words: '热线、督查与群众反映交办（演示）', fileHash: null },
    items: [...items],
  })
  const handIn = async (due: typeof items, note: string) => {
    office = await past.as('office')
    await past.paced(due, async ({ itemId }) => {
      await office.run({ type: 'SubmitItem', itemId, stepsSeen: 0, note, files: [] })
      await office.run({
        type: 'AcceptItem',
        itemId,
        stepsSeen: 1,
        note: '现场核验属实，准予销号',
        files: [],
      })
    })
  }
  const fate = new Map(
    items.map(({ itemId, unitId }) => {
      const drawn = random.next() * 0.6 + (1 - (merit.get(unitId) ?? 0.5)) * 0.4
      return [itemId, drawn < 0.55 ? 'on time' : drawn < 0.68 ? 'late' : 'never'] as const
    }),
  )
  const onTime = items.filter(({ itemId }) => fate.get(itemId) === 'on time')
  past.moveTo(dayAfter(quarter.startsOn, IN_TIME_ON), 10)
  await handIn(onTime, '已整改并公示，附现场照片')
  return async () => {
    past.moveTo(dayAfter(quarter.startsOn, LATE_ON), 10)
    await handIn(
      items.filter(({ itemId }) => fate.get(itemId) === 'late'),
      '逾期完成，已说明原因',
    )
    const found = onTime[random.below(onTime.length)]
    if (found !== undefined)
      await office.run({
        type: 'ReopenItem',
        itemId: found.itemId,
        stepsSeen: 2,
        reason: '回头看：现场仍无人值守，销号材料不实',
        files: [],
      })
    past.say(`整改台账：${items.length} 件，按期 ${onTime.length} 件，一件回头看发现虚假整改。`)
  }
}
