// Sending what concerns a period: its commands, and requests for what takes two persons; refused until the line is back.

import { useCallback } from 'react'
import type { PeriodCommand } from '../../../shared/period/command.ts'
import type { ContentHash, PeriodId } from '../../../shared/period/ids.ts'
import type { Scheme } from '../../../shared/evaluation/scheme.ts'
import type { Command } from '../../../shared/show/house.ts'
import { newId } from '../../lib/new-id.ts'
import { useOffice } from '../office-desk.ts'

/** What takes two persons with a period, as the house's acts name it. */
export type PeriodHouseAct =
  | { readonly type: 'ChangeScheme'; readonly periodId: PeriodId; readonly scheme: Scheme }
  | { readonly type: 'ReopenPeriod'; readonly periodId: PeriodId }
  | {
      readonly type: 'CertifyRanking'
      readonly periodId: PeriodId
      readonly bundleHash: ContentHash
      readonly noticeUntilMs: number
    }
  | { readonly type: 'LiftVeto'; readonly periodId: PeriodId; readonly vetoId: string }

export interface PeriodAct {
  readonly mayEdit: boolean
  /** Null once done, else the server's sentences. */
  readonly send: (command: PeriodCommand, done?: string) => Promise<string | null>
  /** Asks for an act of two persons; confirmed elsewhere, at another sign-in. */
  readonly request: (act: PeriodHouseAct, reason: string) => Promise<string | null>
}

export function usePeriodAct(): PeriodAct {
  const { me, online, send } = useOffice()
  const request = useCallback(
    (act: PeriodHouseAct, reason: string) =>
      send(
        { type: 'RequestAct', requestId: newId(), act, reason: reason.trim() } as unknown as Command,
        '已提出申请，请另一人在自己的登录下确认。',
      ),
    [send],
  )
  return { mayEdit: me.role === 'office' && online, send, request }
}
