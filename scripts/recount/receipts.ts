// Writes the receipts of everything published: each code with what became of its message, no choice, no unit, no order (BAL10).

import { readFileSync, writeFileSync } from 'node:fs'
import { admissionOf } from '../../shared/ballot/admission.ts'
import { compareBallots, type Ballot } from '../../shared/ballot/ballot.ts'
import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import { receiptCodeOf } from '../../shared/ballot/receipt-code.ts'
import { RECEIPT_TITLES, type ReceiptStatus } from '../../shared/ballot/receipt-standing.ts'
import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import { walkChain, withBallotLogFile } from '../../server/storage/ballot-log-reader.ts'
import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'
import { createReceiptKey } from '../../server/storage/receipt-bits.ts'
import type { JournalWindow } from './journal-window.ts'

/** The secret of a data folder with which its codes were made. Throws where the file is none of ours. */
export function receiptSecretOf(file: string): Uint8Array {
  const { deviceSecret } = JSON.parse(readFileSync(file, 'utf8')) as { readonly deviceSecret?: unknown }
  if (typeof deviceSecret !== 'string' || !/^[0-9a-f]{64}$/.test(deviceSecret)) {
    throw new Error(`${file} 不是数据目录里的 secrets.json`)
  }
  return Buffer.from(deviceSecret, 'hex')
}

/**
 * Lines of CSV, sorted by code: the order of arrival is not told. Only of windows that were revealed: before that a count of
 * them would say more than the screens do (SHOW5). Answers how many messages there are.
 */
export function writeReceipts(
  to: string,
  logFiles: readonly string[],
  windows: readonly JournalWindow[],
  secret: Uint8Array,
): number {
  const published = new Map(
    windows.filter(({ isRevealed }) => isRevealed).map((window) => [window.windowId, window]),
  )
  const firsts = new Map<string, Ballot>()
  eachBallot(logFiles, published, (ballot, window, logId) => {
    if (statusOf(ballot, window, logId) !== 'counted') return
    const voice = voiceOf(ballot)
    const first = firsts.get(voice)
    if (first === undefined || compareBallots(ballot, first) < 0) firsts.set(voice, ballot)
  })
  const key = createReceiptKey(secret)
  const statuses = new Map<string, ReceiptStatus>()
  eachBallot(logFiles, published, (ballot, window, logId) => {
    const message = hashTextOf(ballot)
    const status = statusOf(ballot, window, logId)
    const first = firsts.get(voiceOf(ballot))
    const counts = status === 'counted' && first !== undefined && hashTextOf(first) === message
    // A message logged twice is one: what counts is what became of it.
    if (statuses.get(message) !== 'counted')
      statuses.set(message, status === 'counted' && !counts ? 'superseded' : status)
  })
  const lines = [...statuses].map(
    ([message, status]) => `${receiptCodeOf(key.bitsOf(message))},${RECEIPT_TITLES[status]}`,
  )
  writeFileSync(to, `\uFEFF回执码,去向\r\n${lines.sort().join('\r\n')}\r\n`)
  return lines.length
}

function eachBallot(
  logFiles: readonly string[],
  windows: ReadonlyMap<WindowId, JournalWindow>,
  see: (ballot: Ballot, window: JournalWindow, logId: LogId) => void,
): void {
  for (const file of logFiles) {
    withBallotLogFile(file, (db, logId) => {
      walkChain(db, ({ records }) => {
        const view = viewOf(records)
        for (let at = 0; at < view.byteLength; at += RECORD_BYTES) {
          const ballot = unpack(view, at)
          const window = ballot.windowId === null ? undefined : windows.get(ballot.windowId)
          if (window !== undefined) see(ballot, window, logId)
        }
      })
    })
  }
}

function statusOf(ballot: Ballot, window: JournalWindow, logId: LogId): ReceiptStatus {
  if (window.excluded.has(logId)) return 'log_excluded'
  const isChoice = CHOICES.includes(ballot.choice as Choice)
  return admissionOf({ ...ballot, unitCode: ballot.unitCode ?? 0, isChoice }, window)
}

function voiceOf({ windowId, unitCode, voterKey }: Ballot): string {
  return `${windowId ?? ''} ${unitCode ?? 0} ${Buffer.from(voterKey).toString('latin1')}`
}

function hashTextOf({ messageHash }: Ballot): string {
  return messageHash.map((word) => word.toString(16).padStart(8, '0')).join('')
}
