// How the phases of an item look in the office.

import type { ItemPhase } from '../../../shared/evaluation/rectification.ts'

export const PHASE_COLOURS: Readonly<Record<ItemPhase, string>> = {
  promised: 'default',
  submitted: 'processing',
  accepted: 'success',
  rejected: 'warning',
  reopened: 'error',
}
