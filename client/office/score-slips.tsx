// Score slips for the evening on which tablets fail: one for each seat and unit to be scored, four on an A4 sheet (SCORE9).

import './score-slips.css'
import { Button, Empty, Select } from 'antd'
import { useState } from 'react'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { SEAT_GROUP_NAMES, type SeatPlan } from '../../shared/show/panel.ts'
import { MARK_NAMES, type ScoreForm } from '../../shared/show/score.ts'

const ALL = 'all'

export function ScoreSlips(props: { readonly session: SessionSetup; readonly units: readonly UnitView[] }) {
  const { session, units } = props
  const scored = scoredUnits(session, units)
  const [picked, setPicked] = useState<string>(ALL)
  const shown = scored.filter((unit) => picked === ALL || unit.id === picked)
  if (session.seats.length === 0) return <Empty description="先在“考官席”页保存席位，再打印打分单。" />
  if (scored.length === 0)
    return <Empty description="流程单里还没有打分或验收环节，排好流程单后再打印打分单。" />
  return (
    <div className="office-editor">
      <p className="office-about no-print">
        平板不能用时的备用：每席每个单位一张，A4
        每页四张。开播前打印好，按席位装袋。使用办法见导演手册“纸质打分”。
      </p>
      <div className="office-line no-print">
        <Select
          value={picked}
          className="slips-unit"
          aria-label="打印哪个单位的打分单"
          options={[
            { value: ALL, label: `全部 ${scored.length} 个单位` },
            ...scored.map((unit) => ({ value: unit.id, label: unit.name })),
          ]}
          onChange={setPicked}
        />
        <Button type="primary" onClick={() => print()}>
          打印 {shown.length * session.seats.length} 张
        </Button>
        <span className="office-about">{Math.ceil((shown.length * session.seats.length) / 4)} 页 A4</span>
      </div>
      <div className="slips">
        {shown.flatMap((unit) =>
          session.seats.map((seat) => (
            <Slip key={`${unit.id}/${seat.seatId}`} session={session} unit={unit} seat={seat} />
          )),
        )}
      </div>
    </div>
  )
}

/** In the order of the rundown, each once: those with a segment in which a window can be opened. */
function scoredUnits(session: SessionSetup, units: readonly UnitView[]): readonly UnitView[] {
  const ids = new Set(
    session.segments.flatMap(({ kind, unitId }) =>
      (kind === 'scoring' || kind === 'acceptance') && unitId !== null ? [unitId] : [],
    ),
  )
  return [...ids].flatMap((id) => units.find((unit) => unit.id === id) ?? [])
}

function Slip(props: { readonly session: SessionSetup; readonly unit: UnitView; readonly seat: SeatPlan }) {
  const { session, unit, seat } = props
  const recused = session.recusals.some((each) => each.seatId === seat.seatId && each.unitId === unit.id)
  return (
    <article>
      <header>
        <strong>{seat.label}号</strong>
        <span>
          {SEAT_GROUP_NAMES[seat.group]} {seat.name}
        </span>
        {session.rehearsal ? <em>彩排</em> : null}
      </header>
      <small>
        {session.theme} · {session.title}
      </small>
      <h3>{unit.name}</h3>
      {recused ? <p>本席位对该单位回避，无需打分。</p> : <Choices form={session.form} />}
      <footer>
        <span>签名</span>
        <span>时间</span>
      </footer>
      <small>只填一项，涂改无效；截止口令前交给工作人员。</small>
    </article>
  )
}

function Choices({ form }: { readonly form: ScoreForm }) {
  if (form.kind === 'marks') return <p className="slip-points">分数（0–100 的整数）：</p>
  const names = form.kind === 'grades' ? ['satisfied', 'fair', 'dissatisfied', 'abstain'] : ['smile', 'cry']
  return (
    <p className="slip-choices">
      {names.map((name) => (
        <span key={name}>□ {MARK_NAMES[name]}</span>
      ))}
    </p>
  )
}
