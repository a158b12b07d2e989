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

export const OUTPUTS_MOST = 32
export const QUEUE_MOST = 40
/** More places than any reveal has. */
const STEPS_MOST = 500
export const DELAY_MOST_MS = 60_000
/** The name stands on an output's page this long. */
export const IDENTIFY_MS = 8_000

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
  z.strictObject({ kind: z.literal('commentary'), sessionId: SessionId }),
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
  commentary: '点评计时',
  leader_board: '本场得分',
  list_reveal: '名单揭晓',
  promise: '承诺',
  look_back: '回头看',
  lower_third: '字幕条',
  notice: '公告',
}

/** What an output is for, which decides what a take to programme does to it. */
export const OutputRole = z.enum(['programme', 'preview', 'studio', 'lock_board', 'lower_third', 'free'])
export type OutputRole = z.infer<typeof OutputRole>

export const OUTPUT_ROLE_NAMES: Readonly<Record<OutputRole, string>> = {
  programme: '节目',
  preview: '预监',
  studio: '演播厅大屏',
  lock_board: '台侧锁定板',
  lower_third: '只出字幕条',
  free: '独立',
}

export const QueueEntryId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

const output = OutputName
const entryId = QueueEntryId
/** Asked for by one who knows that it is seen on air: without it an output on air is left alone while a session is live. */
const onAirConfirmed = z.boolean()

export const AirCommand = z.discriminatedUnion('type', [
  /** `cut`: at once, without the transition. */
  z.strictObject({ type: z.literal('TakeScene'), output, scene: Scene, cut: z.boolean().optional() }),
  /** To step `step` of the scene that was taken at `takenAtMs`: one further, or one back. Repeated or out of order it does no harm. */
  z.strictObject({
    type: z.literal('StepScene'),
    output,
    takenAtMs: z.number().int().min(0),
    step: z.number().int().min(0).max(STEPS_MOST),
  }),
  /** The safe still on every output but the preview, and back to what was on before. */
  z.strictObject({ type: z.literal('ShowPanicStill') }),
  z.strictObject({ type: z.literal('EndPanicStill') }),
  z.strictObject({ type: z.literal('QueueScene'), entryId, scene: Scene }),
  z.strictObject({ type: z.literal('DropQueued'), entryId }),
  /** To the place `to` of the queue, counted from 0. */
  z.strictObject({ type: z.literal('MoveQueued'), entryId, to: z.number().int().min(0).max(QUEUE_MOST) }),
  /** Takes this entry to programme and out of the queue. */
  z.strictObject({ type: z.literal('TakeQueued'), entryId, cut: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('SetOutput'),
    output,
    role: OutputRole,
    delayMs: z.number().int().min(0).max(DELAY_MOST_MS),
  }),
  z.strictObject({
    type: z.literal('IdentifyOutputs'),
    outputs: z.array(output).min(1).max(OUTPUTS_MOST),
    onAirConfirmed,
  }),
  z.strictObject({ type: z.literal('ReloadOutput'), output, onAirConfirmed }),
  /** Forgets an output that is used no more; its name is free again. */
  z.strictObject({ type: z.literal('ForgetOutput'), output }),
])
export type AirCommand = z.infer<typeof AirCommand>
export type AirCommandType = AirCommand['type']

export type AirEvent =
  | {
      readonly type: 'SceneTaken'
      readonly output: OutputName
      readonly scene: Scene
      /** Absent in journals from before it existed: false. */
      readonly cut?: boolean
    }
  | { readonly type: 'SceneStepped'; readonly output: OutputName; readonly step: number }
  | { readonly type: 'PanicStillShown' }
  | { readonly type: 'PanicStillEnded' }
  | { readonly type: 'SceneQueued'; readonly entryId: string; readonly scene: Scene }
  | { readonly type: 'QueuedDropped'; readonly entryId: string }
  | { readonly type: 'QueuedMoved'; readonly entryId: string; readonly to: number }
  | { readonly type: 'QueuedTaken'; readonly entryId: string }
  | {
      readonly type: 'OutputSet'
      readonly output: OutputName
      readonly role: OutputRole
      readonly delayMs: number
    }
  | {
      readonly type: 'OutputsIdentified'
      readonly outputs: readonly OutputName[]
      readonly untilMs: number
    }
  | { readonly type: 'OutputReloaded'; readonly output: OutputName }
  | { readonly type: 'OutputForgotten'; readonly output: OutputName }

export interface Output {
  readonly scene: Scene
  /** How far a reveal has come; 0 when the scene is taken. */
  readonly step: number
  readonly takenAtMs: number
  /** The last take was a cut: no transition. */
  readonly cut: boolean
  readonly role: OutputRole
  readonly delayMs: number
  /** Pages of it that were loaded before load themselves anew; null: never asked. */
  readonly reloadAtMs: number | null
}

export interface QueuedScene {
  readonly entryId: string
  readonly scene: Scene
}

export interface Air {
  readonly outputs: Readonly<Record<OutputName, Output>>
  /** In the order in which they will come. */
  readonly queue: readonly QueuedScene[]
  /** Since when the safe still stands on the outputs; null: it does not. */
  readonly panicSinceMs: number | null
  readonly identified: { readonly outputs: readonly OutputName[]; readonly untilMs: number } | null
}

/** Outputs that always exist. Others appear when a display of that name connects or a scene is taken to them. */
export const PROGRAMME = OutputName.parse('programme')
export const PREVIEW = OutputName.parse('preview')
