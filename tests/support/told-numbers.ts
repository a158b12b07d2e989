// Finds numbers that must not be told, in JSON, in metrics and in sentences: a mark of 37 is 37 as a value or standing alone in a text.

/** Where a number was found: its path in the JSON or its line, and what stood there. */
export interface Found {
  readonly at: string
  readonly value: string
}

/** Metrics of the process itself, and sums and buckets of times: they hold every number sooner or later. */
const NOT_OURS = /^(process_|nodejs_|#)|_(bucket|sum|count)\{?/

/** How many entries a log has stands on a line of its own behind its name (LOG2). */
const SIZE_OF_CHECKPOINT = /^(wenzheng\/\S+\n)\d+$/gm

/**
 * `secrets`: whole numbers. `countersAt`: paths (JSON) and names (metrics) that count something else and may come to any
 * number. What is no JSON is read as lines of a metrics page or as text.
 */
export function numbersToldIn(
  text: string,
  secrets: ReadonlySet<number>,
  countersAt: RegExp,
): readonly Found[] {
  const found: Found[] = []
  const look = (at: string, value: unknown): void => {
    if (countersAt.test(at)) return
    if (typeof value === 'number') {
      if (secrets.has(value)) found.push({ at, value: String(value) })
    } else if (typeof value === 'string') {
      if (wholeNumbersIn(value).some((number) => secrets.has(number))) found.push({ at, value })
    } else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) look(`${at}.${key}`, inner)
    }
  }
  const json = parsedJson(text)
  if (json !== undefined) look('', json)
  else
    for (const line of text.replaceAll(SIZE_OF_CHECKPOINT, '$1').split('\n')) {
      const name = line.split(/[ {]/, 1)[0] ?? ''
      if (!NOT_OURS.test(line)) look(name, line)
    }
  return found
}

/** Digits that stand alone: no part of a hash, an id, a decimal or a time. */
function wholeNumbersIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\w.:%-])\d{1,6}(?![\w:%-]|\.\d)/g)].map(([digits]) => Number(digits))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
