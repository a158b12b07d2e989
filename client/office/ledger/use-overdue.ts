// How many items of the ledger are overdue, for the menu: asked every minute.

import type { LedgerAnswer } from '../../../shared/protocol/ledger-api.ts'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { useTurn } from './use-turn.ts'

const ASK_MS = 60_000

export function useOverdue(): number {
  const { turn } = useTurn(ASK_MS)
  return useAsked<LedgerAnswer>('/api/ledger?only=overdue', turn).value?.counts.overdue ?? 0
}
