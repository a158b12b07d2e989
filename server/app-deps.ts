// What the app is put together from, and what it is once it stands.

import type { Server } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { LogId } from '../shared/basics/ids.ts'
import type { PollChannel } from '../shared/ballot/poll.ts'
import type { Vault } from './access/vault.ts'
import type { createBallotPlane } from './ballots/plane.ts'
import type { VoterKeys } from './ballots/voter-key.ts'
import type { ReceiptOf } from './channels/door.ts'
import type { ChannelSecrets } from './channels/hot-doors.ts'
import type { Clock } from './clock.ts'
import type { EvidenceFiles } from './evaluation/evidence-files.ts'
import type { TallyWays } from './evaluation/three-tallies.ts'
import type { ServedRoute } from './http/routes-in.ts'
import type { ReadyReasons } from './http/readiness.ts'
import type { WechatOrigins } from './http/wechat-login.ts'
import type { PrivateSeveral } from './home/several-homes.ts'
import type { Senders } from './invitations/sender.ts'
import type { Log } from './log.ts'
import type { PrivateStore } from './private/private-store.ts'
import type { PresenceNote } from './realtime/presence-of-all.ts'
import type { Runner } from './show/runner.ts'
import type { Signing } from './signing.ts'
import type { BallotLog } from './storage/ballot-log.ts'
import type { BallotLogs } from './storage/ballot-logs.ts'
import type { BallotLooks } from './storage/ballot-looks.ts'
import type { Journal } from './storage/journal.ts'
import type { LogTrees } from './storage/log-trees.ts'
import type { ReceiptSearch } from './storage/receipt-search.ts'

export type StartNotes = (
  note: () => PresenceNote,
  changed: () => void,
) => { others(): readonly PresenceNote[]; stop(): Promise<void> }

export interface AppDeps {
  readonly journal: Journal
  readonly ballotLog: BallotLog
  /** All logs that can be read here; `ballotLog` is the first of them. */
  readonly logs: BallotLogs
  readonly index: Parameters<typeof createBallotPlane>[0]['index']
  /** Counts a window from the logs' files, by another way than the index (LOG3). */
  readonly recount: Parameters<typeof createBallotPlane>[0]['recount']
  /** One for each ballot log of this data folder, and the code under which a message is found there (BAL10). */
  readonly receiptSearches: () => readonly ReceiptSearch[]
  readonly receiptOf: ReceiptOf
  /** Reads the logs for the detectors (BAL9). */
  readonly ballotLooks: BallotLooks
  readonly vault: Vault
  readonly voterKeys: VoterKeys
  /** What of a person is kept for a while, by the ballot log it lies beside: our own first. No ballot waits for it. */
  readonly privateStores: ReadonlyMap<LogId, PrivateStore>
  /** How one of several reaches the others about it; null: there are none. */
  readonly privateSeveral: PrivateSeveral | null
  readonly evidenceFiles: EvidenceFiles
  /** Makes bundles, counts polls by SQL, and where publications lie (PUB1, PUB3). */
  readonly tallyWays: TallyWays
  /** A folder for what rankings came to, so that they are not computed again; it may be deleted at any time. */
  readonly keptFolder: string
  /** What sends SMS for us. */
  readonly senders: Senders
  readonly clock: Clock
  readonly log: Log
  readonly secrets: ChannelSecrets
  /** Null: a page in WeChat's browser cannot stand for its person. */
  readonly wechatLogin: { readonly appId: string; readonly appSecret: string } | null
  readonly wechatOrigins?: WechatOrigins | undefined
  /** WeChat's files that prove whose domain this is, by name. */
  readonly domainProofs: ReadonlyMap<string, string>
  readonly channelsOn: readonly PollChannel[]
  readonly deviceSecret: Uint8Array
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** As the world calls us: what gateways sign. */
  readonly publicUrl: () => string
  /** What tablets open. */
  readonly tabletsUrl: () => string
  /** PUBLIC_URL where it was given: an origin of our own pages. */
  readonly givenUrl: string | null
  /** Names and addresses this machine answers to. */
  readonly hostNames: () => readonly string[]
  /** Origins of pages in which a broadcaster's system shows our graphics. */
  readonly graphicsOrigins: readonly string[]
  /** The folder of the built pages. */
  readonly dist: string
  /** Free where the data folder is, as last looked at; null where it cannot be asked. */
  readonly diskFreeBytes: () => number | null
  /** Why the clock cannot be trusted, or null (SAFE5). */
  readonly clockFault: () => string | null
  /** Why it is not known well enough which process's clock is right, or null (SAFE5). */
  readonly clockUncertain: () => string | null
  /** Says to the other processes who is connected here, and hears who is there; null: there are none. */
  readonly startNotes: StartNotes | null
  /** Trees over the journal and the logs held here, whose key signs them, and who outside is handed the notes (LOG2). */
  readonly checkpoints: {
    readonly trees: LogTrees
    readonly signing: Signing
    readonly holders: readonly string[]
  }
  /** Resolves when what any process has written into the vault is known here; null: there are no others. */
  readonly vaultUpToDate: (() => Promise<void>) | null
}

export interface App {
  /** Not listening yet. */
  readonly server: Server | TlsServer
  readonly runner: Runner
  readonly reasons: ReadyReasons
  /** What it serves by HTTP: the hot doors' paths, and express's routes, pages among them. */
  doors(): { readonly hot: readonly string[]; readonly express: readonly ServedRoute[] }
  /** A new one-time set-up token while there is no account. */
  newSetupToken(): Promise<string | null>
  /** What the operator should know of it, as sentences. */
  advice(): Promise<readonly string[]>
  /** Stops accepting, commits what was accepted, says goodbye to sockets. The storage stays open. */
  stop(): Promise<void>
}
