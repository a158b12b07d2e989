// Proves that every kind of event is told in a whole Chinese sentence with the names people know.

import { describe, expect, test } from 'vitest'
import { OutputName, PersonId, PromiseId, SeatId } from '../../shared/basics/ids.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { HouseEvent, Recorded, Stream } from '../../shared/show/house.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { packCitizensRows } from '../../shared/period/packed-evidence.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import {
  citizensWindowOf,
  DIRECTOR,
  examinersResultOf,
  examinersWindowOf,
  houseOf,
  LOG,
  seatIdOf,
  segmentIdOf,
  sessionIdOf,
  sessionOf,
  splitOf,
  START_MS,
  unitIdOf,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { timeOf } from './city-time.ts'
import { summaryOf, whoOf } from './summary-of.ts'

const HOUSE = houseOf({
  sessions: [
    sessionOf({
      windows: [
        examinersWindowOf({ n: 1, unit: 1, segment: 1, phase: 'open' }),
        citizensWindowOf({ n: 2, unit: 1, segment: 1, phase: 'open' }),
      ],
    }),
  ],
})
const told = (event: HouseEvent, stream: Stream = 'session-show1') =>
  summaryOf(
    {
      position: 1,
      stream,
      streamVersion: 1,
      atMs: START_MS,
      by: { role: 'system' },
      commandId: 'command-1',
      event,
    } satisfies Recorded,
    HOUSE,
  )

const settings = {
  title: '第二场',
  theme: '问执法',
  rehearsal: true,
  form: { kind: 'grades' },
  groupWeights: null,
  rules: DEFAULT_RULES,
} as const
const opening = {
  segmentId: segmentIdOf(1),
  segmentKind: 'scoring',
  unitId: unitIdOf(1),
  closesAtMs: START_MS,
  replaces: null,
} as const
const ofScore = { windowId: windowIdOf(1), seatId: seatIdOf(2), generation: 1, revision: 3 } as const
const VOID = { type: 'VoidWindow', windowId: windowIdOf(2) } as const
const EXCLUDE = { type: 'ExcludeLog', windowId: windowIdOf(2), logId: LOG, lastKnownCount: 41 } as const
const twoPersons = { requestId: 'request-1', reason: '断电', by: [DIRECTOR, PersonId.parse('o')] } as const

const promise = {
  promiseId: PromiseId.parse('promise-1'),
  unitId: unitIdOf(1),
  text: '三十天内装上电梯',
  owner: '王局长',
  dueOn: '2027-12-31',
} as const

