// What is on now, asked of the server's cached JSON every two seconds, and the server's clock.

import { useEffect, useState } from 'react'
import type { NowAnswer } from '../../shared/protocol/http-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { compareVersions, type Version } from '../../shared/protocol/version.ts'
import { nextLookInMs } from '../lib/clock-ticks.ts'
import { createClockOffset } from '../lib/clock-offset.ts'
import { get } from '../lib/api.ts'

export interface NowView {
  /** Null until the first answer. */
  readonly now: NowSnapshot | null
  /** Since when nothing has been heard; null while all is well. */
  readonly offlineSinceMs: number | null
  readonly serverNowMs: number
}

const ASK_MS = 2_000
const LOOK_MS = 250

const clock = createClockOffset()

export function useNow(): NowView {
  const [view, setView] = useState<{ version: Version; now: NowSnapshot } | null>(null)
  const [offlineSinceMs, setOffline] = useState<number | null>(null)
  const [serverNowMs, setServerNow] = useState(() => clock.nowMs())

  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const sentAt = performance.now()
        const answer = await get<NowAnswer>('/api/now')
        if (over) return
        if (answer.ok) {
          const { version, now, serverNowMs: served } = answer.value
          clock.measured(sentAt, performance.now(), served)
          setView((held) =>
            held === null || compareVersions(version, held.version) >= 0 ? { version, now } : held,
          )
          setOffline(null)
        } else setOffline((since) => since ?? Date.now())
      }
      timer = setTimeout(() => void ask(), ASK_MS + Math.random() * 500)
    }
    void ask()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [])

  const turnsAtMs = view?.now.poll?.closesAtMs ?? null
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const nowMs = clock.nowMs()
      setServerNow(nowMs)
      timer = setTimeout(look, nextLookInMs(nowMs, LOOK_MS, turnsAtMs))
    }
    look()
    return () => {
      clearTimeout(timer)
    }
  }, [turnsAtMs])
  return { now: view?.now ?? null, offlineSinceMs, serverNowMs }
}
