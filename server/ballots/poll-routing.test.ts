// Which poll takes a message, and when it needs a code.

import { describe, expect, test } from 'vitest'
import type { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import type { Inbound } from './inbound.ts'
import { createMessageReader, type Invited } from './message-reading.ts'
import { createPollRouting, createRoutedPoll } from './poll-routing.ts'

const unit = (code: number) => ({ id: `u${code}` as UnitId, code: code as UnitCode, name: `${code}号` })
const A = votingWindow({ accessNumbers: ['10690'], units: [unit(3)] })
const B = votingWindow({ windowId: 'b00000000002' as WindowId, accessNumbers: ['10691'], units: [unit(7)] })

function reading(
  windows: readonly VotingWindow[],
  changes: Partial<Inbound>,
  receivedMs = T0 + 1_000,
  invited: Invited = () => null,
) {
  const routing = createPollRouting()
  routing.set(windows.map((window, slot) => createRoutedPoll(window, slot)))
  return createMessageReader(routing, invited)(inbound({ accessNumber: '10690', ...changes }), receivedMs)
}

/** The unit of the poll that takes it, or why it is no ballot. */
function reads(...given: Parameters<typeof reading>) {
  const { poll, reason } = reading(...given)
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

describe('[POLL1] [POLL3] live and period polls side by side', () => {
  const PERIOD = votingWindow({
    windowId: 'd00000000004' as WindowId,
    kind: 'period',
    units: [12, 3, 7, 80].map(unit),
    accessNumbers: ['10690', '10691'],
    opensAtMs: T0 - 86_400_000,
    closesAtMs: T0 + 86_400_000,
    offersUnsure: true,
  })
  const LIVE = { ...A, closesAtMs: T0 + 60_000 }
  const SHUT: VotingWindow = { ...LIVE, phase: 'shut', opensAtMs: T0 - 90_000, closesAtMs: T0 - 30_000 }
  /** `kind unit`, or `kind reason`. */
  const told = (...given: Parameters<typeof reading>) => {
    const read = reading(...given)
    if (read.poll === null) return read.reason ?? 'no poll'
    return `${read.poll.window.kind} ${read.reason ?? read.unitCode}`
  }

  test.each([
    ['text without a code goes to the live poll', [PERIOD, LIVE], {}, 'live 3'],
    ['and so does what is no ballot', [PERIOD, LIVE], text('路灯坏了没人修'), 'live FREE_TEXT'],
    ['1, 2, 3 are its options', [PERIOD, LIVE], text('2'), 'live 3'],
    ['a code that both hold: live before period', [PERIOD, LIVE], text('满意 03'), 'live 3'],
    ['a code that only the period poll holds', [PERIOD, LIVE], text('不满意 80'), 'period 80'],
    ['a code that nobody holds', [PERIOD, LIVE], text('满意 81'), 'live UNKNOWN_SUBJECT'],
    ['不了解 where only the period poll offers it', [PERIOD, LIVE], text('不了解 12'), 'period 12'],
    ['but the live one does not', [PERIOD, LIVE], text('不了解'), 'live UNKNOWN_OPTION'],
    ['a period poll alone needs a code', [PERIOD], {}, 'period MISSING_SUBJECT'],
    ['1 is no option there', [PERIOD], text('1'), 'period MISSING_OPTION'],
    ['what is no ballot is kept for the period poll', [PERIOD], text('路灯坏了没人修'), 'period FREE_TEXT'],
    ['on another number the period poll is not', [PERIOD, LIVE], { accessNumber: '10699' }, 'no poll'],
    [
      'on its second number it is alone',
      [PERIOD, LIVE],
      { accessNumber: '10691', ...text('满意 07') },
      'period 7',
    ],
    [
      'there text without a code has no taker',
      [PERIOD, LIVE],
      { accessNumber: '10691' },
      'period MISSING_SUBJECT',
    ],
    ['without a code the shut live poll names late', [PERIOD, SHUT], {}, 'live 3'],
    ['with a code that both hold the open one takes it', [PERIOD, SHUT], text('满意03'), 'period 3'],
    [
      'a guard does not keep a code from the period poll',
      [PERIOD, SHUT, { ...B, accessNumbers: ['10690'], opensAtMs: T0 }],
      text('满意 12'),
      'period 12',
    ],
    [
      'a shut period poll names late',
      [{ ...PERIOD, phase: 'shut' as const, closesAtMs: T0 - 1 }],
      text('满意 12'),
      'period 12',
    ],
  ] as const)('%s', (_, windows, changes, expected) => {
    expect(told(windows, changes)).toBe(expected)
  })

  test('after ten minutes a shut live poll is not named any more, and the period poll asks for the code', () => {
    expect(told([PERIOD, SHUT], {}, SHUT.closesAtMs! + 600_000)).toBe('live 3')
    expect(told([PERIOD, SHUT], {}, SHUT.closesAtMs! + 600_001)).toBe('period MISSING_SUBJECT')
  })
  test('of two period polls that hold a code the one that runs on the channel takes it', () => {
    const bySms = { ...PERIOD, channels: ['twilio', 'web'] } as const
    const newer = {
      ...PERIOD,
      windowId: 'e00000000005' as WindowId,
      opensAtMs: T0,
      channels: ['wechat'],
    } as const
    const takes = (changes: Partial<Inbound>) =>
      reading([bySms, newer], { ...text('满意 12'), ...changes }).poll?.window.windowId
    expect(takes({})).toBe(bySms.windowId)
    expect(takes({ channel: 'wechat', accessNumber: null })).toBe(newer.windowId)
  })
  test('what is no ballot is kept for the poll that is open, not for one planned behind it', () => {
    const planned = {
      ...PERIOD,
      windowId: 'e00000000005' as WindowId,
      opensAtMs: T0 + 86_400_000,
      units: [unit(99)],
    }
    expect(reading([PERIOD, planned], text('路灯坏了没人修')).poll?.window.windowId).toBe(PERIOD.windowId)
    expect(reading([PERIOD, planned], text('满意 99')).poll?.window.windowId).toBe(planned.windowId)
  })

  describe('a citizen who was asked about a unit replies without its code', () => {
    const asked: Invited = () => ({ windowId: PERIOD.windowId, unitCode: 80 as UnitCode })
    const replies = (windows: readonly VotingWindow[], said: string) =>
      told(windows, text(said), T0 + 1_000, asked)
    test.each([
      ['as the prompt said', [PERIOD], '1', 'period 80'],
      ['in words', [PERIOD], '不满意', 'period 80'],
      ['before a shut live poll', [PERIOD, SHUT], '满意', 'period 80'],
      ['but not before the live poll on the number', [PERIOD, LIVE], '满意', 'live 3'],
      ['another unit by its code', [PERIOD], '满意 12', 'period 12'],
      ['a code nobody holds', [PERIOD], '满意 81', 'period UNKNOWN_SUBJECT'],
      ['free text', [PERIOD], '态度很差，等了两个小时', 'period FREE_TEXT'],
      ['when the poll is forgotten', [LIVE], '满意', 'live 3'],
      ['when nothing is on', [], '满意', 'no poll'],
    ] as const)('%s', (_, windows, said, expected) => {
      expect(replies(windows, said)).toBe(expected)
    })
    test('what is no ballot is kept with the unit', () => {
      expect(reading([PERIOD], text('等了两个小时没人理'), T0 + 1_000, asked)).toMatchObject({ unitCode: 80 })
    })
  })

  test('[BAL1] the web page votes for any unit of it', () => {
    const choice = (unitCode: number, said: string) => ({
      channel: 'web' as const,
      accessNumber: null,
      content: { kind: 'choice', windowId: PERIOD.windowId, unitCode, choice: said } as never,
    })
    expect(told([PERIOD, LIVE], choice(80, 'unsure'))).toBe('period 80')
    expect(told([PERIOD, LIVE], choice(81, 'fair'))).toBe('period UNKNOWN_SUBJECT')
  })
})
