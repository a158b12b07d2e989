// `npm run bench`: measures the goals of docs/performance.md and prints them, as a table or as JSON, or writes them into the document.
//
// Usage: npm run bench -- [--quick] [--json] [--write | --redraw] [--rounds N] [--ballots N] [P1 … P12] [aliyun]   Without a name: all.
// --ballots: how many P6, P7 and P12 go up to, 10,000,000 unless told otherwise; --quick: a million, and two short rounds.
// --write: rows and charts of what was measured replace the older ones in docs/; the others stay with their date.
// Not with --quick or --ballots: those are other, smaller goals.
// --redraw: measures nothing, and writes the document again from what is kept (after a reason or a chart was changed).
// Ratios within one run are to be trusted, the figures of one run against another's are not. Exit code 1: a case failed
// (a ballot answered and not counted, say), 2: no such case or choice; never that a goal was missed: no timing decides anything.

import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './cases/bench.ts'
import { chosenBy, GOALS, type Choice } from './cases/choosing.ts'
import { keptIn, writeDocument } from './report/document.ts'
import { keptWith, type Run } from './report/kept.ts'
import type { Row } from './report/row.ts'
import { linesOf } from './report/terminal.ts'

const DOCS = resolve(import.meta.dirname, '../../docs')

const { values: options, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    redraw: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    ballots: { type: 'string' },
  },
  allowPositionals: true,
})
const choice = chosenBy(positionals)
const isSmaller = options.quick || options.ballots !== undefined
if (options.redraw) writeDocument(DOCS, keptIn(DOCS))
else if (options.write && isSmaller) {
  console.error('文档只记整套量测的数：--write 不能与 --quick 或 --ballots 同用。')
  process.exitCode = 2
} else if (choice.ok) await measure(choice)
else {
  console.error(choice.sentence)
  process.exitCode = 2
}

async function measure({ cases, wants }: Choice & { readonly ok: true }): Promise<void> {
  const isQuick = options.quick
  const bench: Bench = {
    folder: mkdtempSync(join(tmpdir(), 'wenzheng-bench-')),
    rounds: Number(options.rounds ?? (isQuick ? 2 : 5)),
    ...{ isQuick, wants },
    ballots: Number(options.ballots ?? (isQuick ? 1_000_000 : 10_000_000)),
    times: isQuick
      ? { warmUpMs: 1_000, measureMs: 2_000, prepared: 25_000 }
      : { warmUpMs: 3_000, measureMs: 5_000, prepared: 80_000 },
    progress: (line) => process.stderr.write(`${line}\n`),
  }
  const run = runNow()
  const rows: Row[] = []
  try {
    for (const one of cases) {
      const found = await one.run(bench)
      rows.push(...found)
      // At once: a later case that fails takes none of it back.
      if (options.write) writeDocument(DOCS, keptWith(keptIn(DOCS), found, run, GOALS))
    }
  } finally {
    rmSync(bench.folder, { recursive: true, force: true })
  }
  if (options.json) console.log(JSON.stringify({ ...run, rows }, null, 2))
  else
    console.log(linesOf({ on: run.on, ...run.machine, load: run.machine.load?.toFixed(1) }, rows).join('\n'))
}

function runNow(): Run {
  return {
    on: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()),
    machine: { node: process.version, cores: availableParallelism(), load: loadavg()[0] ?? 0 },
  }
}
