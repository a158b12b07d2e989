// Puts a test show's events into a journal, as if they had been run through it.

import type { Journal } from '../../server/storage/journal.ts'
import type { TestShow } from './given.ts'

/** Positions and versions come out as in the show, where the journal was empty. */
export async function givenJournal(journal: Journal, show: TestShow): Promise<void> {
  for (const { stream, event, atMs, by, commandId } of show.recorded) {
    const written = await journal.append({}, { atMs, by, commandId, events: [{ stream, event }] })
    if (written === 'conflict') throw new Error('a journal without expectations has no conflicts')
  }
}
