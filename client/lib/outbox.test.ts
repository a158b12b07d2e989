import { expect, test } from 'vitest'
import { CommandId, SeatId, SessionId, WindowId } from '../../shared/basics/ids.ts'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { createOutbox, type OutboxStore, type Waiting as WaitingFor } from './outbox.ts'

type Waiting = WaitingFor<SessionCommand>
const MOST = 60

const done: CommandAck = { ok: true, repeated: false }

function cast(revision: number): Waiting {
  return {
    id: CommandId.parse(`command-${revision}`),
    command: {
      type: 'CastScore',
      sessionId: SessionId.parse('evening'),
      windowId: WindowId.parse('00000000000a'),
      seatId: SeatId.parse('s01'),
      generation: 1,
      revision,
      mark: { kind: 'grade', grade: 'fair' },
    },
  }
}

function memoryStore(): OutboxStore<SessionCommand> & { kept: readonly Waiting[] } {
  const store = {
    kept: [] as readonly Waiting[],
    load: () => store.kept,
    save: (waiting: readonly Waiting[]) => {
      store.kept = [...waiting]
    },
  }
  return store
}

test('[SCORE3] what waited offline is delivered once, in order, with the ids it was given', async () => {
  const store = memoryStore()
  const sent: string[] = []
  let online = false
  const outbox = createOutbox(
    store,
    (waiting) => {
      if (!online) return Promise.reject(new Error('no line'))
      sent.push(waiting.id)
      return Promise.resolve(done)
    },
    () => undefined,
    MOST,
  )
  outbox.add(cast(1))
  outbox.add(cast(2))
  await outbox.flush()
  expect(outbox.waiting()).toHaveLength(2)

  online = true
  await Promise.all([outbox.flush(), outbox.flush()])
  expect(sent).toEqual(['command-1', 'command-2'])
  expect(store.kept).toEqual([])
})

test('[SCORE3] a tablet that was switched off in between sends what it kept', async () => {
  const store = memoryStore()
  const before = createOutbox(
    store,
    () => Promise.reject(new Error('no line')),
    () => undefined,
    MOST,
  )
  before.add(cast(1))
  await before.flush()

  const sent: string[] = []
  const after = createOutbox(
    store,
    (waiting) => {
      sent.push(waiting.id)
      return Promise.resolve(done)
    },
    () => undefined,
    MOST,
  )
  await after.flush()
  expect(sent).toEqual(['command-1'])
})

test('a refused command is done and its sentence is told, the next one still goes', async () => {
  const told: string[] = []
  const outbox = createOutbox(
    memoryStore(),
    (waiting) =>
      Promise.resolve(
        waiting.id === 'command-1'
          ? { ok: false, refusals: [{ code: 'score_locked', detail: {}, sentence: '已锁定，不能再改。' }] }
          : done,
      ),
    (waiting, ack) => told.push(`${waiting.id} ${ack.ok ? 'ok' : (ack.refusals[0]?.code ?? '')}`),
    MOST,
  )
  outbox.add(cast(1))
  outbox.add(cast(2))
  await outbox.flush()
  expect(told).toEqual(['command-1 score_locked', 'command-2 ok'])
})

test('[SAFE1] the outbox stays bounded: the newest score takes the place of the one before', () => {
  const outbox = createOutbox(
    memoryStore(),
    () => Promise.reject(new Error('no line')),
    () => undefined,
    MOST,
  )
  for (let revision = 1; revision <= 100; revision += 1) outbox.add(cast(revision))
  expect(outbox.waiting()).toHaveLength(60)
  expect(outbox.waiting().at(-1)?.command).toMatchObject({ revision: 100 })
})
