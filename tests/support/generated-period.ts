// Periods drawn at random: every method, every kind of absence, vetoes, floors and ties, from few values so that much is equal.

import fc from 'fast-check'
import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import { ReviewerGroup } from '../../shared/evaluation/department.ts'
import type { CreditKind } from '../../shared/evaluation/rectification.ts'
import { DEFAULT_SCHEME, METHODS, type Scheme, TieStage } from '../../shared/evaluation/scheme.ts'
import { CATEGORIES } from '../../shared/evaluation/unit.ts'
import type { PeriodInputs, UnitInputs } from '../../shared/period/inputs.ts'

export interface GivenPeriod {
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
}

/** Five weights of tenths that sum to the whole; some are nought. */
const weightsBp = fc
  .array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 4 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 10])
  .map((at) => METHODS.map((method, i) => [method, (at[i + 1]! - at[i]!) * 1_000]))
  .map((pairs) => Object.fromEntries(pairs) as Scheme['weightsBp'])

const floor = fc.option(fc.constantFrom(3_000, 5_000, 6_000, 7_500, 9_000), { nil: null, freq: 1 })

export const generatedScheme: fc.Arbitrary<Scheme> = fc
  .record({
    weightsBp: fc.oneof({ weight: 2, arbitrary: weightsBp }, fc.constant(DEFAULT_SCHEME.weightsBp)),
    indicators: fc.integer({ min: 1, max: 3 }),
    floor: fc.constantFrom(0, 125_000, 250_000),
    absent: fc.constantFrom('neutral' as const, 'neutral' as const, 'redistribute' as const),
    pollFromN: fc.constantFrom(1, 50, 100),
    citizensFromN: fc.constantFrom(1, 30),
    listMost: fc.constantFrom(1, 2, 3, 10),
    noWorstFrom: floor,
    noBestBelow: floor,
    tieStages: fc.shuffledSubarray([...TieStage.options]),
  })
  .map(({ indicators, floor, absent, pollFromN, noWorstFrom, noBestBelow, ...rest }) => ({
    ...DEFAULT_SCHEME,
    ...rest,
    indicators: DEFAULT_SCHEME.indicators
      // One that is better high, one better low, one more.
      .filter(({ indicatorId }) =>
        ['on-time', 'returned', 'content'].slice(0, indicators).includes(indicatorId),
      )
      .map((definition) => ({ ...definition, floor })),
    tv: { ...DEFAULT_SCHEME.tv, absent, pollFromN },
    floors: { noWorstFrom, noBestBelow },
  }))

const few = fc.constantFrom(0, 10, 20, 40, 40)
const split: fc.Arbitrary<Split> = fc.oneof(
  fc.record({ satisfied: few, fair: few, dissatisfied: few, unsure: few }),
  fc.record({
    satisfied: fc.nat(90),
    fair: fc.nat(60),
    dissatisfied: fc.nat(60),
    unsure: fc.nat(9),
  }),
)
const pollId = WindowId.parse('0000000000a1')
const citizens = split.map((one): UnitInputs['citizens'] => ({ split: one, pollIds: [pollId] }))
const count = fc
  .record({
    denominator: fc.constantFrom(0, 20, 50, 50, 100, 100),
    share: fc.constantFrom(0, 50, 90, 95, 100),
    lifted: fc.constantFrom(false, false, false, false, true),
  })
  .map(({ denominator, share, lifted }) => ({
    denominator,
    numerator: Math.floor((denominator * share) / 100),
    ...(lifted ? { lifted: true as const } : {}),
  }))
const bigData = (scheme: Scheme) =>
  fc.tuple(...scheme.indicators.map(() => fc.option(count, { nil: null, freq: 30 }))).map((counts) =>
    scheme.indicators.flatMap(({ indicatorId }, i) => {
      const given = counts[i]
      return given == null ? [] : [{ indicatorId, ...given }]
    }),
  )
