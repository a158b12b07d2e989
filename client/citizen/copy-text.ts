// Puts a text on the clipboard, also in browsers and on addresses without the newer way.

/** Whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Missing over plain http, whatever its type says.
    await (navigator.clipboard as Clipboard | undefined)?.writeText(text)
    if ((navigator.clipboard as Clipboard | undefined) !== undefined) return true
  } catch {
    // Not allowed: the older way may be.
  }
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  try {
    // Deprecated, and the only way over plain http and in old WebViews.
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
  }
}
