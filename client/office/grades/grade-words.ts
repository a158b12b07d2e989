// Proposals and cards in the office's words.

import type { Proposal } from '../../../shared/evaluation/grade.ts'
import { PROPOSAL_NAMES, PROPOSAL_WHYS } from '../../../shared/grade/assessment.ts'

export function proposalWords({ kind, why }: { readonly kind: string; readonly why: string }): string {
  const proposal = { kind, why } as Proposal
  return `${PROPOSAL_NAMES[proposal.kind]}（${PROPOSAL_WHYS[proposal.why]}）`
}
