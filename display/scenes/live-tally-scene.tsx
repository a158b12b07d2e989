// The running tally of a citizens' poll, always marked 暂计: the split, or n alone where no more may be shown (SHOW5).

import { Countdown } from '../../client/ui/countdown.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import type { PollView, SessionHead } from '../../shared/protocol/views.ts'
import { Chip, Plate, Waiting } from '../plate.tsx'
import { TallyPanel } from './tally-panel.tsx'
import { phaseWordOf } from './tally-words.ts'

interface LiveTallySceneProps {
  readonly poll: PollView
  readonly session: SessionHead | null
  readonly nowMs: number
}

export function LiveTallyScene({ poll, session, nowMs }: LiveTallySceneProps) {
  const { provisional, paused } = poll.tally
  return (
    <Plate
      label="市民评议"
      session={session}
      marks={
        <>
          {paused && <Chip kind="paused">统计暂停</Chip>}
          {provisional && poll.phase !== 'void' && <Chip kind="mark">暂计</Chip>}
          {poll.phase === 'open' ? (
            <span className="plate-clock">
              <Countdown closesAtMs={poll.closesAtMs} nowMs={nowMs} onCue="正在进行" />
            </span>
          ) : (
            <span>{phaseWordOf(poll.phase)}</span>
          )}
        </>
      }
    >
      <div className="tally-scene">
        <div className="tally-name">
          <UnitName name={poll.unit.name} max={84} min={40} height={116} />
        </div>
        {poll.phase === 'void' ? (
          <Waiting word="本次评议作废">已收到的选票保留备查，不计入结果</Waiting>
        ) : (
          <TallyPanel poll={poll} withPoints={false} />
        )}
      </div>
    </Plate>
  )
}
