// The rectification ledger as the office reads it, filtered and page by page, and one item with its whole history (EVAL7).

import { dayOf } from '../../shared/basics/city-day.ts'
import { fromJson, show } from '../../shared/basics/exact.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import {
  isOverdue,
  ITEM_PHASE_NAMES,
  ITEM_SOURCE_NAMES,
  phaseOf,
  type Day,
} from '../../shared/evaluation/rectification.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { LedgerItem, LedgerStep } from '../../shared/ledger/item.ts'
import {
  LEDGER_PAGE,
  type LedgerAnswer,
  type LedgerCounts,
  type LedgerItemAnswer,
  type LedgerMark,
  type LedgerQuery,
  type LedgerRow,
} from '../../shared/protocol/ledger-api.ts'
import type { House } from '../../shared/show/house.ts'
import { PROMISE_OUTCOME_NAMES } from '../../shared/show/promise.ts'
import type { Session } from '../../shared/show/session.ts'
import type { PersonId } from '../../shared/basics/ids.ts'
import { personNameOf } from './review-views.ts'

const SOON_DAYS = 7
const DAY_MS = 86_400_000

export function ledgerAnswerOf(house: House, query: LedgerQuery, nowMs: number): LedgerAnswer {
  const [today, soon] = [dayOf(nowMs), dayOf(nowMs + SOON_DAYS * DAY_MS)]
  const items = Object.values<LedgerItem>(house.ledger.items)
  const fits = items
    .filter((item) => fitsQuery(item, query, { today, soon, house }))
    .sort(
      (a, b) => orderOf(a, today) - orderOf(b, today) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0),
    )
  const from = ((query.page ?? 1) - 1) * LEDGER_PAGE
  return {
    serverNowMs: nowMs,
    today,
    counts: countsOf(items, today, soon),
    total: fits.length,
    rows: fits.slice(from, from + LEDGER_PAGE).map((item) => rowOf(item, house, today)),
  }
}

export function ledgerItemOf(item: LedgerItem, house: House, nowMs: number): LedgerItemAnswer {
  const vote = item.votes.findLast(({ voidedAtMs }) => voidedAtMs === null)
  return {
    row: rowOf(item, house, dayOf(nowMs)),
    sourceWords: sourceWordsOf(item, house),
    marks: marksOf(item, house),
    segments: segmentsFor(item, house),
    vote:
      vote === undefined
        ? null
        : { points: vote.points === null ? null : show(fromJson(vote.points)), passed: vote.passed },
  }
}

function rowOf(item: LedgerItem, house: House, today: Day): LedgerRow {
  const { itemId, unitId, source, text, owner, openedOn, dueOn, weight, steps } = item
  const unit = unitOf(house, unitId)
  return {
    ...{ itemId, unitId, source, text, owner, openedOn, dueOn, weight },
    unitName: unit?.name ?? unitId,
    unitCode: unit?.code ?? null,
    phase: phaseOf(item),
    overdue: item.withdrawn === null && isOverdue(item, today),
    withdrawn: item.withdrawn !== null,
    broughtToShow: item.broughtTo !== null,
    steps: steps.length,
    files: steps.reduce((sum, { files }) => sum + files.length, 0),
  }
}

function fitsQuery(
  item: LedgerItem,
  query: LedgerQuery,
  { today, soon, house }: { readonly today: Day; readonly soon: Day; readonly house: House },
): boolean {
  if ((item.withdrawn !== null) !== (query.only === 'withdrawn')) return false
  if (query.unit !== undefined && item.unitId !== query.unit) return false
  if (query.source !== undefined && item.source !== query.source) return false
  if (query.phase !== undefined && phaseOf(item) !== query.phase) return false
  if (query.dueBefore !== undefined && item.dueOn >= query.dueBefore) return false
  if (query.only === 'overdue' && !isOverdue(item, today)) return false
  if (query.only === 'soon' && !isSoon(item, today, soon)) return false
  const words = query.q?.trim().normalize('NFKC').toLowerCase() ?? ''
  if (words === '') return true
  const unit = unitOf(house, item.unitId)
  return [item.itemId, item.text, item.owner, unit?.name ?? '', String(unit?.code ?? '')].some((each) =>
    each.normalize('NFKC').toLowerCase().includes(words),
  )
}

function isSoon(item: LedgerItem, today: Day, soon: Day): boolean {
  return item.dueOn >= today && item.dueOn <= soon && phaseOf(item) !== 'accepted'
}

function countsOf(items: readonly LedgerItem[], today: Day, soon: Day): LedgerCounts {
  const live = items.filter(({ withdrawn }) => withdrawn === null)
  const count = (is: (item: LedgerItem) => boolean) => live.filter(is).length
  return {
    all: live.length,
    overdue: count((item) => isOverdue(item, today)),
    soon: count((item) => isSoon(item, today, soon)),
    submitted: count((item) => phaseOf(item) === 'submitted'),
    reopened: count((item) => phaseOf(item) === 'reopened'),
  }
}

