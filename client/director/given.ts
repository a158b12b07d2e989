// Console snapshots for tests: an evening with nothing in it, and its parts, each with only what a test names.

import {
  LogId,
  OutputName,
  SeatId,
  SegmentId,
  SessionId,
  UnitCode,
  UnitId,
  WindowId,
} from '../../shared/basics/ids.ts'
import type {
  ConsoleOutput,
  ConsoleSeat,
  ConsoleSegment,
  ConsoleSnapshot,
  ConsoleWindow,
} from '../../shared/protocol/console-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { newOutput } from '../../shared/show/air-evolve.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'

export const SESSION = SessionId.parse('evening')

export function givenUnit(n: number, name = `单位${n}`): UnitView {
  return { id: UnitId.parse(`u${n}`), code: UnitCode.parse(1_000 + n), name, category: 'station' }
}

export function givenSegment(id: string, change: Partial<ConsoleSegment> = {}): ConsoleSegment {
  return {
    segmentId: SegmentId.parse(id),
    kind: 'scoring',
    title: `环节${id}`,
    question: '',
    unitId: null,
    plannedMs: 60_000,
    state: 'planned',
    takenAtMs: null,
    unit: null,
    takeRefusals: [],
    ...change,
  }
}

export function givenWindow(n: number, change: Partial<ConsoleWindow> = {}): ConsoleWindow {
  return {
    windowId: WindowId.parse(n.toString(16).padStart(12, '0')),
    kind: 'citizens',
    segmentId: SegmentId.parse('a'),
    unit: givenUnit(1),
    phase: 'open',
    openedAtMs: n * 1_000,
    closesAtMs: null,
    onCue: true,
    freezesAtMs: null,
    revealsAtMs: null,
    replaces: null,
    mismatch: null,
    voidReason: null,
    paper: null,
    panel: null,
    poll: null,
    visibility: 'live',
    arrivals: [],
    drains: [],
    bound: null,
    sealedLogs: 0,
    announcedLogs: 1,
    unsealedLogs: [],
    grey: {},
    ...change,
  }
}

export function givenSeat(n: number, change: Partial<ConsoleSeat> = {}): ConsoleSeat {
  return {
    seatId: SeatId.parse(`s${n}`),
    label: String(n).padStart(2, '0'),
    group: 'citizen',
    name: '',
    generation: 1,
    held: true,
    connected: true,
    recusedUnits: [],
    state: 'waiting',
    releaseRequested: false,
    help: null,
    tablet: null,
    ...change,
  }
}

export function givenOutput(name: string, change: Partial<ConsoleOutput> = {}): ConsoleOutput {
  const output = OutputName.parse(name)
  return { output, ...newOutput(output), screens: 1, pages: [], claimedTwice: false, ...change }
}

export function givenConsole(change: Partial<ConsoleSnapshot> = {}): ConsoleSnapshot {
  return {
    session: {
      id: SESSION,
      title: '第一场',
      theme: '问作风',
      phase: 'live',
      rehearsal: false,
      wentLiveAtMs: 0,
      rules: DEFAULT_RULES,
      form: { kind: 'grades' },
    },
    segments: [],
    seats: [],
    windows: [],
    requests: [],
    notes: [],
    commentary: null,
    promises: [],
    promisesToLookBackOn: [],
    outputs: ['programme', 'preview'].map((name) => givenOutput(name)),
    queue: [],
    panicSinceMs: null,
    channels: [
      { channel: 'twilio', on: true, transit: null },
      { channel: 'wechat', on: true, transit: null },
      { channel: 'web', on: true, transit: null },
      { channel: 'aliyun', on: false, transit: null },
    ],
    accessNumbers: ['10690000001'],
    health: {
      accepting: true,
      acceptingWhy: null,
      queueDepth: 0,
      sockets: 0,
      tabletsConnected: 0,
      paused: false,
      diskFreeBytes: 50_000_000_000,
      clockFault: null,
    },
    grey: {},
    sessions: [],
    ...change,
  }
}

export const LOG = LogId.parse('0123456789abcdef')
