// A unit's card: why it stands where it stands in a period, made of what, from which files, and what would have changed it (RANK6).

import type { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { EvidenceOf } from '../../shared/evaluation/explain.ts'
import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import type { UnitInputs } from '../../shared/period/inputs.ts'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import type { Period } from '../../shared/period/period.ts'
import type { CardPart, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import type { House } from '../../shared/show/house.ts'
import { organisationName } from './period-answer.ts'
import type { RankedPeriod } from './period-rankings.ts'
import { rankingRowOf } from './ranking-answer.ts'
import type { UnitCard } from './rankings.ts'

/** What a card reads of its period: as it is, or was when it was published. */
export type CardPeriod = Pick<Period, 'id' | 'imports' | 'evidence' | 'vetoes'>

/** Null where the period does not know the unit. */
export function unitCardOf(
  unitId: UnitId,
  period: CardPeriod,
  { units, outcome, basis, certainty }: RankedPeriod,
  { card, evidence }: { readonly card: UnitCard; readonly evidence: UnitInputs | undefined },
  more: { readonly before: ReadonlyMap<UnitId, number>; readonly history: UnitCardAnswer['history'] },
  house: House,
): UnitCardAnswer | null {
  const unit = units.find((each) => each.unitId === unitId)
  if (unit === undefined) return null
  const inCategory = outcome.of(unit.category)
  const row = inCategory.rows.find((each) => each.unit.unitId === unitId)
  const apart = inCategory.unranked.find((each) => each.unit.unitId === unitId)
  const evidenceOf: EvidenceOf = evidence === undefined ? () => [] : evidenceIn(period, evidence, house)
  return {
    periodId: period.id,
    unit: unitHeadOf(unit),
    organisation: organisationName(unit.organisationId, house),
    authority: organisationName(unit.authorityId, house),
    provisional: basis === 'provisional',
    row:
      row === undefined ? null : rankingRowOf(row, certainty?.of(unit.category) ?? null, more.before, house),
    apart: apart?.why ?? null,
    ranked: inCategory.rows.length,
    standing: [...card.standing],
    parts: card.parts.map((part) => ({ ...part, evidence: [...evidenceOf(part.method)] })),
    vetoes: period.vetoes
      .filter((veto) => veto.unitId === unitId)
      .map(({ kind, reason, relief }) => ({ kind, reason, lifted: relief !== null })),
    whatIf: [...card.whatIf],
    history: more.history,
  }
}

/** The imports, polls, items and sessions a method's numbers came from, as words with the file where there is one. */
function evidenceIn(period: CardPeriod, evidence: UnitInputs, house: House): EvidenceOf {
  const imports = new Map(period.imports.map((each) => [each.importId, each]))
  const imported = (ids: Iterable<string>) =>
    [...new Set(ids)].flatMap((id) => {
      const from = imports.get(id)
      return from === undefined ? [] : [{ words: from.words, fileHash: from.fileHash }]
    })
  return (method) => {
    switch (method) {
      case 'citizens': {
        const polls = (evidence.citizens?.pollIds ?? []).map((id) => ({
          words: `评议期“${own(house.polls, id)?.title ?? id}”`,
          fileHash: null,
        }))
        const counts = own(evidenceOf(period).citizens, evidence.unitId)
        return polls.length > 0 || counts === undefined ? polls : imported([counts.importId])
      }
      case 'bigData': {
        const counts = own(evidenceOf(period).indicators, evidence.unitId) ?? {}
        return imported(
          evidence.bigData.flatMap(({ indicatorId }) => own(counts, indicatorId)?.importId ?? []),
        )
      }
      case 'rectification':
        return evidence.rectification.flatMap(({ itemId }): CardPart['evidence'] => {
          const item = own(house.ledger.items, itemId)
          if (item === undefined) return [{ words: `整改事项${itemId}`, fileHash: null }]
          const files = item.steps.flatMap((step) => step.files)
          return files.length === 0
            ? [{ words: item.text, fileHash: null }]
            : files.map(({ hash, name }) => ({ words: `${item.text}（${name}）`, fileHash: hash }))
        })
      case 'tv':
        return evidence.tv.map(({ sessionId }) => ({
          words: `场次“${Object.values(house.sessions).find(({ id }) => id === sessionId)?.title ?? sessionId}”`,
          fileHash: null,
        }))
      case 'department':
        return []
    }
  }
}
