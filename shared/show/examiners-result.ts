// The examiners' result of one window: quorum, mean, trim and group weights, in exact fractions (SCORE1, 5 to 8).

import { HUNDRED, ZERO, compare, fraction, multiply, shownParts, sum, toJson } from '../basics/exact.ts'
import type { Fraction } from '../basics/exact.ts'
import { unreachable } from '../basics/result.ts'
import { SeatGroup } from './panel.ts'
import type { GroupWeights } from './panel.ts'
import type { ExaminersResult, InvalidWhy, Mark, ScoreForm } from './score.ts'
import type { ExaminersWindow, Session } from './session.ts'

const FEWEST_COUNTED = 5
const FEWEST_IN_GROUP = 3
const TRIM_FROM = 10

type PointsByGroup = ReadonlyMap<SeatGroup, readonly number[]>

/** Points 0–100 of a mark, null for 弃权 (SCORE1). */
export function pointsOf(mark: Mark): number | null {
  switch (mark.kind) {
    case 'grade':
      return { satisfied: 100, fair: 60, dissatisfied: 0, abstain: null }[mark.grade]
    case 'points':
      return mark.points
    case 'face':
      return { smile: 100, cry: 0 }[mark.face]
    default:
      return unreachable(mark)
  }
}

/**
 * The result as the window's scores stand now; final once it is frozen. Scores set aside (late, old device) are not
 * among `window.scores`; those of recused seats are left out here. 无效 is a result without a mean (SCORE7).
 */
export function examinersResultOf(window: ExaminersWindow, session: Session): ExaminersResult {
  const recused = new Set(
    session.recusals.filter(({ unitId }) => unitId === window.unitId).map(({ seatId }) => seatId),
  )
  const present = window.presentSeats.filter((seatId) => !recused.has(seatId))
  const groupOf = new Map(session.seats.map(({ seatId, group }) => [seatId, group]))
  const scores = Object.values(window.scores).filter(
    ({ seatId }) => groupOf.has(seatId) && !recused.has(seatId),
  )
  const scored = new Set(scores.map(({ seatId }) => seatId))
  const responded = present.filter((seatId) => scored.has(seatId)).length

  const byGroup: PointsByGroup = new Map(
    SeatGroup.options
      .filter((group) => session.seats.some((seat) => seat.group === group))
      .map((group) => [
        group,
        scores
          .filter(({ seatId }) => groupOf.get(seatId) === group)
          .map(({ mark }) => pointsOf(mark))
          .filter((points) => points !== null),
      ]),
  )
  const whole = combined(byGroup, window.form, window.groupWeights)
  const invalid: InvalidWhy | null =
    responded * 2 <= present.length
      ? 'not_half_of_present'
      : whole.counted < FEWEST_COUNTED
        ? 'fewer_than_five'
        : whole.mean === null
          ? 'group_too_small'
          : null

  return {
    kind: 'examiners',
    form: window.form,
    invalid,
    mean: invalid === null && whole.mean !== null ? toJson(whole.mean) : null,
    present: present.length,
    recused: recused.size,
    counted: whole.counted,
    abstained: scores.filter(({ mark }) => pointsOf(mark) === null).length,
    onPaper: scores.filter(({ onPaper }) => onPaper).length,
    trimmed: whole.trimmed,
    distribution: distributionOf(
      scores.map(({ mark }) => mark),
      window.form,
    ),
    groups: [...byGroup].map(([group, points]) => {
      const groupMean = invalid === null ? trimmedMean(points, window.form).mean : null
      return {
        group,
        counted: points.length,
        mean: groupMean === null ? null : toJson(groupMean),
        weightBp: window.groupWeights === null ? null : (whole.weightsBp.get(group) ?? 0),
      }
    }),
  }
}

interface Combined {
  /** Null where nothing counts, or a group is too small. */
  readonly mean: Fraction | null
  readonly counted: number
  readonly trimmed: number
  readonly weightsBp: ReadonlyMap<SeatGroup, number>
}

/** SCORE6: the mean of all; with group weights the weighted mean of group means, trimmed group by group. */
function combined(byGroup: PointsByGroup, form: ScoreForm, weights: GroupWeights | null): Combined {
  if (weights === null) {
    const all = [...byGroup.values()].flat()
    return { ...trimmedMean(all, form), counted: all.length, weightsBp: new Map() }
  }
  const weighed = SeatGroup.options
    .filter((group) => weights.weightsBp[group] > 0)
    .map((group) => ({ weightBp: weights.weightsBp[group], group, points: byGroup.get(group) ?? [] }))
  const large = weighed.filter(({ points }) => points.length >= FEWEST_IN_GROUP)
  const holds = large.length > 0 && (large.length === weighed.length || weights.redistribute)
  const inForce = weights.redistribute ? large : weighed
  const baseBp = weights.redistribute ? inForce.reduce((total, { weightBp }) => total + weightBp, 0) : 10_000
  const means = inForce.map(({ points, weightBp }) => ({ ...trimmedMean(points, form), weightBp }))
  return {
    mean: holds
      ? sum(means.map((each) => multiply(each.mean ?? ZERO, fraction(each.weightBp, baseBp))))
      : null,
    counted: inForce.reduce((total, { points }) => total + points.length, 0),
    trimmed: means.reduce((total, { trimmed }) => total + trimmed, 0),
    weightsBp: shownWeights(inForce, baseBp),
  }
}

