// Picks the scene's own picture. Each scene is handed what it needs and nothing else, so that a tick redraws only what tells time.

import { unreachable } from '../shared/basics/result.ts'
import type { SceneView } from '../shared/protocol/topics.ts'
import type { SessionHead } from '../shared/protocol/views.ts'
import { CommentaryScene } from './scenes/commentary-scene.tsx'
import { CountdownScene } from './scenes/countdown-scene.tsx'
import { HowToVoteScene } from './scenes/how-to-vote-scene.tsx'
import { LeaderBoardScene } from './scenes/leader-board-scene.tsx'
import { ListRevealScene } from './scenes/list-reveal-scene.tsx'
import { LiveTallyScene } from './scenes/live-tally-scene.tsx'
import { LockBoardScene } from './scenes/lock-board-scene.tsx'
import { LowerThirdScene } from './scenes/lower-third-scene.tsx'
import { NoticeScene } from './scenes/notice-scene.tsx'
import { PollRevealScene } from './scenes/poll-reveal-scene.tsx'
import { PromiseScene } from './scenes/promise-scene.tsx'
import { RankingScene } from './scenes/ranking-scene.tsx'
import { ScoreRevealScene } from './scenes/score-reveal-scene.tsx'
import { StandbyScene } from './scenes/standby-scene.tsx'
import { UnitTitleScene } from './scenes/unit-title-scene.tsx'

interface SceneOnAirProps {
  readonly scene: SceneView
  readonly session: SessionHead | null
  readonly takenAtMs: number
  /** The server's clock. */
  readonly nowMs: number
  readonly voteUrl: string
}

export function SceneOnAir({ scene, session, takenAtMs, nowMs, voteUrl }: SceneOnAirProps) {
  switch (scene.kind) {
    case 'standby':
      return <StandbyScene session={session} />
    case 'blank':
      return null
    case 'how_to_vote':
      return <HowToVoteScene poll={scene.poll} session={session} nowMs={nowMs} voteUrl={voteUrl} />
    case 'unit_title':
      return <UnitTitleScene scene={scene} session={session} />
    case 'countdown':
      return <CountdownScene scene={scene} nowMs={nowMs} />
    case 'live_tally':
      return <LiveTallyScene poll={scene.poll} session={session} nowMs={nowMs} />
    case 'lock_board':
      return <LockBoardScene panel={scene.panel} seats={scene.seats} session={session} nowMs={nowMs} />
    case 'score_reveal':
      return <ScoreRevealScene panel={scene.panel} session={session} />
    case 'poll_reveal':
      return <PollRevealScene poll={scene.poll} session={session} />
    case 'ranking':
      return <RankingScene ranking={scene.ranking} session={session} nowMs={nowMs} takenAtMs={takenAtMs} />
    case 'commentary':
      return <CommentaryScene clock={scene.clock} nowMs={nowMs} />
    case 'leader_board':
      return <LeaderBoardScene board={scene.board} session={session} nowMs={nowMs} takenAtMs={takenAtMs} />
    case 'list_reveal':
      return <ListRevealScene reveal={scene.reveal} session={session} nowMs={nowMs} takenAtMs={takenAtMs} />
    case 'promise':
    case 'look_back':
      return <PromiseScene promise={scene.promise} session={session} lookBack={scene.kind === 'look_back'} />
    case 'lower_third':
      return <LowerThirdScene title={scene.title} subtitle={scene.subtitle} />
    case 'notice':
      return <NoticeScene title={scene.title} lines={scene.lines} session={session} />
    default:
      return unreachable(scene)
  }
}