const department = fc
  .array(
    fc.record({
      group: fc.constantFrom(...ReviewerGroup.options),
      mark: fc.constantFrom(0, 60, 80, 80, 90, 100),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((reviews) => reviews.map((review, i) => ({ ...review, reviewer: i + 1 })))
const rectification = fc
  .array(
    fc.record({
      weight: fc.constantFrom(1, 2, 5),
      kind: fc.constantFrom<CreditKind>('on_time', 'on_time', 'late', 'overdue', 'reopened_false'),
    }),
    { maxLength: 4 },
  )
  .map((items) => items.map((item, i) => ({ ...item, itemId: `i${i}` })))
const tv = fc
  .array(
    fc.record({
      marks: fc.array(fc.constantFrom<number>(0, 60, 100), { minLength: 5, maxLength: 7 }),
      poll: fc.option(split, { nil: null }),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((segments) =>
    segments.map(({ marks, poll }, i) => ({
      sessionId: `s${i}`,
      segmentId: 'g',
      examiners: {
        num: String(marks.reduce((a, b) => a + b, 0)),
        den: String(marks.length),
        marks: marks.toSorted((a, b) => a - b),
      },
      poll,
    })),
  )

const unitEvidence = (scheme: Scheme) =>
  fc.record({
    citizens: fc.option(citizens, { nil: null, freq: 25 }),
    bigData: bigData(scheme),
    department: fc.oneof({ weight: 25, arbitrary: department }, fc.constant([])),
    rectification,
    tv: fc.oneof(fc.constant([]), tv),
    notApplicable: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.subarray([...METHODS], { maxLength: 4 }),
    ),
    notDelivered: fc.oneof(
      { weight: 20, arbitrary: fc.constant([]) },
      fc.subarray([...METHODS], { minLength: 1, maxLength: 2 }),
    ),
    vetoes: fc.oneof({ weight: 8, arbitrary: fc.constant([]) }, fc.constant(['弄虚作假'])),
  })

/** What a copy differs in: by a tie stage at most, where the method weighs nothing or the mean is the same. */
const twist = fc.constantFrom<Twist>('none', 'sameMean', 'citizens', 'rectification')
type Twist = 'none' | 'sameMean' | 'citizens' | 'rectification'

function twisted(from: UnitInputs, own: UnitInputs, by: Twist): UnitInputs {
  switch (by) {
    case 'none':
      return from
    case 'sameMean': {
      if (from.citizens === null) return from
      const { split, pollIds } = from.citizens
      // Five of 60 points are three of 100 and two of 0.
      const fives = Math.floor(split.fair / 5)
      const mixed = {
        ...split,
        satisfied: split.satisfied + fives * 3,
        fair: split.fair - fives * 5,
        dissatisfied: split.dissatisfied + fives * 2,
      }
      return { ...from, citizens: { split: mixed, pollIds } }
    }
    case 'citizens':
      return { ...from, citizens: own.citizens }
    case 'rectification':
      return { ...from, rectification: own.rectification }
    default:
      return unreachable(by)
  }
}

/** Up to `most` units, mostly of one or two categories; some are copies of others, so that totals and stages tie. */
export const generatedPeriod = (most = 28): fc.Arbitrary<GivenPeriod> =>
  generatedScheme.chain((scheme) =>
    fc
      .array(
        fc.record({
          evidence: unitEvidence(scheme),
          copyOf: fc.option(fc.nat(), { nil: null, freq: 2 }),
          twist,
          category: fc.constantFrom(...CATEGORIES, ...Array<'office'>(16).fill('office')),
        }),
        { minLength: 0, maxLength: most, size: 'max' },
      )
      .map((drawn) => {
        const units = drawn.map(({ category }, i) => ({
          unitId: UnitId.parse(`u${i + 1}`),
          code: UnitCode.parse(i + 1),
          name: `第${i + 1}单位`,
          category,
          organisationId: null,
          authorityId: null,
        }))
        const evidence = drawn.map(({ evidence, copyOf, twist: by }, i): UnitInputs => {
          const own = { ...evidence, unitId: units[i]!.unitId }
          const other = copyOf === null || i === 0 ? own : { ...own, ...drawn[copyOf % i]!.evidence }
          const from = twisted(other, own, by)
          return { ...from, vetoes: own.vetoes }
        })
        return { scheme, inputs: { units, evidence, rolled: [] } }
      }),
  )
