// Sending a command from a screen: one id a press, repeated with the same id where no answer came, refusals as sentences.

import { useCallback, useRef, useState } from 'react'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'
import type { Command, CommandEnvelope } from '../../shared/show/house.ts'
import { newId } from './new-id.ts'
import { useConnection } from './use-topic.ts'

export interface CommandState {
  readonly pending: boolean
  /** The sentence of the last refusal or failure; null after a success and before the first. */
  readonly problem: string | null
}

const TRIES = 3

/**
 * `send` resolves with the server's answer; after three tries without one it resolves with a refusal of the page's own
 * (`ok: false`, no refusals) and `problem` says so. The server runs a repeated id once.
 */
export function useCommand(): CommandState & {
  send: (command: Command) => Promise<CommandAck>
  clear: () => void
} {
  const connection = useConnection()
  const [state, setState] = useState<CommandState>({ pending: false, problem: null })
  const latest = useRef(0)
  const send = useCallback(
    async (command: Command): Promise<CommandAck> => {
      const mine = ++latest.current
      const settle = (problem: string | null) => {
        if (mine === latest.current) setState({ pending: false, problem })
      }
      setState({ pending: true, problem: null })
      const envelope = { id: newId(), command } as CommandEnvelope
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        try {
          const ack = await connection.command(envelope)
          settle(ack.ok ? null : ack.refusals.map((refusal) => refusal.sentence).join(''))
          return ack
        } catch {
          // No answer in time: the same id is sent again.
        }
      }
      settle('服务器没有回应，不能确定是否已执行。请看清画面现状后再试。')
      return { ok: false, refusals: [] }
    },
    [connection],
  )
  const clear = useCallback(() => {
    setState({ pending: false, problem: null })
  }, [])
  return { ...state, send, clear }
}
