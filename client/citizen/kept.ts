// What this browser remembers for its citizen; where storage is forbidden, it is remembered until the page is left.

const here = new Map<string, string>()

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? here.get(key) ?? null
  } catch {
    return here.get(key) ?? null
  }
}

/** Null: forget it. */
export function keep(key: string, text: string | null): void {
  if (text === null) here.delete(key)
  else here.set(key, text)
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // Private browsing, or full: a ballot counts all the same.
  }
}
