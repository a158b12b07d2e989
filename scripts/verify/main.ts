// Recomputes every number of a published bundle, offline, with code of its own, and names exactly what differs (PUB3).
//
// Usage: npm run verify -- [--json] [--key HEX] BUNDLE.zip [OTHER.zip…]   OTHER: bundles a half-year or a year is made of.
// Exit code 0: everything agrees; 1: something differs; 2: no bundle.

import { parseArgs } from 'node:util'
import { verifyBundle, type Verdict } from './verify.ts'

const USAGE =
  '用法：npm run verify -- [--json] [--key 公钥] 公开数据包.zip [其他公开数据包.zip…]\nusage: npm run verify -- [--json] [--key HEX] BUNDLE.zip [OTHER.zip…]'
const SHOWN_MOST = 50

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, key: { type: 'string' } },
  })
  const [file, ...others] = positionals
  const { key = null } = values
  if (file === undefined || (key !== null && !/^[0-9a-f]{64}$/.test(key))) {
    console.error(USAGE)
    return 2
  }
  const verdict = verifyBundle(file, { publicKey: key, others, onProgress: progressOf() })
  if (values.json === true) console.log(JSON.stringify(asJson(verdict)))
  else print(verdict)
  return verdict.findings.count === 0 ? 0 : 1
}

/** On the error output, and only where somebody sees it; the first second of work needs none. */
function progressOf(): (what: string) => void {
  const startedMs = Date.now()
  return (what) => {
    if (process.stderr.isTTY && Date.now() - startedMs > 1_000) process.stderr.write(`\r\u001b[K${what}`)
  }
}

function asJson({ bundleHash, manifest, findings, notes, ballots, units }: Verdict) {
  return {
    holds: findings.count === 0,
    bundleHash,
    resultHash: manifest?.resultHash ?? null,
    ...{ count: findings.count, findings: findings.all, notes, ballots, units },
  }
}

function print({ bundleHash, manifest, findings, notes, ballots, units }: Verdict): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if (manifest !== null) {
    const { title, startsOn, endsOn } = manifest.period
    console.log(`${title}（${startsOn} 至 ${endsOn}）`)
    if (manifest.replaces !== null)
      console.log(
        `更正 correction：代替 replaces ${manifest.replaces.bundleHash}，原因：${manifest.replaces.reason}`,
      )
    console.log(`公开数据包 bundle  ${bundleHash}`)
    console.log(`评分方案 scheme    ${manifest.schemeHash}`)
    console.log(`佐证 inputs        ${manifest.inputsHash}`)
    console.log(`结果 result        ${manifest.resultHash}`)
    console.log(`签名公钥 key       ${manifest.publicKey}`)
    console.log(`单位 units ${units}，逐票记录 ballot rows ${ballots}`)
  }
  for (const note of notes) console.log(`说明 note：${note}`)
  if (findings.count === 0) {
    console.log(
      '\n全部一致：每一个数都重算过，与公布的相同。\nEverything agrees: every number was recomputed and is as published.',
    )
    return
  }
  console.log(`\n【有${findings.count}处不一致】 ${findings.count} differences:`)
  for (const { file, unit, field, said, recomputed } of findings.all.slice(0, SHOWN_MOST)) {
    console.log(`- ${file}${unit === null ? '' : `  单位 unit ${unit}`}${field === '' ? '' : `  ${field}`}`)
    console.log(`    写的 said        ${said}`)
    if (recomputed !== '') console.log(`    重算 recomputed  ${recomputed}`)
  }
  if (findings.count > SHOWN_MOST) console.log(`……其余${findings.count - SHOWN_MOST}处见 --json。`)
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
