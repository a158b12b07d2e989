// How many messages of a window or poll are known in a log that sends no seal, asked of the server when it matters (LOG3).

import { useEffect, useState } from 'react'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { LogKnown } from '../../shared/protocol/http-api.ts'
import { get } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'

export type KnownInLog =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly sentence: string }
  /** Null: neither the log nor a copy is there. */
  | { readonly state: 'known'; readonly messages: number | null }

/** Null `logId` asks nothing. */
export function useLogKnown(logId: LogId | null, windowId: WindowId): KnownInLog {
  const [held, setHeld] = useState<{ readonly of: string; readonly known: KnownInLog } | null>(null)
  const of = `${logId ?? ''} ${windowId}`
  useEffect(() => {
    if (logId === null) return
    let left = false
    void get<LogKnown>(`/api/logs/${logId}/windows/${windowId}`).then((answer) => {
      if (left) return
      const known: KnownInLog = answer.ok
        ? { state: 'known', messages: answer.value.messages }
        : { state: 'failed', sentence: answer.sentence }
      setHeld({ of, known })
    })
    return () => {
      left = true
    }
  }, [of, logId, windowId])
  return held?.of === of ? held.known : { state: 'asking' }
}

/** What excluding the log means, in whole sentences. */
export function exclusionWords(known: KnownInLog): string {
  switch (known.state) {
    case 'asking':
      return '正在查这份日志里已知有多少条消息…'
    case 'failed':
      return `没有查到这份日志里有多少条消息：${known.sentence}`
    case 'known':
      return known.messages === null
        ? '这台服务器没有这份日志，也没有它的副本，最后已知0条；日志里实际有多少不得而知。'
        : `这份日志里最后已知有${countOf(known.messages)}条消息。`
  }
}
