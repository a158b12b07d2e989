// What staff are told of findings: sentences, both tallies, requests and history; and that a hidden poll's tell no choice and no result.

import { expect, test } from 'vitest'
import type { Sides } from '../../shared/ballot/detect/counted.ts'
import { DEFAULT_DETECTION } from '../../shared/ballot/detect/detection-rules.ts'
import type { Pacing, ShareBurst } from '../../shared/ballot/detect/finding.ts'
import { lookAt, type Look } from '../../shared/ballot/detect/look.ts'
import type { UnitCode } from '../../shared/basics/ids.ts'
import { votingWindowsOf } from '../../shared/show/voting-windows.ts'
import { AUDITOR, OFFICE, T0 } from '../../tests/support/given-parts.ts'
import { byTwo } from '../../tests/support/given-polls.ts'
import { givenLive, type TestShow } from '../../tests/support/given.ts'
import { columnsOf, stuffed, type Sent } from '../../tests/support/sent-ballots.ts'
import { consequenceViewOf, windowFindingsOf } from './findings-view.ts'
import { findingSentenceOf, probabilityWords, ruleWords } from './finding-words.ts'

/** A show with one citizens' window open, and what a look finds among these ballots in it. */
function looked(show: TestShow, sent: readonly Sent[]) {
  const window = votingWindowsOf(show.house())[0]!
  // As many seconds from its opening as the ballots were written from T0.
  const moved = sent.map((each) => ({ ...each, atMs: each.atMs + window.opensAtMs - T0 }))
  const columns = columnsOf(moved)
  columns.unitCode.fill(window.units[0]!.code)
  const look: Look = {
    ...lookAt(columns, window, DEFAULT_DETECTION, 'open', window.opensAtMs + 61_000),
    overfull: false,
  }
  return windowFindingsOf(show.house(), window, { look, failing: false }, false)!
}

function opened(visibility: 'live' | 'hidden'): TestShow {
  const show = givenLive()
  show.openCitizens({ visibility })
  return show
}

const mirrored = (sent: readonly Sent[]) =>
  sent.map((each) => ({
    ...each,
    choice: ({ 0: 2, 2: 0 } as Record<number, number>)[each.choice] ?? each.choice,
  }))

