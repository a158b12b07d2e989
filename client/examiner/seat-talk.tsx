// The seat's line to the console beside the scores: a note that came, shown calmly, and the call for help.

import { useState } from 'react'
import type { SeatSnapshot } from '../../shared/protocol/topics.ts'
import { HELP_REASON_NAMES, HelpReason } from '../../shared/show/seat-talk.ts'
import { timeOf } from '../lib/format.ts'
import type { SeatView } from './use-seat.ts'

/** The oldest note not yet read; the next one shows when it is. Nothing of the scores is covered or stopped by it. */
export function SeatNote({ snapshot, view }: { snapshot: SeatSnapshot; view: SeatView }) {
  const note = snapshot.notes.find(({ noteId }) => !view.readNotes.has(noteId))
  if (note === undefined) return null
  return (
    <aside className="seat-note" role="status" aria-live="polite">
      <p>
        <small>导演台 {timeOf(note.atMs)}</small>
        <b>{note.text}</b>
      </p>
      <button
        type="button"
        className="quiet"
        onClick={() => {
          view.readNote(note.noteId)
        }}
      >
        知道了
      </button>
    </aside>
  )
}

/** In the head, so that it is there whatever the seat is doing; the choice opens over the screen and moves nothing. */
export function SeatHelp({ snapshot, view }: { snapshot: SeatSnapshot; view: SeatView }) {
  const [asking, setAsking] = useState(false)
  const { help } = snapshot
  const waits = help !== null && help.answeredAtMs === null
  const close = () => {
    setAsking(false)
  }
  return (
    <div className="seat-help">
      <button
        type="button"
        className={waits ? 'quiet is-calling' : 'quiet'}
        aria-expanded={asking}
        onClick={() => {
          setAsking(!asking)
        }}
      >
        {waits ? '已呼叫，请稍候' : help === null ? '呼叫工作人员' : '工作人员正在过来'}
      </button>
      {asking && (
        <div className="seat-help-choice" role="group" aria-label="呼叫工作人员">
          {waits ? (
            <button
              type="button"
              className="quiet"
              onClick={() => {
                close()
                view.takeBackHelp()
              }}
            >
              取消呼叫（{HELP_REASON_NAMES[help.reason]}）
            </button>
          ) : (
            HelpReason.options.map((reason) => (
              <button
                type="button"
                className="quiet"
                key={reason}
                onClick={() => {
                  close()
                  view.callForHelp(reason)
                }}
              >
                {HELP_REASON_NAMES[reason]}
              </button>
            ))
          )}
          <button type="button" className="quiet" onClick={close}>
            返回
          </button>
        </div>
      )}
    </div>
  )
}
