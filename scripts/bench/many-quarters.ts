// Years of evaluation as a journal: a city's units and quarter after quarter of them, published but for the last, which collects.

import { createHash } from 'node:crypto'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { Unit } from '../../shared/evaluation/unit.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { ContentHash, PeriodId, PublicationId } from '../../shared/period/ids.ts'
import { packCitizensRows, packIndicatorRows } from '../../shared/period/packed-evidence.ts'
import { packInputs } from '../../shared/period/packed-inputs.ts'
import type { PeriodEvent } from '../../shared/period/event.ts'
import type { CitizensRow, IndicatorRow } from '../../shared/period/command.ts'
import type { UnitInputs } from '../../shared/period/inputs.ts'
import type { HouseEvent, Stream } from '../../shared/show/house.ts'
import type { BundleOrder } from '../../server/evaluation/bundle-write.ts'
import type { Journal } from '../../server/storage/journal.ts'
import { createRandom, type Random } from '../demo/random.ts'

const OFFICE = PersonId.parse('pingyi')
const AUDITOR = PersonId.parse('shenji')
const DAY_MS = 86_400_000
const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const
const hashOf = (words: string) => ContentHash.parse(createHash('sha256').update(words).digest('hex'))

export interface ManyQuarters {
  readonly units: number
  readonly quarters: number
  /** The year of the first. */
  readonly fromYear: number
  readonly seed: number
  /** A half-year that collects, of the last two published quarters. */
  readonly half?: boolean
  /** Makes the bundle of the quarter published last, so that it can be read as everybody reads it. */
  readonly bundle?: (order: BundleOrder) => {
    readonly bundleHash: ContentHash
    readonly resultHash: ContentHash
  }
}

export const HALF_YEAR = PeriodId.parse('bench-half')

/** Names the period that collects, and one that is published. */
export async function writeQuarters(
  journal: Journal,
  plan: ManyQuarters,
): Promise<{ readonly collecting: PeriodId; readonly published: PeriodId }> {
  const random = createRandom(plan.seed)
  const units = unitsOf(plan.units)
  let commands = 0
  const append = async (atMs: number, stream: Stream, events: readonly HouseEvent[]) => {
    commands += 1
    await journal.append(
      {},
      {
        ...{ atMs, by: { role: 'office', id: OFFICE }, commandId: `bench-quarters-${commands}` },
        events: events.map((event) => ({ stream, event })),
      },
    )
  }
  const firstMs = Date.parse(`${plan.fromYear}-01-01T00:00:00+08:00`)
  await append(firstMs, 'registry', [{ type: 'UnitsImported', units }])
  const ids: PeriodId[] = []
  for (let n = 0; n < plan.quarters; n += 1) {
    const period = quarterOf(plan.fromYear, n)
    const last = n === plan.quarters - 1
    ids.push(period.periodId)
    const stream = `period-${period.periodId}` as Stream
    const startMs = Date.parse(`${period.settings.startsOn}T00:00:00+08:00`)
    const endMs = Date.parse(`${period.settings.endsOn}T00:00:00+08:00`)
    for (const event of opening(period, units)) await append(startMs, stream, [event])
    for (const event of evidence(period, units, random)) await append(startMs + 40 * DAY_MS, stream, [event])
    if (last) continue
    const bundle = n === plan.quarters - 2 ? plan.bundle : undefined
    for (const event of publishing(period, units, random, endMs + 30 * DAY_MS, bundle))
      await append(endMs + 20 * DAY_MS, stream, [event])
    if (n === plan.quarters - 2 && plan.half === true)
      for (const event of halfYear(plan.fromYear, n, ids.slice(-2), units))
        await append(endMs + 40 * DAY_MS, `period-${HALF_YEAR}` as Stream, [event])
  }
  return { collecting: ids.at(-1)!, published: ids.at(-2)! }
}

export function unitsOf(count: number): readonly Unit[] {
  return Array.from({ length: count }, (_, i) =>
    Unit.parse({
      unitId: `u${i + 1}`,
      code: i + 1,
      name: `第${i + 1}号${i % 9 === 0 ? '人力资源和社会保障局城东片区经办服务中心' : '单位'}`,
      category: CATEGORIES[i % CATEGORIES.length],
      organisationId: null,
      authorityId: null,
    }),
  )
}

function quarterOf(fromYear: number, n: number) {
  const [year, quarter] = [fromYear + Math.floor(n / 4), n % 4]
  const month = String(quarter * 3 + 1).padStart(2, '0')
  const endsOn = `${year}-${LAST_DAYS[quarter] ?? ''}`
  return {
    periodId: PeriodId.parse(`${year}-q${quarter + 1}`),
    settings: {
      ...{ title: `${year}年第${'一二三四'[quarter] ?? ''}季度`, kind: 'quarter' as const },
      ...{ startsOn: `${year}-${month}-01`, endsOn, evidenceDueOn: endsOn, rollsUp: [] },
    },
  }
}
type Quarter = ReturnType<typeof quarterOf>

