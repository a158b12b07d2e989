// Beside the rules of a session or poll: what probe messages measured of each channel's way (POLL2, POLL3).

import { useTopic } from '../lib/use-topic.ts'
import { transitWords } from '../ui/transit-words.ts'

/** Takes the place of a guess for 短信送达: nothing where no probe was sent. */
export function TransitNote() {
  const words = transitWords(useTopic('setup')?.snapshot.channels ?? [])
  return words === null ? null : <p>{words}</p>
}
