// Batches of invitations by real commands: what may follow what, and that a poll which is over invites nobody.

import { describe, expect, test } from 'vitest'
import { UnitCode } from '../basics/ids.ts'
import { OFFICE, SYSTEM } from '../../tests/support/given-parts.ts'
import { DAY_MS, givenUnits, keepPoll, planPoll, POLL } from '../../tests/support/given-polls.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { BatchId, drawnOf, type InvitationCommand, type SendingPlan } from './batch.ts'
import { DEFAULT_TEMPLATE } from './invitation-text.ts'

const batchId = BatchId.parse('b-000000000001')
const which = { pollId: POLL, batchId }
const hash = (digit: string) => digit.repeat(64)
const unit = (code: number, n: number) => ({ unitCode: UnitCode.parse(code), n })
const fix = {
  ...{ type: 'FixInvitationList', ...which, title: '三月办件', listHash: hash('a') },
  ...{ records: 30, people: 28, units: [unit(1, 20), unit(2, 10)] },
} as const satisfies InvitationCommand
const draw = {
  ...{ type: 'DrawInvitations', ...which, listHash: hash('a'), seed: hash('b'), perUnit: 5 },
  ...{ units: [unit(1, 5), unit(2, 5)], chosenHash: hash('c') },
} as const satisfies InvitationCommand
const plan: SendingPlan = {
  ...{ template: DEFAULT_TEMPLATE, sender: 'gateway', from: '10690000001' },
  ...{ perSecond: 10, fromHour: 9, toHour: 20 },
}
const planned = { type: 'PlanInvitations', ...which, plan } as const
const start = { type: 'StartInvitations', ...which } as const
const outcome = { sent: 8, failed: 1, unsure: 0, skipped: 1 }

function given(): TestShow {
  const show = givenUnits()
  planPoll(show)
  return show
}
const batchIn = (show: TestShow) => show.house().invitations.batches[batchId]!

test('a list is fixed, drawn once, planned, sent and done; each step is an event with what it needs to be replayed', () => {
  const show = given()
  show.when(fix, OFFICE)
  expect(show.refusal(start, OFFICE)).toBe('batch_phase')
  show.when(draw, OFFICE)
  expect(drawnOf(batchIn(show))).toBe(10)
  // Drawing until the draw pleases is not possible.
  expect(show.refusal({ ...draw, seed: hash('d') }, OFFICE)).toBe('batch_phase')
  show.when(planned, OFFICE)
  expect(show.refusal(start, OFFICE)).toBe('invitation_poll')
  show.nowMs += DAY_MS
  show.when(start, OFFICE)
  show.when({ type: 'PauseInvitations', ...which, reason: '核对文本' }, OFFICE)
  show.when({ ...planned, plan: { ...plan, perSecond: 1 } }, OFFICE)
  expect(batchIn(show)).toMatchObject({ phase: 'paused', reason: '核对文本', plan: { perSecond: 1 } })
  show.when({ type: 'ResumeInvitations', ...which }, OFFICE)
  show.when({ type: 'FinishInvitations', ...which, outcome }, SYSTEM)
  expect(batchIn(show)).toMatchObject({ phase: 'done', outcome, draw: { seed: hash('b') } })
  expect(show.refusal(start, OFFICE)).toBe('batch_phase')
  expect(show.recorded.filter(({ stream }) => stream === `poll-${POLL}`).length).toBeGreaterThan(8)
})

test('repeating what is done is no error and no event', () => {
  const show = given()
  show.when(fix, OFFICE)
  expect(show.when(fix, OFFICE)).toEqual([])
  expect(show.refusal({ ...fix, listHash: hash('e') }, OFFICE)).toBe('batch_phase')
  show.when({ type: 'CancelInvitations', ...which, reason: '名单有误' }, OFFICE)
  expect(show.when({ type: 'CancelInvitations', ...which, reason: '名单有误' }, OFFICE)).toEqual([])
  show.when({ type: 'FinishInvitations', ...which, outcome }, SYSTEM)
  expect(batchIn(show)).toMatchObject({ phase: 'cancelled', outcome })
})

describe('refused', () => {
  test('a list of units the poll has not, of a poll that is a draft, unknown or over, and one too many', () => {
    const show = given()
    expect(show.refusal({ ...fix, units: [unit(4, 1)] }, OFFICE)).toBe('unit_unknown')
    keepPoll(show, 'frozen')
    expect(show.refusal(fix, OFFICE)).toBe('invitation_poll')
    expect(givenUnits().refusal(fix, OFFICE)).toBe('invitation_poll')
    const full = given()
    for (let n = 0; n < 100; n++)
      full.when({ ...fix, batchId: BatchId.parse(`b-${n.toString(16).padStart(12, '0')}`) }, OFFICE)
    expect(full.refusal({ ...fix, batchId: BatchId.parse('b-ffffffffffff') }, OFFICE)).toBe('batches_full')
  })

  test('a draw of more than can be looked up, or of nobody', () => {
    const show = given()
    show.when(fix, OFFICE)
    expect(show.refusal({ ...draw, units: [unit(1, 100_001)] }, OFFICE)).toBe('drawn_too_many')
    expect(show.refusal({ ...draw, units: [] }, OFFICE)).toBe('csv_nothing')
    expect(show.refusal({ ...draw, batchId: BatchId.parse('b-0000000000ff') }, OFFICE)).toBe('batch_unknown')
  })

  test.each([
    [{ template: '您好，请回复1满意2基本满意3不满意' }, 'invitation_text'],
    [{ template: '{unit}请您评议' }, 'invitation_text'],
    [{ template: '{unit}{name}回复1满意2基本满意3不满意' }, 'invitation_text'],
    [{ template: '{unit}\n回复1满意2基本满意3不满意' }, 'invitation_text'],
    [{ from: '10690000009' }, 'invitation_number'],
    [{ fromHour: 20, toHour: 20 }, 'invitation_hours'],
  ])('a plan with %j', (change, code) => {
    const show = given()
    show.when(fix, OFFICE)
    show.when(draw, OFFICE)
    expect(show.refusal({ ...planned, plan: { ...plan, ...change } }, OFFICE)).toBe(code)
  })

  test('a plan for a poll without SMS: nobody could reply', () => {
    const show = givenUnits()
    planPoll(show, { channels: ['wechat', 'web'] })
    show.when(fix, OFFICE)
    show.when(draw, OFFICE)
    expect(show.refusal(planned, OFFICE)).toBe('invitation_no_sms')
  })
})

test('looks at phones are counted by poll', () => {
  const show = given()
  const look = { type: 'LookAtCallback', pollId: POLL, callbackId: 'f'.repeat(32) } as const
  show.when(look, OFFICE)
  show.when(look, OFFICE)
  show.when({ ...look, type: 'MarkCallback', status: 'reached' }, OFFICE)
  expect(show.house().invitations.looks[POLL]).toBe(2)
})
