// Opens the data folder, builds the app and listens; what keeps it from starting comes back as Chinese sentences.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { sentenceOf } from '../shared/basics/refusal.ts'
import { openVaultCopy } from './access/vault-copy.ts'
import { buildApp } from './app.ts'
import type { App, AppDeps } from './app-deps.ts'
import { NO_POLL_KEY_ID } from './ballots/reception.ts'
import { createVoterKeys } from './ballots/voter-key.ts'
import { createSystemClock, type Clock } from './clock.ts'
import { createGatewaySender } from './channels/gateway-sender.ts'
import { createTwilioSender } from './channels/twilio-sender.ts'
import type { Config } from './config.ts'
import { domainProofsOf, filesOf, keepCommonSecrets, makeDataDir, secretsOf } from './data-dir.ts'
import { bracketed, createHostNames, lanAddresses, reachOf } from './lan.ts'
import { watchDiskFree } from './disk-free.ts'
import { openEvidenceFiles } from './evaluation/evidence-files.ts'
import { lastRecordMsOf } from './last-record.ts'
import { createLog, type Log } from './log.ts'
import { Refused } from './refused.ts'
import { NotOneOfSeveral, openLogsOfAll, openOrphans, openSharedJournal, secretsOfAll } from './several.ts'
import { moveIntoFirstWorker, workerFoldersOf } from './worker-folders.ts'
import { startClockCheck } from './clock-check.ts'
import { logsOfOneProcess } from './storage/ballot-logs.ts'
import { createSigning } from './signing.ts'
import { openPrivateStores, privateSeveralOf } from './private-stores.ts'
import { lockDataDir } from './storage/data-dir-lock.ts'
import { openSqliteLogTrees } from './storage/sqlite-log-trees.ts'
import { createMemoryTallyIndex } from './storage/memory-tally-index.ts'
import { openReceiptSearches } from './storage/receipt-searches.ts'
import { connectFitRedis } from './storage/redis-checks.ts'
import { isAnswer, RedisAway, type RedisConnection } from './storage/redis-connection.ts'
import { startRedisNotes } from './storage/redis-notes.ts'
import { openRedisVault } from './storage/redis-vault.ts'
import { createRedisTallyIndex } from './storage/redis-tally-index.ts'
import { NotOurFile } from './storage/sqlite.ts'
import { openSqliteBallotLooks } from './storage/sqlite-ballot-looks.ts'
import { openSqliteBallotLog } from './storage/sqlite-ballot-log.ts'
import { openSqliteJournal } from './storage/sqlite-journal.ts'
import { recountSqliteLogs } from './storage/sqlite-recount.ts'
import { createReceiptKey } from './storage/receipt-bits.ts'
import { sealedPollsOf } from './storage/sqlite-sealed-polls.ts'
import { openSqliteVault } from './storage/sqlite-vault.ts'

/** SAFE5: the system clock may be this much behind the last record. */
const CLOCK_BEHIND_MOST_MS = 2_000

const SEVERAL_WERE_HERE =
  '数据目录里是多个进程留下的数据（worker-1…），没有 REDIS_URL 不能直接启动：请设好 REDIS_URL 与 WORKERS；要退回单进程，先把 worker-1 里的文件移回数据目录。'

export interface Running {
  readonly app: App
  readonly port: number
  /** For this machine's own browser, without a slash at its end. */
  readonly localUrl: string
  /** What gateways and phones use. */
  readonly publicUrl: string
  /** What tablets open; null: nothing outside this machine reaches us. */
  readonly tabletsUrl: string | null
  /** Whole Chinese sentences about the network, TLS and the clock. */
  readonly advice: readonly string[]
  /** One-time address that makes the first account; null where there is one. */
  readonly setupUrl: string | null
  /** Stops accepting, commits, says goodbye, closes the storage, frees the data folder. */
  stop(): Promise<void>
}

export type Started =
  | { readonly ok: true; readonly running: Running }
  | { readonly ok: false; readonly sentences: readonly string[] }

