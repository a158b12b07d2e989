// A published ranking in the parts it is kept in, and read back from them.

import { drawnFromParts, partsOfDrawn } from './drawn.ts'
import { partsOfPeriod, periodFromParts } from './period-outcome.ts'
import type { BundleRanking } from './published-bundle.ts'

type Head = Pick<BundleRanking, 'manifest' | 'bundleBytes' | 'scheme' | 'organisations' | 'units'>

const PERIOD_PARTS = 8

export function partsOfPublished({ packed, drawn, ...head }: BundleRanking): readonly Uint8Array[] {
  return [
    Buffer.from(JSON.stringify(head satisfies Head)),
    ...partsOfPeriod(packed),
    ...(drawn === null ? [] : partsOfDrawn(drawn)),
  ]
}

/** Of parts that partsOfPublished made. */
export function publishedFromParts([head, ...parts]: readonly Uint8Array[]): BundleRanking {
  const drawn = parts.slice(PERIOD_PARTS)
  return {
    ...(JSON.parse(Buffer.from(head!).toString()) as Head),
    packed: periodFromParts(parts.slice(0, PERIOD_PARTS)),
    drawn: drawn.length === 0 ? null : drawnFromParts(drawn),
  }
}
