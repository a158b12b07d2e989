// What every office screen works with: the set-up snapshot, who sits here, and sending a command with its answer in words.

import { createContext, useContext } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { SessionSetup, SetupSnapshot } from '../../shared/protocol/setup-topic.ts'
import type { Command } from '../../shared/show/house.ts'

export interface OfficeDesk {
  readonly setup: SetupSnapshot
  readonly me: Me
  readonly online: boolean
  /** Null once done; else the server's sentences, whole. `done` is told in a notice. */
  readonly send: (command: Command, done?: string) => Promise<string | null>
  /** The same, for buttons without a place of their own for a refusal: it is told in a notice. */
  readonly act: (command: Command, done?: string) => Promise<boolean>
  /** Names of drafts that are not saved, such as `流程单`: leaving the screen asks first. */
  readonly unsaved: ReadonlySet<string>
  readonly setUnsaved: (name: string, dirty: boolean) => void
}

export const OfficeContext = createContext<OfficeDesk | null>(null)

export function useOffice(): OfficeDesk {
  const desk = useContext(OfficeContext)
  if (desk === null) throw new Error('an office screen needs an OfficeContext above it')
  return desk
}

export function sessionOf(setup: SetupSnapshot, id: string): SessionSetup | undefined {
  return setup.sessions.find((session) => session.id === id)
}

export const SESSION_PHASES = { draft: '草稿', ready: '就绪', live: '直播中', ended: '已结束' } as const
export const PHASE_COLOURS = { draft: 'default', ready: 'warning', live: 'error', ended: 'default' } as const
