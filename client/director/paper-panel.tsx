// Scores on paper where tablets fail (SCORE9): ordering them, typing the slips one by one, and what still keeps the entry open.

import { Button, Empty, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { SeatId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { ConsoleWindow, PaperView } from '../../shared/protocol/console-topic.ts'
import { newestFirst } from '../../shared/protocol/scene-choice.ts'
import { MARK_NAMES, type Mark, type ScoreForm } from '../../shared/show/score.ts'
import { deskReasons, useDesk } from './desk.ts'
import { mayType } from './promises-panel.tsx'
import { ReasonButton } from './reason-button.tsx'

export function PaperPanel() {
  const { snapshot } = useDesk()
  const window = newestFirst(snapshot.windows).find(
    ({ kind, phase }) => kind === 'examiners' && phase !== 'void',
  )
  return (
    <>
      <p className="dc-note">
        平板不能用时：下令改用纸质，发打分单（评议办页面“打分单”可打印），收回后由两人各录一遍。两人录得一样才计入；有平板打分的席位以平板为准。
      </p>
      {window === undefined || window.panel === null ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description="没有考官窗口。先开放考官窗口，再改用纸质。"
        />
      ) : (
        <PaperOf key={window.windowId} window={window} form={window.panel.form} />
      )}
    </>
  )
}

function PaperOf({ window, form }: { readonly window: ConsoleWindow; readonly form: ScoreForm }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const { paper, windowId } = window
  const sessionId = snapshot.session?.id
  const [reason, setReason] = useState('')
  const running = window.phase === 'open' || window.phase === 'closing'
  if (sessionId === undefined) return null
  if (paper === null || paper.endedAtMs !== null)
    return (
      <section aria-label="改用纸质">
        <h3>{window.unit.name}</h3>
        {paper === null ? null : <p>纸质录入已完毕，计入 {paper.entered.length} 份。</p>}
        {running ? (
          <>
            <Input
              value={reason}
              maxLength={200}
              placeholder="理由，如：演播厅无线网中断"
              aria-label="改用纸质的理由"
              onChange={(event) => setReason(event.target.value)}
            />
            <ReasonButton
              hold
              tone="danger"
              reasons={[...deskReasons(desk), ...(reason.trim().length < 2 ? ['请填写理由。'] : [])]}
              hint="窗口照常截止，但在录入完毕之前不冻结。"
              onPress={() =>
                void send(
                  { type: 'OrderPaper', sessionId, windowId, reason: reason.trim() },
                  '已改用纸质打分。',
                )
              }
            >
              改用纸质
            </ReasonButton>
          </>
        ) : (
          <p>窗口已冻结，不能再改用纸质。</p>
        )}
      </section>
    )
  return (
    <section aria-label="录入打分单">
      <h3>
        {window.unit.name}{' '}
        <small>
          已录 {paper.entered.length} 份，理由：{paper.reason}
        </small>
      </h3>
      <TypeSlip window={window} form={form} paper={paper} />
      <OpenSlips window={window} paper={paper} />
      <ReasonButton
        hold
        tone="primary"
        reasons={[
          ...deskReasons(desk),
          ...(paper.open.length > 0 ? [`还有 ${paper.open.length} 张打分单没有两人录成一致。`] : []),
        ]}
        hint="之后窗口按时冻结、核验，不能再录。"
        onPress={() => void send({ type: 'EndPaper', sessionId, windowId }, '纸质录入完毕。')}
      >
        录入完毕
      </ReasonButton>
    </section>
  )
}

/** Seats that may still be typed: without a tablet's score, not agreed yet, not recused. Scores are judged by the server. */
function TypeSlip(props: {
  readonly window: ConsoleWindow
  readonly form: ScoreForm
  readonly paper: PaperView
}) {
  const { window, form, paper } = props
  const desk = useDesk()
  const { snapshot, send, me, online } = desk
  const [label, setLabel] = useState('')
  const [mark, setMark] = useState<Mark | null>(null)
  const seat = snapshot.seats.find(
    (each) => each.label === label.trim() || each.label.replace(/^0+/, '') === label.trim(),
  )
  const open = paper.open.find((each) => each.seatId === seat?.seatId)
  const reasons = [
    ...mayType(online, me.role),
    ...(seat === undefined ? ['请填写打分单上的席位号。'] : []),
    ...(seat !== undefined && paper.entered.includes(seat.seatId) ? ['这个席位已由两人录入一致。'] : []),
    ...(mark === null ? ['请选择打分单上的评价。'] : []),
  ]
  const words =
    open === undefined
      ? '第一遍'
      : open.state === 'differs'
        ? '两人不一致，重新录第一遍'
        : open.by === me.personId
          ? '改正自己录的第一遍'
          : '第二遍'
  const type = () => {
    const sessionId = snapshot.session?.id
    if (sessionId === undefined || seat === undefined || mark === null) return
    const command = {
      type: 'TypeSlip',
      sessionId,
      windowId: window.windowId,
      seatId: seat.seatId,
      mark,
    } as const
    void send(command, `${seat.label}号的打分单已录（${words}）。`).then((done) => {
      if (!done) return
      setLabel('')
      setMark(null)
    })
  }
  return (
    <div className="dc-slip">
      <div className="dc-choices">
        <Input
          className="dc-some"
          value={label}
          placeholder="席位号"
          aria-label="席位号"
          onChange={(event) => setLabel(event.target.value)}
        />
        <small>{seat === undefined ? '' : `${seat.name} · ${words}`}</small>
      </div>
      <MarkOf form={form} mark={mark} setMark={setMark} />
      <ReasonButton tone="primary" reasons={reasons} onPress={type}>
        录入这张
      </ReasonButton>
    </div>
  )
}

function MarkOf(props: {
  readonly form: ScoreForm
  readonly mark: Mark | null
  readonly setMark: (mark: Mark | null) => void
}) {
  const { form, mark, setMark } = props
  switch (form.kind) {
    case 'marks':
      return (
        <InputNumber
          min={0}
          max={100}
          precision={0}
          value={mark?.kind === 'points' ? mark.points : null}
          placeholder="0–100"
          aria-label="分数"
          onChange={(points) => setMark(points === null ? null : { kind: 'points', points })}
        />
      )
    case 'grades':
      return (
        <Segmented<string>
          value={mark?.kind === 'grade' ? mark.grade : ''}
          aria-label="评价"
          options={(['satisfied', 'fair', 'dissatisfied', 'abstain'] as const).map((grade) => ({
            value: grade,
            label: MARK_NAMES[grade] ?? grade,
          }))}
          onChange={(grade) =>
            setMark({ kind: 'grade', grade: grade as (Mark & { kind: 'grade' })['grade'] })
          }
        />
      )
    case 'placard':
      return (
        <Segmented<string>
          value={mark?.kind === 'face' ? mark.face : ''}
          aria-label="评价"
          options={(['smile', 'cry'] as const).map((face) => ({
            value: face,
            label: MARK_NAMES[face] ?? face,
          }))}
          onChange={(face) => setMark({ kind: 'face', face: face as 'smile' | 'cry' })}
        />
      )
    default:
      return unreachable(form)
  }
}

function OpenSlips({ window, paper }: { readonly window: ConsoleWindow; readonly paper: PaperView }) {
  const { snapshot, send, online, me } = useDesk()
  const sessionId = snapshot.session?.id
  const nameOf = (seatId: SeatId) => snapshot.seats.find((seat) => seat.seatId === seatId)?.label ?? seatId
  if (paper.open.length === 0) return <small>没有等第二人的打分单。</small>
  return (
    <ul className="dc-list">
      {paper.open.map(({ seatId, state, byName }) => (
        <li key={seatId} className={state === 'differs' ? 'is-wrong' : ''}>
          <span>
            {nameOf(seatId)}号：
            {state === 'differs' ? '两人录得不一样，请各自重录' : `${byName} 录了一遍，等另一人`}
          </span>
          <Button
            size="small"
            disabled={mayType(online, me.role).length > 0 || sessionId === undefined}
            onClick={() => {
              if (sessionId !== undefined)
                void send({ type: 'DropSlip', sessionId, windowId: window.windowId, seatId }, '已删除这张。')
            }}
          >
            删除
          </Button>
        </li>
      ))}
    </ul>
  )
}
