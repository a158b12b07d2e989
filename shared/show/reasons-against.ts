// Why a command is not possible now: all refusals, for a console to show before the button is pressed (SHOW6).

import type { Refusal } from '../basics/refusal.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment } from './event.ts'
import { judge } from './judge.ts'
import type { Session } from './session.ts'

/** Empty exactly where `decide` says ok; its first is decide's refusal. */
export function reasonsAgainst(
  command: SessionCommand,
  session: Session | null,
  moment: Moment,
  context: SessionContext,
): readonly Refusal[] {
  return judge(command, session, moment, context).reasons
}
