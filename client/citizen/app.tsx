// The citizen's five pages and what they share: the head, the large-type switch, the line's state.

import { useEffect, useState } from 'react'
import { OfflineBanner } from '../ui/banner.tsx'
import { Home } from './home.tsx'
import { keep, kept } from './kept.ts'
import { useNow } from './use-now.ts'
import { Promises } from './promises.tsx'
import { Receipt } from './receipt.tsx'
import { Results } from './results.tsx'
import { usePolls } from './use-polls.ts'
import { Vote } from './vote.tsx'

export type Page = 'home' | 'vote' | 'receipt' | 'promises' | 'results'

const ELDER = 'wenzheng.elder'

export function App({ page }: { page: Page }) {
  const view = useNow()
  const polls = usePolls()
  const [elder, setElder] = useElder()
  return (
    <div className="page" data-page={page}>
      <header className="page-head">
        <a className="page-name" href="/">
          电视问政 · 市民评议
        </a>
        <button
          type="button"
          className="elder-switch"
          aria-pressed={elder}
          onClick={() => {
            setElder(!elder)
          }}
        >
          {elder ? '标准版' : '长辈版'}
        </button>
      </header>
      <OfflineBanner offlineSinceMs={view.offlineSinceMs} stillWorks="已提交的选票不受影响。" />
      <main className="page-body">
        {page === 'receipt' ? (
          <Receipt />
        ) : page === 'promises' ? (
          <Promises />
        ) : page === 'results' ? (
          <Results />
        ) : view.now === null || polls === null ? (
          <p className="quiet" role="status">
            {view.offlineSinceMs === null ? '正在读取…' : '暂时连接不上，正在重试。'}
          </p>
        ) : page === 'vote' ? (
          <Vote
            {...{ now: view.now, polls, serverNowMs: view.serverNowMs }}
            online={view.offlineSinceMs === null}
          />
        ) : (
          <Home now={view.now} polls={polls} serverNowMs={view.serverNowMs} />
        )}
      </main>
      <footer className="page-foot">
        <span className="whole">不需要关注、转发或留下姓名。</span>
        <span className="whole">本页不收集手机号。</span>
      </footer>
    </div>
  )
}

function useElder(): [boolean, (elder: boolean) => void] {
  const [elder, setElder] = useState(() => kept(ELDER) === 'yes')
  useEffect(() => {
    if (elder) document.documentElement.dataset['scale'] = 'elder'
    else delete document.documentElement.dataset['scale']
    keep(ELDER, elder ? 'yes' : 'no')
  }, [elder])
  return [elder, setElder]
}
