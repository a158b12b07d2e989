// The ten best or ten worst of a category, turned over from the bottom: each place is announced, held, and then named.

import './list-reveal-scene.css'
import { countOf } from '../../client/lib/format.ts'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { CATEGORY_NAMES } from '../../shared/evaluation/unit.ts'
import type { ListRevealView } from '../../shared/protocol/topics.ts'
import type { SessionHead, UnitView } from '../../shared/protocol/views.ts'
import { Chip, Plate, Waiting } from '../plate.tsx'
import { STATUS_WORDS, listTitleOf, slotHeightOf, slotTopOf, unitsAtOnceOf } from './list-reveal.ts'
import { pageOf } from './ranking-pages.ts'

interface ListRevealSceneProps {
  readonly reveal: ListRevealView
  readonly session: SessionHead | null
  /** The server's clock. */
  readonly nowMs: number
  readonly takenAtMs: number
}

const BOX = 690
const TIED_HOLD_MS = 4_000

export function ListRevealScene({ reveal, session, nowMs, takenAtMs }: ListRevealSceneProps) {
  const { steps, step, places, nextPlace } = reveal
  const height = slotHeightOf(steps, BOX)
  const nothing = nothingSentenceOf(reveal)
  const openOf = (i: number): Opened | null => {
    const opened = places[i]
    if (opened === undefined) return null
    const { units, place, total } = opened
    const page = pageOf({
      count: units.length,
      perPage: unitsAtOnceOf(height, units.length),
      holdMs: TIED_HOLD_MS,
      takenAtMs,
      nowMs,
    })
    return { place, total, tied: units.length, shown: units.slice(page.from, page.to), page: page.index }
  }
  return (
    <Plate
      className="list-reveal"
      label={CATEGORY_NAMES[reveal.category]}
      session={session}
      marks={<Chip kind="mark">{STATUS_WORDS[reveal.status]}</Chip>}
      foot={footOf(reveal)}
    >
      <div className="list-reveal-top">
        <h1>{listTitleOf(reveal)}</h1>
        {steps > 0 && (
          <p className="tabular">
            参与排名 {countOf(reveal.ranked)} 个 · 已揭晓 {step}/{steps}
          </p>
        )}
      </div>
      {nothing !== null ? (
        <Waiting word={nothing.word}>{nothing.sentence}</Waiting>
      ) : (
        <ol className="list-reveal-slots" data-list={reveal.list}>
          {Array.from({ length: steps }, (_, i) => (
            <li
              key={i}
              className="list-reveal-slot"
              data-state={i < step ? 'open' : i === step ? 'held' : 'closed'}
              style={{ top: slotTopOf(i, steps, height), height: height - 8 }}
            >
              <Slot opened={openOf(i)} heldPlace={i === step ? nextPlace : null} height={height - 8} />
            </li>
          ))}
        </ol>
      )}
    </Plate>
  )
}

interface Opened {
  readonly place: number
  readonly total: string
  readonly tied: number
  readonly shown: readonly (UnitView | null)[]
  readonly page: number
}

interface SlotProps {
  readonly opened: Opened | null
  readonly heldPlace: number | null
  readonly height: number
}

function Slot({ opened, heldPlace, height }: SlotProps) {
  if (opened === null) {
    return heldPlace === null ? null : (
      <>
        <span className="list-reveal-place tabular">第{heldPlace}名</span>
        <span className="list-reveal-held">即将揭晓</span>
      </>
    )
  }
  const two = opened.shown.length > 1
  const rows = Math.ceil(opened.shown.length / (two ? 2 : 1))
  return (
    <div className="list-reveal-card">
      <span className="list-reveal-place tabular">第{opened.place}名</span>
      <span className="list-reveal-units" data-two={two ? 'yes' : 'no'} key={opened.page}>
        {opened.shown.map((unit, i) =>
          unit === null ? (
            <span className="list-reveal-withheld" key={i}>
              本期不公开
            </span>
          ) : (
            <UnitName
              key={unit.id}
              name={unit.name}
              max={two ? 36 : 50}
              min={22}
              lines={two || height > 100 ? 2 : 1}
              height={(height - 8) / rows}
            />
          ),
        )}
      </span>
      {opened.tied > 1 && <span className="list-reveal-tied tabular">并列{opened.tied}个</span>}
      <span className="list-reveal-total tabular">{opened.total}</span>
    </div>
  )
}

/** Why there is no list; null where there is one. */
function nothingSentenceOf(
  reveal: ListRevealView,
): { readonly word: string; readonly sentence: string } | null {
  if (reveal.visibility === 'hidden') return { word: '尚未公开', sentence: '本类排名在评议周期内不公开' }
  if (reveal.listN === 0) return { word: '不列名单', sentence: '本类参与排名的单位不足8个，不列名单' }
  if (reveal.boundary === 'withheld')
    return { word: '不列名单', sentence: '同分单位同时处于两份名单，按规则都不列入' }
  if (reveal.steps === 0) return { word: '名单为空', sentence: '没有单位符合列入条件' }
  return null
}

function footOf(reveal: ListRevealView): string {
  const said = [
    reveal.boundary === 'all_listed' ? '末位同分的单位全部列出' : '',
    reveal.status === 'provisional' ? '评议周期尚未结束，名次还会变化' : '',
    reveal.status === 'notice' ? '公示期内可提出异议' : '',
  ].filter((each) => each !== '')
  return said.length === 0 ? '\u00a0' : said.join('；')
}
