// Says why a unit stands where it stands in its category: place, ties, lists, vetoes and floors, or why it has no place (RANK3–RANK6).

import { type Fraction, fraction, show, showHundredths } from '../basics/exact.ts'
import type { UnitId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { PeriodInputs } from '../period/inputs.ts'
import type { UnrankedUnit } from './measure.ts'
import type { PeriodRanking } from './period-ranking.ts'
import { type CategoryRanking, type RankedUnit, shownOf } from './ranking.ts'
import { METHOD_NAMES, type Scheme } from './scheme.ts'

/** Why the unit stands where it stands among its category, as sentences; of a unit without a place, why it has none. */
export function standingWords(
  unitId: UnitId,
  inputs: PeriodInputs,
  scheme: Scheme,
  ranking: PeriodRanking,
): readonly string[] {
  const unit = inputs.units.find((each) => each.unitId === unitId)
  if (unit === undefined) return []
  const inCategory = ranking.categories[unit.category]
  const row = inCategory.rows.find((each) => each.unit.unitId === unitId)
  const apart = inCategory.unranked.find((each) => each.unit.unitId === unitId)
  if (row !== undefined) return [...rolledWords(unitId, inputs), ...placeWords(row, inCategory, scheme)]
  return apart === undefined
    ? []
    : [...rolledWords(unitId, inputs), apartWords(apart, inputs.rolled.length > 0)]
}

const TIE_WORDS = {
  citizens_higher: '市民评议得分高者在前',
  dissatisfied_share_lower: '不满意占比低者在前',
  rectification_higher: '督促整改得分高者在前',
} as const satisfies Record<NonNullable<RankedUnit['decidedBy']>, string>

function placeWords(row: RankedUnit, { rows, listN, boundary }: CategoryRanking, scheme: Scheme): string[] {
  const beside = rows.filter((each) => each.place === row.place).length - 1
  const { total } = shownOf(row)
  const { noWorstFrom, noBestBelow } = scheme.floors
  const near = listNear(row, rows, listN)
  const words = [
    `总分${total}分，在本类${rows.length}个参加排名的单位中列第${row.place}名${beside > 0 ? `，与另外${beside}个单位并列` : ''}。`,
  ]
  if (row.decidedBy !== null)
    words.push(`总分有与其完全相同的单位，先后按“${TIE_WORDS[row.decidedBy]}”确定。`)
  if (listN === 0) words.push('本类参加排名的单位不足8个，不出名单。')
  else words.push(`十优、十差本类各取${listN}名。`)
  if (row.list === 'best') words.push('本单位在十优名单。')
  if (row.list === 'worst') words.push('本单位在十差名单。')
  if (row.vetoed) words.push('本单位有一票否决事项：不进入十优，名次和总分不变。')
  if (near === 'best' && row.list === null && !row.vetoed && noBestBelow !== null)
    words.push(`方案规定总分低于${showHundredths(BigInt(noBestBelow))}分的不进入十优。`)
  if (near === 'worst' && row.list === null && noWorstFrom !== null)
    words.push(`方案规定总分不低于${showHundredths(BigInt(noWorstFrom))}分的不列入十差。`)
  if (boundary.best === 'all_listed') words.push('十优边界有并列，并列单位全部列入。')
  if (boundary.worst === 'all_listed') words.push('十差边界有并列，并列单位全部列入。')
  if (boundary.best === 'withheld') words.push('有并列单位同时跨十优和十差边界，两个名单都不列入这些单位。')
  return words
}

/** The list a unit's place would put it on, whatever vetoes and floors say; null also where a tie would put it on both. */
function listNear(
  { place }: RankedUnit,
  rows: CategoryRanking['rows'],
  listN: number,
): 'best' | 'worst' | null {
  const lastFrom = rows.length - listN
  const ahead = rows.filter((each) => each.place < place)
  const behind = rows.filter((each) => each.place > place).length
  const best = ahead.length < lastFrom && ahead.filter((each) => !each.vetoed).length < listN
  const worst = behind < listN
  return best === worst ? null : best ? 'best' : 'worst'
}

function apartWords({ why, methods }: UnrankedUnit, rolled: boolean): string {
  const names = methods.map((method) => METHOD_NAMES[method]).join('、')
  switch (why) {
    case 'sample':
      return rolled
        ? '本单位不是每个季度都参加了排名，不同季度的平均分不可比：样本不足，另列。'
        : `${names}样本不足：另列，不参加排名。`
    case 'notDelivered':
      return `${names}应报未报：不参加排名，其所属单位本期不得评为优秀。`
    case 'noMethod':
      return rolled
        ? '本单位没有参加过其中任何一个季度的排名。'
        : methods.length === 0
          ? '本单位没有任何一项自己的佐证，不参加排名。'
          : `缺少${names}：不参加排名。`
    default:
      return unreachable(why)
  }
}

function rolledWords(unitId: UnitId, { rolled }: PeriodInputs): readonly string[] {
  const periods = rolled.find((each) => each.unitId === unitId)?.periods ?? []
  if (periods.length === 0) return []
  const totals: readonly Fraction[] = periods.map(({ num, den }) => fraction(BigInt(num), BigInt(den)))
  return [`各季度总分：${totals.map((total) => `${show(total)}分`).join('、')}。`]
}
