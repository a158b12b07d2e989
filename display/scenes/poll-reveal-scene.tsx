// The citizens' result: awaited until the director reveals it, then the full split with n and 满意率 defined beside the number.

import { countOf } from '../../client/lib/format.ts'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { unreachable } from '../../shared/basics/result.ts'
import type { PollView, SessionHead } from '../../shared/protocol/views.ts'
import { Chip, Plate, Waiting } from '../plate.tsx'
import { TallyPanel } from './tally-panel.tsx'
import { phaseWordOf } from './tally-words.ts'

interface PollRevealSceneProps {
  readonly poll: PollView
  readonly session: SessionHead | null
}

export function PollRevealScene({ poll, session }: PollRevealSceneProps) {
  return (
    <Plate
      label="市民评议 · 结果"
      session={session}
      marks={
        <>
          {poll.tally.paused && <Chip kind="paused">统计暂停</Chip>}
          <span>{phaseWordOf(poll.phase)}</span>
        </>
      }
    >
      <div className="tally-scene">
        <div className="tally-name">
          <UnitName name={poll.unit.name} max={84} min={40} height={116} />
        </div>
        <Outcome poll={poll} />
      </div>
    </Plate>
  )
}

/** Taking this scene reveals nothing (SHOW10): before `revealed` a split is not drawn even where the snapshot holds one. */
function Outcome({ poll }: { readonly poll: PollView }) {
  switch (poll.phase) {
    case 'open':
    case 'closing':
    case 'frozen':
    case 'verified':
      return (
        <Waiting word="待揭晓">
          短信 + 微信，已计入 <b className="tabular">{countOf(poll.tally.headline.n)}</b> 票
        </Waiting>
      )
    case 'revealed':
      return (
        <div className="tally-outcome">
          <TallyPanel poll={poll} withPoints={true} />
        </div>
      )
    case 'void':
      return <Waiting word="本次评议作废">已收到的选票保留备查，不计入结果</Waiting>
    default:
      return unreachable(poll.phase)
  }
}
