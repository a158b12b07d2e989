// The console's keys: digits choose a scene, Space takes it, Esc blanks, letters open drawers; never while somebody is typing.

import { useEffect, useRef } from 'react'

/** What a key without more to it does. */
export type KeyAct =
  | 'take'
  | 'cut'
  | 'blank'
  | 'bringBack'
  | 'undo'
  | 'panic'
  | 'flip'
  | 'queue'
  | 'takeNext'
  | 'stepOn'
  | 'stepBack'
  | 'help'
  | DrawerName

/** The drawers beside the show, each on its letter. */
export type DrawerName =
  'outputs' | 'queued' | 'promises' | 'talk' | 'texts' | 'paper' | 'panels' | 'words' | 'findings'

export type ConsoleKeys = { readonly digit: (key: string) => void } & {
  readonly [Act in KeyAct]: () => void
}

export type KeyMeaning = { readonly act: 'digit'; readonly key: string } | { readonly act: KeyAct } | null

/** Letters in lower case. */
const ACTS: Readonly<Record<string, KeyAct>> = {
  ' ': 'take',
  x: 'cut',
  escape: 'blank',
  r: 'bringBack',
  u: 'undo',
  p: 'panic',
  '0': 'flip',
  a: 'queue',
  n: 'takeNext',
  arrowright: 'stepOn',
  arrowleft: 'stepBack',
  '?': 'help',
  '？': 'help',
  o: 'outputs',
  q: 'queued',
  c: 'promises',
  m: 'talk',
  t: 'texts',
  z: 'paper',
  k: 'panels',
  l: 'words',
  y: 'findings',
}

/** What a key means on the console; null: nothing of ours, the browser has it. */
export function meaningOf(event: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): KeyMeaning {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (/^[1-9]$/.test(event.key)) return { act: 'digit', key: event.key }
  const act = ACTS[event.key.toLowerCase()]
  return act === undefined ? null : { act }
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

function isChoosing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('[role="radiogroup"], [role="tablist"], [role="listbox"]') !== null
  )
}

function aDialogIsOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].some(
    (dialog) => dialog.getAttribute('aria-modal') === 'true' && dialog.offsetParent !== null,
  )
}

/** A card or list opened on top of the screen: Esc closes it, and only the next one blanks. */
function aLayerIsOpen(): boolean {
  return [
    ...document.querySelectorAll<HTMLElement>(
      '.ant-popover, .ant-dropdown, .ant-select-dropdown, .dc-drawer',
    ),
  ].some((layer) => layer.getClientRects().length > 0 && !/-hidden\b/.test(layer.className))
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
      // A row of choices goes by its arrows.
      if (event.key.startsWith('Arrow') && isChoosing(event.target)) return
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
