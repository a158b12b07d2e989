// Lines for whoever sets an output up: action-safe 3.5 %, text-safe 5 %, thirds and the middle. Only with ?guides=1, never on air.

import { CANVAS } from './canvas.tsx'

const ACTION = { x: 67, y: 38 } as const
const TEXT = { x: 96, y: 54 } as const

export function Guides({ output }: { readonly output: string }) {
  const { width, height } = CANVAS
  const box = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x,
    y,
    width: width - 2 * x,
    height: height - 2 * y,
  })
  return (
    <svg className="guides" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect {...box(ACTION)} />
      <rect {...box(TEXT)} strokeDasharray="16 12" />
      <path d={`M${width / 2} 0 V${height} M0 ${height / 2} H${width} M0 ${(height * 2) / 3} H${width}`} />
      <text x={TEXT.x + 16} y={TEXT.y + 44}>
        {output} · 3.5% 动作安全区 · 5% 字幕安全区（虚线）
      </text>
    </svg>
  )
}
