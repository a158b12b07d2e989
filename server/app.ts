// Puts the parts together: house and ballots, doors, sockets and pages. Knows no storage adapter and no environment.

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import express from 'express'
import helmet from 'helmet'
import type { House } from '../shared/show/house.ts'
import { receiptPollOf } from '../shared/show/receipt-poll.ts'
import { votingWindowsOf } from '../shared/show/voting-windows.ts'
import { createAccounts } from './access/accounts.ts'
import { createControlTokens } from './access/control-tokens.ts'
import { createIdentities } from './access/identity.ts'
import { createLockout } from './access/lockout.ts'
import { createLogins } from './access/logins.ts'
import { createOriginRule } from './access/origin.ts'
import { createPairing } from './access/pairing.ts'
import { createPasswords } from './access/passwords.ts'
import { createFindings } from './ballots/findings.ts'
import { prepareVoterKeys } from './ballots/key-preparation.ts'
import { confirmFirst } from './ballots/confirm-first.ts'
import type { Inbound } from './ballots/inbound.ts'
import { createKeyDestruction } from './ballots/key-destruction.ts'
import { countInLog } from './ballots/count-in-log.ts'
import { createBallotPlane } from './ballots/plane.ts'
import { createProbeCodes } from './ballots/probe-code.ts'
import { createReceipts } from './ballots/receipts.ts'
import { replyByReason } from './channels/replies.ts'
import { createHotDoors } from './channels/hot-doors.ts'
import { createEvaluation } from './evaluation/evaluation.ts'
import { withQuartersRead } from './evaluation/quarter-results.ts'
import { accountRoutes } from './http/accounts.ts'
import { callbackRoutes } from './http/callbacks.ts'
import { checkpointRoutes } from './http/checkpoints.ts'
import { commandRoutes } from './http/commands.ts'
import { controlRoutes } from './http/control.ts'
import { csvSeatRoutes } from './http/csv-seats.ts'
import { deskRoutes } from './http/desk.ts'
import { createDoorway } from './http/doorway.ts'
import { answerErrors } from './http/errors.ts'
import { evaluationDoors } from './http/evaluation-doors.ts'
import { findingsRoutes } from './http/findings.ts'
import { healthRoutes } from './http/health.ts'
import { serviceRecordsIn } from './http/csv-service-records.ts'
import { createMetrics } from './http/metrics.ts'
import { invitationRoutes } from './http/invitations.ts'
import { homeRoutes } from './http/home.ts'
import { logRoutes } from './http/logs.ts'
import { createPrivateSide } from './home/private-side.ts'
import { nowRoutes } from './http/now.ts'
import { pollRoutes } from './http/polls.ts'
import { answerBrokenRequests } from './http/broken-requests.ts'
import { openApiRoutes } from './http/openapi.ts'
import { routesIn } from './http/routes-in.ts'
import { pageRoutes, unknownPage } from './http/pages.ts'
import { BEHIND_MOST_MS, closesPages, notAcceptingSentenceOf, readyReasonsOf } from './http/readiness.ts'
import { receiptRoutes } from './http/receipt.ts'
import { seatRoutes } from './http/seats.ts'
import { createWechatLogin, wechatRoutes } from './http/wechat-login.ts'
import { createCommandDoor } from './realtime/commands.ts'
import { createPresence } from './realtime/presence.ts'
import { noteOf, presenceOfAll } from './realtime/presence-of-all.ts'
import { startCheckpoints } from './checkpoints/checkpoints.ts'
import { createInStep, inStepFirst } from './in-step.ts'
import { attachSockets } from './realtime/sockets.ts'
import { createDeadlines } from './show/deadlines.ts'
import { announceLog } from './show/log-announcement.ts'
import { polledOf } from './show/findings-view.ts'
import type { LiveFacts } from './show/live-facts.ts'
import { createRunner, type Runner } from './show/runner.ts'
import { consoleSnapshotOf } from './show/topics-console.ts'
import { mayWatch, parseTopic, snapshotOf } from './show/topics-of.ts'
import type { App, AppDeps } from './app-deps.ts'

