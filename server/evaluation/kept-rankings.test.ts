// Proves that a frozen period is ranked once: what is read later is what a ranking would say, of these inputs and this code alone.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generatedPeriod } from '../../tests/support/generated-period.ts'
import { evidenceOf, inputsOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { outcomeOf } from '../../shared/evaluation/outcome.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import { packInputs } from '../../shared/period/packed-inputs.ts'
import { createFrozenKeys } from './frozen-keys.ts'
import { createKeptFiles, type KeptFiles } from './kept-files.ts'
import { outcomeIn, packRanking, partsOfPeriod, periodFromParts } from './period-outcome.ts'
import { rankingCodeOf } from './ranking-code.ts'
import { createRankings, type Rankings } from './rankings.ts'

const SECRET = Buffer.from('of this folder')
const inputs = inputsOf(
  Array.from({ length: 40 }, (_, i) =>
    evidenceOf(i + 1, {
      bigData: [{ indicatorId: 'on-time', numerator: 50 + i, denominator: 100 }],
      ...(i === 3 ? { vetoes: ['弄虚作假'] } : {}),
      ...(i === 5 ? { department: [], notDelivered: ['department'] } : {}),
    }),
  ),
  (n) => CATEGORIES[n % 2]!,
)
const questionOf = (of: PeriodInputs, scheme: Scheme) => ({
  inputs: { units: of.units, frozen: { packed: packInputs(of) } },
  ...{ scheme, basis: 'final' as const },
})
const question = questionOf(inputs, SMALL_SCHEME)

let folder = ''
let open: Rankings[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-rankings-'))
})
afterEach(async () => {
  for (const rankings of open) await rankings.stop()
  open = []
  rmSync(folder, { recursive: true, force: true })
})

/** A process with this folder, that says what it read of it. */
function started() {
  const files = createKeptFiles(folder, SECRET)
  const found: boolean[] = []
  const kept: KeptFiles = {
    ...files,
    async read(name) {
      const parts = await files.read(name)
      found.push(parts !== null)
      return parts
    },
  }
  let drawn = () => {}
  const certain = new Promise<void>((settle) => (drawn = settle))
  const rankings = createRankings({ kept, onCertain: drawn })
  open.push(rankings)
  return { rankings, found, certain }
}

async function standingOf(rankings: Rankings, asked = question) {
  const answer = await rankings.ranking(asked)
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value
}

const outcomesOf = (of: PeriodInputs, scheme: Scheme) =>
  CATEGORIES.map((category) => outcomeOf(rankPeriod(of, scheme).categories[category]))

test('[RANK8] property: what is kept of a ranking is what the ranking says', () => {
  fc.assert(
    fc.property(generatedPeriod(), ({ inputs: of, scheme }) => {
      const parts = partsOfPeriod(packRanking(of, rankPeriod(of, scheme))).map((part) => new Uint8Array(part))
      const outcome = outcomeIn(periodFromParts(parts), of.units)
      expect(CATEGORIES.map((category) => outcome.of(category))).toEqual(outcomesOf(of, scheme))
      expect([...outcome.vetoes]).toEqual(
        of.evidence.flatMap(({ unitId, vetoes }) => (vetoes.length === 0 ? [] : [[unitId, vetoes]])),
      )
    }),
    { numRuns: 60 },
  )
})

