// What a period's ranking must be, said by definition: every pair of units compared, no sorting, no fraction type, nothing shared
// with the ranking but the shapes of its inputs. Slow, and meant to be (RANK2–RANK5, EVAL3–EVAL8).

import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodInputs, UnitInputs } from '../../shared/period/inputs.ts'

/** Numerator over a positive denominator, never reduced. */
type Ratio = readonly [bigint, bigint]
const over = (a: number | bigint, b: number | bigint): Ratio => [BigInt(a), BigInt(b)]
const plus = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d + c * b, b * d]
const times = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * c, b * d]
const more = ([a, b]: Ratio, [c, d]: Ratio) => a * d > c * b
const same = ([a, b]: Ratio, [c, d]: Ratio) => a * d === c * b
const all = (of: readonly Ratio[]) => of.reduce(plus, over(0, 1))

const NAMES = ['citizens', 'bigData', 'department', 'rectification', 'tv'] as const
type Name = (typeof NAMES)[number]
type Found = Ratio | 'absent' | 'sample' | 'nothing_due'

export interface Verdict {
  /** Null: without a place. */
  readonly place: number | null
  readonly total: Ratio | null
  readonly list: 'best' | 'worst' | null
  readonly why: 'sample' | 'notDelivered' | 'noMethod' | null
}

const meanOfSplit = (split: { satisfied: number; fair: number; dissatisfied: number }): Ratio | null => {
  const n = split.satisfied + split.fair + split.dissatisfied
  return n === 0 ? null : over(split.satisfied * 100 + split.fair * 60, n)
}

function found(name: Name, category: string, of: UnitInputs, scheme: Scheme): Found {
  if (name === 'citizens') {
    if (of.citizens === null) return 'absent'
    const { satisfied, fair, dissatisfied } = of.citizens.split
    const points = meanOfSplit(of.citizens.split)
    return points === null || satisfied + fair + dissatisfied < scheme.citizensFromN ? 'sample' : points
  }
  if (name === 'bigData') {
    const wanted = scheme.indicators.filter((one) => one.categories.some((each) => each === category))
    let top = over(0, 1)
    let weights = 0
    for (const one of wanted) {
      const count = of.bigData.find((each) => each.indicatorId === one.indicatorId)
      if (count === undefined) return 'absent'
      if (count.denominator === 0 || count.denominator < one.denominatorFrom) continue
      // All in ten-thousandths of a point: full − perPoint × shortfall, the shortfall in percentage points.
      const rate = over(count.numerator * 1_000_000, count.denominator)
      const target = over(one.targetPercent, 1)
      const short =
        one.direction === 'high'
          ? plus(target, times(over(-1, 1), rate))
          : plus(rate, times(over(-1, 1), target))
      let score = plus(over(one.full, 1), times(over(-one.perPoint, 10_000), short))
      if (more(score, over(one.full, 1))) score = over(one.full, 1)
      if (more(over(one.floor, 1), score)) score = over(one.floor, 1)
      if (count.lifted === true) score = over(one.full, 1)
      top = plus(top, times(over(one.weight * 100, one.full), score))
      weights += one.weight
    }
    if (wanted.length === 0) return 'absent'
    return weights === 0 ? 'sample' : times(top, over(1, weights))
  }
  if (name === 'department') {
    const groups = (['line', 'district', 'town'] as const).filter((group) =>
      of.department.some((review) => review.group === group && scheme.reviewersBp[group] > 0),
    )
    if (groups.length === 0) return 'absent'
    const whole = groups.reduce((sum, group) => sum + scheme.reviewersBp[group], 0)
    return all(
      groups.map((group) => {
        const marks = of.department.filter((review) => review.group === group).map(({ mark }) => mark)
        return over(scheme.reviewersBp[group] * marks.reduce((a, b) => a + b, 0), marks.length * whole)
      }),
    )
  }
  if (name === 'rectification') {
    const weights = of.rectification.reduce((sum, item) => sum + item.weight, 0)
    if (weights === 0) return 'nothing_due'
    const tenths = { on_time: 10, late: 6, overdue: 0, reopened_false: -10 }
    const earned = of.rectification.reduce((sum, item) => sum + tenths[item.kind] * item.weight, 0)
    return over(Math.max(0, earned) * 10, weights)
  }
  if (of.tv.length === 0) return 'absent'
  const segments = of.tv.map((segment) => {
    const examiners = over(BigInt(segment.examiners.num), BigInt(segment.examiners.den))
    const poll = segment.poll
    const joins =
      poll !== null && poll.satisfied + poll.fair + poll.dissatisfied + poll.unsure >= scheme.tv.pollFromN
    const points = joins ? meanOfSplit(poll) : null
    return points === null
      ? examiners
      : plus(
          times(over(scheme.tv.examinersBp, 10_000), examiners),
          times(over(scheme.tv.pollBp, 10_000), points),
        )
  })
  return times(all(segments), over(1, segments.length))
}

