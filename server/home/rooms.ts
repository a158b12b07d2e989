// What works on the private rows, once for all processes: invitations, the message desk, objections; and what they are asked from anywhere.

import type { z } from 'zod'
import type { Result } from '../../shared/basics/result.ts'
import type { BatchId } from '../../shared/invitation/batch.ts'
import type { PublicationId } from '../../shared/period/ids.ts'
import type { DeskAnswer, DeskMark, DeskQuery } from '../../shared/protocol/desk-api.ts'
import type { ObjectionRequest, ObjectionsDeskAnswer } from '../../shared/protocol/publications-api.ts'
import type { Clock } from '../clock.ts'
import { createDesk } from '../desk/desk.ts'
import { deskAnswerOf, type DeskSurroundings } from '../desk/desk-view.ts'
import { createObjections } from '../evaluation/objections.ts'
import { createInvitations, type Invitations } from '../invitations/invitations.ts'
import type { Invited } from '../invitations/invited.ts'
import type { Senders } from '../invitations/sender.ts'
import type { ReadList } from '../invitations/uploads.ts'
import type { PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'
import type { Tell } from './tells.ts'

/** Each may be asked at any process, and is answered by the home: what goes in and comes out is JSON, but for the list of an upload. */
export interface PrivateDoors extends Pick<
  Invitations,
  'fix' | 'draw' | 'dryRun' | 'drawSheet' | 'callbacks'
> {
  upload(...args: Parameters<Invitations['upload']>): Promise<ReturnType<Invitations['upload']>>
  uploadOf(batchId: BatchId): Promise<ReturnType<Invitations['uploadOf']>>
  discard(batchId: BatchId): Promise<null>
  readonly invitations: Invitations['view']
  readonly lookAtCallback: Invitations['lookAt']
  readonly markCallback: Invitations['mark']
  desk(query: DeskQuery): Promise<DeskAnswer>
  /** How many of the groups are there. */
  markDesk(mark: DeskMark, by: string): Promise<number>
  fileObjection(
    objection: z.infer<typeof ObjectionRequest>,
  ): Promise<Result<{ readonly objectionId: string }>>
  objections(publicationId: PublicationId, withContact: boolean): Promise<ObjectionsDeskAnswer | null>
}

export interface Rooms {
  readonly doors: PrivateDoors
  /** What followed from an answer, here or at another process. Resolves when whoever left is wiped. */
  take(tell: Tell): Promise<void>
  /** So many words for the desk were dropped on their way here. */
  missed(words: number): void
  start(): Promise<void>
  stop(): Promise<void>
}

export interface RoomsParts {
  readonly store: PrivateStore
  readonly clock: Clock
  readonly show: Pick<Runner, 'house' | 'run' | 'onChange'>
  readonly invited: Invited
  readonly senders: Senders
  readonly readList: ReadList
  readonly everybodyKnows: () => Promise<string | null>
  readonly surroundings: DeskSurroundings
  readonly onError: (error: unknown) => void
}

export function openRooms(parts: RoomsParts): Rooms {
  const { store, clock, show, onError, surroundings } = parts
  const invitations = createInvitations(parts)
  const desk = createDesk({ store, clock, onError })
  const objections = createObjections({ show, store, clock })

  return {
    doors: {
      upload: async (...args) => invitations.upload(...args),
      uploadOf: async (batchId) => invitations.uploadOf(batchId),
      fix: (...args) => invitations.fix(...args),
      discard: async (batchId) => {
        await invitations.discard(batchId)
        return null
      },
      draw: (...args) => invitations.draw(...args),
      dryRun: (...args) => invitations.dryRun(...args),
      drawSheet: (...args) => invitations.drawSheet(...args),
      invitations: (...args) => invitations.view(...args),
      callbacks: (...args) => invitations.callbacks(...args),
      lookAtCallback: (...args) => invitations.lookAt(...args),
      markCallback: (...args) => invitations.mark(...args),
      desk: async (query) => deskAnswerOf(desk, query, surroundings),
      markDesk: (...args) => desk.mark(...args),
      fileObjection: (objection) => objections.file(objection),
      objections: (...args) => objections.desk(...args),
    },
    async take(tell) {
      if (tell.kind === 'heard') {
        desk.take(tell)
        return
      }
      // Before the rows are wiped: what is still on its way to them must not come back behind that.
      if (tell.kind === 'left') desk.forget(tell.identity)
      await invitations.follow(tell)
    },
    missed: (words) => {
      if (words > 0) desk.missed(words)
    },
    async start() {
      void desk.start()
      await invitations.start()
    },
    async stop() {
      await invitations.stop()
      await desk.stop()
    },
  }
}
