// Proves which names are topics and who may watch each (SAFE4).

import { describe, expect, test } from 'vitest'
import { SeatId, SessionId } from '../../shared/basics/ids.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import { factsOf, houseOf } from '../../tests/support/plain-house.ts'
import { mayWatch, parseTopic, snapshotOf } from './topics-of.ts'

const EMPTY = houseOf({})

describe('names', () => {
  test.each([
    ...['now', 'console', 'setup', 'audit', 'ranking/office', 'stage/programme', 'seat/show1/s07'],
    ...['scene/live_tally', 'scene/ranking/office', 'scene/list_reveal/office-worst'],
  ])('%s is a topic', (name) => {
    expect(parseTopic(name)).toBe(name)
  })

  test.each([
    '',
    'Now',
    'now/',
    'now/x',
    'ranking',
    'ranking/all',
    'ranking/office/x',
    'stage/',
    'stage/Programme',
    'stage/../now',
    'seat/show1',
    'seat/show1/s1/x',
    'seat//s1',
    'seat/__proto__/s1',
    'journal',
    'constructor',
    `seat/${'a'.repeat(200)}/s1`,
    'stage/programme\n',
    'scene',
    'scene/standby',
    'scene/lower_third',
    'scene/live_tally/x',
    'scene/ranking',
    'scene/ranking/all',
    'scene/ranking/office-best',
    'scene/list_reveal/office',
    'scene/list_reveal/office-best-1',
  ])('%j is none', (name) => {
    expect(parseTopic(name)).toBeNull()
    expect(snapshotOf(name as TopicName, EMPTY, factsOf())).toBeNull()
  })
})

describe('[SAFE4] who may watch', () => {
  const account = (role: 'director' | 'office' | 'auditor'): Identity => ({
    kind: 'account',
    personId: 'p',
    role,
    loginId: 'l',
  })
  const seat: Identity = {
    kind: 'seat',
    sessionId: SessionId.parse('show1'),
    seatId: SeatId.parse('s1'),
    generation: 1,
  }
  const WHO = {
    director: account('director'),
    office: account('office'),
    auditor: account('auditor'),
    seat,
    display: { kind: 'display', output: 'programme', monitor: false },
    public: { kind: 'public' },
  } as const satisfies Record<string, Identity>
  const ALL = Object.keys(WHO)

  test.each<[TopicName, readonly string[]]>([
    ['now', ALL],
    ['ranking/utility', ALL],
    ['stage/programme', ALL],
    ['scene/live_tally', ALL],
    ['scene/list_reveal/office-best', ALL],
    ['console', ['director', 'office', 'auditor']],
    ['setup', ['director', 'office']],
    ['audit', ['director', 'office', 'auditor']],
    ['seat/show1/s1', ['seat']],
    ['seat/show1/s2', []],
    ['seat/show2/s1', []],
    ['seat/show1' as TopicName, []],
  ])('%s: %j', (topic, may) => {
    const found = Object.entries(WHO).filter(([, identity]) => mayWatch(identity, topic))
    expect(found.map(([who]) => who)).toEqual(may)
  })
})
