// A quarantine in the middle of a show: the poll is counted anew, the last tally stays in sight, and others go on (BAL9).

import { expect, test } from 'vitest'
import type { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import { inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import { startedPlane, turns } from '../../tests/support/given-plane.ts'

const WINDOW = votingWindow()
const PERIOD = votingWindow({
  windowId: 'b00000000002' as WindowId,
  kind: 'period',
  voterKeyId: 'poll-b00000000002',
  units: [7, 8].map((code) => ({ id: `u${code}` as UnitId, code: code as UnitCode, name: `${code}号单位` })),
})
const RULE: QuarantineRule = {
  channel: 'gateway',
  unitCode: null,
  fromMs: null,
  toMs: null,
  segmentHash: null,
}
const text = (said: string) => ({ content: { kind: 'text', text: said } as const })
const counted = ({ channels }: PollResult) =>
  channels.map(({ split }) => split.satisfied + split.fair + split.dissatisfied).reduce((a, b) => a + b, 0)

async function aShow() {
  const given = await startedPlane({ windows: [WINDOW, PERIOD] })
  const { plane, clock } = given
  for (let i = 0; i < 20; i++) {
    await plane.submit(inbound({ channel: i % 4 === 0 ? 'gateway' : 'twilio' }))
  }
  await plane.submit(inbound(text('满意 07')))
  await plane.submit(inbound({ channel: 'gateway', ...text('不满意 08') }))
  await turns(20)
  clock.forward(1_000)
  await turns(20)
  return given
}
const quarantined = (rules: readonly QuarantineRule[], generation: number) =>
  votingWindow({ quarantines: rules, generation })

test('[BAL9] with and without what is set aside, taken back as if nothing had been; the other poll stays complete', async () => {
  const { plane, clock } = await aShow()
  const now = async () => {
    await turns(50)
    clock.forward(1_000)
    await turns(50)
    return plane.tallies().get(WINDOW.windowId)!
  }
  expect(counted(plane.tallies().get(WINDOW.windowId)!.result)).toBe(20)
  await plane.setWindows([quarantined([RULE], 1), PERIOD])
  const aside = await now()
  expect(aside.complete).toBe(true)
  expect([counted(aside.result), counted(aside.unfiltered!)]).toEqual([15, 20])
  expect(aside.result.channels.find(({ channel }) => channel === 'gateway')).toMatchObject({ quarantined: 5 })
  // What comes now is judged by it at once, and answered as anybody's.
  expect(await plane.submit(inbound({ channel: 'gateway' }))).toMatchObject({ kind: 'received' })
  expect([counted((await now()).result), counted((await now()).unfiltered!)]).toEqual([15, 21])
  expect(plane.tallies().get(PERIOD.windowId)).toMatchObject({ complete: true, unfiltered: null })
  await plane.setWindows([quarantined([], 2), PERIOD])
  const back = await now()
  expect([counted(back.result), back.unfiltered, back.complete]).toEqual([21, null, true])
})

test('[BAL9] until it is counted anew the last tally is shown as paused, and the other poll’s goes on', async () => {
  const { plane, log, clock } = await aShow()
  const read = log.read.bind(log)
  let letRead = () => {}
  const held = new Promise<void>((done) => (letRead = done))
  log.read = async (after, limit) => {
    await held
    return read(after, limit)
  }
  await plane.setWindows([quarantined([RULE], 1), PERIOD])
  await turns(20)
  clock.forward(1_000)
  await turns(20)
  const paused = plane.tallies().get(WINDOW.windowId)!
  expect([paused.complete, counted(paused.result), paused.unfiltered]).toEqual([false, 20, null])
  expect(plane.tallies().get(PERIOD.windowId)).toMatchObject({ complete: true })
  letRead()
  await turns(50)
  clock.forward(1_000)
  await turns(50)
  const counting = plane.tallies().get(WINDOW.windowId)!
  expect([counting.complete, counted(counting.result)]).toEqual([true, 15])
})

test('[BAL9] [LOG3] both counts agree by unit and with both tallies, each naming the generation it was made under', async () => {
  const { plane, log, clock } = await aShow()
  const rule = { ...RULE, unitCode: 8 as UnitCode }
  await plane.setWindows([WINDOW, { ...PERIOD, quarantines: [rule], generation: 3 }])
  clock.moveTo(T0 + 60_000 + 90_500)
  const seal = await plane.seal(PERIOD.windowId)
  const late = plane.submit(inbound(text('满意 08')))
  expect(await late).toMatchObject({ kind: 'late', unitName: '8号单位' })
  const seals = { [log.logId]: seal }
  const recount = await plane.recount(PERIOD.windowId, seals)
  expect(await plane.countUpTo(PERIOD.windowId, seals)).toEqual(recount)
  expect(recount.generation).toBe(3)
  expect(recount.count.units.map(({ code }) => code)).toEqual([7, 8])
  expect(counted(recount.count.result)).toBe(1)
  expect(counted(recount.count.unfiltered!.result)).toBe(2)
  // By unit what came too late is told as well, where it was not sealed yet.
  const { units } = await plane.unitTallies(PERIOD.windowId)
  expect(units.find(({ code }) => code === 8)?.channels.map(({ late: n }) => n)).toEqual([1, 0])
})

test('[BAL9] a quarantine that comes while it is verified is found out: the two counts name another generation', async () => {
  const { plane, log, clock } = await aShow()
  clock.moveTo(T0 + 60_000 + 90_500)
  const seals = { [log.logId]: await plane.seal(WINDOW.windowId) }
  const recount = await plane.recount(WINDOW.windowId, seals)
  await plane.setWindows([quarantined([RULE], 1), PERIOD])
  const live = await plane.countUpTo(WINDOW.windowId, seals)
  expect([recount.generation, live.generation]).toEqual([0, 1])
  expect(live.count).not.toEqual(recount.count)
})
