// A unit's card for everybody, from the bundle alone: no file of the office, and nothing PUB4 hides.

import type { UnitId } from '../../shared/basics/ids.ts'
import { moreBallotsWords } from '../../shared/evaluation/what-if.ts'
import type { CardPart, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Published, PublishedRanking } from './published-bundle.ts'
import type { UnitCard } from './rankings.ts'
import { type CardPeriod, unitCardOf } from './unit-card.ts'

/**
 * Null where the publication does not know the unit. `period`: as it was certified. `told`: from the thread, since it takes a
 * while to find out.
 */
export function publicCardOf(
  unitId: UnitId,
  period: CardPeriod,
  content: Published,
  told: UnitCard,
  house: House,
): UnitCardAnswer | null {
  const { ranked, inputs, hidden } = content
  const evidence = inputs.evidence.find((each) => each.unitId === unitId)
  const card = unitCardOf(
    unitId,
    period,
    ranked,
    { card: told, evidence },
    { before: new Map(), history: [] },
    houseAsPublished(content, house),
  )
  if (card === null) return null
  const ratings = hidden.get(unitId)
  return {
    ...card,
    parts: card.parts.map((part) => ({
      ...part,
      // Files stay with the office; what they are is told.
      evidence: part.evidence.map(({ words }) => ({ words, fileHash: null })),
      ...(part.method === 'citizens' && ratings !== undefined
        ? hiddenPart(ratings, ranked.scheme.citizensFromN)
        : {}),
    })),
    // The thread knows of no ballot of theirs: how many are missing is told from how many there are.
    ...(ratings === undefined || card.whatIf.length === 0
      ? {}
      : { whatIf: [moreBallotsWords(ranked.scheme.citizensFromN - ratings)] }),
  }
}

/** PUB4: a tally below 30 is a number of ballots, and nothing more. */
function hiddenPart(ratings: number, from: number): Pick<CardPart, 'steps'> {
  return {
    steps: [
      `有效评议${ratings}票，不足${from}票：样本不足，本单位另列，不参加本期排名。票数太少，不公布满意、不满意各有多少。`,
    ],
  }
}

/** Organisations by the names they had when it was published. */
export function houseAsPublished({ organisations }: PublishedRanking, house: House): House {
  const asThen = Object.fromEntries(
    organisations.map((each) => [
      each.organisationId,
      { ...house.registry.organisations[each.organisationId], ...each },
    ]),
  )
  return {
    ...house,
    registry: {
      ...house.registry,
      organisations: { ...house.registry.organisations, ...asThen },
    },
  }
}
