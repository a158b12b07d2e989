// Proves that the thread ranks as the rules do, draws once by scheme and inputs, and refuses where too many wait (RANK7, SAFE2).

import { afterEach, describe, expect, test } from 'vitest'
import { evidenceOf, inputsOf, periodUnitOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { toHundredths } from '../../shared/basics/exact.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { explain } from '../../shared/evaluation/explain.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { categoryCertaintyOf } from '../../shared/evaluation/uncertain-units.ts'
import { whatIfWords } from '../../shared/evaluation/what-if.ts'
import { packInputs } from '../../shared/period/packed-inputs.ts'
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
let open: Rankings | null = null
afterEach(() => open?.stop())

/** Rankings, and the standing once its certainty is drawn. */
function given() {
  let drawn = () => {}
  const certain = new Promise<void>((resolve) => (drawn = resolve))
  const rankings = createRankings({ onCertain: drawn })
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
    expect(first.ranking).toEqual(rankPeriod(inputs, SMALL_SCHEME))
    expect(first.certainty).toBeNull()
    await certain
    const { certainty, close, ranking } = await standing()
    const seedHex = certaintySeedOf(inputs, SMALL_SCHEME)
    for (const category of CATEGORIES) {
      const wanted = categoryCertaintyOf(ranking.categories[category], inputs, SMALL_SCHEME, {
        draws: 2_000,
        seedHex,
      })
      const { rows } = ranking.categories[category]
      expect(rows.map(({ unit }) => certainty!.get(unit.unitId))).toEqual(wanted)
      expect(close![category]).toEqual({ best: true, worst: true })
    }
  })

  test('tell what became of a frozen period, in columns, as a ranking of it tells', async () => {
    const { rankings } = given()
    const { units } = inputs
    const answer = await rankings.columns({ units, packed: packInputs(inputs), scheme: SMALL_SCHEME })
    if (!answer.ok) throw new Error(answer.refusal.code)
    const { places, totals, lists, ranked } = answer.value
    const { categories } = rankPeriod(inputs, SMALL_SCHEME)
    const rows = CATEGORIES.flatMap((category) => categories[category].rows)
    expect(CATEGORIES.map((category) => ranked[category])).toEqual(
      CATEGORIES.map((category) => categories[category].rows.length),
    )
    units.forEach(({ unitId }, i) => {
      const row = rows.find(({ unit }) => unit.unitId === unitId)
      expect([places[i], totals[i], lists[i]]).toEqual(
        row === undefined
          ? [0, -1, 0]
          : [row.place, Number(toHundredths(row.total)), [null, 'best', 'worst'].indexOf(row.list)],
      )
    })
    expect(rows.length).toBeLessThan(units.length)
  })

  test('tell a unit’s card', async () => {
    const { rankings } = given()
    const { unitId } = periodUnitOf(9)
    const card = await rankings.card(question, unitId)
    expect(card).toEqual({
      ok: true,
      value: {
        parts: explain(unitId, inputs, SMALL_SCHEME, rankPeriod(inputs, SMALL_SCHEME)),
        standing: expect.arrayContaining([expect.stringContaining('个参加排名的单位中列第')]),
        whatIf: whatIfWords(unitId, inputs, SMALL_SCHEME),
      },
    })
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
      return { asked, rows: answer.ok ? answer.value.ranking.categories.office.rows.length : -1 }
    }
    const first = await places(1)
    for (let n = 2; n <= 9; n++) expect((await places(n)).rows).toBe(2)
    const again = await rankings.ranking(first.asked)
    expect(again.ok && again.value.ranking).toEqual(rankPeriod(first.asked.inputs, SMALL_SCHEME))
    const card = await rankings.card(first.asked, periodUnitOf(1).unitId)
    expect(card.ok && card.value.parts.length).toBe(5)
  })
})
