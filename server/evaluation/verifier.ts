// Runs the verifier on a bundle's file in a process of its own, on the same Node: it shares no code with us, nor memory (PUB3).

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const PROGRAM = fileURLToPath(new URL('../../scripts/verify/main.ts', import.meta.url))
const WITHIN_MS = 600_000
const OUTPUT_MOST_BYTES = 4_194_304

const Verdict = z.object({
  holds: z.boolean(),
  bundleHash: z.string(),
  count: z.number().int(),
  findings: z.array(
    z.object({
      file: z.string(),
      unit: z.string().nullable(),
      field: z.string(),
      said: z.string(),
      recomputed: z.string(),
    }),
  ),
  notes: z.array(z.string()),
})
export type VerifierVerdict = z.infer<typeof Verdict>

/** `others`: bundles a roll-up is made of. Rejects where the verifier itself fails, or takes more than ten minutes. */
export function runVerifier(
  bundleFile: string,
  publicKey: string,
  others: readonly string[] = [],
): Promise<VerifierVerdict> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [PROGRAM, '--json', '--key', publicKey, bundleFile, ...others], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: WITHIN_MS,
    })
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      if (output.length < OUTPUT_MOST_BYTES) output += piece
    })
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      if (complaint.length < 2_000) complaint += piece
    })
    child.once('error', fail)
    child.once('close', (code) => {
      if (code !== 0 && code !== 1)
        return fail(new Error(`the verifier ended with ${String(code)}: ${complaint}`))
      try {
        settle(Verdict.parse(JSON.parse(output)))
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    })
  })
}
