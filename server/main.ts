// Starts the server: reads the environment, says in the terminal what runs and what does not, and stops in good order.

import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Config } from './config.ts'
import type { Running } from './start.ts'

// Nothing that is written may be read by others.
process.umask(0o077)
// Without it every start, and every worker thread, loads the compiler that strips types: 40 MB and half a second.
// Hence before anything of ours is loaded; threads find it in the environment.
// An empty one would be the folder in which somebody stands.
if ((process.env['NODE_COMPILE_CACHE'] ?? '') === '')
  process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '../node_modules/.cache/node-compile')
enableCompileCache(process.env['NODE_COMPILE_CACHE'])
const [{ readConfig }, { createLog }, { CHANNEL_NAMES }, { endUnstarted, onStopOfAll, startWorkers }] =
  await Promise.all([
    import('./config.ts'),
    import('./log.ts'),
    import('../shared/ballot/choices.ts'),
    import('./workers.ts'),
  ])

/** A stop that takes longer is cut short: the disk hangs. */
const STOP_WITHIN_MS = 9_500

const read = readConfig(process.env, process.argv.slice(2))
if (!read.ok) refuse(read.sentences)
else if (read.config.workers > 1 && read.config.worker === null)
  startWorkers(read.config.workers, createLog({ level: process.stderr.isTTY ? 'warn' : 'info' }))
else await serve(read.config)

async function serve(config: Config): Promise<void> {
  // In a terminal the lines below are for people; the log is for programs.
  const log = createLog({ level: process.stderr.isTTY ? 'warn' : 'info' })
  process.on('unhandledRejection', (error) => {
    log.error(
      { error: error instanceof Error ? error.stack : String(error) },
      'a promise was rejected unseen',
    )
  })
  // Before it has started there is nothing to bring to an end.
  let stopAll: () => void = () => process.exit(0)
  onStopOfAll(() => stopAll())
  const { startServer } = await import('./start.ts')
  const started = await startServer(config, { log })
  if (!started.ok) {
    refuse(started.sentences)
    endUnstarted()
    return
  }
  const { running } = started
  giveBackMemory()
  const lines =
    (config.worker ?? 1) === 1 ? linesOf(running, config) : [`  进程 worker ${String(config.worker)} 已就绪`]
  process.stdout.write(`${lines.join('\n')}\n`)
  flushCompileCache()
  log.info(
    {
      port: running.port,
      channels: config.channels.filter(({ off }) => off === null).map(({ channel }) => channel),
    },
    'started',
  )

  let stopping = false
  const stop = (why: string, code: number) => {
    if (stopping) process.exit(1)
    stopping = true
    process.stdout.write('\n正在停机：提交已受理的选票，通知各屏幕…… (stopping)\n')
    log.info({ why }, 'stopping')
    setTimeout(() => {
      log.error({}, 'the stop took too long')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    running.stop().then(
      () => {
        process.stdout.write('已停机。 (stopped)\n')
        process.exit(code)
      },
      (error: unknown) => {
        log.error({ error: String(error) }, 'the stop failed')
        process.exit(1)
      },
    )
  }
  stopAll = () => {
    if (!stopping) stop('all stop', 0)
  }
  process.on('SIGTERM', () => stop('SIGTERM', 0))
  process.on('SIGINT', () => stop('SIGINT', 0))
  process.on('uncaughtException', (error) => {
    log.error({ error: error.stack }, 'uncaught')
    stop('uncaught error', 1)
  })
}

/**
 * One full collection that also shrinks the heap, about 65 ms: else an idle server holds on for good to 17 MB that only its
 * start needed. Node offers it by this flag alone; a Node without it goes on as it is.
 */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('globalThis.gc') as ((options: object) => void) | undefined
  setFlagsFromString('--no-expose-gc')
  collect?.({ type: 'major', flavor: 'last-resort' })
}

/** No stack trace: what is wrong, and what to do. */
function refuse(sentences: readonly string[]): void {
  process.stderr.write(
    `问政台没有启动 (not started)：\n${sentences.map((sentence) => `  ${sentence}\n`).join('')}`,
  )
  process.exitCode = 1
}

function linesOf(running: Running, { channels, dataDir, wechatLoginOff }: Config): readonly string[] {
  const { localUrl, publicUrl, tabletsUrl, advice, setupUrl } = running
  const on = channels.filter(({ off }) => off === null).map(({ channel }) => CHANNEL_NAMES[channel])
  return [
    '问政台已启动 (Wenzheng is running)',
    `  导演台 director   ${localUrl}/director`,
    `  评议办 office     ${localUrl}/office`,
    `  审计   audit      ${localUrl}/audit`,
    `  大屏   display    ${localUrl}/display?output=programme`,
    `  市民   citizens   ${publicUrl}/`,
    `  平板   tablets    ${tabletsUrl === null ? '（外部设备不能连接）' : `${tabletsUrl}/examiner`}`,
    `  数据   data       ${dataDir}`,
    `  渠道开 on         ${on.join('、')}`,
    ...channels.flatMap(({ channel, off }) =>
      off === null ? [] : [`  渠道关 off        ${CHANNEL_NAMES[channel]}：${off}`],
    ),
    wechatLoginOff === null
      ? '  微信网页授权 on   微信内的网页按微信身份计票'
      : `  微信网页授权 off  ${wechatLoginOff}`,
    ...(setupUrl === null ? [] : ['', `  首次设置 (first set-up; once, within 24 h)：${setupUrl}`]),
    ...(advice.length === 0 ? [] : ['', ...advice.map((sentence) => `  注意：${sentence}`)]),
  ]
}
