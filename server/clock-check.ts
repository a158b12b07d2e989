// Holds this process's clock against Redis's, which is every process's: more than 50 ms apart, or not known closer, is not ready (SAFE5).

import type { Clock } from './clock.ts'
import type { RedisConnection } from './storage/redis-connection.ts'

const UNCERTAIN_MOST_MS = 50
const SAMPLES = 5
const CHECK_EVERY_MS = 5_000
/** A busy moment makes one look uncertain; only so many in a row mean something. */
const LOOKS = 3

export interface ClockCheck {
  /** Whole and Chinese; null: no reason to mistrust it. While Redis is away the last finding stands. */
  fault(): string | null
  stop(): void
}

/** Resolves after the first look. Rejects where Redis cannot be asked. */
export async function startClockCheck(
  redis: Pick<RedisConnection, 'send'>,
  clock: Clock,
): Promise<ClockCheck> {
  let fault = sentenceOf(await skewOf(redis, clock))
  let doubtful = 0
  let stopped = false
  const look = async () => {
    const skew = await skewOf(redis, clock)
    const found = sentenceOf(skew)
    const isSure = Math.abs(skew.aheadMs) - skew.uncertainMs > UNCERTAIN_MOST_MS
    doubtful = found === null ? 0 : doubtful + 1
    if (found === null || fault !== null || isSure || doubtful >= LOOKS) fault = found
  }
  const again = () => {
    if (stopped) return
    clock.at(clock.nowMs() + CHECK_EVERY_MS, () => {
      look()
        .catch(() => undefined)
        .finally(again)
    })
  }
  again()
  return {
    fault: () => fault,
    stop() {
      stopped = true
    },
  }
}

/** How far ahead of Redis's clock ours is, and how much of that the way there may explain: of several looks the surest. */
async function skewOf(redis: Pick<RedisConnection, 'send'>, clock: Clock) {
  let best = { aheadMs: 0, uncertainMs: Infinity }
  for (let i = 0; i < SAMPLES; i += 1) {
    const beforeMs = clock.nowMs()
    const [seconds, micros] = (await redis.send(['TIME'])) as readonly string[]
    const afterMs = clock.nowMs()
    // Ours counts whole milliseconds.
    const uncertainMs = (afterMs - beforeMs) / 2 + 1
    const aheadMs = (beforeMs + afterMs) / 2 - (Number(seconds) * 1_000 + Number(micros) / 1_000)
    if (uncertainMs < best.uncertainMs) best = { aheadMs, uncertainMs }
  }
  return best
}

function sentenceOf({
  aheadMs,
  uncertainMs,
}: {
  readonly aheadMs: number
  readonly uncertainMs: number
}): string | null {
  if (Math.abs(aheadMs) + uncertainMs <= UNCERTAIN_MOST_MS) return null
  const [off, about] = [String(Math.round(Math.abs(aheadMs))), String(Math.ceil(uncertainMs))]
  return `本进程的时钟比 Redis 的${aheadMs < 0 ? '慢' : '快'}${off}毫秒（误差${about}毫秒），超出${String(UNCERTAIN_MOST_MS)}毫秒，不能判定选票先后：请校准时钟（NTP），或查看到 Redis 的网络。`
}
