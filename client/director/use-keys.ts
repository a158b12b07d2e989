// The console's keys: digits choose a scene, Space takes it, Esc blanks, R brings back; never while somebody is typing.

import { useEffect, useRef } from 'react'

export interface ConsoleKeys {
  readonly digit: (key: string) => void
  readonly take: () => void
  readonly blank: () => void
  readonly bringBack: () => void
  readonly help: () => void
}

export type KeyMeaning =
  | { readonly act: 'digit'; readonly key: string }
  | { readonly act: 'take' | 'blank' | 'bringBack' | 'help' }
  | null

/** What a key means on the console; null: nothing of ours, the browser has it. */
export function meaningOf(event: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): KeyMeaning {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (/^[1-9]$/.test(event.key)) return { act: 'digit', key: event.key }
  switch (event.key) {
    case ' ':
      return { act: 'take' }
    case 'Escape':
      return { act: 'blank' }
    case 'r':
    case 'R':
      return { act: 'bringBack' }
    case '?':
    case '？':
      return { act: 'help' }
    default:
      return null
  }
}

/** A field that takes text. A checkbox or a radio does not: Space takes there too. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'range'].includes(target.type)
}

function aDialogIsOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].some(
    (dialog) => dialog.getAttribute('aria-modal') === 'true' && dialog.offsetParent !== null,
  )
}

/** A card or list opened on top of the screen: Esc closes it, and only the next one blanks. */
function aLayerIsOpen(): boolean {
  return [
    ...document.querySelectorAll<HTMLElement>('.ant-popover, .ant-dropdown, .ant-select-dropdown'),
  ].some((layer) => layer.offsetParent !== null && !/-hidden\b/.test(layer.className))
}

export function useConsoleKeys(keys: ConsoleKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const meaning = meaningOf(event)
      if (meaning === null) return
      if (aDialogIsOpen() || (event.key === 'Escape' && aLayerIsOpen())) return
      if (isTyping(event.target)) {
        // Out of the field first: the next Esc blanks.
        if (event.key === 'Escape') (event.target as HTMLElement).blur()
        return
      }
      event.preventDefault()
      if (event.repeat) return
      if (meaning.act === 'digit') latest.current.digit(meaning.key)
      else latest.current[meaning.act]()
    }
    // A focused button acts on Space when the key comes up: not here, where Space is the take.
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ' && !isTyping(event.target) && !aDialogIsOpen()) event.preventDefault()
    }
    window.addEventListener('keydown', down, true)
    window.addEventListener('keyup', up, true)
    return () => {
      window.removeEventListener('keydown', down, true)
      window.removeEventListener('keyup', up, true)
    }
  }, [])
}