/** Whole basis points that sum to 10,000; the mean itself uses the exact weights. */
function shownWeights(
  inForce: readonly { readonly group: SeatGroup; readonly weightBp: number }[],
  baseBp: number,
): ReadonlyMap<SeatGroup, number> {
  const percent = inForce.map(({ weightBp }) => multiply(fraction(weightBp, baseBp), HUNDRED))
  const shown = shownParts(percent)
  return new Map(inForce.map(({ group }, i) => [group, Number(shown[i])]))
}

/** `trimmed`: how many were dropped at each end (marks only, from 10 scores on). */
function trimmedMean(points: readonly number[], form: ScoreForm): { mean: Fraction | null; trimmed: number } {
  const trimmed = form.kind === 'marks' && points.length >= TRIM_FROM ? form.trim : 0
  const kept = [...points].sort((a, b) => a - b).slice(trimmed, points.length - trimmed)
  const total = kept.reduce((a, b) => a + b, 0)
  return { mean: kept.length === 0 ? null : fraction(total, kept.length), trimmed }
}

function distributionOf(marks: readonly Mark[], form: ScoreForm): ExaminersResult['distribution'] {
  const count = (label: string, belongs: (mark: Mark) => boolean) => ({
    label,
    count: marks.filter(belongs).length,
  })
  switch (form.kind) {
    case 'grades':
      return (['satisfied', 'fair', 'dissatisfied', 'abstain'] as const).map((grade) =>
        count(grade, (mark) => mark.kind === 'grade' && mark.grade === grade),
      )
    case 'placard':
      return (['smile', 'cry'] as const).map((face) =>
        count(face, (mark) => mark.kind === 'face' && mark.face === face),
      )
    case 'marks':
      return [90, 80, 70, 60, 50, 40, 30, 20, 10, 0].map((from) => {
        const to = from === 90 ? 100 : from + 9
        return count(
          `${from}–${to}`,
          (mark) => mark.kind === 'points' && mark.points >= from && mark.points <= to,
        )
      })
    default:
      return unreachable(form)
  }
}

/**
 * SCORE8: does all-best give exactly 100 and all-worst exactly 0? Tried with the arithmetic that counts the evening:
 * a full panel and, where small groups' weights go to others, every choice of groups that is left.
 */
export function bestAndWorstHold(form: ScoreForm, groupWeights: GroupWeights | null): boolean {
  const { best, worst } = extremesOf(form)
  return panelsToTry(groupWeights).every((groups) => {
    const all = (mark: Mark) =>
      combined(
        new Map(groups.map((group) => [group, Array<number>(TRIM_FROM).fill(pointsOf(mark) ?? 0)])),
        form,
        groupWeights,
      ).mean
    const [top, bottom] = [all(best), all(worst)]
    return top !== null && bottom !== null && compare(top, HUNDRED) === 0 && compare(bottom, ZERO) === 0
  })
}

function panelsToTry(weights: GroupWeights | null): readonly (readonly SeatGroup[])[] {
  if (weights?.redistribute !== true) return [SeatGroup.options]
  const weighed = SeatGroup.options.filter((group) => weights.weightsBp[group] > 0)
  const subsets = weighed.reduce<readonly (readonly SeatGroup[])[]>(
    (sets, group) => [...sets, ...sets.map((set) => [...set, group])],
    [[]],
  )
  return weighed.length === 0 ? [SeatGroup.options] : subsets.filter((set) => set.length > 0)
}

function extremesOf(form: ScoreForm): { readonly best: Mark; readonly worst: Mark } {
  switch (form.kind) {
    case 'grades':
      return { best: { kind: 'grade', grade: 'satisfied' }, worst: { kind: 'grade', grade: 'dissatisfied' } }
    case 'marks':
      return { best: { kind: 'points', points: 100 }, worst: { kind: 'points', points: 0 } }
    case 'placard':
      return { best: { kind: 'face', face: 'smile' }, worst: { kind: 'face', face: 'cry' } }
    default:
      return unreachable(form)
  }
}
