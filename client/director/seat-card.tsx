// One seat opened up: who sits there, its tablet, releasing its lock or the seat itself, and a pairing code for another tablet.

import { Button, QRCode } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { SeatCode } from '../../shared/protocol/http-api.ts'
import type { ConsoleSeat } from '../../shared/protocol/console-topic.ts'
import { HELP_REASON_NAMES } from '../../shared/show/seat-talk.ts'
import { SEAT_GROUP_NAMES } from '../../shared/show/panel.ts'
import { post } from '../lib/api.ts'
import { timeOf } from '../lib/format.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

export const STATE_NAMES: Readonly<Record<ConsoleSeat['state'], string>> = {
  away: '未到',
  recused: '回避',
  waiting: '未打分',
  scored: '已打分',
  locked: '已锁定',
}

export function SeatRelease({ seat }: { readonly seat: ConsoleSeat }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const window = snapshot.windows.find((each) => each.kind === 'examiners' && each.phase === 'open')
  const reasons = [
    ...deskReasons(desk),
    ...(window === undefined ? ['考官窗口没有开放，不能再解锁。'] : []),
    ...(seat.releaseRequested ? [] : ['该席位没有请求解锁。']),
  ]
  return (
    <ReasonButton
      size="small"
      below={false}
      reasons={reasons}
      onPress={() => {
        if (snapshot.session === null || window === undefined) return
        void send(
          {
            type: 'ReleaseLock',
            sessionId: snapshot.session.id,
            windowId: window.windowId,
            seatId: seat.seatId,
          },
          `${seat.label}号已解锁，可以改分。`,
        )
      }}
    >
      解锁
    </ReasonButton>
  )
}

export function SeatCard({ seat }: { readonly seat: ConsoleSeat }) {
  const desk = useDesk()
  // Taken over in one move: the release, and at once the code for the next tablet (SCORE4).
  const [takingOver, setTakingOver] = useState(false)
  const { snapshot, send } = desk
  const sessionId = snapshot.session?.id
  const recused = snapshot.segments.flatMap((segment) =>
    segment.unit !== null && seat.recusedUnits.includes(segment.unit.id) ? [segment.unit.name] : [],
  )
  const tablet = !seat.held
    ? '没有平板'
    : seat.connected
      ? '平板在线'
      : '平板断线（打分保留在平板上，连上后自动送达）'
  const takeOver = () => {
    if (sessionId === undefined) return
    const command = { type: 'ReleaseSeat', sessionId, seatId: seat.seatId } as const
    void send(command, `${seat.label}号席位已释放，请备用平板扫码。`).then(setTakingOver)
  }
  return (
    <div className="dc-seat-card">
      <strong>
        {seat.label}号 {SEAT_GROUP_NAMES[seat.group]} {seat.name}
      </strong>
      <span>
        {STATE_NAMES[seat.state]} · {tablet}
        {seat.generation > 1 ? ` · 第 ${seat.generation} 台` : ''}
      </span>
      {seat.connected ? <span>{tabletWords(seat.tablet)}</span> : null}
      {seat.help === null || seat.help.answeredAtMs !== null ? null : (
        <span className="is-wrong">呼叫：{HELP_REASON_NAMES[seat.help.reason]}</span>
      )}
      {recused.length === 0 ? null : <span>回避：{[...new Set(recused)].join('、')}</span>}
      <span className="dc-choices">
        <SeatRelease seat={seat} />
        <ReasonButton
          size="small"
          tone="danger"
          hold
          below={false}
          reasons={[...deskReasons(desk), ...(seat.held ? [] : ['这个席位没有平板在用。'])]}
          onPress={takeOver}
        >
          换平板
        </ReasonButton>
      </span>
      {seat.held ? (
        <small>换平板：现在这台立即失效，已送达的打分保留；随即出示新的配对码，备用平板扫码即可。</small>
      ) : null}
      {seat.held || sessionId === undefined ? null : (
        <PairingCode sessionId={sessionId} seat={seat} atOnce={takingOver} />
      )}
    </div>
  )
}

/** What its browser tells; what it does not is said to be unknown. */
export function tabletWords(tablet: ConsoleSeat['tablet']): string {
  const percent = tablet?.batteryPercent ?? null
  const battery =
    percent === null ? '电量未知' : `电量 ${percent}%${tablet?.charging === true ? '（充电中）' : ''}`
  const network = tablet?.network == null ? '信号未知' : `网络 ${tablet.network.toUpperCase()}`
  const trip = tablet?.roundTripMs == null ? '' : ` · 往返 ${tablet.roundTripMs} 毫秒`
  return `${battery} · ${network}${trip}`
}

function PairingCode(props: {
  readonly sessionId: string
  readonly seat: ConsoleSeat
  /** Without another press. */
  readonly atOnce: boolean
}) {
  const { sessionId, seat, atOnce } = props
  const [code, setCode] = useState<SeatCode | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const ask = async () => {
    setWaiting(true)
    const answer = await post<SeatCode>('/api/seats/code', { sessionId, seatId: seat.seatId })
    setWaiting(false)
    if (answer.ok) setCode(answer.value)
    setProblem(answer.ok ? null : answer.sentence)
  }
  const asked = useRef(false)
  useEffect(() => {
    if (!atOnce || asked.current) return
    asked.current = true
    void ask()
  })
  if (code === null)
    return (
      <>
        <Button size="small" loading={waiting} onClick={() => void ask()}>
          取配对码
        </Button>
        {problem === null ? null : <span className="is-wrong">{problem}</span>}
      </>
    )
  return (
    <div className="dc-code">
      <QRCode value={code.url} type="svg" size={132} color="#000000" bgColor="#ffffff" aria-hidden="true" />
      <b>
        {code.code.slice(0, 4)} {code.code.slice(4)}
      </b>
      <small>用一次即失效，{timeOf(code.expiresAtMs)} 前有效</small>
    </div>
  )
}