const SENTENCES: readonly (readonly [HouseEvent, string])[] = [
  [{ type: 'UnitsImported', units: [unitOf(1), unitOf(2)] }, '导入2个单位。'],
  [{ type: 'UnitRemoved', unitId: unitIdOf(1) }, '删除单位“单位1”。'],
  [
    {
      ...{ type: 'UnitsMerged', from: [unitIdOf(2)], into: unitIdOf(1) },
      ...{ on: '2026-07-01', reason: '机构改革' },
    },
    'u2并入“单位1”（自2026-07-01起），理由：机构改革。',
  ],
  [
    { type: 'UnitRetired', unitId: unitIdOf(1), on: '2026-07-01', reason: '撤销建制' },
    '单位“单位1”撤销（自2026-07-01起），理由：撤销建制。',
  ],
  [{ type: 'UnitRestored', unitId: unitIdOf(1), reason: '误操作' }, '恢复单位“单位1”，理由：误操作。'],
  [
    {
      type: 'OrganisationsImported',
      organisations: [{ organisationId: 'yunxi', name: '云溪区', kind: 'district' }],
    },
    '导入1个主管部门、区和街镇。',
  ],
  [{ type: 'OrganisationsRemoved', organisationIds: ['yunxi'] }, '删除1个主管部门、区或街镇。'],
  [{ type: 'SchemeSet', scheme: DEFAULT_SCHEME }, '设定评分方案。'],
  [{ type: 'AccessNumbersSet', numbers: ['10690001', '10690002'] }, '短信接入号设为10690001、10690002。'],
  [{ type: 'AccessNumbersSet', numbers: [] }, '清空短信接入号。'],
  [
    {
      type: 'CitizensCountsAccepted',
      periodId: PeriodId.parse('q1'),
      source: { importId: 'import-1', words: '上半年评议', fileHash: null },
      rows: 1,
      packed: packCitizensRows([{ unitId: unitIdOf(1), split: splitOf(1, 1, 1) }]),
      replaced: 0,
      by: PersonId.parse('ping'),
    },
    '周期“q1”接收1个单位的市民评议票数，来源：上半年评议。',
  ],
  [
    {
      type: 'SceneTaken',
      output: OutputName.parse('programme'),
      scene: { kind: 'ranking', category: 'office' },
    },
    '播出切到分类排名（机关科室）。',
  ],
  [
    { type: 'SceneTaken', output: OutputName.parse('studio'), scene: { kind: 'blank' } },
    '输出“studio”切到空画面。',
  ],
  [
    { type: 'SceneTaken', output: OutputName.parse('preview'), scene: { kind: 'standby' }, cut: true },
    '预览硬切到待播。',
  ],
  [{ type: 'SceneStepped', output: OutputName.parse('programme'), step: 2 }, '播出的画面到第2步。'],
  [{ type: 'PanicStillShown' }, '各输出切到安全画面。'],
  [{ type: 'PanicStillEnded' }, '安全画面解除，各输出恢复。'],
  [{ type: 'SceneQueued', entryId: 'entry-01', scene: { kind: 'standby' } }, '待播队列加入待播。'],
  [{ type: 'QueuedDropped', entryId: 'entry-01' }, '待播队列移除一个画面。'],
  [{ type: 'QueuedMoved', entryId: 'entry-01', to: 0 }, '待播队列的一个画面移到第1位。'],
  [{ type: 'QueuedTaken', entryId: 'entry-01' }, '待播队列的一个画面已播出。'],
  [
    { type: 'OutputSet', output: OutputName.parse('studio'), role: 'lock_board', delayMs: 1_500 },
    '输出“studio”设为台侧锁定板，延时1500毫秒。',
  ],
  [
    {
      type: 'OutputsIdentified',
      outputs: [OutputName.parse('studio'), OutputName.parse('side')],
      untilMs: 1,
    },
    '输出studio、side显示自己的名称。',
  ],
  [{ type: 'OutputReloaded', output: OutputName.parse('studio') }, '要求输出“studio”的页面重新载入。'],
  [{ type: 'OutputForgotten', output: OutputName.parse('studio') }, '删除输出“studio”。'],
  [{ type: 'PersonAdded', personId: DIRECTOR, name: '李导', role: 'director' }, '新增导演账号“李导”。'],
  [{ type: 'PersonDisabled', personId: DIRECTOR, disabled: true }, '停用账号“李导”。'],
  [{ type: 'LogAnnounced', logId: LOG }, '登记计票日志00000000000000aa。'],
  [{ type: 'SessionDrafted', sessionId: sessionIdOf('show1'), ...settings }, '新建场次“第二场”（彩排）。'],
  [{ type: 'SessionRevised', ...settings, rehearsal: false }, '修改场次设置，名称“第二场”。'],
  [{ type: 'RundownEdited', segments: [], units: [] }, '编排流程单，共0个环节。'],
  [{ type: 'PanelSet', seats: [] }, '设定考官团，共0席。'],
  [
    { type: 'SeatRecused', seatId: seatIdOf(2), unitId: unitIdOf(1), recused: true },
    '席位 2登记对“单位1”的回避。',
  ],
  [{ type: 'SessionReady' }, '场次就绪。'],
  [{ type: 'SessionBackToDraft' }, '场次退回草稿。'],
  [{ type: 'SessionWentLive' }, '开始直播。'],
  [{ type: 'SessionEnded' }, '场次结束。'],
  [{ type: 'SegmentTaken', segmentId: segmentIdOf(1) }, '环节“打分1”播出。'],
  [
    {
      type: 'ExaminersWindowOpened',
      windowId: windowIdOf(1),
      ...opening,
      form: { kind: 'grades' },
      groupWeights: null,
      presentSeats: [seatIdOf(1)],
    },
    '开放“单位1”的考官打分窗口，在场1席，16:00:00截止。',
  ],
  [
    {
      type: 'CitizensWindowOpened',
      windowId: windowIdOf(2),
      ...opening,
      closesAtMs: null,
      channels: ['web'],
      visibility: 'hidden',
      offersUnsure: false,
      accessNumbers: [],
    },
    '开放“单位1”的市民评议窗口，揭晓前不公开，听口令截止。',
  ],
  [
    { type: 'WindowCued', windowId: windowIdOf(1), closesAtMs: START_MS },
    '“单位1”的考官打分窗口下达截止口令，16:00:00截止。',
  ],
  [
    { type: 'WindowExtended', windowId: windowIdOf(2), closesAtMs: START_MS, reason: '信号中断' },
    '“单位1”的市民评议窗口延长到16:00:00，理由：信号中断。',
  ],
  [{ type: 'WindowWithdrawn', windowId: windowIdOf(2), by: DIRECTOR }, '“单位1”的市民评议窗口误开，已撤回。'],
  [{ type: 'WindowClosed', windowId: windowIdOf(2) }, '“单位1”的市民评议窗口截止。'],
  [
    {
      type: 'LogSealed',
      windowId: windowIdOf(2),
      logId: LOG,
      seal: { sequence: 9, count: 7, chainHash: '' },
    },
    '“单位1”的市民评议窗口的计票日志00000000000000aa封存于第9条，本窗口7条。',
  ],
  [{ type: 'WindowFrozen', windowId: windowIdOf(2) }, '“单位1”的市民评议窗口冻结。'],
  [
    { type: 'WindowVerified', windowId: windowIdOf(1), result: examinersResultOf({ num: 77, den: 1 }) },
    '“单位1”的考官打分窗口复核一致。',
  ],
  [
    { type: 'WindowMismatched', windowId: windowIdOf(2), mismatch: { live: '77', recount: '78' } },
    '“单位1”的市民评议窗口复核不一致，保持冻结。',
  ],
  [{ type: 'WindowRevealed', windowId: windowIdOf(2) }, '“单位1”的市民评议窗口揭晓。'],
  [
    { type: 'RequestMade', requestId: 'request-1', act: VOID, reason: '断电', by: DIRECTOR, expiresAtMs: 1 },
    '申请作废“单位1”的市民评议窗口，理由：断电，待第二人确认。',
  ],
  [
    {
      type: 'RequestMade',
      requestId: 'request-1',
      act: EXCLUDE,
      reason: '断电',
      by: DIRECTOR,
      expiresAtMs: 1,
    },
    '申请在“单位1”的市民评议窗口排除计票日志00000000000000aa（最后所知41条），理由：断电，待第二人确认。',
  ],
  [{ type: 'RequestWithdrawn', requestId: 'request-1' }, '撤回申请request-1。'],
  [{ type: 'RequestLapsed', requestId: 'request-1' }, '申请request-1无人确认，已过期。'],
  [
    { type: 'WindowVoided', windowId: windowIdOf(2), ...twoPersons },
    '两人确认，“单位1”的市民评议窗口作废，理由：断电。',
  ],
  [
    { type: 'LogExcluded', windowId: windowIdOf(2), logId: LOG, lastKnownCount: 41, ...twoPersons },
    '两人确认，“单位1”的市民评议窗口不再等待计票日志00000000000000aa（最后所知41条），理由：断电。',
  ],
  [{ type: 'NoteSent', noteId: 'note-0001', seats: [seatIdOf(2)], text: '请锁定' }, '给席位 2发提示。'],
  [
    { type: 'NoteSent', noteId: 'note-0001', seats: [seatIdOf(1), seatIdOf(2)], text: '请锁定' },
    '给2个席位发提示。',
  ],
  [{ type: 'NoteWithdrawn', noteId: 'note-0001' }, '收回一条席位提示。'],
  [{ type: 'NoteRead', noteId: 'note-0001', seatId: seatIdOf(2) }, '席位 2已读提示。'],
  [{ type: 'HelpCalled', seatId: seatIdOf(2), reason: 'tablet' }, '席位 2呼叫：平板不好用。'],
  [{ type: 'HelpWithdrawn', seatId: seatIdOf(2) }, '席位 2取消呼叫。'],
  [{ type: 'HelpAnswered', seatId: seatIdOf(2) }, '席位 2的呼叫已应答。'],
  [
    { type: 'CommentaryStarted', label: '王老师', endsAtMs: START_MS },
    '点评计时开始（王老师），到16:00:00。',
  ],
  [{ type: 'CommentaryStopped' }, '点评计时停止。'],
  [
    { type: 'PaperOrdered', windowId: windowIdOf(1), reason: '断网' },
    '“单位1”的考官打分窗口启用纸质打分，理由：断网。',
  ],
  [
    {
      type: 'SlipTyped',
      windowId: windowIdOf(1),
      seatId: seatIdOf(2),
      mark: { kind: 'points', points: 77 },
      by: DIRECTOR,
    },
    '录入席位 2在“单位1”的考官打分窗口的纸质打分单。',
  ],
  [
    { type: 'SlipDropped', windowId: windowIdOf(1), seatId: seatIdOf(2) },
    '删除席位 2在“单位1”的考官打分窗口未录完的纸质打分单。',
  ],
  [
    {
      type: 'PaperScoreEntered',
      windowId: windowIdOf(1),
      seatId: seatIdOf(2),
      mark: { kind: 'points', points: 77 },
      by: twoPersons.by,
    },
    '席位 2在“单位1”的考官打分窗口的纸质打分单两人录入一致，计入。',
  ],
  [{ type: 'PaperEnded', windowId: windowIdOf(1) }, '“单位1”的考官打分窗口纸质录入完毕。'],
  [
    { type: 'PromiseRecorded', ...promise, by: DIRECTOR },
    '记录“单位1”的承诺：三十天内装上电梯，责任人王局长，期限2027-12-31。',
  ],
  [
    { type: 'PromiseRevised', ...promise },
    '修改“单位1”的承诺：三十天内装上电梯，责任人王局长，期限2027-12-31。',
  ],
  [{ type: 'PromiseWithdrawn', promiseId: promise.promiseId }, '撤回承诺promise-1。'],
  [
    { type: 'OutcomeRecorded', promiseId: promise.promiseId, outcome: 'broken', note: '一部没装' },
    '承诺promise-1回头看：未兑现，一部没装。',
  ],
  [{ type: 'SeatSignedIn', seatId: seatIdOf(2), generation: 2 }, '席位 2登录，第2台平板。'],
  [{ type: 'SeatReleased', seatId: seatIdOf(2) }, '席位 2的平板已释放。'],
  [
    { type: 'ScoreCast', ...ofScore, mark: { kind: 'points', points: 77 } },
    '席位 2在“单位1”的考官打分窗口打分（第3次提交）。',
  ],
  [{ type: 'ScoreLocked', ...ofScore }, '席位 2锁定在“单位1”的考官打分窗口的打分。'],
  [{ type: 'ScoreUnlocked', ...ofScore }, '席位 2撤销在“单位1”的考官打分窗口的锁定。'],
  [{ type: 'ReleaseRequested', ...ofScore }, '席位 2请求解锁在“单位1”的考官打分窗口的打分。'],
  [
    { type: 'LockReleased', windowId: windowIdOf(1), seatId: seatIdOf(2) },
    '席位 2在“单位1”的考官打分窗口的锁定由导演释放。',
  ],
  [
    {
      type: 'ScoreKeptAside',
      windowId: windowIdOf(1),
      score: {
        seatId: seatIdOf(2),
        mark: { kind: 'points', points: 77 },
        generation: 1,
        revision: 1,
        receivedAtMs: START_MS,
        why: 'old_generation',
      },
    },
    '席位 2在“单位1”的考官打分窗口的一次打分来自已换下的平板，记录但不计入。',
  ],
]

