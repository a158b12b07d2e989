// The scripted day in small: six doors, a live poll and a period poll, two SIGKILLs; three counts agree, and nobody's number is kept.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runDay, SMALL_DAY } from '../../scripts/day/day.ts'
import type { Letter } from '../../scripts/day/letters.ts'
import { countsOf, differences, groupedBy } from '../../scripts/day/tally.ts'
import { cleanUp, tempFolder } from '../support/test-server.ts'
import { createSearch, needlesOf } from '../support/traces-of.ts'

const SEED = 20_261_125
afterAll(cleanUp)

test(
  `[BAL2][BAL3][BAL5][BAL8][POLL1][LOG3] a day of 1,500 messages over six doors and two kills: recount, live tally and oracle agree (seed ${SEED})`,
  { timeout: 180_000 },
  async () => {
    const dataDir = join(tempFolder(), 'data')
    const report = await runDay({ ...SMALL_DAY, messages: 1_500, seed: SEED, dataDir, say: () => undefined })
    expect(report.differences).toEqual([])
    expect(report.kills).toBe(2)
    // It was a day as promised: every door, repeats, late ones, garbage, and requests that had to be sent again.
    expect(Object.keys(report.byDoor).sort()).toEqual([
      'aliyun',
      'gateway',
      'tencent',
      'twilio',
      'web',
      'wechat',
    ])
    const { first, again, second, late, garbage } = report.letters
    expect([again + second, late, garbage]).toEqual([152, 30, 76])
    expect(report.counted).toBe(first)
    expect(report.again).toBeGreaterThan(0)

    const people = Array.from({ length: 60 }, (_, i) => `+86139${String(10_000_000 + 1 + i * 7)}`)
    const search = createSearch(people.flatMap((phone) => needlesOf(phone)))
    const files = readdirSync(dataDir).filter((name) => name.includes('.db'))
    expect(files).toContain('ballots.db')
    expect(files.flatMap((name) => search(readFileSync(join(dataDir, name))))).toEqual([])
  },
)

test('the oracle counts each voter’s first letter, and a ballot more or less anywhere is named', () => {
  const poll = { windowId: 'w', units: [3], coded: false }
  const letter = (changes: Partial<Letter>): Letter => ({
    ...{
      kind: 'first',
      door: 'web',
      person: 1,
      poll,
      unitCode: 3,
      choice: 'fair',
      text: '',
      number: 1,
      sentAtMs: 0,
    },
    ...changes,
  })
  const kinds = ['again', 'second', 'late', 'garbage'] as const
  const counts = countsOf([letter({}), letter({ door: 'aliyun' }), ...kinds.map((kind) => letter({ kind }))])
  expect([...counts]).toEqual([
    ['w 3 web fair', 1],
    ['w 3 aliyun fair', 1],
  ])
  expect(differences('x', counts, counts)).toEqual([])
  expect(differences('x', counts, new Map([['w 3 web fair', 2]]))).toEqual([
    'x: w 3 aliyun fair: expected 1, found 0',
    'x: w 3 web fair: expected 1, found 2',
  ])
  expect([...groupedBy(counts, ([window]) => window ?? '')]).toEqual([['w', 2]])
})
