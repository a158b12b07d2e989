// What the home page tells beside `now`: the rules' numbers in force, and what was revealed of the evening (SHOW5).

import type { RulesAnswer, TonightAnswer } from '../../shared/protocol/home-api.ts'
import type { House } from '../../shared/show/house.ts'
import { DEFAULT_RULES, SPLIT_FROM_N } from '../../shared/show/session-rules.ts'
import type { LiveFacts } from './live-facts.ts'
import {
  citizensWindowsOf,
  currentSessionOf,
  headOf,
  lastEndedSessionOf,
  liveSessionOf,
  pollViewOf,
  sessionUnitOf,
} from './topic-parts.ts'
import { leaderBoardOf } from './topics-leader-board.ts'

export function rulesAnswerOf(house: House): RulesAnswer {
  const { weightsBp, citizensFromN, tv, listMost, visibility } = house.registry.scheme
  const { drainMs } = currentSessionOf(house)?.rules ?? DEFAULT_RULES
  return {
    ...{ weightsBp, citizensFromN, tv, listMost, drainMs },
    rankingVisibility: visibility,
    splitFromN: SPLIT_FROM_N,
  }
}

export function tonightOf(house: House, facts: LiveFacts): TonightAnswer {
  const session = liveSessionOf(house) ?? lastEndedSessionOf(house)
  if (session === null) return { session: null, board: null, polls: [] }
  const revealed = citizensWindowsOf(session).filter(({ stage }) => stage.phase === 'revealed')
  // A unit asked again is told by what it was asked last.
  const lastOf = new Map(revealed.map((window) => [window.unitId, window]))
  const board = leaderBoardOf(session, house.registry, facts)
  return {
    session: headOf(session),
    board: board.rows.length === 0 ? null : board,
    polls: [...lastOf.values()].map((window) => ({
      unit: sessionUnitOf(session, window.unitId),
      poll: pollViewOf(session, window, 'public', facts),
    })),
  }
}
