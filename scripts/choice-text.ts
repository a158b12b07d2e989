// `npm run -s choice-text -- FILE`: reads a JSON array of {input, currentSubject?} and prints what each would be counted as.
//
// Twenty subjects with the codes 1–20, options A 满意, B 基本满意, C 不满意. With currentSubject the poll has only that
// subject and the others are closed. Prints a JSON array in the same order, each like "A3" or a reason code.

import { readFileSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { parseChoiceText } from '../shared/ballot/choice-text.ts'
import { CHOICES } from '../shared/ballot/choices.ts'

const SUBJECTS = 20
const LARGEST_FILE = 64 * 1024 * 1024

const Cases = z.array(
  z.looseObject({ input: z.string(), currentSubject: z.number().int().min(1).max(SUBJECTS).nullish() }),
)

/** `A3` or the reason code of one message. */
export function resultOf(input: string, currentSubject: number | null): string {
  const parsed = parseChoiceText(input, {
    currentCode: currentSubject,
    standingOf(code) {
      if (code > SUBJECTS) return 'unknown'
      return currentSubject === null || code === currentSubject ? 'open' : 'closed'
    },
    offersUnsure: false,
  })
  return parsed.ok ? `${'ABCD'.charAt(CHOICES.indexOf(parsed.choice))}${parsed.code}` : parsed.reason
}

interface Printed {
  readonly code: 0 | 1
  readonly out: string
  readonly err: string
}

/** What the command prints for its arguments, and its exit code. */
export function choiceTextOf(files: readonly string[]): Printed {
  const [file] = files
  if (file === undefined || files.length > 1) return complain('usage: npm run -s choice-text -- FILE')
  let text: string
  try {
    if (statSync(file).size > LARGEST_FILE) return complain(`${file} is larger than 64 MiB`)
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return complain(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return complain(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const cases = Cases.safeParse(json)
  if (!cases.success) {
    const [issue] = cases.error.issues
    const where = `at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
    return complain(`${file} must be an array of {input: string, currentSubject?: 1–${SUBJECTS}}; ${where}`)
  }
  const results = cases.data.map(({ input, currentSubject }) => resultOf(input, currentSubject ?? null))
  return { code: 0, out: `${JSON.stringify(results, null, 1)}\n`, err: '' }
}

function complain(why: string): Printed {
  return { code: 1, out: '', err: `choice-text: ${why.replaceAll('\n', ' ')}\n` }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { code, out, err } = choiceTextOf(process.argv.slice(2))
  process.stdout.write(out)
  process.stderr.write(err)
  process.exitCode = code
}
