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

export function SeatHelp({ snapshot, view }: { snapshot: SeatSnapshot; view: SeatView }) {
  const [asking, setAsking] = useState(false)
  const { help } = snapshot
  if (help !== null && help.answeredAtMs === null) {
    return (
      <HelpLine words={`已呼叫（${HELP_REASON_NAMES[help.reason]}），请稍候`}>
        <button
          type="button"
          className="quiet"
          onClick={() => {
            setAsking(false)
            view.takeBackHelp()
          }}
        >
          取消呼叫
        </button>
      </HelpLine>
    )
  }
  if (asking) {
    return (
      <HelpLine words="需要什么帮助？">
        {HelpReason.options.map((reason) => (
          <button
            type="button"
            className="quiet"
            key={reason}
            onClick={() => {
              setAsking(false)
              view.callForHelp(reason)
            }}
          >
            {HELP_REASON_NAMES[reason]}
          </button>
        ))}
        <button
          type="button"
          className="quiet"
          onClick={() => {
            setAsking(false)
          }}
        >
          返回
        </button>
      </HelpLine>
    )
  }
  return (
    <HelpLine words={help === null ? '' : '工作人员已收到呼叫，正在过来。'}>
      <button
        type="button"
        className="quiet"
        onClick={() => {
          setAsking(true)
        }}
      >
        呼叫工作人员
      </button>
    </HelpLine>
  )
}

function HelpLine({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <div className="seat-help">
      <span role="status">{words}</span>
      {children}
    </div>
  )
}