describe('[PUB1] a frozen period', () => {
  test('is ranked and drawn once; after a start both are read, and are what a ranking would say', async () => {
    const first = started()
    const before = await standingOf(first.rankings)
    expect(before.certainty).toBeNull()
    await first.certain
    const certain = await standingOf(first.rankings)
    await first.rankings.stop()
    expect(readdirSync(folder).map((name) => name.split('.')[1])).toEqual(['certainty', 'ranking'])

    const second = started()
    const after = await standingOf(second.rankings)
    expect(second.found).toEqual([true, true])
    expect(CATEGORIES.map((category) => after.outcome.of(category))).toEqual(outcomesOf(inputs, SMALL_SCHEME))
    expect(after.outcome.columns).toEqual(before.outcome.columns)
    expect(after.certainty!.close).toEqual(certain.certainty!.close)
    for (const category of CATEGORIES)
      expect(after.certainty!.of(category)).toEqual(certain.certainty!.of(category))
  })

  test('whose file was damaged or edited is ranked again, and the file made anew', async () => {
    const first = started()
    await standingOf(first.rankings)
    await first.certain
    await first.rankings.stop()
    const file = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.ranking'))!,
    )
    const whole = readFileSync(file, 'latin1')
    const { total } = outcomesOf(inputs, SMALL_SCHEME)[0]!.rows[0]!
    const edited = whole.replace(`"${total}"`, '"99.99"')
    expect(edited).not.toBe(whole)
    for (const bytes of [edited, whole.slice(0, -1), '']) {
      writeFileSync(file, bytes, 'latin1')
      const again = started()
      const { outcome } = await standingOf(again.rankings)
      expect(again.found[0]).toBe(false)
      expect(CATEGORIES.map((category) => outcome.of(category))).toEqual(outcomesOf(inputs, SMALL_SCHEME))
      await again.rankings.stop()
      expect(readFileSync(file, 'latin1')).toBe(whole)
    }
  })

  test('is never shown for other inputs, units, scheme or code', async () => {
    const keyOf = (of: PeriodInputs, scheme: Scheme, code = 'a') =>
      createFrozenKeys(async () => code).of(of.units, { packed: packInputs(of) }, scheme, 'final')
    const renamed = {
      ...inputs,
      units: inputs.units.map((unit, i) => (i === 0 ? { ...unit, name: '改名' } : unit)),
    }
    const [, ...evidence] = inputs.evidence
    const keys = await Promise.all([
      keyOf(inputs, SMALL_SCHEME),
      keyOf(renamed, SMALL_SCHEME),
      keyOf({ ...inputs, evidence: [evidenceOf(1), ...evidence] }, SMALL_SCHEME),
      keyOf(inputs, { ...SMALL_SCHEME, listMost: 3 }),
      keyOf(inputs, SMALL_SCHEME, 'b'),
    ])
    expect(new Set(keys).size).toBe(keys.length)
    expect(await keyOf({ ...inputs }, { ...SMALL_SCHEME })).toBe(keys[0])
    // One process that knew other units and another scheme of the same frozen value.
    const one = createFrozenKeys(async () => 'a')
    const frozen = { packed: packInputs(inputs) }
    expect(await one.of(renamed.units, frozen, SMALL_SCHEME, 'final')).toBe(keys[1])
    expect(await one.of(inputs.units, frozen, SMALL_SCHEME, 'final')).toBe(keys[0])
    expect(await one.of(inputs.units, frozen, { ...SMALL_SCHEME, listMost: 3 }, 'final')).toBe(keys[3])
  })

  test('of a program with another ranking rule has another key: every file of the ranking counts', async () => {
    const now = await rankingCodeOf()
    const read = new Map<string, string>()
    const textOf = async (file: URL) => {
      const text = readFileSync(file, 'utf8')
      read.set(file.pathname.split('/').slice(-3).join('/'), text)
      return text
    }
    expect(await rankingCodeOf(undefined, textOf)).toBe(now)
    for (const file of [
      'shared/evaluation/ranking.ts',
      'shared/evaluation/ranking-lists.ts',
      'shared/evaluation/tie-stages.ts',
      'shared/evaluation/period-points.ts',
      'shared/evaluation/certainty.ts',
      'shared/evaluation/packed-outcome.ts',
      'shared/period/packed-inputs.ts',
      'shared/basics/exact.ts',
      'server/evaluation/period-outcome.ts',
    ]) {
      expect([...read.keys()]).toContain(file)
      const changed = async (of: URL) => {
        const text = await textOf(of)
        return of.pathname.endsWith(`/${file}`) ? `${text}\n` : text
      }
      expect(await rankingCodeOf(undefined, changed)).not.toBe(now)
    }
  })
})
