// What a reviewer sees of the own desk: what the server has, and over it what was touched here and is still on its way. Pure.

import type { PersonId, UnitId } from '../../shared/basics/ids.ts'
import type { DeskRound, DeskUnit } from '../../shared/protocol/reviews-api.ts'
import type { Waiting } from '../lib/outbox.ts'
import type { DeskCommand } from './kept.ts'

/** 未评, 已选 (on its way), 已送达, 未送达 (waits without a line), 回避: never the same picture twice. */
export type UnitState = 'empty' | 'sending' | 'delivered' | 'undelivered' | 'recused'

export const UNIT_STATE_WORDS: Readonly<Record<UnitState, string>> = {
  empty: '未评',
  sending: '已选，正在送出…',
  delivered: '已送达',
  undelivered: '未送达，恢复网络后自动送出',
  recused: '已回避',
}

export interface UnitDraft extends DeskUnit {
  readonly state: UnitState
  /** Of the next mark given here. */
  readonly nextRevision: number
}

export interface RoundDraft extends Omit<DeskRound, 'units'> {
  readonly units: readonly UnitDraft[]
  readonly asked: number
  readonly given: number
  readonly undelivered: number
  /** Controls take a touch: open by the server's clock, and not submitted. */
  readonly open: boolean
  readonly submitting: boolean
}

export function roundDraftOf(
  round: DeskRound,
  waiting: readonly Waiting<DeskCommand>[],
  online: boolean,
  nowMs: number,
): RoundDraft {
  const mine = waiting.flatMap(({ command }) => (command.roundId === round.roundId ? [command] : []))
  const units = round.units.map((unit) => unitDraftOf(unit, mine, online))
  const asked = units.filter(({ state }) => state !== 'recused')
  const submitting = mine.some(({ type }) => type === 'SubmitReview')
  return {
    ...round,
    units,
    asked: asked.length,
    given: asked.filter(({ mark }) => mark !== null).length,
    undelivered: mine.length,
    open:
      nowMs >= round.opensAtMs && nowMs <= round.closesAtMs && round.submittedAtMs === null && !submitting,
    submitting,
  }
}

function unitDraftOf(unit: DeskUnit, mine: readonly DeskCommand[], online: boolean): UnitDraft {
  const ofUnit = mine.filter((command) => 'unitId' in command && command.unitId === unit.unitId)
  const marks = ofUnit.flatMap((command) => (command.type === 'GiveMark' ? [command] : []))
  const last = marks[marks.length - 1]
  const recusal = ofUnit.reduce<DeskUnit['recusal']>((before, command) => {
    if (command.type === 'RecuseReview') return { reason: command.reason, own: true }
    return command.type === 'LiftReviewRecusal' ? null : before
  }, unit.recusal)
  const onItsWay = ofUnit.length > 0
  const mark = last?.mark ?? unit.mark
  const moving: UnitState = online ? 'sending' : 'undelivered'
  return {
    ...unit,
    mark,
    recusal,
    state: recusal !== null ? 'recused' : mark === null ? 'empty' : onItsWay ? moving : 'delivered',
    nextRevision: Math.max(unit.revision, ...marks.map(({ revision }) => revision)) + 1,
  }
}

/** The first unit from `from` on, round about, that still needs a mark; null: none does. */
export function nextEmpty(units: readonly UnitDraft[], from: number): number | null {
  for (let step = 0; step < units.length; step += 1) {
    const at = (from + step) % units.length
    if (units[at]?.state === 'empty') return at
  }
  return null
}

export function markCommand(round: RoundDraft, unit: UnitDraft, mark: number): DeskCommand {
  return {
    type: 'GiveMark',
    roundId: round.roundId,
    unitId: unit.unitId,
    mark,
    revision: unit.nextRevision,
  }
}

export function recusalCommand(
  round: RoundDraft,
  unitId: UnitId,
  reviewerId: PersonId,
  reason: string | null,
): DeskCommand {
  const of = { roundId: round.roundId, unitId, reviewerId }
  return reason === null ? { type: 'LiftReviewRecusal', ...of } : { type: 'RecuseReview', ...of, reason }
}
