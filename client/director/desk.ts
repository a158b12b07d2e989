// What every part of the console works with: the snapshot, who sits here, sending a command, and the one line that tells.

import { createContext, useContext } from 'react'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import type { Command } from '../../shared/show/house.ts'

export interface Telling {
  readonly tone: 'refused' | 'done' | 'hint'
  readonly text: string
  readonly atMs: number
}

export interface Desk {
  readonly snapshot: ConsoleSnapshot
  readonly me: Me
  readonly online: boolean
  /** True once the server has done it; a refusal is told in the line by itself. */
  readonly send: (command: Command, done?: string) => Promise<boolean>
  readonly tell: (tone: Telling['tone'], text: string) => void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('the console’s parts need a DeskContext above them')
  return desk
}

/** Reasons that hold for every on-air button of this page, before any of its own. */
export function deskReasons(desk: Pick<Desk, 'online' | 'me'>): readonly string[] {
  if (!desk.online) return ['与服务器断开，命令发不出去；连上后再操作。']
  if (desk.me.role !== 'director') return ['只有导演可以操作；以当前身份可以查看，并确认待第二人确认的申请。']
  return []
}

export function sentencesOf(refusals: readonly Refusal[] | undefined): readonly string[] {
  return (refusals ?? []).map(sentenceOf)
}

export const SESSION_PHASES = { draft: '草稿', ready: '就绪', live: '直播中', ended: '已结束' } as const
