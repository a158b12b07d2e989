// How a page of findings sends a command: a refusal is told by the page itself.

import type { Command } from '../../../shared/show/house.ts'

/** Whether it was done; `done` is told then. */
export type Act = (command: Command, done?: string) => Promise<boolean>
