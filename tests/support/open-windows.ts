// Opens windows of a test show by command, as the console's buttons would.

import { randomBytes } from 'node:crypto'
import { WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/poll.ts'
import type { ScoreForm } from '../../shared/show/score.ts'
import { nowOn } from '../../scripts/demo/staff.ts'
import type { LiveServer } from './live-server.ts'
import type { TestShow } from './test-show.ts'

/** `lastsMs` null: on cue. Above 10,000 otherwise. Needs the show's segment on air. */
async function closing(server: LiveServer, lastsMs: number | null): Promise<number | null> {
  return lastsMs === null ? null : (await nowOn(server.base)).serverNowMs + lastsMs
}

const newWindowId = () => WindowId.parse(randomBytes(6).toString('hex'))

export async function openPoll(
  server: LiveServer,
  show: TestShow,
  lastsMs: number | null,
  channels: readonly PollChannel[] = ['web'],
): Promise<WindowId> {
  const windowId = newWindowId()
  await show.director.run({
    type: 'OpenCitizensWindow',
    sessionId: show.sessionId,
    segmentId: show.scoring,
    windowId,
    closesAtMs: await closing(server, lastsMs),
    channels: [...channels],
    visibility: 'live',
    offersUnsure: false,
    replaces: null,
  })
  return windowId
}

/** `form` null: the session's. */
export async function openPanel(
  server: LiveServer,
  show: TestShow,
  lastsMs: number | null,
  form: ScoreForm | null = null,
): Promise<WindowId> {
  const windowId = newWindowId()
  await show.director.run({
    type: 'OpenExaminersWindow',
    sessionId: show.sessionId,
    segmentId: show.scoring,
    windowId,
    closesAtMs: await closing(server, lastsMs),
    form,
    replaces: null,
  })
  return windowId
}