/** `clock`, `log`, `dist` (the built pages) and WeChat's addresses are for tests and the demo. Throws only on a bug. */
export async function startServer(
  config: Config,
  given: {
    readonly clock?: Clock
    readonly log?: Log
    readonly dist?: string
    readonly wechatOrigins?: AppDeps['wechatOrigins']
  } = {},
): Promise<Started> {
  const closers: (() => void | Promise<void>)[] = []
  /** What fails to close keeps nothing else open: locks are given back last. */
  const closeAll = async () => {
    let failed: { readonly error: unknown } | null = null
    for (const close of closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        failed ??= { error }
      }
    }
    if (failed !== null) throw failed.error
  }
  try {
    const running = await open(config, given, closers)
    const { app } = running
    let stopped: Promise<void> | null = null
    return { ok: true, running: { ...running, stop: () => (stopped ??= app.stop().finally(closeAll)) } }
  } catch (error) {
    await closeAll()
    if (error instanceof Refused) return { ok: false, sentences: error.sentences }
    throw error
  }
}

async function open(
  config: Config,
  {
    clock: givenClock,
    log = createLog(),
    dist = join(import.meta.dirname, '../dist'),
    wechatOrigins,
  }: Parameters<typeof startServer>[1] & object,
  closers: (() => void | Promise<void>)[],
): Promise<Omit<Running, 'stop'>> {
  const tls = config.tls === null ? null : readTls(config.tls)
  const folders = onDisk(config.dataDir, () => workerFoldersOf(config.dataDir, config.worker, config.workers))
  const dataDir = folders.own
  const onError = (error: unknown) => {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'something went wrong inside')
  }
  const redis = config.redisUrl === null ? null : await redisAt(config.redisUrl, closers)
  const secrets = onDisk(dataDir, () => {
    if (config.worker === 1) ownRootMovesIn(folders.root)
    makeDataDir(folders.root)
    makeDataDir(dataDir)
    const lock = lockDataDir(dataDir)
    if (lock === null)
      throw new Refused(sentenceOf({ code: 'data_dir_locked', detail: {} }), `数据目录：${dataDir}`)
    closers.push(() => lock.release())
    return secretsOf(dataDir)
  })
  const voterKeySecret = config.voterKeySecret ?? secrets.voterKeySecret
  const files = filesOf(dataDir)
  // Several processes have one journal; one that comes new gets it from the others.
  if (redis === null && !existsSync(files.journal) && existsSync(files.ballots)) {
    throw new Refused(`流水文件不见了，选票日志还在：${files.journal}。请从备份恢复，或换一个空的数据目录。`)
  }
  if (redis === null && !existsSync(files.journal) && folders.orphans.length > 0)
    throw new Refused(SEVERAL_WERE_HERE)
  const localVault = await onDiskLater(dataDir, openSqliteVault(files.vault))
  let closeVault = () => localVault.close()
  closers.push(() => closeVault())
  const isFirst = (config.worker ?? 1) === 1
  const common =
    redis === null
      ? secrets
      : await asSeveral(dataDir, secretsOfAll(redis, voterKeySecret, secrets, localVault, isFirst))
  if (redis !== null) onDisk(dataDir, () => keepCommonSecrets(dataDir, common))
  const deviceSecret = Buffer.from(common.deviceSecret, 'hex')
  const signingKey = Buffer.from(common.signingKey, 'hex')
  const journal = await asSeveral(
    dataDir,
    redis === null
      ? openSqliteJournal({ file: files.journal })
      : openSharedJournal(redis, files.journal, config),
  )
  closers.push(() => journal.close())
  const brokenAt = await journal.verifyChain()
  if (brokenAt !== null) {
    throw new Refused(
      `流水的哈希链在第${String(brokenAt)}条处断裂，文件被改动过：${files.journal}。文件未作任何改动，请从备份恢复。`,
    )
  }
  const openedLog = await onDiskLater(dataDir, openSqliteBallotLog({ file: files.ballots }))
  closers.push(() => openedLog.close())
  const own = { log: openedLog, file: files.ballots }
  const orphans = await asSeveral(dataDir, openOrphans(folders, closers))
  const { logs, ownLog: ballotLog } =
    redis === null
      ? { logs: logsOfOneProcess(own, orphans), ownLog: openedLog }
      : await asSeveral(dataDir, openLogsOfAll(redis, own, orphans, dataDir, closers, onError))
  const receiptSearches = await onDiskLater(
    dataDir,
    openReceiptSearches(() => logs.files(), deviceSecret, onError),
  )
  closers.push(() => receiptSearches.close())
  const ballotLooks = await onDiskLater(
    dataDir,
    openSqliteBallotLooks(() => logs.files()),
  )
  closers.push(() => ballotLooks.close())
  const sharedVault =
    redis === null
      ? null
      : await asSeveral(
          dataDir,
          openRedisVault({ redis, local: localVault, processId: ballotLog.logId, onError }),
        )
  const vaultFile = sharedVault ?? localVault
  closeVault = () => vaultFile.close()

  const lastRecordMs = await lastRecordMsOf(journal, ballotLog)
  const clock = givenClock ?? createSystemClock(lastRecordMs)
  const behindMs = lastRecordMs - (givenClock?.nowMs() ?? Date.now())
  const clockBehind =
    behindMs >= CLOCK_BEHIND_MOST_MS
      ? `系统时钟比最后一条记录慢${String(Math.ceil(behindMs / 1_000))}秒，请校准时钟后重新启动。`
      : null
  const clockCheck = redis === null ? null : await asSeveral(dataDir, startClockCheck(redis, clock))
  closers.push(() => clockCheck?.stop())
  const clockFault = () => clockBehind

  const { vault, voterKeys: store } = await onDiskLater(
    dataDir,
    openVaultCopy(vaultFile, clock, sharedVault?.onWritten),
  )
  const voterKeys = createVoterKeys(store, voterKeySecret)
  const prepared = await onDiskLater(dataDir, voterKeys.prepare(NO_POLL_KEY_ID))
  if (!prepared.ok) throw new Refused(sentenceOf(prepared.refusal))
  const privateStores = await onDiskLater(
    dataDir,
    openPrivateStores([own, ...orphans], { clock, secret: voterKeySecret }, closers),
  )

  const diskFreeBytes = watchDiskFree(dataDir, closers)
  const evidenceFiles = await onDiskLater(
    dataDir,
    openEvidenceFiles({ folder: filesOf(folders.root).evidence, clock, diskFreeBytes }),
  )

  const logTrees = await onDiskLater(
    dataDir,
    openSqliteLogTrees(files.checkpoints, files.journal, logs.heldFiles()),
  )
  closers.push(() => logTrees.close())

  let urls = { localUrl: '', publicUrl: '', tabletsUrl: '' }
  const app = await buildApp({
    ...{ journal, ballotLog, logs, vault, voterKeys, privateStores, clock, log, tls, dist, clockFault },
    privateSeveral: privateSeveralOf(redis, voterKeySecret, dataDir, config),
    index: redis === null ? createMemoryTallyIndex() : createRedisTallyIndex([redis]),
    recount: (window, seals) => recountSqliteLogs(logs.files(), window, seals),
    receiptSearches: () => receiptSearches.all(),
    ballotLooks,
    evidenceFiles,
    tallyWays: {
      ...sealedPollsOf(() => logs.files()),
      folder: filesOf(folders.root).publications,
      signingKey,
    },
    checkpoints: {
      trees: logTrees,
      signing: createSigning(signingKey),
      holders: config.checkpointHolders,
    },
    keptFolder: filesOf(folders.root).kept,
    receiptOf: createReceiptKey(deviceSecret).codeOf,
    secrets: config,
    senders: {
      twilio: config.twilio === null ? null : createTwilioSender(config.twilio),
      gateway:
        config.smsOut === null || config.gateway === null
          ? null
          : createGatewaySender({ ...config.smsOut, ...config.gateway, clock }),
    },
    ...{
      wechatLogin: config.wechatLogin,
      wechatOrigins,
      domainProofs: onDisk(folders.root, () => domainProofsOf(folders.root)),
    },
    clockUncertain: () => clockCheck?.fault() ?? null,
    startNotes:
      redis === null ? null : (note, changed) => startRedisNotes(redis, ballotLog.logId, note, changed),
    vaultUpToDate: sharedVault === null ? null : () => sharedVault.upToDate(),
    diskFreeBytes,
    channelsOn: config.channels.flatMap(({ channel, off }) => (off === null ? [channel] : [])),
    deviceSecret,
    publicUrl: () => urls.publicUrl,
    tabletsUrl: () => urls.tabletsUrl,
    givenUrl: config.publicUrl,
    graphicsOrigins: config.graphicsOrigins,
    hostNames: createHostNames(config.host),
  })
  const port = await listen(app, config)
  const reach = reachOf({
    ...{ host: config.host, port, publicUrl: config.publicUrl, addresses: lanAddresses() },
    certificate: tls?.cert ?? null,
    nowMs: clock.nowMs(),
  })
  const everywhere = config.host === '0.0.0.0' || config.host === '::'
  const localUrl = `${tls === null ? 'http' : 'https'}://${everywhere ? '127.0.0.1' : bracketed(config.host)}:${String(port)}`
  const publicUrl = config.publicUrl ?? reach.tablets ?? localUrl
  urls = { localUrl, publicUrl, tabletsUrl: reach.tablets ?? localUrl }
  // One link at a time holds: of several processes started together the first one makes it.
  const token = isFirst ? await app.newSetupToken() : null
  return {
    app,
    port,
    localUrl,
    publicUrl,
    tabletsUrl: reach.tablets,
    advice: [...adviceOf(config, clockFault()), ...(await app.advice()), ...reach.advice],
    setupUrl: token === null ? null : `${localUrl}/office#setup=${token}`,
  }
}

