// Proves that the thread ranks as the rules do, draws once by scheme and inputs, and refuses where too many wait (RANK7, SAFE2).

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { evidenceOf, inputsOf, periodUnitOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { toHundredths } from '../../shared/basics/exact.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { explain } from '../../shared/evaluation/explain.ts'
import { outcomeOf } from '../../shared/evaluation/outcome.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { categoryCertaintyOf } from '../../shared/evaluation/uncertain-units.ts'
import { whatIfWords } from '../../shared/evaluation/what-if.ts'
import { packInputs } from '../../shared/period/packed-inputs.ts'
import { createKeptFiles } from './kept-files.ts'
import { certaintySeedOf } from './published-inputs.ts'
import { createRankings, type PeriodStanding, type Rankings } from './rankings.ts'

const inputs = inputsOf(
  Array.from({ length: 600 }, (_, i) =>
    evidenceOf(i + 1, {
      citizens: {
        split: { satisfied: 40 + (i % 50), fair: 30, dissatisfied: 10 + (i % 7), unsure: 0 },
        pollIds: [],
      },
      ...(i % 3 === 0 ? { tv: [] } : {}),
      ...(i === 5 ? { department: [], notDelivered: ['department'] } : {}),
    }),
  ),
  (n) => CATEGORIES[n % 4]!,
)
const question = { inputs, scheme: SMALL_SCHEME, basis: 'final' as const }
const frozen = { packed: packInputs(inputs) }
const frozenQuestion = { ...question, inputs: { units: inputs.units, frozen } }
const wanted = rankPeriod(inputs, SMALL_SCHEME).categories
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-rankings-'))
let open: Rankings | null = null
afterEach(() => open?.stop())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Rankings, and the standing once its certainty is drawn. */
function given() {
  let drawn = () => {}
  const certain = new Promise<void>((resolve) => (drawn = resolve))
  const kept = createKeptFiles(folder, Buffer.from('a secret'))
  const rankings = createRankings({ kept, onCertain: drawn })
  open = rankings
  const standing = async (): Promise<PeriodStanding> => {
    const answer = await rankings.ranking(question)
    if (!answer.ok) throw new Error(answer.refusal.code)
    return answer.value
  }
  return { rankings, certain, standing }
}

describe('[RANK7] rankings in a thread', () => {
  test('are those of the rules, and certain by the seed of scheme and inputs', async () => {
    const { certain, standing } = given()
    const first = await standing()
    for (const category of CATEGORIES) expect(first.outcome.of(category)).toEqual(outcomeOf(wanted[category]))
    expect(first.certainty).toBeNull()
    await certain
    const { certainty, outcome } = await standing()
    const seedHex = certaintySeedOf(inputs, SMALL_SCHEME)
    for (const category of CATEGORIES) {
      const drawn = categoryCertaintyOf(wanted[category], inputs, SMALL_SCHEME, { draws: 2_000, seedHex })
      const { rows } = outcome.of(category)
      expect(rows.map(({ unit }) => certainty!.of(category).get(unit.unitId))).toEqual(drawn)
      expect(certainty!.close[category]).toEqual({ best: true, worst: true })
    }
  })

  test('tell what became of a period by unit, as a ranking of it tells', async () => {
    const { rankings } = given()
    const answer = await rankings.outcome(frozenQuestion)
    if (!answer.ok) throw new Error(answer.refusal.code)
    const { places, totals, lists, ranked } = answer.value.columns
    const rows = CATEGORIES.flatMap((category) => wanted[category].rows)
    expect(CATEGORIES.map((category) => ranked[category])).toEqual(
      CATEGORIES.map((category) => wanted[category].rows.length),
    )
    inputs.units.forEach(({ unitId }, i) => {
      const row = rows.find(({ unit }) => unit.unitId === unitId)
      expect([places[i], totals[i], lists[i]]).toEqual(
        row === undefined
          ? [0, -1, 0]
          : [row.place, Number(toHundredths(row.total)), [null, 'best', 'worst'].indexOf(row.list)],
      )
    })
    expect(rows.length).toBeLessThan(inputs.units.length)
  })

  test('tell a unit’s card, of what was gathered and of what was frozen', async () => {
    const { rankings } = given()
    const { unitId } = periodUnitOf(9)
    const card = {
      ok: true,
      value: {
        parts: explain(unitId, inputs, SMALL_SCHEME, rankPeriod(inputs, SMALL_SCHEME)),
        standing: expect.arrayContaining([expect.stringContaining('个参加排名的单位中列第')]),
        whatIf: whatIfWords(unitId, inputs, SMALL_SCHEME),
      },
    }
    expect(await rankings.card(question, unitId)).toEqual(card)
    expect(await rankings.card(frozenQuestion, unitId)).toEqual(card)
  })

  test('[SAFE2] are refused with the count where too many wait, and go on', async () => {
    const { rankings } = given()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => rankings.card(question, periodUnitOf(1).unitId)),
    )
    expect(answers.map((answer) => answer.ok || answer.refusal)).toEqual([
      ...Array<true>(16).fill(true),
      ...Array<object>(4).fill({ code: 'rankings_waiting', detail: { count: 16 } }),
    ])
    expect((await rankings.ranking(question)).ok).toBe(true)
  })

  test('of more periods than are kept are computed anew', async () => {
    const { rankings } = given()
    const places = async (n: number) => {
      const asked = { ...question, inputs: inputsOf([evidenceOf(n), evidenceOf(n + 1)]) }
      const answer = await rankings.ranking(asked)
      return { asked, rows: answer.ok ? answer.value.outcome.of('office').rows.length : -1 }
    }
    const first = await places(1)
    for (let n = 2; n <= 9; n++) expect((await places(n)).rows).toBe(2)
    const again = await rankings.ranking(first.asked)
    const office = rankPeriod(first.asked.inputs, SMALL_SCHEME).categories.office
    expect(again.ok && again.value.outcome.of('office')).toEqual(outcomeOf(office))
    const card = await rankings.card(first.asked, periodUnitOf(1).unitId)
    expect(card.ok && card.value.parts.length).toBe(5)
  })
})
