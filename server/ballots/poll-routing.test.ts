// Which poll takes a message, and when it needs a code.

import { describe, expect, test } from 'vitest'
import type { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import { windowNumberOf } from '../storage/ballot-record.ts'
import type { Inbound } from './inbound.ts'
import { createMessageReader } from './message-reading.ts'
import { createPollRouting } from './poll-routing.ts'

const unit = (code: number) => ({ id: `u${code}` as UnitId, code: code as UnitCode, name: `${code}号` })
const A = votingWindow({ accessNumbers: ['10690'], units: [unit(3)] })
const B = votingWindow({ windowId: 'b00000000002' as WindowId, accessNumbers: ['10691'], units: [unit(7)] })

function reads(windows: readonly VotingWindow[], changes: Partial<Inbound>, receivedMs = T0 + 1_000) {
  const routing = createPollRouting()
  routing.set(
    windows.map((window, slot) => ({ window, windowNumber: windowNumberOf(window.windowId), slot })),
  )
  const { poll, reason } = createMessageReader(routing)(
    inbound({ accessNumber: '10690', ...changes }),
    receivedMs,
  )
  return poll === null ? (reason ?? 'no poll') : (reason ?? poll.window.units[0]?.code)
}
const text = (said: string) => ({ content: { kind: 'text' as const, text: said } })

describe('[POLL1] [POLL3] text goes to the poll of its number, or of its code', () => {
  test.each([
    ['text without a code goes to the poll on the number', [A, B], {}, 3],
    ['on the other number to the other poll', [A, B], { accessNumber: '10691' }, 7],
    ['a number without a poll', [A, B], { accessNumber: '10699' }, 'no poll'],
    ['a poll without numbers is on all of them', [{ ...A, accessNumbers: [] }], { accessNumber: '10699' }, 3],
    ['a code of the poll', [A, B], text('满意 03'), 3],
    ['a code of a poll on another number', [A, B], text('满意 07'), 'UNKNOWN_SUBJECT'],
    ['a code nobody has', [A, B], text('满意 44'), 'UNKNOWN_SUBJECT'],
    ['no poll at all', [], {}, 'no poll'],
    ['no poll, but it wants out', [], text('TD'), 'OPT_OUT'],
    [
      'WeChat has no number: the newest poll that runs there',
      [A, { ...B, opensAtMs: T0 + 1 }],
      { channel: 'wechat', accessNumber: null },
      7,
    ],
    [
      'WeChat with a code: the poll that holds it',
      [A, B],
      { channel: 'wechat', accessNumber: null, ...text('不满意03') },
      3,
    ],
    [
      'a poll that does not run on the channel says so',
      [{ ...A, channels: ['web' as const] }],
      {},
      'CHANNEL_NOT_OFFERED',
    ],
  ] as const)('%s', (_, windows, changes, expected) => {
    expect(reads(windows, changes)).toBe(expected)
  })
})

describe('[POLL3] a number is guarded after a close', () => {
  const shut: VotingWindow = { ...A, phase: 'shut', opensAtMs: T0 - 90_000, closesAtMs: T0 - 30_000 }
  const next = votingWindow({
    windowId: 'b00000000002' as WindowId,
    accessNumbers: ['10690'],
    units: [unit(7)],
    opensAtMs: T0,
  })
  const guardEndsMs = T0 - 30_000 + next.smsTransitMs

  test('without a code nothing is taken until the transit has passed; a code is', () => {
    expect(reads([shut, next], {}, guardEndsMs - 1)).toBe('MISSING_SUBJECT')
    expect(reads([shut, next], text('满意 07'), guardEndsMs - 1)).toBe(7)
    expect(reads([shut, next], {}, guardEndsMs)).toBe(7)
  })
  test('a carrier time, another number, or WeChat needs no guard', () => {
    expect(reads([shut, next], { carrierMs: T0 + 500 }, T0 + 1_000)).toBe(7)
    expect(reads([{ ...shut, accessNumbers: ['10699'] }, next], {}, T0 + 1_000)).toBe(7)
    expect(
      reads([shut, next], { channel: 'wechat', accessNumber: null, carrierMs: T0 + 900 }, T0 + 1_000),
    ).toBe(7)
  })
  test('a carrier time that cannot be trusted guards no better than none', () => {
    const gateway = (carrierMs: number) => ({ channel: 'gateway', carrierMs }) as const
    const drain = next.drainMs.gateway + 2_000
    const receivedMs = T0 + 10_000
    expect(reads([shut, next], gateway(receivedMs - drain), receivedMs)).toBe(7)
    expect(reads([shut, next], gateway(receivedMs - drain - 1), receivedMs)).toBe('MISSING_SUBJECT')
    expect(reads([shut, next], gateway(receivedMs + 2_000), receivedMs)).toBe(7)
    expect(reads([shut, next], gateway(receivedMs + 2_001), receivedMs)).toBe('MISSING_SUBJECT')
    expect(reads([shut, next], { ...gateway(0), ...text('满意 07') }, receivedMs)).toBe(7)
  })
  test('a delivery an hour late, sent while an earlier poll had the number, needs a code; of another time it does not', () => {
    const hourLaterMs = T0 + 3_600_000
    const later = { ...next, opensAtMs: hourLaterMs - 1_000, closesAtMs: null }
    const sent = (carrierMs: number) => reads([shut, later], { channel: 'aliyun', carrierMs }, hourLaterMs)
    expect(sent(shut.opensAtMs)).toBe('MISSING_SUBJECT')
    expect(sent(shut.closesAtMs! + shut.smsTransitMs)).toBe('MISSING_SUBJECT')
    // A carrier whose clock is wrong by hours costs nobody the ballot: the receipt orders it (BAL4).
    expect(sent(shut.opensAtMs - 1)).toBe(7)
    expect(sent(shut.closesAtMs! + shut.smsTransitMs + 1)).toBe(7)
    expect(reads([later], { channel: 'aliyun', carrierMs: shut.opensAtMs }, hourLaterMs)).toBe(7)
    // Sent while this poll was open, whatever became of the one before.
    const voided = { ...shut, closesAtMs: null }
    const lateInOwn = { channel: 'aliyun', carrierMs: later.opensAtMs } as const
    expect(reads([voided, later], lateInOwn, hourLaterMs + 300_000)).toBe(7)
    expect(
      reads([voided, later], { ...lateInOwn, carrierMs: later.opensAtMs - 1 }, hourLaterMs + 300_000),
    ).toBe('MISSING_SUBJECT')
  })
  test('a poll that was voided on the air guards from the opening of the next', () => {
    const voided = { ...shut, closesAtMs: null }
    expect(reads([voided, next], {}, T0 + next.smsTransitMs - 1)).toBe('MISSING_SUBJECT')
    expect(reads([voided, next], {}, T0 + next.smsTransitMs)).toBe(7)
  })
  test('a code of the poll that is over is closed, and of the last one alone it is late for ten minutes', () => {
    expect(reads([shut, next], text('满意 03'), T0 + 1)).toBe('SUBJECT_CLOSED')
    expect(reads([shut], text('满意 03'), T0 + 1)).toBe(3)
    expect(reads([shut], {}, shut.closesAtMs! + 600_000)).toBe(3)
    expect(reads([shut], {}, shut.closesAtMs! + 600_001)).toBe('no poll')
  })
})

describe('[BAL1] what the web page sends names its poll', () => {
  const choice = (changes: object = {}) => ({
    channel: 'web' as const,
    accessNumber: null,
    content: {
      kind: 'choice' as const,
      windowId: A.windowId,
      unitCode: 3 as UnitCode,
      choice: 'fair' as const,
      ...changes,
    },
  })
  test.each([
    ['its choice', choice(), 3],
    ['a poll that is not', choice({ windowId: 'c00000000003' }), 'no poll'],
    ['another unit', choice({ unitCode: 7 }), 'UNKNOWN_SUBJECT'],
    ['不了解 where it is not offered', choice({ choice: 'unsure' }), 'UNKNOWN_OPTION'],
  ] as const)('%s', (_, changes, expected) => {
    expect(reads([A, B], changes as Partial<Inbound>)).toBe(expected)
  })
  test('不了解 where it is offered', () => {
    expect(reads([{ ...A, offersUnsure: true }], choice({ choice: 'unsure' }) as Partial<Inbound>)).toBe(3)
  })
})
