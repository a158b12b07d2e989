// The lock board at the right: every seat by group with its state and its tablet, and who asks for release. Never a mark.

import { Button, Empty, Popover } from 'antd'
import { useState } from 'react'
import { SEAT_GROUP_NAMES, SeatGroup } from '../../shared/show/panel.ts'
import type { ConsoleSeat } from '../../shared/protocol/console-topic.ts'
import { useDesk } from './desk.ts'
import { SeatCard, SeatRelease, STATE_NAMES } from './seat-card.tsx'

/** Columns of the board: 60 seats in ten rows of six; more seats, narrower cells. */
function columnsFor(seats: number): number {
  return seats <= 60 ? 6 : seats <= 120 ? 8 : 10
}

export function SeatBoard() {
  const { snapshot } = useDesk()
  const { seats } = snapshot
  const columns = columnsFor(seats.length)
  const counts = {
    away: count(seats, 'away'),
    scored: count(seats, 'scored'),
    locked: count(seats, 'locked'),
    offline: seats.filter((seat) => seat.held && !seat.connected).length,
  }
  const asking = seats.filter((seat) => seat.releaseRequested)
  return (
    <section className="dc-panel dc-seats" aria-label="考官席">
      <h2>
        考官席 <small>{seats.length} 席</small>
        <span className="dc-legend">
          锁定 <b>{counts.locked}</b> 已打分 <b>{counts.scored}</b> 未到 <b>{counts.away}</b>
          {counts.offline > 0 ? (
            <em>
              断线 <b>{counts.offline}</b>
            </em>
          ) : null}
        </span>
      </h2>
      {seats.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            snapshot.session === null
              ? '选定场次后，这里显示考官席。'
              : '还没有考官席，请到评议办页面导入席位表。'
          }
        />
      ) : (
        <div className="dc-board">
          {SeatGroup.options.map((group) => {
            const members = seats.filter((seat) => seat.group === group)
            if (members.length === 0) return null
            const rows = Math.ceil(members.length / columns)
            return (
              <div key={group} className="dc-group" style={{ flexGrow: rows }}>
                <span className="dc-group-name">{SEAT_GROUP_NAMES[group]}</span>
                <div
                  className="dc-group-seats"
                  style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
                >
                  {members.map((seat) => (
                    <SeatCell key={seat.seatId} seat={seat} />
                  ))}
                </div>
              </div>
            )
          })}
        </div>
      )}
      {asking.length === 0 ? null : <Asking seats={asking} />}
    </section>
  )
}

function count(seats: readonly ConsoleSeat[], state: ConsoleSeat['state']): number {
  return seats.filter((seat) => seat.state === state).length
}

function SeatCell({ seat }: { readonly seat: ConsoleSeat }) {
  const [open, setOpen] = useState(false)
  const offline = seat.held && !seat.connected
  const calls = seat.help !== null && seat.help.answeredAtMs === null
  const shown = calls ? '呼叫' : seat.releaseRequested ? '请解锁' : offline ? '断线' : STATE_NAMES[seat.state]
  // Begins with what the cell shows, so that it can be called by that (WCAG 2.5.3).
  const words = `${seat.label} ${shown}，${SEAT_GROUP_NAMES[seat.group]} ${seat.name}，${STATE_NAMES[seat.state]}`
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="left"
      destroyOnHidden
      content={<SeatCard seat={seat} />}
    >
      <button
        type="button"
        className={`dc-seat is-${seat.state}${offline ? ' is-offline' : ''}${seat.releaseRequested || calls ? ' is-asking' : ''}`}
        aria-label={words}
      >
        <b>{seat.label}</b> <span>{shown}</span>
      </button>
    </Popover>
  )
}

const ASKING_SHOWN = 2

function Asking({ seats }: { readonly seats: readonly ConsoleSeat[] }) {
  return (
    <div className="dc-asking">
      请求解锁
      {seats.slice(0, ASKING_SHOWN).map((seat) => (
        <span key={seat.seatId}>
          <b>{seat.label}号</b> <SeatRelease seat={seat} />
        </span>
      ))}
      {seats.length > ASKING_SHOWN ? (
        <Popover
          trigger="click"
          content={
            <div className="dc-asking">
              {seats.slice(ASKING_SHOWN).map((seat) => (
                <span key={seat.seatId}>
                  <b>{seat.label}号</b> <SeatRelease seat={seat} />
                </span>
              ))}
            </div>
          }
        >
          <Button size="small">还有 {seats.length - ASKING_SHOWN} 席</Button>
        </Popover>
      ) : null}
    </div>
  )
}
