// When checkpoints are made, of which trees, and how holders come to have them.

import { expect, test } from 'vitest'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createSigning } from '../signing.ts'
import type { ChangeListener } from '../show/runner.ts'
import type { KeptNote, LogTrees, NewNote, TreeHead } from '../storage/log-trees.ts'
import { startCheckpoints } from './checkpoints.ts'
import { createHolder, type Send } from './holder.ts'
import { checkpointIn } from './signed-note.ts'

const signing = createSigning(new Uint8Array(32).fill(9))
const settled = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise<void>((wake) => setImmediate(wake))
}

/** Trees whose heads and faults the test sets. */
function treesByHand() {
  let heads: readonly TreeHead[] = []
  let kept: KeptNote[] = []
  let fault: Error | null = null
  const held = new Map<string, number>()
  const failing = async () => {
    if (fault !== null) throw fault
  }
  const trees: LogTrees = {
    grow: async () => false,
    heads: async () => heads,
    async keep(notes: readonly NewNote[]) {
      await failing()
      kept.push(...notes.map((note, i) => ({ ...note, id: kept.length + i + 1 })))
    },
    notes: async (after, limit) => kept.filter(({ id }) => id > after).slice(0, limit),
    newest: async () => [...new Map(kept.map((note) => [note.tree, note])).values()],
    heldTo: async () => held,
    held: async (holder, id) => void held.set(holder, id),
    prune: async () => {},
    close: async () => {},
  }
  return {
    trees,
    held,
    kept: () =>
      kept.map(({ tree, size, note }) => ({
        tree,
        size,
        lines: checkpointIn(note, signing.publicKey)!.lines.slice(1),
      })),
    forget: () => (kept = []),
    setHeads(sizes: Readonly<Record<string, number>>, changed: readonly string[] = []) {
      heads = Object.entries(sizes).map(([tree, size]) => ({
        ...{ tree, size, root: new Uint8Array(32).fill(size) },
        isChanged: changed.includes(tree),
      }))
    },
    setFault: (error: Error | null) => (fault = error),
  }
}

/** A house in which the test opens a window and tells events. */
async function started(byHand: ReturnType<typeof treesByHand>) {
  const clock = createHandClock()
  const errors: unknown[] = []
  let listener: ChangeListener = () => undefined
  let house: object = { sessions: {}, polls: {}, acts: { destroyedKeys: {}, quarantines: {} } }
  const checkpoints = await startCheckpoints({
    ...{ trees: byHand.trees, signing, clock, holders: [] },
    show: {
      house: () => house as never,
      onChange(listen) {
        listener = listen
        return () => undefined
      },
    },
    onError: (error) => errors.push(error),
  })
  return {
    ...{ checkpoints, clock, errors },
    async tell(...events: readonly object[]) {
      await listener(house as never, events.map((event) => ({ event })) as never)
      await settled()
    },
    isOpen(open: boolean) {
      house = { ...house, sessions: open ? { s: liveSession() } : {} }
    },
    async pass(ms: number) {
      clock.forward(ms)
      await settled()
    },
  }
}
function liveSession() {
  return {
    ...{ id: 's', phase: 'live', endedAtMs: null, rules: { drainMs: {}, smsTransitMs: 0 } },
    units: { u: { unitId: 'u', code: 1, name: '一' } },
    windows: [{ id: 'a00000000001', kind: 'citizens', unitId: 'u', stage: { phase: 'open' } }],
  }
}

