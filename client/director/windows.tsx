// The middle of the console: one pane for the examiners' windows and one for the citizens', each with its window or the form for a new one.

import { Segmented } from 'antd'
import { useState } from 'react'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import { useServerNow } from '../lib/use-topic.ts'
import { useDesk } from './desk.ts'
import { OpenForm } from './open-form.tsx'
import { KIND_NAMES, newestFirst } from '../../shared/protocol/scene-choice.ts'
import { WindowCard } from './window-card.tsx'
import { windowInFocus } from './window-buttons.ts'
import { PHASE_NAMES } from './window-line.ts'

/** Older windows than these are found on the audit page. */
const TABS_MOST = 3
const NEW = 'new'

export function WindowPane({ kind }: { readonly kind: ConsoleWindow['kind'] }) {
  const { snapshot } = useDesk()
  const [picked, setPicked] = useState<{ id: string; whileFocus: string } | null>(null)
  const onAir = snapshot.segments.find((segment) => segment.state === 'on_air')
  const focus = windowInFocus(snapshot.windows, kind, onAir?.segmentId ?? null)
  const nowMs = useServerNow(200, focus?.closesAtMs ?? null)
  const focusId = focus?.windowId ?? NEW
  const windows = newestFirst(snapshot.windows.filter((window) => window.kind === kind)).slice(0, TABS_MOST)
  // A choice by hand holds until the show moves on: a window opens, is revealed, or another segment is taken.
  const held = picked !== null && picked.whileFocus === focusId ? picked.id : focusId
  const shown = windows.find((window) => window.windowId === held) ?? (held === NEW ? null : focus)
  const name = `${KIND_NAMES[kind]}窗口`
  return (
    <section className="dc-panel dc-window" aria-label={name}>
      <h2>
        {name}
        {windows.length === 0 ? null : (
          <Segmented
            size="small"
            aria-label={`选择${name}`}
            value={shown?.windowId ?? NEW}
            onChange={(id) => setPicked({ id, whileFocus: focusId })}
            options={[
              ...windows.map((window) => ({
                value: window.windowId,
                label: `${shortName(window.unit.name)} ${PHASE_NAMES[window.phase]}`,
                title: window.unit.name,
              })),
              { value: NEW, label: '开新窗口' },
            ]}
          />
        )}
      </h2>
      {shown === null ? (
        <OpenForm kind={kind} key={onAir?.segmentId ?? 'none'} />
      ) : (
        <WindowCard key={shown.windowId} window={shown} nowMs={nowMs} />
      )}
    </section>
  )
}

function shortName(name: string): string {
  return name.length <= 5 ? name : `${name.slice(0, 4)}…`
}
