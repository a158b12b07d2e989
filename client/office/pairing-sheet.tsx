// The pairing sheet: for every seat without a tablet a one-time code and its QR code, to print and hand out.

import { Alert, Button, Empty, QRCode } from 'antd'
import { useState } from 'react'
import type { SeatCode } from '../../shared/protocol/http-api.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SEAT_GROUP_NAMES } from '../../shared/show/panel.ts'
import { post } from '../lib/api.ts'
import { dateTimeOf } from '../lib/format.ts'

export function PairingSheet({ session }: { readonly session: SessionSetup }) {
  const [codes, setCodes] = useState<readonly SeatCode[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const free = session.seats.filter((seat) => !seat.held)
  const ask = async () => {
    setWaiting(true)
    const answer = await post<readonly SeatCode[]>('/api/seats/codes', { sessionId: session.id })
    setWaiting(false)
    if (answer.ok) setCodes(answer.value)
    setProblem(answer.ok ? null : answer.sentence)
  }
  const shown = (codes ?? []).flatMap((code) => {
    const seat = session.seats.find((each) => each.seatId === code.seatId)
    return seat === undefined || seat.held ? [] : [{ code, seat }]
  })
  const expires = shown.length === 0 ? null : Math.min(...shown.map(({ code }) => code.expiresAtMs))
  if (session.seats.length === 0) return <Empty description="先在“考官席”页保存席位，再取配对码。" />
  return (
    <div className="office-editor">
      <p className="office-about no-print">
        考官用平板扫码，或打开 /examiner 输入八位配对码。每个码只能用一次；配好后平板就绑定这个席位。
      </p>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <div className="office-line no-print">
        <Button type="primary" loading={waiting} disabled={free.length === 0} onClick={() => void ask()}>
          {codes === null ? `取配对码（${free.length} 席）` : '重新取码（以前的码作废）'}
        </Button>
        <Button disabled={shown.length === 0} onClick={() => print()}>
          打印
        </Button>
        <span className="office-about">
          已配对 {session.seats.length - free.length} 席，未配对 {free.length} 席
          {expires === null ? '' : `；这些码 ${dateTimeOf(expires)} 前有效`}
        </span>
      </div>
      {free.length === 0 ? <Empty description="所有席位都已配对平板。" /> : null}
      <div className="pairing">
        {shown.map(({ code, seat }) => (
          <article key={seat.seatId}>
            <QRCode
              value={code.url}
              type="svg"
              size={132}
              bordered={false}
              color="#000000"
              bgColor="#ffffff"
              aria-hidden="true"
            />
            <div>
              <strong>{seat.label}号</strong>
              <span>{SEAT_GROUP_NAMES[seat.group]}</span>
              <span>{seat.name}</span>
              <b>
                {code.code.slice(0, 4)} {code.code.slice(4)}
              </b>
            </div>
          </article>
        ))}
      </div>
    </div>
  )
}
