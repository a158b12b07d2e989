// When a ballot paper closes: a countdown within the last day, a date before that.

import { dateTimeOf } from '../lib/format.ts'
import { Countdown } from '../ui/countdown.tsx'
import type { Paper } from './papers.ts'

const A_DAY_MS = 86_400_000

/** `2026/12/15 18:00`: weeks before, nobody needs the second. */
export function minuteOf(atMs: number): string {
  return dateTimeOf(atMs).slice(0, -3)
}

export function Closes({ paper, serverNowMs }: { paper: Paper; serverNowMs: number }) {
  const { closesAtMs } = paper
  if (closesAtMs !== null && closesAtMs - serverNowMs > A_DAY_MS) return <>截止时间 {minuteOf(closesAtMs)}</>
  return (
    <>
      距截止 <Countdown closesAtMs={closesAtMs} nowMs={serverNowMs} onCue="听主持人口令截止" />
    </>
  )
}
