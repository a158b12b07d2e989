// What a control surface shows on its buttons, read from the console's snapshot: nothing a director does not see (SHOW5).

import { alertsOf } from '../../shared/protocol/alerts.ts'
import type { ConsoleSnapshot, ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { ControlValues } from '../../shared/protocol/control-api.ts'
import { newestFirst, sceneTitle } from '../../shared/protocol/scene-choice.ts'
import { PREVIEW, PROGRAMME, type Output } from '../../shared/show/air.ts'
import { newOutput } from '../../shared/show/air-evolve.ts'

export function controlValuesOf(snapshot: ConsoleSnapshot, nowMs: number): ControlValues {
  const { session, segments, seats, queue, commentary } = snapshot
  const onAir = segments.find(({ state }) => state === 'on_air')
  const examiners = newestOf('examiners', snapshot)
  const citizens = newestOf('citizens', snapshot)
  const programme = outputOf(PROGRAMME, snapshot)
  const preview = outputOf(PREVIEW, snapshot)
  const running = commentary !== null && commentary.stoppedAtMs === null
  return {
    serverNowMs: nowMs,
    session: session?.title ?? null,
    live: session?.phase === 'live',
    rehearsal: session?.rehearsal ?? false,
    segment: onAir?.title ?? null,
    unit: onAir?.unit?.name ?? null,
    programme: {
      kind: programme.scene.kind,
      title: sceneTitle(programme.scene, snapshot),
      step: programme.step,
    },
    preview: { kind: preview.scene.kind, title: sceneTitle(preview.scene, snapshot) },
    panic: snapshot.panicSinceMs !== null,
    queued: queue.length,
    next: queue[0] === undefined ? null : sceneTitle(queue[0].scene, snapshot),
    examinersSecondsLeft: secondsLeftIn(examiners, nowMs),
    citizensSecondsLeft: secondsLeftIn(citizens, nowMs),
    commentarySecondsLeft: running ? secondsTo(commentary.endsAtMs, nowMs) : null,
    n: citizens?.poll?.tally.headline.n ?? null,
    scored: examiners?.panel?.scored ?? null,
    locked: examiners?.panel?.locked ?? null,
    seats: seats.length,
    tablets: seats.filter(({ connected }) => connected).length,
    accepting: snapshot.health.accepting,
    alerts: alertsOf(snapshot).map(({ words }) => words),
  }
}

function newestOf(kind: ConsoleWindow['kind'], { windows }: ConsoleSnapshot): ConsoleWindow | undefined {
  return newestFirst(windows).find((window) => window.kind === kind && window.phase !== 'void')
}

function secondsLeftIn(window: ConsoleWindow | undefined, nowMs: number): number | null {
  if (window === undefined || window.phase !== 'open' || window.closesAtMs === null) return null
  return secondsTo(window.closesAtMs, nowMs)
}

/** As a countdown shows them: the last full second counts as 1. */
function secondsTo(atMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / 1_000))
}

function outputOf(name: typeof PROGRAMME, { outputs }: ConsoleSnapshot): Output {
  return outputs.find(({ output }) => output === name) ?? newOutput(name)
}
