// A connection without a server, fed by hand: the gallery's fixtures, and what a test posts to the page.

import type { Connection, ConnectionState, Held } from '../../client/lib/connection.ts'
import type { StageSnapshot, TopicName } from '../../shared/protocol/topics.ts'

export interface HandFed extends Connection {
  show(snapshot: StageSnapshot): void
}

/** What a test may post: `window.postMessage(message)`. */
type Posted =
  | { readonly type: 'show'; readonly snapshot: StageSnapshot }
  | { readonly type: 'clock'; readonly nowMs: number }
  | { readonly type: 'offline'; readonly sinceMs: number }

export function createHandFed(startMs: number): HandFed {
  const changed = new Set<() => void>()
  let nowMs = startMs
  let held: Held<TopicName> | null = null
  let state: ConnectionState = { online: true, offlineSinceMs: null, dismissed: null, refusedTopics: {} }
  const tell = () => {
    for (const one of [...changed]) one()
  }
  const watch = (one: () => void) => {
    changed.add(one)
    return () => changed.delete(one)
  }
  const show = (snapshot: StageSnapshot) => {
    held = { version: [(held?.version[0] ?? 0) + 1, 0], snapshot }
    tell()
  }

  addEventListener('message', (event: MessageEvent<Posted>) => {
    if (event.origin !== location.origin) return
    const posted = event.data
    switch (posted.type) {
      case 'show':
        return show(posted.snapshot)
      case 'clock':
        nowMs = posted.nowMs
        return
      case 'offline':
        state = { ...state, online: false, offlineSinceMs: posted.sinceMs }
        return tell()
    }
  })

  return {
    show,
    watch: (_topic, one) => watch(one),
    held: <T extends TopicName>(_topic: T) => held,
    state: () => state,
    onState: watch,
    serverNowMs: () => nowMs,
    clockUncertaintyMs: () => 0,
    command: () => Promise.reject(new Error('a gallery sends nothing')),
    reportFps: () => undefined,
    reportTablet: () => undefined,
    reportHealth: () => undefined,
    close: () => undefined,
  }
}
