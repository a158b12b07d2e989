// Proves the office's smaller drafts: percentages, the panel, a session's settings, CSV texts, answers in words.

import { describe, expect, test } from 'vitest'
import { SeatId, SessionId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SessionCommand } from '../../shared/show/command.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { csvText } from './csv-template.ts'
import {
  panelDraft,
  panelProblems,
  panelStanding,
  withImported,
  withSeat,
  withSeatChange,
} from './panel-draft.ts'
import { sumBp, sumWords, toBp } from './percent.ts'
import { problemIn } from './send-large.ts'
import { newSessionDraft, sessionCommand, sessionDraft } from './session-draft.ts'

const id = SessionId.parse('evening')
const seat = (n: number, name = '') => ({
  seatId: SeatId.parse(`s0${n}`),
  label: `0${n}`,
  group: 'citizen' as const,
  name,
})

function givenSession(seats: readonly ReturnType<typeof seat>[]): SessionSetup {
  return {
    id,
    title: '第一场',
    theme: '问作风',
    phase: 'draft',
    rehearsal: false,
    form: { kind: 'marks', trim: 2 },
    groupWeights: {
      weightsBp: { party: 1_234, congress: 2_000, cppcc: 2_000, citizen: 2_000, netizen: 2_766 },
      redistribute: true,
    },
    rules: { ...DEFAULT_RULES, smsTransitMs: 5_000 },
    segments: [],
    seats: seats.map((each) => ({ ...each, held: false, generation: 0 })),
    recusals: [],
    readyRefusals: [],
  }
}

describe('percentages', () => {
  test('[EVAL2] become basis points exactly, or nothing', () => {
    expect(toBp(35)).toBe(3_500)
    expect(toBp(12.34)).toBe(1_234)
    expect(toBp(0.07)).toBe(7)
    for (const wrong of [12.345, -1, 100.01, null, undefined, NaN]) expect(toBp(wrong)).toBeNull()
    for (let bp = 0; bp <= 10_000; bp += 1) expect(toBp(bp / 100)).toBe(bp)
  })

  test('[EVAL2] a sum off 100 % says by how much and in which direction', () => {
    expect(sumWords(sumBp([35, 20, 15, 15, 15]))).toBe('合计 100%')
    expect(sumWords(sumBp([35, 20, 15, 15, 14.5]))).toBe('合计 99.5%，还差 0.5%')
    expect(sumWords(sumBp([60, 45]))).toBe('合计 105%，多出 5%')
    expect(sumBp([60, null])).toBeNull()
  })
})

describe('a panel', () => {
  test('a new seat takes the first number that is free', () => {
    const draft = withSeat(panelDraft(givenSession([seat(1), seat(3)])))
    expect(draft.seats[2]).toEqual({ seatId: 's02', label: '02', group: 'citizen', name: '' })
  })

  test('a file replaces the whole panel, or changes and adds only what it names', () => {
    const draft = panelDraft(givenSession([seat(1), seat(2)]))
    const file = [seat(2, '李'), seat(3, '赵')]
    expect(withImported(draft, file, true).seats).toEqual(file)
    expect(withImported(draft, file, false).seats).toEqual([seat(1), seat(2, '李'), seat(3, '赵')])
  })

  test('seats without a number, or with one twice, are named; a change by somebody else shows', () => {
    const session = givenSession([seat(1), seat(2)])
    const draft = panelDraft(session)
    const twice = withSeatChange(draft, SeatId.parse('s02'), { label: '01' })
    expect(panelProblems(twice)).toEqual(['席位号“01”重复。'])
    expect(panelProblems(withSeatChange(draft, SeatId.parse('s01'), { label: ' ' }))).toEqual([
      '第1行没有席位号。',
    ])
    expect(panelStanding(twice, session)).toBe('edited')
    expect(panelStanding(twice, givenSession([seat(1)]))).toBe('overtaken')
  })
})

describe('a session’s settings', () => {
  test('[SCORE6] survive the way into the form and back', () => {
    const session = givenSession([])
    const command = sessionCommand('ReviseSession', id, sessionDraft(session))
    expect(command).toEqual({
      type: 'ReviseSession',
      sessionId: id,
      title: session.title,
      theme: session.theme,
      rehearsal: session.rehearsal,
      form: session.form,
      groupWeights: session.groupWeights,
      rules: session.rules,
    })
  })

  test('a new session’s draft with a title is a command the server takes, with the default rules', () => {
    const command = sessionCommand('DraftSession', id, { ...newSessionDraft(), title: ' 第一场 ' })
    expect(SessionCommand.parse(command)).toMatchObject({
      title: '第一场',
      rules: DEFAULT_RULES,
      groupWeights: null,
    })
  })
})

test('a CSV taken away opens in Excel and runs nothing there', () => {
  expect(csvText([['a,b', '说"好"', 7, '=1+1']])).toBe('\ufeff"a,b","说""好""",7,\'=1+1\r\n')
})

test('a refused command by HTTP is told in the server’s sentences, whichever door refused it', () => {
  expect(problemIn({ ok: true, repeated: false })).toBeNull()
  const refusal = { code: 'panel_too_small' as const, detail: {}, sentence: '考官席位不足。' }
  expect(problemIn({ ok: false, refusals: [refusal, { ...refusal, sentence: '流程单空。' }] })).toBe(
    '考官席位不足。流程单空。',
  )
  expect(problemIn({ refusal })).toBe('考官席位不足。')
})