async function redisAt(url: string, closers: (() => void | Promise<void>)[]): Promise<RedisConnection> {
  const found = await connectFitRedis(url)
  if (!found.ok) throw new Refused(...found.sentences)
  closers.push(() => found.redis.close())
  return found.redis
}

/** What a single process left in DATA_DIR; where one still works there, this one is refused. */
function ownRootMovesIn(root: string): void {
  if (!existsSync(filesOf(root).journal)) return
  const lock = lockDataDir(root)
  if (lock === null)
    throw new Refused(sentenceOf({ code: 'data_dir_locked', detail: {} }), `数据目录：${root}`)
  try {
    moveIntoFirstWorker(root)
  } finally {
    lock.release()
  }
}

async function asSeveral<T>(dataDir: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof NotOneOfSeveral) throw new Refused(...error.sentences)
    if (error instanceof RedisAway)
      throw new Refused('启动时与 Redis 的连接断了，请确认它在运行后重新启动。', `原因：${error.message}。`)
    if (isAnswer(error))
      throw new Refused('Redis 拒绝了启动时的一步，请查看它的权限与内存。', `原因：${error.message}。`)
    throw refusedBy(error, dataDir)
  })
}

function adviceOf({ twilio, publicUrl }: Config, clockFault: string | null): readonly string[] {
  const advice = clockFault === null ? [] : [clockFault]
  if (twilio !== null && publicUrl === null) {
    advice.push('Twilio 按它所知的地址签名：请设置 PUBLIC_URL，否则它的每条短信都会因签名不符被拒收。')
  }
  return advice
}

