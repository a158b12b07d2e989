// Sending what concerns a period: its commands, and requests for what takes two persons; refused until the line is back.

import { useCallback } from 'react'
import type { PeriodCommand } from '../../../shared/period/command.ts'
import type { HouseAct } from '../../../shared/acts/act.ts'
import { newId } from '../../lib/new-id.ts'
import { useOffice } from '../office-desk.ts'

export interface PeriodAct {
  readonly mayEdit: boolean
  /** Null once done, else the server's sentences. */
  readonly send: (command: PeriodCommand, done?: string) => Promise<string | null>
  /** Asks for an act of two persons; confirmed elsewhere, at another sign-in. */
  readonly request: (act: HouseAct, reason: string) => Promise<string | null>
}

export function usePeriodAct(): PeriodAct {
  const { me, online, send } = useOffice()
  const request = useCallback(
    (act: HouseAct, reason: string) =>
      send(
        { type: 'RequestAct', requestId: newId(), act, reason: reason.trim() },
        '已提出申请，请另一人在自己的登录下确认。',
      ),
    [send],
  )
  return { mayEdit: me.role === 'office' && online, send, request }
}
