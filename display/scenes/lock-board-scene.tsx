// The examiners' lock board: who is there, who has scored, who has locked; never what (SHOW5).

import './lock-board-scene.css'
import { memo } from 'react'
import { Countdown } from '../../client/ui/countdown.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import type { PanelView, SeatDot, SessionHead } from '../../shared/protocol/views.ts'
import { SEAT_GROUP_NAMES, SeatGroup } from '../../shared/show/panel.ts'
import { Plate } from '../plate.tsx'
import { boardLayoutOf } from './board-layout.ts'

interface LockBoardSceneProps {
  readonly panel: PanelView
  readonly seats: readonly SeatDot[]
  readonly session: SessionHead | null
  readonly nowMs: number
}

const STATE_WORDS: Readonly<Record<SeatDot['state'], string>> = {
  locked: '已锁定',
  scored: '已打分',
  waiting: '未打分',
  away: '未到席',
  recused: '回避',
}
const STATES = [
  'locked',
  'scored',
  'waiting',
  'away',
  'recused',
] as const satisfies readonly SeatDot['state'][]

export function LockBoardScene({ panel, seats, session, nowMs }: LockBoardSceneProps) {
  return (
    <Plate
      label="考官席"
      session={session}
      marks={
        <span className="plate-clock">
          {panel.phase === 'open' ? (
            <Countdown closesAtMs={panel.closesAtMs} nowMs={nowMs} onCue="打分进行中" />
          ) : panel.phase === 'void' ? (
            '本轮作废'
          ) : (
            '打分截止'
          )}
        </span>
      }
    >
      <div className="lock-board">
        <div className="lock-board-top">
          <div className="lock-board-name">
            <UnitName name={panel.unit.name} max={72} min={32} height={150} />
          </div>
          <dl className="lock-board-counts tabular">
            <div>
              <dt>在场</dt>
              <dd>{panel.present}</dd>
            </div>
            <div>
              <dt>已打分</dt>
              <dd>{panel.scored}</dd>
            </div>
            <div className="lock-board-locked">
              <dt>已锁定</dt>
              <dd>{panel.locked}</dd>
            </div>
          </dl>
        </div>
        <Board seats={seats} />
        <ul className="lock-board-legend">
          {STATES.map((state) => (
            <li key={state}>
              <Dot state={state} />
              {STATE_WORDS[state]}
            </li>
          ))}
        </ul>
      </div>
    </Plate>
  )
}

const NAME_WIDTH = 208

const Board = memo(function Board({ seats }: { readonly seats: readonly SeatDot[] }) {
  const groups = SeatGroup.options
    .map((group) => ({ group, seats: seats.filter((seat) => seat.group === group) }))
    .filter((of) => of.seats.length > 0)
  const layout = boardLayoutOf(
    groups.map((of) => of.seats.length),
    { width: 1_648 - NAME_WIDTH, height: 586, between: 18 },
  )
  const labelled = layout.labelled && seats.every((seat) => isShort(seat.label))
  if (groups.length === 0) return <p className="lock-board-empty">考官席位尚未设置</p>
  return (
    <div
      className="lock-board-groups"
      data-labelled={labelled ? 'yes' : 'no'}
      style={{ fontSize: `${layout.cell}px` }}
    >
      {groups.map((of) => (
        <div className="lock-board-group" key={of.group}>
          <p className="lock-board-group-name">{SEAT_GROUP_NAMES[of.group]}</p>
          <ul
            className="lock-board-seats"
            style={{ gridTemplateColumns: `repeat(${layout.columns}, ${layout.pitch}px)` }}
          >
            {of.seats.map((seat) => (
              <li data-state={seat.state} key={seat.seatId}>
                <Dot state={seat.state} />
                {labelled && <span className="lock-board-label">{seat.label}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
})

/** Three full-width characters, or six narrow ones, are as wide as a cell. */
function isShort(label: string): boolean {
  return Array.from(label).reduce((ems, char) => ems + (char < '\u0100' ? 0.56 : 1), 0) <= 3.4
}

/** Told apart by shape: a tick in a full square, a half, an empty one, a dashed one, a line through. */
function Dot({ state }: { readonly state: SeatDot['state'] }) {
  return (
    <svg className="lock-board-dot" data-state={state} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2" y="2" width="20" height="20" rx="2" className="lock-board-dot-box" />
      {state === 'locked' && <path d="M6.5 12.5l4 4 7-8.5" className="lock-board-dot-tick" />}
      {state === 'scored' && <rect x="2" y="12" width="20" height="10" className="lock-board-dot-half" />}
      {state === 'recused' && <path d="M4 20L20 4" className="lock-board-dot-line" />}
    </svg>
  )
}
