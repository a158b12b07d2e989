// Counts citizens' windows anew from ballot logs and the journal, apart from the server, and says whether its results hold.
//
// Usage: npm run recount -- [--json] [--receipts FILE [--secrets FILE]] [--checkpoints FILE --key HEX] FILES…   FILES: the
// journal (data/journal.db) and the ballot logs (data/ballots.db), or a folder that holds them. --receipts writes the receipt
// codes of everything published with what became of each; it needs the folder's secrets.json, which stays where it is (BAL10).
// --checkpoints holds what an outside holder kept against the files, under the public key of the house (LOG2).
// Reads only; the server may be running. Exit code 0: everything agrees; 1: a chain is broken, a seal is not in its log, a
// checkpoint is not of its log, or a result differs; 2: wrong files.

import { readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { kindOfFile, withFileReadOnly } from '../server/storage/sqlite-read-only.ts'
import { checkCheckpoints } from './recount/checkpoints.ts'
import { countLogs } from './recount/count-logs.ts'
import { printRecount } from './recount/print.ts'
import { receiptSecretOf, writeReceipts } from './recount/receipts.ts'
import { readJournal } from './recount/windows-in-journal.ts'

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      receipts: { type: 'string' },
      secrets: { type: 'string' },
      checkpoints: { type: 'string' },
      key: { type: 'string' },
    },
  })
  const asJson = values.json === true
  const files = positionals.flatMap((file) => filesOf(resolve(file)))
  const kinds = new Map(files.map((file) => [file, kindOfFile(file)]))
  const journals = files.filter((file) => kinds.get(file) === 'journal')
  const logFiles = files.filter((file) => kinds.get(file) === 'ballots')
  const others = files.filter((file) => !journals.includes(file) && !logFiles.includes(file))
  const [journalFile] = journals
  if (journalFile === undefined || journals.length > 1 || logFiles.length === 0 || others.length > 0) {
    for (const file of others) console.error(`${file}：不是本系统的流水或计票日志。`)
    console.error(
      '用法：npm run recount -- [--json] [--receipts 回执文件] [--checkpoints 检查点文件 --key 公钥] 流水文件 计票日志文件…（一个流水，至少一个计票日志）',
    )
    return 2
  }
  if (values.checkpoints !== undefined && !/^[0-9a-f]{64}$/.test(values.key ?? '')) {
    console.error(
      '核对检查点须用 --key 给出公钥（64位十六进制），用自己留存的或公布的那一把，不要向被核对的一方现要。',
    )
    return 2
  }

  const journal = withFileReadOnly(journalFile, 'journal', readJournal)
  const { logs, counted } = countLogs(logFiles, journal.windows)
  const checkpoints =
    values.checkpoints === undefined
      ? null
      : checkCheckpoints(values.checkpoints, values.key!, journalFile, logFiles)
  const holds =
    (checkpoints === null || checkpoints.problems.length === 0) &&
    journal.brokenAt === null &&
    logs.every(({ brokenAt }) => brokenAt === null) &&
    counted.every(({ problems }) => problems.length === 0)
  if (asJson) {
    const windows = counted.map(({ window, ...rest }) => ({
      windowId: window.windowId,
      session: window.sessionTitle,
      unit: window.unitName,
      opensAtMs: window.opensAtMs,
      closesAtMs: window.closesAtMs,
      isVoid: window.isVoid,
      ...rest,
    }))
    const { windows: _, ...chain } = journal
    const found = { holds, journal: { file: journalFile, ...chain }, logs, windows, checkpoints }
    console.log(JSON.stringify(found, null, 2))
  } else {
    console.log(printRecount(journalFile, journal, logs, counted))
    if (checkpoints !== null) {
      console.log(`\n检查点：${String(checkpoints.held)}个相符`)
      for (const problem of checkpoints.problems) console.log(`  【${problem}】`)
    }
    console.log(holds ? '\n全部一致。' : '\n【有不一致之处，见上。】')
  }
  if (values.receipts !== undefined) {
    const secrets = values.secrets ?? join(dirname(journalFile), 'secrets.json')
    const count = writeReceipts(values.receipts, logFiles, journal.windows, receiptSecretOf(secrets))
    console.error(`已公布结果的回执${count}条写入 ${values.receipts}。`)
  }
  return holds ? 0 : 1
}

/** Of a folder the journal and the ballot logs in it; its other files (vault, lock, secrets) are none of ours. */
function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  const inside = readdirSync(path)
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(path, name))
  return inside.filter((file) => ['journal', 'ballots'].includes(kindOfFile(file) ?? ''))
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
