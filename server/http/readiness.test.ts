import { expect, test } from 'vitest'
import { closesPages, readyReasonsOf, type Condition } from './readiness.ts'

const well: Condition = {
  stopping: false,
  clockFault: null,
  ballots: { accepting: true, why: null },
  journalFailing: null,
}

test('nothing wrong: ready', () => {
  expect(readyReasonsOf(well)).toEqual([])
})

test.each<[string, Partial<Condition>, readonly string[], boolean]>([
  ['stopping', { stopping: true, ballots: { accepting: false, why: 'stopped' } }, ['stopping'], true],
  ['a clock behind the last record', { clockFault: '系统时钟慢了。' }, ['clock_behind'], true],
  ['tallies being rebuilt', { ballots: { accepting: false, why: 'starting' } }, ['ballots_starting'], true],
  ['a disk that hangs', { ballots: { accepting: false, why: 'stalled' } }, ['ballots_stalled'], false],
  ['a clock not known to 50 ms', { clockUncertain: '时钟不准。' }, ['clock_uncertain'], false],
  [
    'Redis away',
    { journalFailing: 'away', journalFault: { kind: 'away', sentence: '连接不上。' } },
    ['journal_away'],
    false,
  ],
  [
    'a journal that contradicts its mirror',
    { journalFault: { kind: 'diverged', sentence: '不一致。' } },
    ['journal_diverged'],
    true,
  ],
  ['being behind the others for a second', { behindMs: 1_001 }, ['behind'], true],
  [
    'a disk that fails both',
    { ballots: { accepting: false, why: 'failing' }, journalFailing: 'EIO' },
    ['ballots_failing', 'journal_failing'],
    false,
  ],
])('[SAFE3] %s is not ready, and is said', (_, change, codes, pagesClosed) => {
  const reasons = readyReasonsOf({ ...well, ...change })
  expect(reasons.map(({ code }) => code)).toEqual(codes)
  for (const { sentence } of reasons) expect(sentence).toMatch(/。$/)
  // Screens go on while a disk fails: only what makes them wrong keeps them closed.
  expect(reasons.some(closesPages)).toBe(pagesClosed)
})