test('[SHOW5] of a hidden poll 满意 and 不满意 may be exchanged in every ballot, and staff are told the very same', () => {
  const hidden = looked(opened('hidden'), stuffed())
  expect(hidden.findings.length).toBeGreaterThan(1)
  expect(JSON.stringify(looked(opened('hidden'), mirrored(stuffed())))).toBe(JSON.stringify(hidden))
  expect(JSON.stringify(hidden.findings)).not.toMatch(/满意|"split":\{|"points"/)
  expect(hidden.findings.every(({ consequence }) => consequence.hiddenWhy === 'hidden_poll')).toBe(true)
  // The same ballots of a live poll do tell: this test can fail.
  const live = looked(opened('live'), stuffed())
  expect(JSON.stringify(looked(opened('live'), mirrored(stuffed())))).not.toBe(JSON.stringify(live))
  expect(live.findings.some(({ sentence }) => sentence.includes('“不满意”占'))).toBe(true)
})

test('[BAL9] what waits for a second person, is in force and was taken back is told with its people', () => {
  const show = opened('live')
  const windowId = votingWindowsOf(show.house())[0]!.windowId
  const rule = { channel: 'web', unitCode: null, fromMs: T0 + 60_000, toMs: null, segmentHash: null } as const
  const act = { type: 'Quarantine', windowId, quarantineId: 'quarantine-1', rule, finding: null } as const
  show.when({ type: 'RequestAct', requestId: 'request-0009', act, reason: '网页集中' }, OFFICE)
  expect(looked(show, stuffed()).requests).toMatchObject([
    {
      type: 'Quarantine',
      ruleWords: expect.stringContaining('网页 · '),
      reason: '网页集中',
      byName: expect.any(String),
    },
  ])
  show.when({ type: 'ConfirmAct', requestId: 'request-0009' }, AUDITOR)
  const inForce = looked(show, stuffed())
  expect(inForce).toMatchObject({ requests: [], quarantines: [{ lifted: null, reason: '网页集中' }] })
  expect(inForce.inForce?.setAside).toBeGreaterThan(0)
  byTwo(show, { type: 'LiftQuarantine', windowId, quarantineId: 'quarantine-1' })
  expect(looked(show, stuffed())).toMatchObject({
    inForce: null,
    quarantines: [{ lifted: { byNames: { length: 2 } } }],
  })
})

test('[PUB4] no result is told where it would tell how fewer than 100 voted', () => {
  const sides = (satisfied: number): Sides => ({
    headline: { satisfied, fair: 10, dissatisfied: 10, unsure: 0 },
    web: { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 },
  })
  const weighed = (setAside: number, before: number, after: number) =>
    consequenceViewOf({ setAside, movedUp: 0, before: sides(before), after: sides(after) }, false)
  expect(weighed(99, 300, 201)).toMatchObject({ setAside: 99, result: null, hiddenWhy: 'below_100' })
  expect(weighed(100, 300, 200).result).toMatchObject({
    before: { n: 320 },
    after: { n: 220, points: '93.64' },
  })
  expect(weighed(241, 300, 59).hiddenWhy).toBe('below_100')
  // Only the web page's: the headline does not move, so nothing of anybody is told.
  expect(weighed(12, 300, 300).result).not.toBeNull()
})

test('[BAL9] every kind of finding is one sentence with its numbers; below 100 ballots it names no choice', () => {
  const found = {
    ...{ unitCode: 3 as UnitCode, probability: 1e-7, ballots: 433, excess: 210, rules: [] },
    channel: 'aliyun' as const,
    choice: 'dissatisfied' as const,
    ...{ fromMs: 1_800_000_000_000, toMs: 1_800_000_020_000 },
  }
  const burst: ShareBurst = {
    ...found,
    detector: 'share_burst',
    inside: { n: 433, chosen: 312 },
    around: { n: 1_000, chosen: 410 },
    series: { fromMs: 0, binMs: 2_500, all: [], chosen: [] },
  }
  expect(findingSentenceOf(burst, true)).toBe(
    '16:00:00–16:00:20 短信（阿里云）的“不满意”占 72.1%（312/433 张），其余时间占 41.0%；约有 210 张超出正常。',
  )
  expect(findingSentenceOf(burst, false)).toBe(
    '16:00:00–16:00:20 短信（阿里云）的选择分布与其他时间、其他通道明显不同，这段时间共 433 张。',
  )
  expect(findingSentenceOf({ ...burst, inside: { n: 99, chosen: 80 } }, true)).not.toContain('满意')
  const beat: Pacing = { ...found, detector: 'pacing', periodMs: 361.25, phases: [] }
  expect(findingSentenceOf(beat, true)).toContain('“不满意”有约 210 张像机器一样每 0.361 秒一拍地到达')
  const full = {
    ...found,
    detector: 'turnout',
    of: 'electorate',
    people: 1_000,
    mostTurnoutBp: 10_000,
  } as const
  expect(findingSentenceOf({ ...full, counted: 1_001 }, false)).toBe(
    '有权评议的只有 1,000 人，却计入了 1,001 张：多出的不可能都是真人。',
  )
  expect([0, 1e-10, 1e-7, 1e-5, 5e-4, 4e-3].map(probabilityWords)).toEqual([
    ...['不可能', '不到十亿分之一', '不到百万分之一', '不到万分之一', '不到千分之一', '不到百分之一'],
  ])
  expect(
    ruleWords({
      channel: null,
      unitCode: 3 as UnitCode,
      fromMs: null,
      toMs: 1_800_000_000_000,
      segmentHash: 0xab,
    }),
  ).toBe('单位 3 · 16:00:00 之前 · 号段 #000000AB')
})
