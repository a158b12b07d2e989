// What a unit lost in a period that two persons may lift (GRADE4), each in a sentence, and its evidence as it would then be.

import { compare, ZERO } from '../basics/exact.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { indicatorStep } from '../evaluation/method-steps.ts'
import { indicatorScoresOf, indicatorsOf } from '../evaluation/period-points.ts'
import type { Scheme } from '../evaluation/scheme.ts'
import type { Category } from '../evaluation/unit.ts'
import type { Ledger } from '../ledger/item.ts'
import type { UnitInputs } from './inputs.ts'
import type { House } from '../show/house.ts'
import type { PeriodId } from './ids.ts'
import type { Deduction, Period } from './period.ts'
import { creditWithoutReopening } from './relief.ts'

export interface UnitDeduction {
  readonly deduction: Deduction
  /** What was lost and by which counts, as a whole sentence. */
  readonly words: string
  readonly after: UnitInputs
}

/** In the scheme's order, then by item. What was lifted already, and what costs nothing, is not among them. */
export function deductionsOf(
  evidence: UnitInputs,
  category: Category,
  scheme: Scheme,
  period: Pick<Period, 'startsOn' | 'endsOn'>,
  ledger: Ledger,
): readonly UnitDeduction[] {
  return [...lostByIndicators(evidence, category, scheme), ...lostByItems(evidence, period, ledger)]
}

function lostByIndicators(
  evidence: UnitInputs,
  category: Category,
  scheme: Scheme,
): readonly UnitDeduction[] {
  const definitions = indicatorsOf(scheme, category)
  return indicatorScoresOf(definitions, evidence).indicators.flatMap((score) => {
    const { indicatorId } = score
    const definition = definitions.find((each) => each.indicatorId === indicatorId)!
    if (definition.weight === 0 || score.lifted || compare(score.lost, ZERO) === 0) return []
    const bigData = evidence.bigData.map((each) =>
      each.indicatorId === indicatorId ? { ...each, lifted: true as const } : each,
    )
    return [
      {
        deduction: { kind: 'indicator' as const, indicatorId },
        words: indicatorStep(definition, score),
        after: { ...evidence, bigData },
      },
    ]
  })
}

function lostByItems(
  evidence: UnitInputs,
  period: Pick<Period, 'startsOn' | 'endsOn'>,
  { items }: Ledger,
): readonly UnitDeduction[] {
  return evidence.rectification.flatMap((credit) => {
    const item = own(items, credit.itemId)
    if (credit.kind !== 'reopened_false' || credit.lifted === true || item === undefined) return []
    const kind = creditWithoutReopening(item, period)
    const rectification = evidence.rectification.flatMap((each) =>
      each !== credit ? [each] : kind === null ? [] : [{ ...each, kind, lifted: true as const }],
    )
    return [
      {
        deduction: { kind: 'item' as const, itemId: item.itemId },
        words: `整改事项“${item.text}”：回头看发现虚假整改，每1权重计－1（权重${item.weight}）。`,
        after: { ...evidence, rectification },
      },
    ]
  })
}

/** `指标“按时办结率”`; by its id where scheme or ledger do not know it. */
export function deductionName(
  periodId: PeriodId,
  deduction: Deduction,
  { periods, ledger }: Pick<House, 'periods' | 'ledger'>,
): string {
  switch (deduction.kind) {
    case 'indicator': {
      const { indicatorId } = deduction
      const scheme = own(periods, periodId)?.schemes.at(-1)?.scheme
      const definition = scheme?.indicators.find((each) => each.indicatorId === indicatorId)
      return `指标“${definition?.name ?? indicatorId}”`
    }
    case 'item':
      return `整改事项“${own(ledger.items, deduction.itemId)?.text ?? deduction.itemId}”的虚假整改`
    default:
      return unreachable(deduction)
  }
}