const COME_BACK_AFTER_MS = 1_500
const CONNECTIONS_MOST = 20_000
const LOOK_BEHIND_EVERY_MS = 250

/** Replays the journal, rebuilds the tallies and meets overdue deadlines. Rejects where the storage cannot be read. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { journal, ballotLog, logs, clock, log, tls } = deps
  const heldLogs = [ballotLog.logId, ...logs.orphans.map(({ logId }) => logId)]
  const onError = (error: unknown) => {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'something went wrong inside')
  }
  let stopping = false
  let evaluated = 0

  const metrics = createMetrics({ measure: () => measured() })
  const probes = createProbeCodes(deps.deviceSecret)
  const plane = createBallotPlane({
    log: ballotLog,
    logs,
    index: deps.index,
    clock,
    voterKeys: deps.voterKeys,
    recount: deps.recount,
    invited: (message) => privateSide.conversation.invited(message),
    probedAt: (text) => probes.sentAtIn(text),
    onPeriodBallot: (...read) => privateSide.conversation.onPeriodBallot(...read),
    onCommit: (tookMs, ballots) => metrics.batchCommitted(ballots, tookMs / 1_000),
    onError,
  })
  const bare = await createRunner({
    ...{ journal, clock },
    facts: {
      ...{ channelsOn: deps.channelsOn, received: (id) => plane.received(id) },
      quarterResult: (quarter) => evaluation.quarters.of(quarter),
    },
  })
  const run = withQuartersRead(bare.run, bare.house, () => evaluation.quarters)
  const runner: Runner = { ...bare, run: (command, who) => metrics.timed(run(command, who)) }

  const privateSide = createPrivateSide({
    ...{ stores: deps.privateStores, several: deps.privateSeveral, voterKeys: deps.voterKeys },
    ...{ clock, show: runner, senders: deps.senders, readList: serviceRecordsIn, onError },
    pollOn: (channel, accessNumber) => plane.pollOn(channel, accessNumber),
    surroundings: {
      answerOf: (reason) => replyByReason(reason, plane.pollOn('wechat', null)),
      invalid: () => votingWindowsOf(runner.house()).map(({ windowId }) => plane.invalid(windowId)),
    },
  })
  const destruction = createKeyDestruction({ voterKeys: deps.voterKeys, clock, onError })

  // Before the command is answered: a ballot sent after the director saw the window open finds it.
  runner.onChange(async (house) => {
    logs.name(house.logs)
    const told = [
      prepareVoterKeys(house, deps.voterKeys),
      // Windows first: no ballot may look for a key that is gone.
      plane
        .setWindows(votingWindowsOf(house), house.position)
        .finally(() => destruction.destroy(destroyedKeysOf(house))),
    ]
    for (const done of await Promise.allSettled(told)) if (done.status === 'rejected') onError(done.reason)
  })
  await plane.start(votingWindowsOf(runner.house()), runner.house().position)
  await destruction.destroy(destroyedKeysOf(runner.house()))
  for (const logId of heldLogs) await announceLog(runner, logId)
  logs.name(runner.house().logs)
  await privateSide.start()
  const receipts = createReceipts({
    searches: deps.receiptSearches,
    headOf: (logId) =>
      logs
        .known()
        .find((each) => each.logId === logId)
        ?.head().sequence ?? 0,
    pollOf: (windowId) => receiptPollOf(runner.house(), windowId),
    ...{ clock, onError },
  })
  receipts.start()
  const findings = createFindings({
    looks: deps.ballotLooks,
    polls: () =>
      votingWindowsOf(runner.house()).flatMap((window) => {
        const rules = polledOf(runner.house(), window)?.rules
        return rules === undefined ? [] : [{ window, rules }]
      }),
    ...{ clock, onError },
  })
  findings.start()
  const deadlines = createDeadlines({ runner, clock, journal, plane, logIds: heldLogs, log })

  const show = { house: runner.house, run: runner.run, onChange: runner.onChange }
  const { vault } = deps
  const origins = createOriginRule({
    ...{ publicUrl: deps.givenUrl, names: deps.hostNames, tls: tls !== null },
    renderers: deps.graphicsOrigins,
  })
  const logins = createLogins({ vault, show, clock, tls: tls !== null })
  const lockout = createLockout()
  const accounts = createAccounts({ vault, show, clock, logins, passwords: createPasswords(), lockout })
  const pairing = createPairing({ vault, show, clock, address: deps.tabletsUrl })
  const presence = createPresence()
  const notes =
    deps.startNotes?.(
      () => noteOf(presence, plane.tallies()),
      () => sockets.changed(),
    ) ?? null

  const facts = (): LiveFacts => {
    const { accepting, why, queueDepth } = plane.health()
    return {
      nowMs: clock.nowMs(),
      ...presenceOfAll(presence, plane.tallies(), notes?.others() ?? []),
      channelsOn: deps.channelsOn,
      accepting: accepting && !stopping,
      acceptingWhy: accepting ? null : notAcceptingSentenceOf(why),
      queueDepth,
      transits: plane.transits(),
      diskFreeBytes: deps.diskFreeBytes(),
      clockFault: deps.clockFault() ?? deps.clockUncertain(),
      evaluated,
      tail: runner.tail(),
      chainHash: runner.chainHash(),
    }
  }
  const reasons = () =>
    readyReasonsOf({
      stopping,
      clockFault: deps.clockFault(),
      ballots: plane.health(),
      journalFailing: runner.failing(),
      journalFault: journal.fault(),
      behindMs: runner.behindMs(),
      clockUncertain: deps.clockUncertain(),
    })
  const measured = () => ({
    outcomes: plane.outcomes(),
    tallies: plane.tallies(),
    ballotQueueDepth: plane.health().queueDepth,
    ballotsMerged: plane.merged(),
    accepting: plane.health().accepting,
    sockets: presence.sockets(),
    commandQueueDepth: runner.queueDepth(),
    journalPosition: runner.house().position,
    overdueDeadlines: deadlines.overdue().length,
    clockAheadMs: clock.nowMs() - Date.now(),
    ready: reasons().length === 0,
  })

  const wechatLogin =
    deps.wechatLogin === null
      ? null
      : createWechatLogin({
          account: deps.wechatLogin,
          ...{ secret: deps.deviceSecret, clock, publicUrl: deps.publicUrl, origins: deps.wechatOrigins },
          onFault: (why) => log.warn({ why }, 'WeChat did not say whose code it is'),
        })
  const inStep =
    deps.vaultUpToDate === null ? null : createInStep([deps.vaultUpToDate, runner.upToDate], clock)
  const submit = inStep === null ? (message: Inbound) => plane.submit(message) : confirmFirst(plane, inStep)
  const hotDoors = createHotDoors({
    secrets: deps.secrets,
    deviceSecret: deps.deviceSecret,
    publicUrl: deps.publicUrl,
    origins,
    wechatIdentityOf: (cookie) => wechatLogin?.passes.passOf(cookie)?.identity ?? null,
    accessNumbers: () => runner.house().registry.accessNumbers,
    clock,
    submit: privateSide.around(submit),
    forget: (identity) => privateSide.forget(identity),
    receiptOf: deps.receiptOf,
    pollOn: (channel, accessNumber) => plane.pollOn(channel, accessNumber),
    observe: (door, outcome) => metrics.doorAnswered(door, outcome),
  })
  const pages = express()
  const answer: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
    if (!hotDoors(request, response)) pages(request, response)
  }
  const limits = {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // Node looks after these two only so often; its own 30 s would double them.
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 65_000,
  }
  const server = tls === null ? createServer(limits, answer) : createTlsServer({ ...limits, ...tls }, answer)
  answerBrokenRequests(server)
  server.maxConnections = CONNECTIONS_MOST
  server.maxHeadersCount = 100

  const sockets = attachSockets(server, {
    runner,
    facts,
    merged: () => plane.merged(),
    topics: {
      parse: parseTopic,
      refusalOf: (identity, topic) =>
        mayWatch(identity, topic) ? null : { code: 'not_allowed', detail: {} },
      snapshotOf,
    },
    identities: createIdentities(logins, pairing),
    logins,
    origins,
    presence,
    clock,
    inStep,
    serves: () => runner.behindMs() <= BEHIND_MOST_MS && journal.fault()?.kind !== 'diverged',
    onError,
  })
  plane.onTallies(() => sockets.changed())
  const stopWatching = watchBehind(clock, runner.behindMs, () => sockets.drop())

  const evaluation = createEvaluation({
    ...{ show, clock, onError },
    polls: () => plane.tallies(),
    ...{ ways: deps.tallyWays, keptFolder: deps.keptFolder },
    onMoved() {
      evaluated += 1
      sockets.changed()
    },
  })
  evaluation.start()
  const checkpoints = await startCheckpoints({ ...deps.checkpoints, show, clock, onError })

  const doorway = createDoorway({ origins, logins, clock })
  pages.disable('x-powered-by')
  pages.use(
    // Each page sets its own policy, with its nonce.
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: tls !== null,
      xFrameOptions: { action: 'sameorigin' },
    }),
    healthRoutes({ reasons }),
    ...(inStep === null ? [] : [inStepFirst(inStep)]),
    openApiRoutes(),
    metrics.routes,
    nowRoutes(sockets.board, clock),
    homeRoutes({ board: sockets.board, house: runner.house, facts, clock }),
    pollRoutes(doorway, runner.house, clock, (windowId) => plane.unitTallies(windowId)),
    controlRoutes(doorway, {
      tokens: createControlTokens({ vault, house: runner.house, clock }),
      run: runner.run,
      console: () => consoleSnapshotOf(runner.house(), facts()),
      clock,
    }),
    wechatRoutes({
      ...{ login: wechatLogin, publicUrl: deps.publicUrl, clock, domainProofs: deps.domainProofs },
    }),
    accountRoutes(doorway, accounts, logins),
    seatRoutes(doorway, pairing),
    receiptRoutes(doorway, receipts),
    logRoutes(doorway, runner.house, (windowId, logId) => countInLog(windowId, logId, logs)),
    findingsRoutes(doorway, { findings, house: runner.house, tallies: () => plane.tallies(), clock }),
    deskRoutes(doorway, privateSide.doors, runner.house),
    csvSeatRoutes(doorway, runner.house),
    checkpointRoutes(doorway, checkpoints, clock),
    evaluationDoors(doorway, {
      ...{ evaluation, show, accounts, privateDoors: privateSide.doors, clock },
      files: deps.evidenceFiles,
      tokens: createControlTokens({ vault, house: runner.house, clock, role: 'office' }),
    }),
    invitationRoutes(doorway, privateSide.doors),
    callbackRoutes(doorway, privateSide.doors),
    commandRoutes(doorway, createCommandDoor({ runner, onError })),
    pageRoutes({
      publicUrl: deps.publicUrl,
      dist: deps.dist,
      pagesClosed: () => reasons().filter(closesPages),
    }),
    unknownPage,
    answerErrors(log),
  )

  return {
    server,
    runner,
    reasons,
    doors: () => ({ hot: hotDoors.paths, express: routesIn(pages) }),
    newSetupToken: () => accounts.newSetupToken(),
    advice: () => privateSide.advice(),
    async stop() {
      stopping = true
      deadlines.stop()
      stopWatching()
      await notes?.stop()
      receipts.stop()
      findings.stop()
      destruction.stop()
      const closed = new Promise<void>((settle) => server.close(() => settle()))
      sockets.goodbye(COME_BACK_AFTER_MS)
      await plane.stop()
      await evaluation.stop()
      await privateSide.stop()
      await runner.stop()
      await checkpoints.stop()
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 1_000).unref()
      await closed
    },
  }
}

/** A process that is behind shows what is past: its screens are sent to the others. */
function watchBehind(clock: AppDeps['clock'], behindMs: () => number, drop: () => void): () => void {
  let cancel: () => void = () => undefined
  const look = () => {
    if (behindMs() > BEHIND_MOST_MS) drop()
    cancel = clock.at(clock.nowMs() + LOOK_BEHIND_EVERY_MS, look)
  }
  look()
  return () => cancel()
}

function destroyedKeysOf({ acts }: House): readonly string[] {
  return Object.keys(acts.destroyedKeys)
}
