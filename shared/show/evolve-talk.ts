// A session's notes, calls for help and commentary clock after one more event (SHOW7).

import type { SeatId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { SessionEvent } from './event.ts'
import { NOTES_KEPT } from './seat-talk.ts'
import type { HelpCall, Note } from './seat-talk.ts'
import type { Session } from './session.ts'

type OfTalk = Extract<
  SessionEvent,
  {
    type:
      | 'NoteSent'
      | 'NoteWithdrawn'
      | 'NoteRead'
      | 'HelpCalled'
      | 'HelpWithdrawn'
      | 'HelpAnswered'
      | 'CommentaryStarted'
      | 'CommentaryStopped'
  }
>

export function evolveTalk(session: Session, event: OfTalk, atMs: number): Session {
  switch (event.type) {
    case 'NoteSent': {
      const { noteId, seats, text } = event
      const note: Note = { noteId, text, atMs, seats, read: {} }
      return { ...session, notes: [...session.notes, note].slice(-NOTES_KEPT) }
    }
    case 'NoteWithdrawn':
      return { ...session, notes: session.notes.filter(({ noteId }) => noteId !== event.noteId) }
    case 'NoteRead':
      return {
        ...session,
        notes: session.notes.map((note) =>
          note.noteId === event.noteId ? { ...note, read: { ...note.read, [event.seatId]: atMs } } : note,
        ),
      }
    case 'HelpCalled':
      return withCall(session, event.seatId, { reason: event.reason, atMs, answeredAtMs: null })
    case 'HelpAnswered': {
      const call = session.helpCalls[event.seatId]
      if (call === undefined) throw new Error(`seat ${event.seatId} never called for help`)
      return withCall(session, event.seatId, { ...call, answeredAtMs: atMs })
    }
    case 'HelpWithdrawn': {
      const others = Object.entries(session.helpCalls).filter(([seatId]) => seatId !== event.seatId)
      return { ...session, helpCalls: Object.fromEntries(others) }
    }
    case 'CommentaryStarted': {
      const { label, endsAtMs } = event
      return { ...session, commentary: { label, startedAtMs: atMs, endsAtMs, stoppedAtMs: null } }
    }
    case 'CommentaryStopped':
      if (session.commentary === null) throw new Error('no commentary was started')
      return { ...session, commentary: { ...session.commentary, stoppedAtMs: atMs } }
    default:
      return unreachable(event)
  }
}

function withCall(session: Session, seatId: SeatId, call: HelpCall): Session {
  return { ...session, helpCalls: { ...session.helpCalls, [seatId]: call } }
}
