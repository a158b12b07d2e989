// What is on the outputs: scenes taken by the director. Taking a scene is not revealing (SHOW10).

import { z } from 'zod'
import { OutputName, PromiseId, SegmentId, SessionId, WindowId } from '../basics/ids.ts'
import { Category } from '../evaluation/unit.ts'

const ofWindow = { sessionId: SessionId, windowId: WindowId }
const ofPromise = { sessionId: SessionId, promiseId: PromiseId }

/** Which end of a ranking: 十优 or 十差 once it is published, 暂列前N名 or 后N名 until then (RANK10). */
export const RankingList = z.enum(['best', 'worst'])
export type RankingList = z.infer<typeof RankingList>

/** The longest line an operator may put on air; a unit's name fits. */
const AIR_LINE_MOST = 60
const AIR_LINES_MOST = 6
const airLine = z.string().trim().min(1).max(AIR_LINE_MOST)

export const Scene = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('standby') }),
  z.strictObject({ kind: z.literal('blank') }),
  z.strictObject({ kind: z.literal('how_to_vote'), ...ofWindow }),
  z.strictObject({ kind: z.literal('unit_title'), sessionId: SessionId, segmentId: SegmentId }),
  z.strictObject({ kind: z.literal('countdown'), ...ofWindow }),
  z.strictObject({ kind: z.literal('live_tally'), ...ofWindow }),
  z.strictObject({ kind: z.literal('lock_board'), ...ofWindow }),
  z.strictObject({ kind: z.literal('score_reveal'), ...ofWindow }),
  z.strictObject({ kind: z.literal('poll_reveal'), ...ofWindow }),
  z.strictObject({ kind: z.literal('ranking'), category: Category }),
  z.strictObject({ kind: z.literal('leader_board'), sessionId: SessionId }),
  z.strictObject({ kind: z.literal('list_reveal'), category: Category, list: RankingList }),
  z.strictObject({ kind: z.literal('promise'), ...ofPromise }),
  z.strictObject({ kind: z.literal('look_back'), ...ofPromise }),
  z.strictObject({
    kind: z.literal('lower_third'),
    title: airLine,
    subtitle: z.string().trim().max(AIR_LINE_MOST),
  }),
  z.strictObject({
    kind: z.literal('notice'),
    title: airLine,
    lines: z.array(airLine).max(AIR_LINES_MOST),
  }),
])
export type Scene = z.infer<typeof Scene>
export type SceneKind = Scene['kind']

export const SCENE_NAMES: Readonly<Record<SceneKind, string>> = {
  standby: '待播',
  blank: '空画面',
  how_to_vote: '参与方式',
  unit_title: '单位与问题',
  countdown: '倒计时',
  live_tally: '实时票数',
  lock_board: '考官锁定',
  score_reveal: '考官打分揭晓',
  poll_reveal: '市民评议揭晓',
  ranking: '分类排名',
  leader_board: '本场得分',
  list_reveal: '名单揭晓',
  promise: '承诺',
  look_back: '回头看',
  lower_third: '字幕条',
  notice: '公告',
}

export const AirCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TakeScene'), output: OutputName, scene: Scene }),
])
export type AirCommand = z.infer<typeof AirCommand>

export type AirEvent = { readonly type: 'SceneTaken'; readonly output: OutputName; readonly scene: Scene }

export interface Air {
  readonly outputs: Readonly<Record<OutputName, { readonly scene: Scene; readonly takenAtMs: number }>>
}

/** Outputs that always exist. Others appear when a display of that name connects or a scene is taken to them. */
export const PROGRAMME = OutputName.parse('programme')
export const PREVIEW = OutputName.parse('preview')
