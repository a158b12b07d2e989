// A drawer over the seats' side: one of the console's tools at a time. The show goes on beside it, and so do its keys.

import { useEffect, useRef, type ReactNode } from 'react'
import { unreachable } from '../../shared/basics/result.ts'
import { FindingsCount, FindingsPanel } from './findings-panel.tsx'
import { OutputsPanel } from './outputs-panel.tsx'
import { PanelsPanel } from './panels-panel.tsx'
import { PaperPanel } from './paper-panel.tsx'
import { PromisesPanel } from './promises-panel.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { TalkPanel } from './talk-panel.tsx'
import { TextsPanel } from './texts-panel.tsx'
import { WordsPanel } from './words-panel.tsx'
import type { AirControl } from './use-air.ts'
import type { DrawerName } from './use-keys.ts'

const DRAWERS: readonly (readonly [name: DrawerName, key: string, title: string])[] = [
  ['outputs', 'O', '输出'],
  ['queued', 'Q', '队列'],
  ['promises', 'C', '承诺'],
  ['talk', 'M', '提示·点评'],
  ['texts', 'T', '字幕'],
  ['paper', 'Z', '纸质'],
  ['panels', 'K', '控制面板'],
  ['words', 'L', '留言'],
  ['findings', 'Y', '异常'],
]

export function ConsoleDrawer(props: {
  readonly name: DrawerName | null
  readonly air: AirControl
  readonly onClose: () => void
}) {
  const { name, air, onClose } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (name === null) return
    heading.current?.focus()
    const closeByKey = (event: KeyboardEvent) => {
      // Out of a field first, as everywhere on the console.
      if (event.key === 'Escape' && !(event.target instanceof HTMLInputElement)) onClose()
    }
    window.addEventListener('keydown', closeByKey)
    return () => window.removeEventListener('keydown', closeByKey)
  }, [name, onClose])
  if (name === null) return null
  const title = DRAWERS.find(([drawer]) => drawer === name)?.[2]
  return (
    <aside className={`dc-drawer${name === 'findings' ? ' is-wide' : ''}`} aria-label={title}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="dc-link" onClick={onClose}>
          关闭 <kbd>Esc</kbd>
        </button>
      </header>
      <div className="dc-drawer-body">{bodyOf(name, air)}</div>
    </aside>
  )
}

/** The drawers' names with their keys, always in sight. */
export function Tools(props: {
  readonly shown: DrawerName | null
  readonly open: (drawer: DrawerName) => void
}) {
  return (
    <nav className="dc-tools" aria-label="工具">
      {DRAWERS.map(([drawer, key, title]) => (
        <button
          type="button"
          key={drawer}
          className={`dc-link${drawer === props.shown ? ' is-open' : ''}`}
          aria-expanded={drawer === props.shown}
          onClick={() => props.open(drawer)}
        >
          {title}
          {drawer === 'findings' ? <FindingsCount /> : null} <kbd>{key}</kbd>
        </button>
      ))}
    </nav>
  )
}

function bodyOf(name: DrawerName, air: AirControl): ReactNode {
  switch (name) {
    case 'outputs':
      return <OutputsPanel air={air} />
    case 'queued':
      return <QueuePanel />
    case 'promises':
      return <PromisesPanel air={air} />
    case 'talk':
      return <TalkPanel air={air} />
    case 'texts':
      return <TextsPanel air={air} />
    case 'paper':
      return <PaperPanel />
    case 'panels':
      return <PanelsPanel />
    case 'words':
      return <WordsPanel />
    case 'findings':
      return <FindingsPanel />
    default:
      return unreachable(name)
  }
}
