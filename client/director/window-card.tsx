// One window on the console: its unit, its big figure, what has arrived, and its buttons with their reasons.

import { Alert, Tag } from 'antd'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import { MissingLogs } from './exclude-log.tsx'
import { CitizensFigures, ExaminersFigures } from './window-figures.tsx'
import { WindowActions } from './window-actions.tsx'
import { PHASE_NAMES, windowLine } from './window-line.ts'

export function WindowCard({ window, nowMs }: { readonly window: ConsoleWindow; readonly nowMs: number }) {
  const line = windowLine(window, nowMs)
  const hidden = window.kind === 'citizens' && window.visibility === 'hidden' && window.phase !== 'revealed'
  return (
    <div className="dc-card">
      <div className="dc-card-top">
        <div className="dc-unit" title={window.unit.name}>
          {window.unit.name}
        </div>
        <span className="dc-tags">
          <Tag>{PHASE_NAMES[window.phase]}</Tag>
          {hidden ? <Tag>揭晓前不公开</Tag> : null}
          {window.replaces === null ? null : <Tag>替代作废窗口</Tag>}
        </span>
      </div>
      {window.phase === 'revealed' ? null : (
        <div className={`dc-line is-${line.tone}`}>
          <b>{line.big}</b>
          <span>{line.small}</span>
        </div>
      )}
      {window.mismatch === null ? null : (
        <Alert
          type="error"
          showIcon
          title={`实时计票 ${window.mismatch.live}；重算 ${window.mismatch.recount}`}
          description="两个结果都已留存。可由两人作废后重新评议，或停播本项结果。"
        />
      )}
      <MissingLogs window={window} nowMs={nowMs} />
      {window.kind === 'examiners' ? (
        <ExaminersFigures window={window} />
      ) : (
        <CitizensFigures window={window} nowMs={nowMs} />
      )}
      <WindowActions window={window} nowMs={nowMs} />
    </div>
  )
}