test('[LOG2] at each step of a window every log that is there gets one, and it says what for', async () => {
  const byHand = treesByHand()
  const { tell } = await started(byHand)
  byHand.setHeads({ journal: 4, 'ballots/a': 0 })
  await tell({ type: 'SegmentTaken' })
  expect(byHand.kept()).toEqual([])
  await tell({ type: 'CitizensWindowOpened', windowId: '00000000be11' }, { type: 'NoteSent' })
  await tell(
    { type: 'LogSealed', windowId: '00000000be11' },
    { type: 'WindowFrozen', windowId: '00000000be11' },
  )
  await tell({ type: 'PollOpened', pollId: '00000000be12' })
  const opened = ['window 00000000be11 opened']
  const sealed = ['window 00000000be11 log-sealed', 'window 00000000be11 frozen']
  expect(byHand.kept()).toEqual([
    { tree: 'journal', size: 4, lines: opened },
    { tree: 'ballots/a', size: 0, lines: opened },
    { tree: 'journal', size: 4, lines: sealed },
    { tree: 'ballots/a', size: 0, lines: sealed },
    { tree: 'journal', size: 4, lines: ['window 00000000be12 opened'] },
    { tree: 'ballots/a', size: 0, lines: ['window 00000000be12 opened'] },
  ])
})

test('[LOG2] every ten seconds while a window is open, of the logs that have grown; none while none is', async () => {
  const byHand = treesByHand()
  const { isOpen, pass } = await started(byHand)
  byHand.setHeads({ journal: 4, 'ballots/a': 10 })
  await pass(60_000)
  expect(byHand.kept()).toEqual([])
  isOpen(true)
  await pass(10_000)
  byHand.setHeads({ journal: 4, 'ballots/a': 25 })
  await pass(10_000)
  await pass(10_000)
  expect(byHand.kept()).toEqual([
    { tree: 'journal', size: 4, lines: [] },
    { tree: 'ballots/a', size: 10, lines: [] },
    { tree: 'ballots/a', size: 25, lines: [] },
  ])
})

test('[LOG2] a log that is another than before is signed for no more, and staff are told', async () => {
  const byHand = treesByHand()
  const { checkpoints, tell } = await started(byHand)
  byHand.setHeads({ journal: 4, 'ballots/a': 10 }, ['ballots/a'])
  await tell({ type: 'WindowClosed', windowId: '00000000be11' })
  expect(byHand.kept().map(({ tree }) => tree)).toEqual(['journal'])
  expect((await checkpoints.view()).trees).toMatchObject([
    { tree: 'journal', isChanged: false, newest: { size: 4 } },
    { tree: 'ballots/a', isChanged: true, newest: null },
  ])
})

test('[SAFE3] a disk that fails is told once and tried again; the step it kept from its checkpoint is in the next', async () => {
  const byHand = treesByHand()
  const { checkpoints, errors, pass, tell } = await started(byHand)
  byHand.setHeads({ journal: 4 })
  byHand.setFault(new Error('disk full'))
  await tell({ type: 'WindowClosed', windowId: '00000000be11' })
  await pass(5_000)
  await pass(10_000)
  expect(errors).toHaveLength(1)
  expect((await checkpoints.view()).failing).toBe('disk full')
  byHand.setFault(null)
  await pass(10_000)
  expect(byHand.kept()).toEqual([{ tree: 'journal', size: 4, lines: ['window 00000000be11 closed'] }])
  expect((await checkpoints.view()).failing).toBeNull()
})

test('[LOG2] a holder gets each note in its order, again from where it was when it did not answer', async () => {
  const byHand = treesByHand()
  const clock = createHandClock()
  let away = false
  const got: string[] = []
  const send: Send = async (note) => {
    if (away) throw new Error('连接不上对方。')
    got.push(note)
  }
  const keep = (n: number) =>
    byHand.trees.keep([{ tree: 'journal', size: n, atMs: 0, timed: false, note: `n${String(n)}` }])
  for (const n of [1, 2, 3]) await keep(n)
  const holder = createHolder({ name: 'h', send, trees: byHand.trees, from: 1, clock })
  holder.kick()
  await settled()
  expect(got).toEqual(['n2', 'n3'])
  away = true
  await keep(4)
  holder.kick()
  await settled()
  expect(holder.failing()).toBe('连接不上对方。')
  expect(byHand.held.get('h')).toBe(3)
  away = false
  holder.kick()
  await settled()
  expect(got).toHaveLength(2)
  clock.forward(2_000)
  await settled()
  expect(got.at(-1)).toBe('n4')
  expect(holder.failing()).toBeNull()
  await holder.stop()
})