/** What the storage says against opening, as a sentence; anything else is a bug and goes on. */
function refusedBy(error: unknown, dataDir: string): unknown {
  if (error instanceof Refused) return error
  if (error instanceof NotOurFile) {
    return new Refused(
      sentenceOf({ code: 'database_corrupt', detail: { file: error.file } }),
      `原因：${error.message}。请从备份恢复这个文件，或换一个空的数据目录。`,
    )
  }
  if (error instanceof Error) return new Refused(`数据目录无法使用：${dataDir}。`, `原因：${error.message}。`)
  return error
}

function onDisk<T>(dataDir: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw refusedBy(error, dataDir)
  }
}

async function onDiskLater<T>(dataDir: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw refusedBy(error, dataDir)
  })
}

function readTls({ certFile, keyFile }: NonNullable<Config['tls']>): { cert: string; key: string } {
  try {
    const tls = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    createSecureContext(tls)
    return tls
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Refused(`TLS 证书或私钥无法使用：${certFile}、${keyFile}。`, `原因：${why}。`)
  }
}

function listen(app: App, { host, port }: Config): Promise<number> {
  return new Promise((settle, fail) => {
    app.server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `端口${String(port)}已被占用：可能已有一个问政台在运行；也可以用 PORT 换一个端口。`
          : `无法监听 ${host}:${String(port)}：${error.message}。`
      // The app runs already: its deadlines and threads must end before the storage does.
      app.stop().then(() => fail(new Refused(why)), fail)
    })
    app.server.listen({ host, port }, () => {
      const address = app.server.address()
      settle(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