/** Overdue ones first, settled ones last. */
function orderOf(item: LedgerItem, today: Day): number {
  if (isOverdue(item, today)) return 0
  return phaseOf(item) === 'accepted' ? 2 : 1
}

function sourceWordsOf(item: LedgerItem, house: House): string {
  const { origin } = item
  switch (origin.kind) {
    case 'on_air':
      return `现场承诺：${own(house.sessions, origin.sessionId)?.title ?? origin.sessionId}`
    case 'added': {
      const batch = house.ledger.imports.find(({ importId }) => importId === origin.importId)
      return `${ITEM_SOURCE_NAMES[item.source]}：${batch?.words ?? origin.importId}`
    }
    default:
      return unreachable(origin)
  }
}

function marksOf(item: LedgerItem, house: House): LedgerMark[] {
  const who = (by: PersonId | null) => (by === null ? '系统' : personNameOf(house, by))
  const plain = { phase: null, note: '', files: [] as LedgerMark['files'] }
  const marks: LedgerMark[] = [
    {
      ...plain,
      atMs: item.addedAtMs,
      by: who(item.addedBy),
      kind: 'opened',
      words: `列入台账，交办日期${item.openedOn}，期限${item.dueChanges[0]?.from ?? item.dueOn}。`,
    },
    ...item.dueChanges.map(({ atMs, by, from, to, reason }): LedgerMark => ({
      ...plain,
      ...{ atMs, by: who(by), kind: 'due', note: reason },
      words: `期限由${from}改为${to}。`,
    })),
    ...item.steps.map((step): LedgerMark => ({
      atMs: step.atMs,
      by: who(step.by),
      kind: 'step',
      phase: step.step,
      words: wordsOfStep(step),
      note: 'reason' in step ? step.reason : step.note,
      files: [...step.files],
    })),
    ...item.votes.map((vote): LedgerMark => ({
      ...plain,
      ...{ atMs: vote.atMs, by: '系统', kind: 'vote' },
      words:
        vote.points === null
          ? '现场验收投票无效，不作办理依据。'
          : `现场验收投票${vote.passed === true ? '通过' : '未通过'}：${show(fromJson(vote.points))}分，计入${vote.counted}份。`,
      note: vote.voidedAtMs === null ? '' : '该窗口已由两人作废。',
    })),
  ]
  if (item.lookBack !== null) {
    const { atMs, outcome, note } = item.lookBack
    marks.push({
      ...plain,
      ...{ atMs, by: '现场', kind: 'look_back', note },
      words: `现场回头看：${PROMISE_OUTCOME_NAMES[outcome]}。`,
    })
  }
  if (item.withdrawn !== null) {
    const { atMs, by, reason } = item.withdrawn
    marks.push({ ...plain, ...{ atMs, by: who(by), kind: 'withdrawn', note: reason }, words: '撤销。' })
  }
  return marks.sort((a, b) => a.atMs - b.atMs)
}

function wordsOfStep(step: LedgerStep): string {
  switch (step.cause.kind) {
    case 'vote':
      return `按现场验收投票${step.step === 'accepted' ? '销号' : '退回'}。`
    case 'look_back':
      return `按现场回头看转为“${ITEM_PHASE_NAMES[step.step]}”。`
    case 'office':
      return `转为“${ITEM_PHASE_NAMES[step.step]}”。`
    default:
      return unreachable(step.cause)
  }
}

/** Acceptance segments of its unit in sessions that are not over, whose vote is not revealed. */
function segmentsFor(item: LedgerItem, house: House): LedgerItemAnswer['segments'] {
  if (phaseOf(item) !== 'submitted' || item.broughtTo !== null || item.withdrawn !== null) return []
  return Object.values<Session>(house.sessions)
    .filter(({ phase, rehearsal }) => phase !== 'ended' && !rehearsal)
    .flatMap((session) =>
      session.segments
        .filter(
          ({ kind, unitId, segmentId }) =>
            kind === 'acceptance' &&
            unitId === item.unitId &&
            !session.windows.some(
              (window) => window.segmentId === segmentId && window.stage.phase === 'revealed',
            ),
        )
        .map(({ segmentId, title }) => ({
          sessionId: session.id,
          segmentId,
          words: `${session.title} · ${title}`,
        })),
    )
}

/** Living or past: a merged unit's items keep its name. */
function unitOf({ registry }: House, unitId: LedgerItem['unitId']): Pick<Unit, 'name' | 'code'> | undefined {
  return own(registry.units, unitId) ?? own(registry.pastUnits, unitId)?.unit
}
