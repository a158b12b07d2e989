// Makes checkpoints: signed notes of the trees over the journal and the ballot logs, at each step of a window and every 10 s while
// one is open, and hands them to whoever holds them outside (LOG2). Nothing in the show waits for any of it.

import type { CheckpointsAnswer } from '../../shared/protocol/checkpoints-api.ts'
import { votingWindowsOf } from '../../shared/show/voting-windows.ts'
import type { Clock } from '../clock.ts'
import type { Runner } from '../show/runner.ts'
import type { Signing } from '../signing.ts'
import type { KeptNote, LogTrees, NewNote, TreeHead } from '../storage/log-trees.ts'
import { createHolder, nameOfHolder, postTo } from './holder.ts'
import { keyNameOf, signedNoteOf } from './signed-note.ts'
import { stepLineOf } from './window-steps.ts'

export interface Checkpoints {
  view(): Promise<Omit<CheckpointsAnswer, 'serverNowMs'>>
  /** Notes behind one of an id, oldest first, at most 1,000. */
  notes(after: number): Promise<readonly KeptNote[]>
  /** Makes the last ones, and ends. */
  stop(): Promise<void>
}

const EVERY_MS = 10_000
/** How often is looked whether one is due; a start has other things to read first. */
const LOOK_EVERY_MS = 1_000
const TIMED_KEPT_MS = 86_400_000
const PRUNE_EVERY_MS = 3_600_000
/** Steps named in one checkpoint; what else happened stands in the journal. */
const STEPS_MOST = 20
const NOTES_MOST = 1_000
const STOP_WITHIN_MS = 2_000

/** `holders`: addresses that take a note by POST. */
export async function startCheckpoints({
  trees,
  signing,
  show,
  holders: urls,
  clock,
  onError,
}: {
  readonly trees: LogTrees
  readonly signing: Signing
  readonly show: Pick<Runner, 'house' | 'onChange'>
  readonly holders: readonly string[]
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Promise<Checkpoints> {
  const name = keyNameOf(signing.publicKey)
  const heldTo = await trees.heldTo()
  const holders = urls.map((url) => {
    const holder = nameOfHolder(url)
    return createHolder({ name: holder, send: postTo(url), trees, from: heldTo.get(holder) ?? 0, clock })
  })
  const newest = new Map((await trees.newest()).map((note) => [note.tree, note]))
  let steps: string[] = []
  let isDue = false
  let working: Promise<void> | null = null
  let failing: string | null = null
  let prunedAtMs = 0
  let triedAtMs = clock.nowMs()
  let stopped = false
  let cancel = () => {}

  /** `lines`: the steps it is made for. */
  const sign = ({ tree, size, root }: TreeHead, atMs: number, lines: readonly string[]): NewNote => {
    const checkpoint = {
      ...{ origin: `${name}/${tree}`, size, root },
      lines: [`time ${new Date(atMs).toISOString()}`, ...lines],
    }
    return { tree, size, atMs, timed: lines.length === 0, note: signedNoteOf(checkpoint, signing) }
  }
  /** The steps are taken first: what happens while the logs are read is said in the next one. */
  const make = async (taken: readonly string[], atMs: number) => {
    while (await trees.grow());
    const notes = (await trees.heads())
      .filter(({ isChanged }) => !isChanged)
      .filter(({ tree, size }) => taken.length > 0 || newest.get(tree)?.size !== size)
      .map((head) => sign(head, atMs, taken))
    if (notes.length === 0) return
    await trees.keep(notes)
    for (const note of await trees.newest()) newest.set(note.tree, note)
    for (const holder of holders) holder.kick()
    if (atMs - prunedAtMs < PRUNE_EVERY_MS) return
    prunedAtMs = atMs
    await trees.prune(atMs - TIMED_KEPT_MS)
  }
  /** One at a time; what comes up meanwhile is made behind it. */
  const work = (): Promise<void> => {
    isDue = true
    working ??= (async () => {
      while (isDue) {
        isDue = false
        const taken = steps
        steps = []
        triedAtMs = clock.nowMs()
        try {
          await make(taken, triedAtMs)
          failing = null
        } catch (error) {
          steps = [...taken, ...steps].slice(0, STEPS_MOST)
          if (failing === null) onError(error)
          failing = error instanceof Error ? error.message : String(error)
        }
      }
      working = null
    })()
    return working
  }

  const isOpen = () => votingWindowsOf(show.house()).some(({ phase }) => phase !== 'shut')
  const look = () => {
    const isTime = clock.nowMs() - triedAtMs >= EVERY_MS
    if (isTime && (isOpen() || failing !== null)) void work()
    cancel = clock.at(clock.nowMs() + LOOK_EVERY_MS, look)
  }
  const stopListening = show.onChange((_, recorded) => {
    const lines = recorded.flatMap(({ event }) => stepLineOf(event) ?? [])
    if (lines.length === 0) return
    steps = [...steps, ...lines].slice(0, STEPS_MOST)
    void work()
  })
  look()
  for (const holder of holders) holder.kick()

  return {
    async view() {
      const heads = await trees.heads()
      const last = Math.max(0, ...[...newest.values()].map(({ id }) => id))
      return {
        publicKey: signing.publicKey,
        keyName: name,
        trees: heads.map(({ tree, isChanged }) => {
          const note = newest.get(tree)
          return {
            ...{ tree, isChanged },
            newest: note === undefined ? null : { size: note.size, atMs: note.atMs, note: note.note },
          }
        }),
        holders: holders.map((holder) => ({
          name: holder.name,
          waiting: holder.heldTo() < last,
          heldAtMs: holder.heldAtMs(),
          failing: holder.failing(),
        })),
        failing,
      }
    },
    notes: (after) => trees.notes(after, NOTES_MOST),
    async stop() {
      if (stopped) return
      stopped = true
      cancel()
      stopListening()
      // A thread that hangs on its disk is not waited for.
      const late = new Promise<void>((go) => setTimeout(go, STOP_WITHIN_MS).unref())
      await Promise.race([work(), late])
      for (const holder of holders) await holder.stop()
    },
  }
}
