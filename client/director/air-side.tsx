// Beside the scene keys: what comes next, and every output with what it shows and how it is. Each opens its drawer.

import type { ConsoleOutput } from '../../shared/protocol/console-topic.ts'
import { sceneTitle } from '../../shared/protocol/scene-choice.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { outputName, type AirControl } from './use-air.ts'
import type { DrawerName } from './use-keys.ts'

/** More are in the drawer. */
const QUEUED_SHOWN = 2

export function AirSide(props: { readonly air: AirControl; readonly open: (drawer: DrawerName) => void }) {
  const { air, open } = props
  const desk = useDesk()
  const { snapshot } = desk
  const own = deskReasons(desk)
  const { queue } = snapshot
  return (
    <div className="dc-side">
      <h3>
        <button type="button" className="dc-link" onClick={() => open('queued')}>
          待播队列 {queue.length} <kbd>Q</kbd>
        </button>
        <ReasonButton
          size="small"
          below={false}
          reasons={[...own, ...(air.preview === null ? ['预监里还没有画面。'] : [])]}
          label="加入 A：把预监的画面加入待播队列"
          onPress={air.queue}
        >
          加入 <kbd>A</kbd>
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          tone={queue.length > 0 ? 'primary' : 'normal'}
          reasons={[...own, ...(queue.length === 0 ? ['待播队列是空的。'] : [])]}
          label="播出队列里的下一个 N"
          onPress={air.takeNext}
        >
          下一个 <kbd>N</kbd>
        </ReasonButton>
      </h3>
      <ol>
        {queue.length === 0 ? <li className="is-empty">选好预监，按 A 加入。</li> : null}
        {queue.slice(0, QUEUED_SHOWN).map((entry, i) => (
          <li key={entry.entryId} title={sceneTitle(entry.scene, snapshot)}>
            {i + 1}. {sceneTitle(entry.scene, snapshot)}
          </li>
        ))}
      </ol>
      <h3>
        <button type="button" className="dc-link" onClick={() => open('outputs')}>
          输出 {snapshot.outputs.length} <kbd>O</kbd>
        </button>
      </h3>
      <ul>
        {snapshot.outputs.map((each) => (
          <li key={each.output} className={isWell(each) ? '' : 'is-wrong'} title={stateOf(each)}>
            <i aria-hidden>{isWell(each) ? '●' : '▲'}</i> {outputName(each.output)} {stateOf(each)}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function isWell({ output, pages, claimedTwice }: ConsoleOutput): boolean {
  const needsPage = output === 'programme'
  return !claimedTwice && !pages.some(({ stale }) => stale) && !(needsPage && pages.length === 0)
}

/** In few words: `1 屏 21ms`, `停住`, `2 页在播`. */
export function stateOf({ pages, claimedTwice }: ConsoleOutput): string {
  if (pages.length === 0) return '无屏'
  if (claimedTwice) return `${pages.length} 页在播`
  if (pages.some(({ stale }) => stale)) return '停住'
  const slowest = Math.max(...pages.map(({ frameMsP95 }) => frameMsP95 ?? 0))
  return `${pages.length} 屏${slowest === 0 ? '' : ` ${Math.round(slowest)}ms`}`
}
