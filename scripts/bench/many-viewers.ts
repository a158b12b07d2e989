// Very many screens without pixels for P4: plain WebSockets, so that this process is not the bottleneck, which speak just enough of
// socket.io to watch what is on air.
//
// Usage: node many-viewers.ts JSON (ManyViewersPlan). Standard output: ManyViewersReport as JSON.

export interface ManyViewersPlan {
  readonly port: number
  readonly viewers: number
  /** `plain`: whatever comes counts (the yardstick). */
  readonly speak: 'socket.io' | 'plain'
  /** From the start: connecting, then what is measured. */
  readonly connectMs: number
  readonly measureMs: number
}

export interface ManyViewersReport {
  readonly connected: number
  /** While measured. */
  readonly deliveries: number
  readonly bytesADelivery: number
  /** From a version's first arrival at any viewer to its arrival at each, ms. */
  readonly spreadP99Ms: number
  /** How old, in ms, the newest version of the slowest viewer is at the end, against the newest anywhere. */
  readonly behindMs: number
}

const plan = JSON.parse(process.argv[2] ?? '') as ManyViewersPlan
const { port, viewers, speak, connectMs, measureMs } = plan
const url =
  speak === 'plain' ? `ws://127.0.0.1:${port}` : `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
const HELLO = '40{"kind":"display","output":"programme","monitor":true}'
const WATCH = '42["watch",["stage/programme"]]'
const VERSION = /"version":\[(\d+),(\d+)\]/

let [connected, deliveries, bytes] = [0, 0, 0]
let measuring = false
const firstAtMs = new Map<string, number>()
const spreadsMs: number[] = []
const newest = new Array<string>(viewers).fill('')

/** A few at a time: a crowd does not come in one millisecond. */
const AT_ONCE = 50
const pauseMs = connectMs / 2 / Math.ceil(viewers / AT_ONCE)
for (let from = 0; from < viewers; from += AT_ONCE) {
  for (let i = from; i < Math.min(viewers, from + AT_ONCE); i++) open(i)
  await sleep(pauseMs)
}
await sleep(connectMs / 2)
measuring = true
await sleep(measureMs)
measuring = false

spreadsMs.sort((a, b) => a - b)
const seenAt = newest.map((version) => firstAtMs.get(version) ?? 0)
const report: ManyViewersReport = {
  connected,
  deliveries,
  bytesADelivery: deliveries === 0 ? 0 : bytes / deliveries,
  spreadP99Ms: spreadsMs[Math.floor(spreadsMs.length * 0.99)] ?? 0,
  behindMs: speak === 'plain' ? 0 : Math.max(...seenAt) - Math.min(...seenAt),
}
process.stdout.write(JSON.stringify(report), () => process.exit(0))

function open(i: number): void {
  const socket = new WebSocket(url)
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (speak === 'plain') return arrived(data)
    if (data.startsWith('0')) socket.send(HELLO)
    else if (data.startsWith('40')) {
      connected += 1
      socket.send(WATCH)
    } else if (data === '2') socket.send('3')
    else if (data.startsWith('42["topic"')) {
      arrived(data)
      note(i, data)
    }
  })
  if (speak === 'plain') socket.addEventListener('open', () => (connected += 1))
}

function arrived(data: string): void {
  if (!measuring) return
  deliveries += 1
  bytes += data.length
}

function note(i: number, data: string): void {
  const version = VERSION.exec(data)?.[0]
  if (version === undefined) return
  newest[i] = version
  const now = performance.now()
  const first = firstAtMs.get(version)
  if (first === undefined) firstAtMs.set(version, now)
  if (measuring) spreadsMs.push(first === undefined ? 0 : now - first)
}

function sleep(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms))
}