test.each(SENTENCES.map(([event, sentence]) => [event.type, event, sentence] as const))(
  '%s',
  (_, event, sentence) => {
    expect(told(event)).toBe(sentence)
    expect(sentence).toMatch(/[^。]。$/)
    // The mark, mean and tallies of these events are all in the seventies.
    expect(sentence).not.toMatch(/7[78]/)
  },
)

test('a session, window or seat the house does not know is named by its id', () => {
  expect(told({ type: 'WindowClosed', windowId: windowIdOf(9) })).toBe('窗口000000000009截止。')
  expect(told({ type: 'SeatReleased', seatId: SeatId.parse('constructor') })).toBe(
    '席位 constructor的平板已释放。',
  )
  expect(told({ type: 'SegmentTaken', segmentId: segmentIdOf(4) }, 'session-constructor')).toBe(
    '环节“g4”播出。',
  )
})

describe('who', () => {
  test.each<[Actor, string]>([
    [{ role: 'director', id: DIRECTOR }, '导演 李导'],
    [{ role: 'office', id: PersonId.parse('nobody') }, '评议办 nobody'],
    [{ role: 'examiner', sessionId: sessionIdOf('show1'), seatId: seatIdOf(3) }, '席位 3'],
    [{ role: 'system' }, '系统'],
  ])('%j is %s', (actor, name) => {
    expect(whoOf(actor, HOUSE)).toBe(name)
  })
})

test('times are the city’s, to the second', () => {
  expect(timeOf(0)).toBe('08:00:00')
  expect(timeOf(START_MS + 15_309_000)).toBe('20:15:09')
  expect(timeOf(16 * 3_600_000 - 1)).toBe('23:59:59')
  expect(timeOf(16 * 3_600_000)).toBe('00:00:00')
})