function opening({ periodId, settings }: Quarter, units: readonly Unit[]): readonly PeriodEvent[] {
  return [
    { type: 'PeriodDrafted', periodId, settings },
    { type: 'PeriodOpened', periodId, scheme: DEFAULT_SCHEME, units, by: OFFICE },
  ]
}

function halfYear(
  fromYear: number,
  n: number,
  rollsUp: PeriodId[],
  units: readonly Unit[],
): readonly PeriodEvent[] {
  const [{ startsOn }, { endsOn }] = [quarterOf(fromYear, n - 1).settings, quarterOf(fromYear, n).settings]
  const settings = {
    ...{ title: '量测用的半年', kind: 'half' as const, rollsUp },
    ...{ startsOn, endsOn, evidenceDueOn: endsOn },
  }
  return [
    { type: 'PeriodDrafted', periodId: HALF_YEAR, settings },
    { type: 'PeriodOpened', periodId: HALF_YEAR, scheme: DEFAULT_SCHEME, units, by: OFFICE },
  ]
}

const splitOf = (random: Random) => ({
  satisfied: 40 + random.below(300),
  fair: random.below(80),
  dissatisfied: random.below(60),
  unsure: random.below(20),
})

const countOf = (random: Random) => {
  const denominator = 100 + random.below(900)
  return { denominator, numerator: denominator - random.below(Math.floor(denominator / 8)) }
}

function evidence({ periodId }: Quarter, units: readonly Unit[], random: Random): readonly PeriodEvent[] {
  const source = (importId: string) => ({ importId, words: '量测用的佐证', fileHash: null })
  const indicators = units.flatMap(({ unitId, category }): readonly IndicatorRow[] =>
    DEFAULT_SCHEME.indicators
      .filter(({ categories }) => categories.includes(category))
      .map(({ indicatorId }) => ({ unitId, indicatorId, count: countOf(random) })),
  )
  const citizens = units.map(({ unitId }): CitizensRow => ({ unitId, split: splitOf(random) }))
  const told = { periodId, replaced: 0, by: OFFICE }
  return [
    {
      type: 'IndicatorCountsAccepted',
      ...told,
      source: source(`${periodId}-hotline`),
      rows: indicators.length,
      packed: packIndicatorRows(indicators),
    },
    {
      type: 'CitizensCountsAccepted',
      ...told,
      source: source(`${periodId}-citizens`),
      rows: citizens.length,
      packed: packCitizensRows(citizens),
    },
  ]
}

function publishing(
  { periodId, settings }: Quarter,
  units: readonly Unit[],
  random: Random,
  noticeUntilMs: number,
  bundle: ManyQuarters['bundle'],
): readonly PeriodEvent[] {
  const publicationId = PublicationId.parse(`${periodId}-1`)
  const inputs = { units, evidence: units.map((unit) => inputsOf(unit, random)), rolled: [] }
  const made = bundle?.({
    ...{ period: { periodId, ...settings }, replaces: null, sources: [], inputs, scheme: DEFAULT_SCHEME },
    ...{ organisations: [], polls: [] },
  })
  const hashes = {
    bundleHash: made?.bundleHash ?? hashOf(`${periodId} bundle`),
    resultHash: made?.resultHash ?? hashOf(`${periodId} result`),
  }
  return [
    {
      type: 'InputsFrozen',
      periodId,
      packed: packInputs(inputs),
    },
    { type: 'TalliesCompared', periodId, differences: [], ...hashes, polls: [] },
    {
      ...{ type: 'RankingCertified', periodId, publicationId, replaces: null, replacing: '' },
      ...hashes,
      ...{ noticeUntilMs, requestId: `request-${periodId}`, reason: '签发', by: [OFFICE, AUDITOR] },
    },
    { type: 'PublicationFinalised', periodId, publicationId },
  ]
}

export function inputsOf({ unitId, category }: Unit, random: Random): UnitInputs {
  return {
    unitId,
    citizens: { split: splitOf(random), pollIds: [] },
    bigData: DEFAULT_SCHEME.indicators
      .filter(({ categories }) => categories.includes(category))
      .map(({ indicatorId }) => ({ indicatorId, ...countOf(random) })),
    department: Array.from({ length: 5 }, (_, i) => ({
      group: 'line',
      reviewer: i + 1,
      mark: 60 + random.below(41),
    })),
    rectification: [
      { itemId: `item-${unitId}`, weight: 1, kind: random.below(5) === 0 ? 'late' : 'on_time' },
    ],
    ...{ tv: [], notApplicable: [], notDelivered: [], vetoes: [] },
  }
}
