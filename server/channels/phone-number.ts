// Turns a phone number as any carrier writes it into one form: the same person is the same voter at every SMS door.

/** What people and systems put between digits, after NFKC; invisible marks come along when a number is copied. */
const SEPARATORS = /[\s()\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const CHINESE_MOBILE = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/
const DIGITS = /^\+?\d{5,20}$/
const LONGEST = 40
/** 170, 171, 162, 165, 167: segments of virtual operators. */
const VIRTUAL_OPERATOR = /^\+861(?:70|71|62|65|67)/

/**
 * `raw` in E.164 (`+8613800001234`), or null where it is no phone number. Mainland mobiles are recognised at once; for all
 * others a library is loaded once, 16 MB and 45 ms, hence the promise.
 */
export function phoneNumberOf(raw: string): string | null | Promise<string | null> {
  if (raw.length > LONGEST) return null
  const plain = raw.normalize('NFKC').replace(SEPARATORS, '')
  const mobile = CHINESE_MOBILE.exec(plain)?.[1]
  if (mobile !== undefined) return `+86${mobile}`
  return DIGITS.test(plain) ? otherNumberOf(plain) : null
}

/** The same for a number that comes apart from its country's code: `86` and `13800001234`. */
export function phoneNumberIn(countryCode: string, raw: string): string | null | Promise<string | null> {
  const code = countryCode
    .normalize('NFKC')
    .replace(/^\s*(?:\+|00)?/, '')
    .trim()
  if (code === '' || code === '86' || /^\s*(?:\+|＋|00)/.test(raw)) return phoneNumberOf(raw)
  return /^[1-9]\d{0,2}$/.test(code) ? phoneNumberOf(`+${code}${raw}`) : null
}

/** A label for those who look for number farms, never a reason to refuse. `number`: in E.164. */
export function isVirtualOperator(number: string): boolean {
  return VIRTUAL_OPERATOR.test(number)
}

async function otherNumberOf(plain: string): Promise<string | null> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max')
  for (const form of formsOf(plain)) {
    const parsed = parsePhoneNumberFromString(form, 'CN')
    if (parsed?.isValid() === true) return parsed.number
  }
  return null
}

/**
 * Some carriers leave the plus out (85291234567). What begins with 1 is left alone: it is a mainland mobile with a digit
 * too few or too many, and read with a plus it would become an American's.
 */
function formsOf(plain: string): readonly string[] {
  return /^[2-9]/.test(plain) ? [plain, `+${plain}`] : [plain]
}
