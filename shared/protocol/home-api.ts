// What the citizens' home page asks for beside `now`: the rules in numbers, and what of the evening is revealed.

import type { PollChannel } from '../ballot/choices.ts'
import type { Method, Scheme } from '../evaluation/scheme.ts'
import type { LeaderBoardView } from './topics.ts'
import type { PollView, SessionHead, UnitView } from './views.ts'

/** GET /api/rules → RulesAnswer: the numbers in force, for rules in plain words. Cacheable for seconds, ETag. */
export interface RulesAnswer {
  readonly weightsBp: Readonly<Record<Method, number>>
  /** EVAL4: fewer headline ballots are 样本不足. */
  readonly citizensFromN: number
  /** EVAL8. */
  readonly tv: Scheme['tv']
  /** RANK4: 十优 and 十差 name at most so many. */
  readonly listMost: number
  readonly rankingVisibility: Scheme['visibility']
  /** BAL5, of the session on air or the next one; the defaults where there is none. */
  readonly drainMs: Readonly<Record<PollChannel, number>>
  /** SHOW5: below this only n is shown. */
  readonly splitFromN: number
}

/** GET /api/tonight → TonightAnswer: of the session on air, or the last one. Nothing that is not revealed (SHOW5). */
export interface TonightAnswer {
  readonly session: SessionHead | null
  /** By points; null where nothing was scored. */
  readonly board: LeaderBoardView | null
  /** Citizens' polls revealed, in the order in which they opened; the last one of each unit. */
  readonly polls: readonly { readonly unit: UnitView; readonly poll: PollView }[]
}
