// Private notes to seats with who has read them, and the commentators' clock.

import { Button, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { ConsoleSeat, ConsoleSnapshot, NoteView } from '../../shared/protocol/console-topic.ts'
import { CANNED_NOTES, COMMENTARY_MS, NOTE_LENGTH_MOST } from '../../shared/show/seat-talk.ts'
import { lengthOf, timeOf } from '../lib/format.ts'
import { newId } from '../lib/new-id.ts'
import { useServerNow } from '../lib/use-topic.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import type { AirControl } from './use-air.ts'

type To = 'unlocked' | 'unscored' | 'all' | 'some'
const TO_NAMES: Readonly<Record<To, string>> = {
  unlocked: '未锁定',
  unscored: '未打分',
  all: '全部',
  some: '指定',
}

export function TalkPanel({ air }: { readonly air: AirControl }) {
  return (
    <>
      <Notes />
      <Commentary air={air} />
    </>
  )
}

function Notes() {
  const desk = useDesk()
  const { snapshot, send } = desk
  const [to, setTo] = useState<To>('unlocked')
  const [labels, setLabels] = useState('')
  const [text, setText] = useState('')
  const seats = seatsFor(to, labels, snapshot)
  const { session } = snapshot
  const reasons = [
    ...deskReasons(desk),
    ...(session === null ? ['还没有选定场次。'] : []),
    ...(seats.length === 0 ? [to === 'some' ? '请填写席位号，用空格隔开。' : '没有这样的席位。'] : []),
  ]
  const say = (words: string) => {
    if (session === null) return
    const seatIds = seats.map(({ seatId }) => seatId)
    const command = {
      type: 'SendNote',
      sessionId: session.id,
      noteId: newId(),
      seats: seatIds,
      text: words,
    } as const
    void send(command, `已发给 ${seats.length} 席：${words}`).then((done) => {
      if (done && words === text.trim()) setText('')
    })
  }
  return (
    <section aria-label="席位提示">
      <h3>
        席位提示 <small>只有收到的席位看得到</small>
      </h3>
      <div className="dc-choices">
        <Segmented<To>
          size="small"
          value={to}
          aria-label="发给谁"
          options={(Object.keys(TO_NAMES) as To[]).map((each) => ({
            value: each,
            label: `${TO_NAMES[each]}${each === 'some' ? '' : ` ${seatsFor(each, '', snapshot).length}`}`,
          }))}
          onChange={setTo}
        />
        {to === 'some' ? (
          <Input
            size="small"
            className="dc-some"
            value={labels}
            placeholder="席位号，如 07 12"
            aria-label="席位号"
            onChange={(event) => setLabels(event.target.value)}
          />
        ) : null}
      </div>
      <div className="dc-choices">
        {CANNED_NOTES.map((words) => (
          <ReasonButton key={words} size="small" below={false} reasons={reasons} onPress={() => say(words)}>
            {words}
          </ReasonButton>
        ))}
      </div>
      <div className="dc-choices">
        <Input
          size="small"
          className="dc-own-note"
          value={text}
          maxLength={NOTE_LENGTH_MOST}
          placeholder="自己写一句"
          aria-label="自己写的提示"
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => {
            if (text.trim() !== '' && reasons.length === 0) say(text.trim())
          }}
        />
        <ReasonButton
          size="small"
          below={false}
          tone="primary"
          reasons={[...reasons, ...(text.trim() === '' ? ['请先写一句。'] : [])]}
          onPress={() => say(text.trim())}
        >
          发送
        </ReasonButton>
      </div>
      {snapshot.notes.length === 0 ? <small>今晚还没有发过提示。</small> : null}
      <ul className="dc-list">
        {snapshot.notes.slice(0, 6).map((note) => (
          <SentNote key={note.noteId} note={note} />
        ))}
      </ul>
    </section>
  )
}

function SentNote({ note }: { readonly note: NoteView }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const sessionId = snapshot.session?.id
  const unread = snapshot.seats.filter(({ seatId }) => note.unread.includes(seatId)).map(({ label }) => label)
  const said =
    unread.length === 0
      ? '都已读'
      : `已读 ${note.seats - unread.length}/${note.seats}，未读 ${unread.join(' ')}`
  return (
    <li>
      <span title={said}>
        {timeOf(note.atMs)} {note.text} <small>{said}</small>
      </span>
      {unread.length === 0 || sessionId === undefined ? null : (
        <Button
          size="small"
          onClick={() => void send({ type: 'WithdrawNote', sessionId, noteId: note.noteId }, '已收回。')}
        >
          收回
        </Button>
      )}
    </li>
  )
}

/** Recused seats have nothing to score: they are asked for nothing. */
function seatsFor(to: To, labels: string, { seats }: ConsoleSnapshot): readonly ConsoleSeat[] {
  const typed = new Set(labels.split(/[\s,，、]+/).filter((label) => label !== ''))
  const asked = seats.filter(({ state }) => state !== 'recused')
  switch (to) {
    case 'unlocked':
      return asked.filter(({ state }) => state !== 'locked')
    case 'unscored':
      return asked.filter(({ state }) => state === 'waiting' || state === 'away')
    case 'all':
      return seats
    case 'some':
      return seats.filter(({ label }) => typed.has(label) || typed.has(label.replace(/^0+/, '')))
  }
}

function Commentary({ air }: { readonly air: AirControl }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const nowMs = useServerNow(200)
  const [label, setLabel] = useState('')
  const [seconds, setSeconds] = useState(COMMENTARY_MS / 1_000)
  const { session, commentary } = snapshot
  const running = commentary !== null && commentary.stoppedAtMs === null && commentary.endsAtMs > nowMs
  const reasons = [...deskReasons(desk), ...(session?.phase === 'live' ? [] : ['开播后才能计时。'])]
  return (
    <section aria-label="点评计时">
      <h3>
        点评计时{' '}
        {commentary === null ? null : (
          <b className={running ? '' : 'is-over'}>
            {commentary.label}{' '}
            {lengthOf(Math.max(0, commentary.endsAtMs - (commentary.stoppedAtMs ?? nowMs)))}
          </b>
        )}
      </h3>
      <div className="dc-choices">
        <Input
          size="small"
          className="dc-some"
          value={label}
          maxLength={20}
          placeholder="点评人，可不填"
          aria-label="点评人"
          onChange={(event) => setLabel(event.target.value)}
        />
        <InputNumber
          size="small"
          className="dc-seconds"
          min={5}
          max={3_600}
          value={seconds}
          suffix="秒"
          aria-label="点评秒数"
          onChange={(value) => setSeconds(value ?? COMMENTARY_MS / 1_000)}
        />
        <ReasonButton
          size="small"
          below={false}
          tone={running ? 'normal' : 'primary'}
          reasons={reasons}
          onPress={() => {
            if (session === null) return
            const lastsMs = Math.round(seconds) * 1_000
            void send(
              { type: 'StartCommentary', sessionId: session.id, label: label.trim(), lastsMs },
              '点评计时开始。',
            )
          }}
        >
          {running ? '重新计时' : '开始'}
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          reasons={[...reasons, ...(running ? [] : ['没有在计时。'])]}
          onPress={() => {
            if (session !== null)
              void send({ type: 'StopCommentary', sessionId: session.id }, '点评计时停止。')
          }}
        >
          停止
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          reasons={session === null ? ['还没有选定场次。'] : []}
          onPress={() => {
            if (session !== null) air.chooseScene({ kind: 'commentary', sessionId: session.id })
          }}
        >
          放进预监
        </ReasonButton>
      </div>
    </section>
  )
}
