// What a director must know at once, most urgent first: one list for the console's line and the control surfaces' buttons.

import type { SeatId } from '../basics/ids.ts'
import { PROGRAMME } from '../show/air.ts'
import { HELP_REASON_NAMES } from '../show/seat-talk.ts'
import type { ConsoleOutput, ConsoleSeat, ConsoleSnapshot } from './console-topic.ts'

export interface Alert {
  /** The same as long as it is the same trouble. */
  readonly key: string
  readonly tone: 'wrong' | 'warning'
  readonly words: string
  /** A seat that waits for an answer. */
  readonly calls?: SeatId
}

export const DISK_LITTLE_BYTES = 2_000_000_000
export const BATTERY_LITTLE_PERCENT = 15
/** More of one kind are told together. */
const TOLD_APART = 3

export function alertsOf(snapshot: ConsoleSnapshot): readonly Alert[] {
  return [
    ...healthAlerts(snapshot),
    ...snapshot.outputs.flatMap(outputAlerts),
    ...snapshot.seats.flatMap(callAlerts),
    ...seatAlerts(snapshot),
  ]
}

function healthAlerts({ health, panicSinceMs }: ConsoleSnapshot): readonly Alert[] {
  const { accepting, acceptingWhy, diskFreeBytes, clockFault } = health
  return [
    ...(accepting ? [] : [wrong('accepting', `停止受理：${acceptingWhy ?? '原因不明'}`)]),
    ...(panicSinceMs === null ? [] : [wrong('panic', '各输出正在播安全画面')]),
    ...(clockFault === null ? [] : [wrong('clock', clockFault)]),
    ...(diskFreeBytes !== null && diskFreeBytes < DISK_LITTLE_BYTES
      ? [wrong('disk', `磁盘只剩 ${gigabytesOf(diskFreeBytes)}`)]
      : []),
  ]
}

function outputAlerts({ output, role, pages, claimedTwice }: ConsoleOutput): readonly Alert[] {
  const name = output === PROGRAMME ? '节目' : output
  const stale = pages.filter((page) => page.stale).length
  const missing = pages.length === 0 && output === PROGRAMME
  return [
    ...(missing ? [wrong('no-programme', '节目输出没有页面连接')] : []),
    ...(claimedTwice ? [wrong(`twice-${output}`, `输出“${name}”有 ${pages.length} 个页面同时在播`)] : []),
    ...(stale > 0
      ? [
          {
            key: `stale-${output}`,
            tone: role === 'programme' ? ('wrong' as const) : ('warning' as const),
            words: `输出“${name}”超过 3 秒没有回报，画面可能停住`,
          },
        ]
      : []),
  ]
}

function callAlerts({ seatId, label, name, help }: ConsoleSeat): readonly Alert[] {
  if (help === null || help.answeredAtMs !== null) return []
  const words = `${label}号${name === '' ? '' : ` ${name}`}呼叫：${HELP_REASON_NAMES[help.reason]}`
  return [{ key: `call-${seatId}-${help.atMs}`, tone: 'wrong', words, calls: seatId }]
}

function seatAlerts({ seats }: ConsoleSnapshot): readonly Alert[] {
  const offline = seats.filter((seat) => seat.held && !seat.connected)
  const low = seats.filter(
    ({ tablet }) =>
      tablet !== null &&
      tablet.charging !== true &&
      tablet.batteryPercent !== null &&
      tablet.batteryPercent <= BATTERY_LITTLE_PERCENT,
  )
  return [
    ...together('offline', offline, '平板断线'),
    ...together('battery', low, `平板电量不足 ${BATTERY_LITTLE_PERCENT}%`),
  ]
}

function together(key: string, seats: readonly ConsoleSeat[], words: string): readonly Alert[] {
  if (seats.length === 0) return []
  const named = seats
    .slice(0, TOLD_APART)
    .map(({ label }) => `${label}号`)
    .join('、')
  const rest = seats.length > TOLD_APART ? `等 ${seats.length} 席` : ''
  return [{ key, tone: 'warning', words: `${named}${rest}${words}` }]
}

/** `3.2 GB` */
export function gigabytesOf(bytes: number): string {
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

function wrong(key: string, words: string): Alert {
  return { key, tone: 'wrong', words }
}
