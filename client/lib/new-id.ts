// Random ids for commands, windows and requests; works without a secure context, where crypto.randomUUID is missing.

/** 22 characters of A–Z a–z 0–9 _ -, 128 random bits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}

/** 12 lower-case hex digits, a new WindowId. */
export function newWindowId(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
