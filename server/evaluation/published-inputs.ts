// Frozen inputs as they may be published: what PUB4 hides is taken out before anything is hashed, so that no hash tells it either.

import { ballotsIn, ratingsIn } from '../../shared/evaluation/poll-points.ts'
import { ReviewerGroup } from '../../shared/evaluation/department.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import type { ContentHash } from '../../shared/period/ids.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { PublishedEvidence, PublishedInputs } from './bundle-members.ts'
import { bytesHashOf, canonicalHashOf, schemeHashOf } from './canonical.ts'

/** PUB4: a unit's own tally is published from 30. */
export const OWN_TALLY_FROM = 30

/** A ranked unit's counts are always published, whatever minimum the scheme has: nobody could check its place otherwise. */
export function isSplitPublished(split: Split, scheme: Pick<Scheme, 'citizensFromN'>): boolean {
  return ratingsIn(split) >= Math.min(OWN_TALLY_FROM, scheme.citizensFromN)
}

/** The same of a segment's live poll: from 30, or where it joins the examiners. */
export function isSegmentPollPublished(poll: Split, { tv }: Pick<Scheme, 'tv'>): boolean {
  return ballotsIn(poll) >= Math.min(OWN_TALLY_FROM, tv.pollFromN)
}

export function publishedInputsOf(inputs: PeriodInputs, scheme: Scheme): PublishedInputs {
  return {
    evidence: inputs.evidence.map(({ citizens, department, tv, ...rest }): PublishedEvidence => ({
      ...rest,
      citizens:
        citizens === null
          ? null
          : {
              ratings: ratingsIn(citizens.split),
              split: isSplitPublished(citizens.split, scheme) ? citizens.split : null,
              pollIds: citizens.pollIds,
            },
      department: ReviewerGroup.options.flatMap((group) => {
        const marks = department.flatMap((review) => (review.group === group ? [review.mark] : []))
        return marks.length === 0 ? [] : [{ group, marks: marks.sort((a, b) => a - b) }]
      }),
      tv: tv.map(({ poll, ...segment }) => ({
        ...segment,
        poll:
          poll === null
            ? null
            : { ballots: ballotsIn(poll), split: isSegmentPollPublished(poll, scheme) ? poll : null },
      })),
    })),
    rolled: inputs.rolled,
  }
}

/** Names the frozen inputs: of what is published of them, and of their units. */
export function publishedInputsHashOf(inputs: PeriodInputs, scheme: Scheme): ContentHash {
  return canonicalHashOf({ units: inputs.units, ...publishedInputsOf(inputs, scheme) })
}

/** RANK7: what the draws of a period's certainty start from. */
export function certaintySeedOf(inputs: PeriodInputs, scheme: Scheme): ContentHash {
  return bytesHashOf(`${schemeHashOf(scheme)}${publishedInputsHashOf(inputs, scheme)}`)
}
