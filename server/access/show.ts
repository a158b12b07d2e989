// What access needs of the show's runner: the house as it stands, and commands run. (server/show is not imported from here.)

import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { Command, House, Recorded } from '../../shared/show/house.ts'

export interface Show {
  readonly house: () => House
  run(
    command: Command,
    who: { readonly commandId: string; readonly by: Actor },
  ): Promise<
    | { readonly ok: true; readonly repeated: boolean }
    | { readonly ok: false; readonly refusals: readonly Refusal[] }
  >
  /** Called before a command is answered, with what it recorded; the answer waits for it. Returns how to stop listening. */
  onChange(listener: (house: House, recorded: readonly Recorded[]) => void | Promise<void>): () => void
}

/** The first refusal of a refused command. A refusal without a reason would be a bug of the core. */
export function firstRefusal(refusals: readonly Refusal[]): Refusal {
  const first = refusals[0]
  if (first === undefined) throw new Error('a command was refused without a reason')
  return first
}
