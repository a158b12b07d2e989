// What citizens wrote that was no ballot, beside the show: counts by reason, and the newest words that nobody has looked at.

import { Button, Empty } from 'antd'
import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import { countOf, timeOf } from '../lib/format.ts'
import { droppedWords, reasonNameOf, STATE_NAMES } from '../ui/desk-words.ts'
import { ALL_MESSAGES, useMessageDesk, type DeskQuestion } from '../ui/use-message-desk.ts'
import { useDesk } from './desk.ts'
import './words.css'

const NEWEST: DeskQuestion = { ...ALL_MESSAGES, limit: 20 }

export function WordsPanel() {
  const { view, problem, mark } = useMessageDesk(NEWEST)
  const { tell } = useDesk()
  if (view === null) return <p className="dc-note">{problem ?? '正在读取留言…'}</p>
  const { counts } = view
  const dropped = droppedWords(counts)
  const seen = async (id: string) => {
    const refused = await mark({ groups: [id], state: 'read', note: '' })
    tell(refused === null ? 'done' : 'refused', refused ?? '已标为“已看”。')
  }
  return (
    <>
      {problem === null ? null : <p className="dc-note">{problem}下面是最后一次读到的。</p>}
      {counts.fault === null ? null : <p className="dc-note">{counts.fault}</p>}
      {dropped === null ? null : <p className="dc-note">{dropped}</p>}
      <section aria-label="没有计入的原因">
        <h3>没有作为选票计入</h3>
        {counts.reasons.length === 0 ? (
          <p className="dc-note">还没有。</p>
        ) : (
          <dl className="dc-reasons">
            {counts.reasons.map(({ reason, count }) => (
              <div key={reason}>
                <dt>{reasonNameOf(reason)}</dt>
                <dd>{countOf(count)}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <section aria-label="最近的留言">
        <h3>
          最近的留言 <em>未看 {countOf(counts.fresh)} 组</em>
        </h3>
        {view.groups.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有留言。" />
        ) : (
          <ul className="dc-words">
            {view.groups.map((group) => (
              <li key={group.id} className={group.state === 'new' ? 'is-new' : ''}>
                <p>{group.text}</p>
                <footer>
                  <span>
                    {timeOf(group.lastAtMs)}　{countOf(group.count)}条　{reasonNameOf(group.reason)}
                    {group.channels.length === 1 ? `　${CHANNEL_NAMES[group.channels[0]!.channel]}` : ''}
                  </span>
                  {group.state === 'new' ? (
                    <Button size="small" onClick={() => void seen(group.id)}>
                      已看
                    </Button>
                  ) : (
                    <span>{STATE_NAMES[group.state]}</span>
                  )}
                </footer>
              </li>
            ))}
          </ul>
        )}
        <a href="/office#desk" target="_blank" rel="noreferrer">
          在评议办页面处理全部留言
        </a>
      </section>
    </>
  )
}
