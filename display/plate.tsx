// The plate scenes stand on: inside the safe areas, with what the scene is, whose evening it is, marks, and the window's clock.

import type { ReactNode } from 'react'
import type { SessionHead } from '../shared/protocol/views.ts'

interface PlateProps {
  /** What this is: 市民评议, 考官打分 … */
  readonly label: string
  readonly session: SessionHead | null
  /** Marks such as 暂计, and the clock. */
  readonly marks?: ReactNode
  readonly foot?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Plate({ label, session, marks, foot, className, children }: PlateProps) {
  return (
    <section className={className === undefined ? 'plate' : `plate ${className}`}>
      <header className="plate-head">
        <span className="plate-label">{label}</span>
        <span className="plate-session">
          <bdi>{session === null ? '' : session.title}</bdi>
        </span>
        {marks}
      </header>
      <div className="plate-body">{children}</div>
      {foot !== undefined && <footer className="plate-foot">{foot}</footer>}
    </section>
  )
}

/** 暂计, 暂列, 统计暂停: always a word. */
export function Chip({ kind, children }: { readonly kind: 'mark' | 'paused'; readonly children: ReactNode }) {
  return (
    <span className="chip" data-chip={kind}>
      {children}
    </span>
  )
}

/** In the middle of a plate: what is being waited for. */
export function Waiting({ word, children }: { readonly word: string; readonly children: ReactNode }) {
  return (
    <div className="waiting">
      <p className="waiting-word">{word}</p>
      <p className="waiting-sentence">{children}</p>
    </div>
  )
}
