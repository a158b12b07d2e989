// Proves that no topic tells what SHOW5 keeps: houses that differ only in a secret give the same bytes to every screen.

import { describe, expect, test } from 'vitest'
import { OutputName, SeatId } from '../../shared/basics/ids.ts'
import { CATEGORIES } from '../../shared/evaluation/unit.ts'
import type { PollResult, Split } from '../../shared/ballot/tally.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import type { Scene } from '../../shared/show/air.ts'
import type { HouseEvent, House, Recorded } from '../../shared/show/house.ts'
import type { ExaminersResult, Mark } from '../../shared/show/score.ts'
import type { Session, Window, WindowPhase } from '../../shared/show/session.ts'
import {
  airOf,
  citizensWindowOf,
  examinersResultOf,
  examinersWindowOf,
  factsOf,
  houseOf,
  liveTallyOf,
  LOG,
  pollResultOf,
  registryOf,
  segmentIdOf,
  seatIdOf,
  sessionIdOf,
  sessionOf,
  splitOf,
  START_MS,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import type { LiveFacts } from './live-facts.ts'
import { parseTopic, snapshotOf } from './topics-of.ts'

const PHASES: readonly WindowPhase[] = ['open', 'closing', 'frozen', 'verified', 'revealed', 'void']
const SHOW = sessionIdOf('show1')
const EXAMINERS = windowIdOf(1)
const POLL = windowIdOf(2)

/** What nobody may learn too early: marks of seats 2 … 6 and what follows from them; how the ballots split. */
interface Secrets {
  readonly marks: readonly number[]
  readonly headline: Split
  readonly web: Split
}

const BASE: Secrets = { marks: [37, 38, 39, 40, 41], headline: splitOf(90, 30, 30), web: splitOf(70, 70, 10) }
const OTHER_MARKS: Secrets = { ...BASE, marks: [93, 94, 95, 96, 97] }
/** The same n on both sides, another split. */
const OTHER_SPLIT: Secrets = { ...BASE, headline: splitOf(10, 40, 100), web: splitOf(1, 2, 147) }

interface Case {
  readonly examiners: WindowPhase
  readonly poll: WindowPhase
  readonly visibility: 'live' | 'hidden'
  /** 150 ballots a side, or 50. */
  readonly many: boolean
}

const CASES: readonly Case[] = PHASES.flatMap((examiners) =>
  PHASES.flatMap((poll) =>
    (['live', 'hidden'] as const).flatMap((visibility) =>
      [true, false].map((many) => ({ examiners, poll, visibility, many })),
    ),
  ),
)

const SCENES: readonly Scene[] = [
  { kind: 'how_to_vote', sessionId: SHOW, windowId: POLL },
  { kind: 'unit_title', sessionId: SHOW, segmentId: segmentIdOf(1) },
  { kind: 'countdown', sessionId: SHOW, windowId: EXAMINERS },
  { kind: 'live_tally', sessionId: SHOW, windowId: POLL },
  { kind: 'lock_board', sessionId: SHOW, windowId: EXAMINERS },
  { kind: 'score_reveal', sessionId: SHOW, windowId: EXAMINERS },
  { kind: 'poll_reveal', sessionId: SHOW, windowId: POLL },
  { kind: 'ranking', category: 'office' },
  { kind: 'leader_board', sessionId: SHOW },
  { kind: 'list_reveal', category: 'office', list: 'best' },
]
const outputOf = (i: number) => OutputName.parse(i === 0 ? 'programme' : i === 1 ? 'preview' : `o${i}`)

const STAGES = SCENES.map((_, i): TopicName => `stage/${outputOf(i)}`)
const RANKINGS = CATEGORIES.map((category): TopicName => `ranking/${category}`)
const STAFF: readonly TopicName[] = ['console', 'setup', 'audit']
const SCENE_TOPICS: readonly TopicName[] = [
  'scene/how_to_vote',
  'scene/unit_title',
  'scene/countdown',
  'scene/live_tally',
  'scene/lock_board',
  'scene/score_reveal',
  'scene/poll_reveal',
  'scene/leader_board',
  'scene/promise',
  'scene/look_back',
  'scene/ranking/office',
  'scene/list_reveal/office-best',
  'scene/list_reveal/office-worst',
]
const PUBLIC: readonly TopicName[] = ['now', ...STAGES, ...RANKINGS, ...SCENE_TOPICS]
/** Seat 1's mark is no secret here: the topic is its own. */
const EVERYTHING: readonly TopicName[] = [...PUBLIC, ...STAFF, 'seat/show1/s1']

function resultOf(marks: readonly number[]): ExaminersResult {
  const sum = marks.reduce((a, b) => a + b, 0)
  return {
    ...examinersResultOf({ num: sum, den: marks.length }),
    distribution: marks.map((mark) => ({ label: `${mark}`, count: 1 })),
    groups: [{ group: 'citizen', counted: 6, mean: { num: `${sum}`, den: '6' }, weightBp: null }],
  }
}

/** A third of 150 ballots, whole. */
function fiftyOf(split: Split): Split {
  const [satisfied, fair] = [Math.floor(split.satisfied / 3), Math.floor(split.fair / 3)]
  return splitOf(satisfied, fair, 50 - satisfied - fair)
}

function world(of: Case, secrets: Secrets): { readonly house: House; readonly facts: LiveFacts } {
  const counted = of.many ? (split: Split) => split : fiftyOf
  const result = pollResultOf(counted(secrets.headline), counted(secrets.web))
  const marks = [11, ...secrets.marks].map((points): Mark => ({ kind: 'points', points }))
  const examinersResult = resultOf(secrets.marks)
  const late = {
    seatId: seatIdOf(2),
    generation: 1,
    revision: 9,
    receivedAtMs: START_MS,
    why: 'late' as const,
  }
  const session = sessionOf({
    windows: [
      withResult(
        {
          ...examinersWindowOf({ n: 1, unit: 1, segment: 1, phase: of.examiners, marks }),
          setAside: [{ ...late, mark: marks[1]! }],
        },
        examinersResult,
        JSON.stringify(examinersResult),
      ),
      withResult(
        citizensWindowOf({ n: 2, unit: 1, segment: 1, phase: of.poll, visibility: of.visibility }),
        result,
        JSON.stringify(result),
      ),
    ],
  })
  const house = houseOf({
    sessions: [session],
    air: airOf(Object.fromEntries(SCENES.map((scene, i) => [outputOf(i), scene]))),
    registry: registryOf([unitOf(1), unitOf(2)], { visibility: 'full' }),
  })
  return {
    house,
    facts: factsOf({
      tallies: new Map([[POLL, liveTallyOf(result)]]),
      tail: tailOf(secrets, examinersResult, result),
    }),
  }
}

/** From verified on a window knows its result, void or not; frozen it knows how the recount differed. */
function withResult<W extends Window>(window: W, result: W['result'], told: string): W {
  const { stage } = window
  if (stage.phase === 'frozen')
    return { ...window, stage: { ...stage, mismatch: { live: told, recount: `${told}!` } } }
  return stage.phase === 'open' || stage.phase === 'closing' ? window : { ...window, result }
}

function tailOf(secrets: Secrets, examiners: ExaminersResult, poll: PollResult): readonly Recorded[] {
  const of = (windowId: typeof POLL) => ({ windowId, seatId: seatIdOf(2), generation: 1, revision: 1 })
  const mark: Mark = { kind: 'points', points: secrets.marks[0]! }
  const told = { live: JSON.stringify(examiners), recount: JSON.stringify(poll) }
  const events: readonly HouseEvent[] = [
    { type: 'ScoreCast', ...of(EXAMINERS), mark },
    {
      type: 'ScoreKeptAside',
      windowId: EXAMINERS,
      score: { seatId: seatIdOf(2), mark, generation: 1, revision: 2, receivedAtMs: START_MS, why: 'late' },
    },
    { type: 'WindowVerified', windowId: EXAMINERS, result: examiners },
    { type: 'WindowVerified', windowId: POLL, result: poll },
    { type: 'WindowMismatched', windowId: POLL, mismatch: told },
    {
      type: 'LogSealed',
      windowId: POLL,
      logId: LOG,
      seal: { sequence: 9, count: 9, chainHash: '0'.repeat(64) },
    },
  ]
  return events.map((event, i) => ({
    position: i + 1,
    stream: 'session-show1',
    streamVersion: i + 1,
    atMs: START_MS,
    by: { role: 'system' },
    commandId: `command-${i}`,
    event,
  }))
}

function bytesOf(topics: readonly TopicName[], of: Case, secrets: Secrets): readonly string[] {
  const { house, facts } = world(of, secrets)
  return topics.map((topic) => `${topic} ${JSON.stringify(snapshotOf(topic, house, facts))}`)
}

const named = (of: Case) =>
  `examiners ${of.examiners}, ${of.visibility} poll ${of.poll}, ${of.many ? 150 : 50} ballots`

describe('[SHOW5] before it is revealed', () => {
  test('no mark, mean or distribution of other seats reaches any topic', () => {
    for (const of of CASES.filter((one) => one.examiners !== 'revealed'))
      expect(bytesOf(EVERYTHING, of, OTHER_MARKS), named(of)).toEqual(bytesOf(EVERYTHING, of, BASE))
  })

  test('the split of a hidden poll reaches no topic, staff’s and preview included', () => {
    for (const of of CASES.filter((one) => one.visibility === 'hidden' && one.poll !== 'revealed'))
      expect(bytesOf(EVERYTHING, of, OTHER_SPLIT), named(of)).toEqual(bytesOf(EVERYTHING, of, BASE))
  })
})

describe('[SHOW5] only n', () => {
  test('of any poll reaches programme, tablets and the public while examiners score its unit', () => {
    const topics = [...PUBLIC, 'seat/show1/s1', 'seat/show1/s2'] as const
    for (const of of CASES.filter((one) => one.examiners === 'open' || one.examiners === 'closing'))
      expect(bytesOf(topics, of, OTHER_SPLIT), named(of)).toEqual(bytesOf(topics, of, BASE))
  })

  test('of a poll below 100 ballots reaches anybody, ever', () => {
    for (const of of CASES.filter((one) => !one.many))
      expect(bytesOf(EVERYTHING, of, OTHER_SPLIT), named(of)).toEqual(bytesOf(EVERYTHING, of, BASE))
  })
})

describe('what may be seen is seen (or the tests above would prove nothing)', () => {
  const differs = (topic: TopicName, of: Case, secrets: Secrets) =>
    bytesOf([topic], of, secrets)[0] !== bytesOf([topic], of, BASE)[0]
  const base: Case = { examiners: 'verified', poll: 'open', visibility: 'live', many: true }

  test('a revealed mean, on the reveal scene, the tablets, the console and in the ranking', () => {
    const of: Case = { ...base, examiners: 'revealed' }
    for (const topic of [
      'stage/o5',
      'seat/show1/s1',
      'console',
      'audit',
      'ranking/office',
      'stage/o7',
    ] as const)
      expect(differs(topic, of, OTHER_MARKS), topic).toBe(true)
  })

  test('a live poll’s split, on air, in public and on the console', () => {
    for (const topic of ['now', 'stage/o3', 'console', 'audit'] as const)
      expect(differs(topic, base, OTHER_SPLIT), topic).toBe(true)
  })

  test('the console’s, while examiners score', () => {
    expect(differs('console', { ...base, examiners: 'open' }, OTHER_SPLIT)).toBe(true)
  })

  test('a hidden poll’s once it is revealed', () => {
    const of: Case = { ...base, visibility: 'hidden', poll: 'revealed' }
    expect(differs('stage/o6', of, OTHER_SPLIT)).toBe(true)
  })

  test('one’s own mark, on one’s own tablet', () => {
    expect(differs('seat/show1/s2', { ...base, examiners: 'open' }, OTHER_MARKS)).toBe(true)
  })

  test('every name asked for here is a topic with a snapshot', () => {
    const { house, facts } = world(base, BASE)
    for (const topic of [...EVERYTHING, 'seat/show1/s2' as const]) {
      expect(parseTopic(topic)).toBe(topic)
      expect(snapshotOf(topic, house, facts), topic).not.toBeNull()
    }
  })
})

test('[SHOW5] a distinctive mark of 37 points is found on its own seat’s topic and on no other', () => {
  const found = (secrets: Secrets, topic: TopicName, of: Case) => {
    const { house, facts } = world(of, secrets)
    return /\b37\b/.test(JSON.stringify(snapshotOf(topic, house, facts)))
  }
  for (const of of CASES.filter((one) => one.examiners !== 'revealed'))
    for (const topic of EVERYTHING) expect(found(BASE, topic, of), `${topic} ${named(of)}`).toBe(false)
  expect(
    found(BASE, 'seat/show1/s2', { examiners: 'open', poll: 'open', visibility: 'live', many: true }),
  ).toBe(true)
})

test('[SHOW5] no mark is told after the reveal either: a mean is, and whose marks made it is not', () => {
  const of: Case = { examiners: 'revealed', poll: 'revealed', visibility: 'live', many: true }
  const swap = (session: Session): Session => ({
    ...session,
    windows: session.windows.map((window) => {
      if (window.kind !== 'examiners') return window
      const [a, b] = [window.scores[seatIdOf(2)]!, window.scores[seatIdOf(3)]!]
      return {
        ...window,
        scores: {
          ...window.scores,
          [SeatId.parse('s2')]: { ...a, mark: b.mark },
          [SeatId.parse('s3')]: { ...b, mark: a.mark },
        },
      }
    }),
  })
  const { house, facts } = world(of, BASE)
  const other = { ...house, sessions: { [SHOW]: swap(house.sessions[SHOW]!) } }
  for (const topic of EVERYTHING)
    expect(JSON.stringify(snapshotOf(topic, other, facts)), topic).toBe(
      JSON.stringify(snapshotOf(topic, house, facts)),
    )
})

test('the same input gives the same JSON, remembered or not', () => {
  for (const of of CASES.slice(0, 40)) {
    const { house, facts } = world(of, BASE)
    const again = structuredClone(house)
    for (const topic of EVERYTHING)
      expect(JSON.stringify(snapshotOf(topic, again, facts))).toBe(
        JSON.stringify(snapshotOf(topic, house, facts)),
      )
  }
})

test('time alone changes no public topic and no seat’s', () => {
  for (const of of CASES) {
    const { house, facts } = world(of, BASE)
    const later = { ...facts, nowMs: facts.nowMs + 7_300 }
    for (const topic of [...PUBLIC, 'seat/show1/s1' as const])
      expect(snapshotOf(topic, house, later)).toEqual(snapshotOf(topic, house, facts))
  }
})
