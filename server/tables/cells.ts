// How a clerk's cell is understood: widths and spaces do not matter, numbers are whole, and what is quoted back is short.

/** Without spaces, full-width letters and digits as half-width ones. */
export function plain(cell: string): string {
  return cell.normalize('NFKC').replace(/\s/g, '')
}

/** `7`, `007`, `1,234` and full-width digits; NaN for anything else, percentages and fractions included. */
export function wholeNumberIn(cell: string): number {
  const digits = plain(cell)
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  return /^\d{1,3}(?:,\d{3}){1,4}$/.test(digits) ? Number(digits.replaceAll(',', '')) : NaN
}

/** At most 20 characters of a cell, to be quoted in a sentence. */
export function brief(cell: string): string {
  return cell.length > 20 ? `${cell.slice(0, 20)}…` : cell
}
