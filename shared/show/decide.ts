// What a command makes happen in a session: its events, or the first refusal (SHOW6).

import type { Result } from '../basics/result.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { judge } from './judge.ts'
import { answerOf } from './judgement.ts'
import type { Session } from './session.ts'

/**
 * `session` is null where it was never drafted. No events: what was asked is done already (a score's revision that was
 * seen, a deadline that was kept). Never throws on a command that has its schema's shape.
 */
export function decide(
  command: SessionCommand,
  session: Session | null,
  moment: Moment,
  context: SessionContext,
): Result<readonly SessionEvent[]> {
  return answerOf(judge(command, session, moment, context))
}
