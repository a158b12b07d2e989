// Proves what a window's draft starts with, why it cannot be opened, and the command it becomes.

import { expect, test } from 'vitest'
import { SegmentId, WindowId } from '../../shared/basics/ids.ts'
import { givenConsole, givenWindow, SESSION } from './given.ts'
import { closesAt, firstDraft, openCommand, openProblems, replacedBy } from './open-draft.ts'

const segmentId = SegmentId.parse('a')
const windowId = WindowId.parse('0000000000ff')

test('[POLL2] a citizens’ draft starts with a length that leaves SMS its time', () => {
  const draft = firstDraft(givenConsole(), 'citizens')
  expect(draft).toEqual({
    seconds: 180,
    channels: ['twilio', 'wechat', 'web'],
    visibility: 'live',
    offersUnsure: false,
  })
  expect(openProblems('citizens', draft, givenConsole())).toEqual([])
})

test('[POLL2] a shorter window says why SMS refuses it; without SMS, or on cue, it is possible', () => {
  const draft = { ...firstDraft(givenConsole(), 'citizens'), seconds: 90 }
  expect(openProblems('citizens', draft, givenConsole())).toEqual([
    '短信通道要求窗口不短于180秒，请延长时间或去掉短信通道。',
  ])
  expect(openProblems('citizens', { ...draft, channels: ['web'] }, givenConsole())).toEqual([])
  expect(openProblems('citizens', { ...draft, seconds: null }, givenConsole())).toEqual([])
})

test('[SHOW6] the server’s reasons come first; those that hang on the draft are judged by the draft', () => {
  const snapshot = givenConsole({
    grey: {
      OpenCitizensWindow: [
        { code: 'segment_not_on_air', detail: {} },
        { code: 'sms_window_too_short', detail: { seconds: 180 } },
      ],
    },
  })
  const draft = { ...firstDraft(snapshot, 'citizens'), channels: [] }
  expect(openProblems('citizens', draft, snapshot)).toEqual([
    '该环节没有在播出。',
    '市民窗口至少要有一个通道。',
  ])
})

test('[SHOW9] a close falls on a full second, never earlier than asked for, though the command takes its time', () => {
  for (const nowMs of [0, 1, 499, 500, 501, 999]) {
    const at = closesAt(10, nowMs)
    expect(at % 1_000).toBe(0)
    expect(at - nowMs).toBeGreaterThanOrEqual(10_500)
    expect(at - nowMs).toBeLessThan(11_500)
  }
})

test('[SHOW10] on cue carries no close; examiners take the session’s form', () => {
  const draft = { ...firstDraft(givenConsole(), 'examiners'), seconds: null }
  const at = { sessionId: SESSION, segmentId, windowId, replaces: null, nowMs: 5 }
  expect(openCommand('examiners', draft, at)).toEqual({
    type: 'OpenExaminersWindow',
    sessionId: SESSION,
    segmentId,
    windowId,
    replaces: null,
    closesAtMs: null,
    form: null,
  })
})

test('[SHOW3] a new window names the void one it stands for, once', () => {
  const voided = givenWindow(1, { phase: 'void' })
  expect(replacedBy([voided], 'citizens', segmentId)).toBe(voided.windowId)
  expect(replacedBy([voided], 'examiners', segmentId)).toBeNull()
  expect(
    replacedBy([voided, givenWindow(2, { replaces: voided.windowId })], 'citizens', segmentId),
  ).toBeNull()
})
