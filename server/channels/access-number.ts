// The number a message was sent to, as the city registered it: carriers write it with or without the plus.

const SENT_TO = /^\+?\d{3,21}$/

/** `numbers`: the city's access numbers; empty: any, as it was sent. Null: not one of ours, or no number at all. */
export function accessNumberOf(to: string, numbers: readonly string[]): string | null {
  if (!SENT_TO.test(to)) return null
  if (numbers.length === 0) return to
  return numbers.find((number) => withoutPlus(number) === withoutPlus(to)) ?? null
}

const withoutPlus = (number: string) => number.replace(/^\+/, '')
