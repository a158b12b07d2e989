// Says whether a step may be taken, or what is missing for it, one line a reason.

import { Alert } from 'antd'
import type { ReactNode } from 'react'

interface ReadinessAlertProps {
  readonly reasons: readonly string[]
  /** What is said where nothing is missing, and the step's name where something is. */
  readonly ready: string
  readonly step: string
  readonly action: ReactNode
}

export function ReadinessAlert({ reasons, ready, step, action }: ReadinessAlertProps) {
  return (
    <Alert
      type={reasons.length === 0 ? 'success' : 'warning'}
      showIcon
      title={reasons.length === 0 ? ready : `还缺 ${reasons.length} 项才能${step}：`}
      description={
        reasons.length === 0 ? null : (
          <ul className="office-reasons">
            {reasons.map((reason, i) => (
              <li key={i}>{reason}</li>
            ))}
          </ul>
        )
      }
      action={action}
    />
  )
}