/** By unitId. */
export function verdictsOf({ units, evidence }: PeriodInputs, scheme: Scheme): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>()
  for (const category of new Set(units.map((unit) => unit.category)))
    for (const [unitId, verdict] of inCategory(
      evidence.filter((own) =>
        units.some((unit) => unit.unitId === own.unitId && unit.category === category),
      ),
      category,
      scheme,
    ))
      verdicts.set(unitId, verdict)
  return verdicts
}

function inCategory(
  evidence: readonly UnitInputs[],
  category: string,
  scheme: Scheme,
): readonly (readonly [string, Verdict])[] {
  const points = (own: UnitInputs, name: Name): Ratio | null => {
    const result = own.notDelivered.includes(name) ? 'absent' : found(name, category, own, scheme)
    return typeof result === 'string' ? null : result
  }
  const tvResults = evidence.flatMap((own) => points(own, 'tv') ?? []).length
  const tvPoints = evidence.map((own) => points(own, 'tv')).filter((each) => each !== null)
  const tvMean = tvResults === 0 ? null : times(all(tvPoints), over(1, tvPoints.length))

  const judged = evidence.map((own) => {
    const weighing = NAMES.filter((name) => scheme.weightsBp[name] > 0)
    if (weighing.some((name) => own.notDelivered.includes(name))) return { own, why: 'notDelivered' as const }
    if (weighing.some((name) => found(name, category, own, scheme) === 'sample'))
      return { own, why: 'sample' as const }
    let sum = over(0, 1)
    let weight = 0
    let ofItsOwn = false
    for (const name of weighing) {
      const result = found(name, category, own, scheme)
      let value: Ratio | null = null
      if (typeof result !== 'string') {
        value = result
        ofItsOwn = true
      } else if (result === 'nothing_due' || own.notApplicable.includes(name)) continue
      else if (name === 'tv' && (tvMean === null || scheme.tv.absent === 'redistribute')) continue
      else if (name === 'tv') value = tvMean
      if (value === null) return { own, why: 'noMethod' as const }
      sum = plus(sum, times(over(scheme.weightsBp[name], 1), value))
      weight += scheme.weightsBp[name]
    }
    if (!ofItsOwn) return { own, why: 'noMethod' as const }
    return { own, why: null, total: times(sum, over(1, weight)) }
  })

  const ranked = judged.flatMap((each) => (each.why === null ? [each] : []))
  // Labels: who is better has the higher one, who is tied the same. Each stage refines the sets of equal labels.
  let label = ranked.map((one) => ranked.filter((other) => more(one.total, other.total)).length)
  for (const stage of scheme.tieStages) {
    const value = (own: UnitInputs): Ratio | null => {
      if (stage === 'citizens_higher') return points(own, 'citizens')
      if (stage === 'rectification_higher') return points(own, 'rectification')
      if (points(own, 'citizens') === null || own.citizens === null) return null
      const { satisfied, fair, dissatisfied } = own.citizens.split
      return over(-dissatisfied, satisfied + fair + dissatisfied)
    }
    const values = ranked.map(({ own }) => value(own))
    const before = label
    label = ranked.map((_, i) => {
      const tied = ranked.map((_, j) => j).filter((j) => before[j] === before[i])
      if (tied.some((j) => values[j] === null)) return before[i]!
      return before[i]! + tied.filter((j) => more(values[i]!, values[j]!)).length
    })
  }

  const n = ranked.length
  const listN = n < 8 ? 0 : Math.min(scheme.listMost, Math.floor(n / 4))
  const veto = ranked.map(({ own }) => own.vetoes.length > 0)
  const placed = ranked.map((_, i) => {
    const betters = label.flatMap((other, j) => (other > label[i]! ? [j] : []))
    const worse = label.filter((other) => other < label[i]!).length
    const tied = label.flatMap((other, j) => (other === label[i]! ? [j] : []))
    const isWorst = worse < listN
    const isBest =
      betters.filter((j) => !veto[j]).length < listN &&
      betters.length < n - listN &&
      tied.some((j) => !veto[j])
    return { place: betters.length + 1, isWorst, isBest }
  })
  const atLeast = (total: Ratio, hundredths: number) =>
    more(total, over(hundredths, 100)) || same(total, over(hundredths, 100))

  return judged.map((each) => {
    if (each.why !== null)
      return [each.own.unitId, { place: null, total: null, list: null, why: each.why }] as const
    const i = ranked.indexOf(each)
    const { place, isWorst, isBest } = placed[i]!
    const { noWorstFrom, noBestBelow } = scheme.floors
    let list: Verdict['list'] = null
    if (isWorst && !isBest && (noWorstFrom === null || !atLeast(each.total, noWorstFrom))) list = 'worst'
    if (isBest && !isWorst && !veto[i] && (noBestBelow === null || atLeast(each.total, noBestBelow)))
      list = 'best'
    return [each.own.unitId, { place, total: each.total, list, why: null }] as const
  })
}
