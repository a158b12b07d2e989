// The units of a period poll: a search box, and below it a list of which only the rows in view are drawn, however long it is.

import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { SearchUnit } from '../../shared/protocol/polls-api.ts'
import { countOf } from '../lib/format.ts'
import { rowEdges, rowsBetween, type RowShape } from './rows-in-view.ts'
import { createUnitSearch } from './unit-search.ts'

interface UnitListProps {
  readonly units: readonly SearchUnit[]
  /** Codes voted on from this browser. */
  readonly voted: ReadonlySet<number>
  readonly onChoose: (code: number) => void
}

/** Px beyond the screen that are drawn too, so that a quick thumb meets no gap. */
const AHEAD = 600

export function UnitList({ units, voted, onChoose }: UnitListProps) {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState<number | null>(null)
  const search = useMemo(() => createUnitSearch(units), [units])
  const found = useMemo(() => search(typed), [search, typed])
  const list = useRef<HTMLUListElement>(null)
  const shape = useRowShape(list)
  const edges = useMemo(
    () =>
      rowEdges(
        found.map(([code, name]) => (voted.has(code) ? `${name}　已评议` : name)),
        shape,
      ),
    [found, shape, voted],
  )
  const [from, to] = useRowsInView(list, edges)
  // What the keyboard is on stays drawn, wherever the page is scrolled to.
  const drawn = found.slice(from, to).map((unit, i) => ({ unit, at: from + i }))
  const activeUnit = active === null ? undefined : found[active]
  if (activeUnit !== undefined && active !== null && (active < from || active >= to)) {
    drawn.push({ unit: activeUnit, at: active })
  }

  const moveTo = (at: number) => {
    const next = Math.max(0, Math.min(found.length - 1, at))
    setActive(next)
    const box = list.current?.getBoundingClientRect()
    const [top, bottom] = [edges[next] ?? 0, edges[next + 1] ?? 0]
    if (box === undefined) return
    // The box stays at the top of the screen, above the rows.
    const head = document.querySelector('.unit-search')?.getBoundingClientRect().height ?? 0
    if (box.top + top < head) scrollBy(0, box.top + top - head)
    else if (box.top + bottom > innerHeight) scrollBy(0, box.top + bottom - innerHeight)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return
    const to = {
      ArrowDown: () => moveTo((active ?? -1) + 1),
      ArrowUp: () => moveTo((active ?? found.length) - 1),
      PageDown: () => moveTo((active ?? 0) + 8),
      PageUp: () => moveTo((active ?? 0) - 8),
      Enter: () => {
        const chosen = active === null && found.length === 1 ? found[0] : activeUnit
        if (chosen !== undefined) onChoose(chosen[0])
      },
      Escape: () => {
        setTyped('')
        setActive(null)
      },
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    to()
  }

  return (
    <>
      <div className="unit-search">
        <label htmlFor="unit-search">单位名称、拼音（首字母也行）或代码</label>
        <input
          id="unit-search"
          type="search"
          role="combobox"
          aria-expanded="true"
          aria-controls="unit-list"
          aria-autocomplete="list"
          aria-activedescendant={activeUnit === undefined ? undefined : `unit-${activeUnit[0]}`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={60}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(null)
          }}
          onKeyDown={onKeyDown}
        />
        <p className="quiet" role="status">
          {found.length === 0
            ? '没有找到。试试名称里的另外两个字，或单位代码。'
            : `共 ${countOf(found.length)} 个单位`}
        </p>
      </div>
      <ul
        id="unit-list"
        className="unit-list"
        role="listbox"
        aria-label="单位"
        ref={list}
        style={{ height: `${edges[found.length] ?? 0}px` }}
      >
        {drawn.map(({ unit: [code, name], at }) => (
          <li
            key={code}
            id={`unit-${code}`}
            className="unit-row"
            role="option"
            aria-selected={at === active}
            aria-setsize={found.length}
            aria-posinset={at + 1}
            style={{
              transform: `translateY(${edges[at] ?? 0}px)`,
              height: `${(edges[at + 1] ?? 0) - (edges[at] ?? 0)}px`,
            }}
            onClick={() => onChoose(code)}
          >
            <span className="unit-code tabular">{code}</span>
            <span className="unit-row-name">
              {name}
              {voted.has(code) && <span className="voted">　已评议</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Measured on the list itself: type is larger in 长辈版, and telephones differ in width. */
function useRowShape(list: { readonly current: HTMLElement | null }): RowShape {
  const [shape, setShape] = useState<RowShape>({ lineChars: 14, lineHeight: 27, padding: 24, least: 64 })
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current === null) return
      const size = parseFloat(getComputedStyle(list.current).fontSize)
      // The code's column is 2.8 em, its gap and the row's sides 48 px; styles say the same.
      const lineChars = Math.floor((list.current.clientWidth - 2.8 * size - 48) / size)
      setShape({ lineChars, lineHeight: size * 1.5, padding: 24, least: 64 })
    }
    measure()
    addEventListener('resize', measure)
    const scale = new MutationObserver(measure)
    scale.observe(document.documentElement, { attributeFilter: ['data-scale'] })
    return () => {
      removeEventListener('resize', measure)
      scale.disconnect()
    }
  }, [list])
  return shape
}

function useRowsInView(
  list: { readonly current: HTMLElement | null },
  edges: Float64Array,
): readonly [number, number] {
  const [rows, setRows] = useState<readonly [number, number]>([0, 0])
  useLayoutEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0
      const [from, to] = rowsBetween(edges, -top - AHEAD, innerHeight - top + AHEAD)
      setRows((held) => (held[0] === from && held[1] === to ? held : [from, to]))
    }
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [list, edges])
  return rows
}
