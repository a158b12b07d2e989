// The console's lowest line: whether ballots are taken, how long the queue is, who is connected; and what the last button said.

import { BATTERY_LITTLE_PERCENT, DISK_LITTLE_BYTES, gigabytesOf } from '../../shared/protocol/alerts.ts'
import type { ConsoleSeat } from '../../shared/protocol/console-topic.ts'
import { countOf, timeOf } from '../lib/format.ts'
import { useConnection } from '../lib/use-topic.ts'
import type { Telling } from './desk.ts'
import { useDesk } from './desk.ts'

/** From here on a waiting queue is worth a look. */
const QUEUE_MUCH = 5_000
/** Half of a round trip; above it a countdown may be seen to differ. */
const CLOCK_LOOSE_MS = 150

export function HealthStrip({ telling }: { readonly telling: Telling | null }) {
  const { snapshot, online } = useDesk()
  const connection = useConnection()
  const { health } = snapshot
  const doorsOn = snapshot.channels.filter(({ on }) => on).length
  const lowest = lowestBattery(snapshot.seats)
  const uncertainty = connection.clockUncertaintyMs()
  return (
    <footer className="dc-health">
      <span className={`dc-said is-${telling?.tone ?? 'hint'}`} role="status" aria-live="polite">
        {telling === null
          ? '按 ? 看键盘图。灰色按钮：点一下或移到上面，说明原因。'
          : `${timeOf(telling.atMs)}　${telling.text}`}
      </span>
      <Light
        good={health.accepting}
        words={health.accepting ? '正在受理选票' : `停止受理：${health.acceptingWhy ?? '原因不明'}`}
      />
      {health.paused ? <Light good={false} words="统计暂停，显示的是最后已知的数" /> : null}
      <Light good={health.queueDepth < QUEUE_MUCH} words={`排队 ${countOf(health.queueDepth)}`} />
      <Light
        good={lowest === null || lowest > BATTERY_LITTLE_PERCENT}
        words={`平板 ${countOf(health.tabletsConnected)} 最低电量 ${lowest === null ? '未知' : `${lowest}%`}`}
      />
      <Light
        good={health.diskFreeBytes === null || health.diskFreeBytes >= DISK_LITTLE_BYTES}
        words={health.diskFreeBytes === null ? '磁盘未知' : `磁盘余 ${gigabytesOf(health.diskFreeBytes)}`}
      />
      <Light good={doorsOn > 0} words={`通道 ${doorsOn} 开`} />
      <Light good words={`连接 ${countOf(health.sockets)}`} />
      <Light
        good={online && (uncertainty === null || uncertainty < CLOCK_LOOSE_MS)}
        words={online ? `对时 ±${uncertainty === null ? '…' : Math.ceil(uncertainty)} 毫秒` : '已断开'}
      />
    </footer>
  )
}

function lowestBattery(seats: readonly ConsoleSeat[]): number | null {
  const told = seats.flatMap(({ tablet }) => tablet?.batteryPercent ?? [])
  return told.length === 0 ? null : Math.min(...told)
}

function Light({ good, words }: { readonly good: boolean; readonly words: string }) {
  return (
    <span className={good ? 'dc-light' : 'dc-light is-wrong'} title={words}>
      <i aria-hidden>{good ? '●' : '▲'}</i>
      {words}
    </span>
  )
}
