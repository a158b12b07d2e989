// What the verifier found: where, what is said there, and what it comes to. Compared leaf by leaf, so that each is named.

export interface Finding {
  readonly file: string
  /** Of the nearest part that is a unit's; null: none. */
  readonly unit: string | null
  readonly field: string
  readonly said: string
  readonly recomputed: string
}

const FINDINGS_MOST = 500

export interface Findings {
  readonly all: readonly Finding[]
  /** All of them, those too many to keep included. */
  readonly count: number
  add(file: string, field: string, said: unknown, recomputed: unknown, unit?: string | null): void
  /** Compares two values of the same shape and adds every leaf that differs. `unitName`: how a unit is called in words. */
  compare(file: string, said: unknown, recomputed: unknown, at?: string): void
}

export function createFindings(unitName: (unitId: string) => string): Findings {
  const all: Finding[] = []
  let count = 0
  const findings: Findings = {
    all,
    get count() {
      return count
    },
    add(file, field, said, recomputed, unit = null) {
      count += 1
      if (all.length < FINDINGS_MOST)
        all.push({ file, unit, field, said: shortened(said), recomputed: shortened(recomputed) })
    },
    compare: (file, said, recomputed, at = '') => walk(file, said, recomputed, at, null),
  }
  return findings

  function walk(file: string, said: unknown, recomputed: unknown, at: string, unit: string | null): void {
    if (Object.is(said, recomputed)) return
    if (Array.isArray(said) && Array.isArray(recomputed)) {
      if (said.length !== recomputed.length)
        findings.add(file, `${at}.length`, said.length, recomputed.length, unit)
      const most = Math.min(said.length, recomputed.length)
      for (let i = 0; i < most; i++) walk(file, said[i], recomputed[i], `${at}[${i}]`, unit)
      return
    }
    if (isObject(said) && isObject(recomputed)) {
      const id = recomputed['unitId'] ?? said['unitId']
      const here = typeof id === 'string' ? unitName(id) : unit
      const names = new Set([...Object.keys(said), ...Object.keys(recomputed)])
      for (const name of names)
        walk(file, said[name], recomputed[name], at === '' ? name : `${at}.${name}`, here)
      return
    }
    findings.add(file, at, said, recomputed, unit)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '—')
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
