// A request that waits for its second person (SAFE4), whatever the act.

import type { PersonId } from '../basics/ids.ts'

export interface Pending<Act> {
  readonly requestId: string
  readonly act: Act
  readonly reason: string
  readonly by: PersonId
  readonly atMs: number
  readonly expiresAtMs: number
}
