// A seat's screen: which unit, which question, one's own score and where it is, and how long there is left.

import { fromJson, show } from '../../shared/basics/exact.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { Paired } from '../../shared/protocol/http-api.ts'
import type { SeatSnapshot, SeatWindow } from '../../shared/protocol/topics.ts'
import type { Mark } from '../../shared/show/score.ts'
import { SEAT_GROUP_NAMES } from '../../shared/show/panel.ts'
import { secondsLeft, timeOf } from '../lib/format.ts'
import { useConnectionState, useServerNow } from '../lib/use-topic.ts'
import { OfflineBanner } from '../ui/banner.tsx'
import { RehearsalMark } from '../ui/rehearsal-mark.tsx'
import { draftOf, type ScoreDraft } from './score-draft.ts'
import { MarkControls } from './mark-controls.tsx'
import { SeatHelp, SeatNote } from './seat-talk.tsx'
import { useSeat, type SeatView } from './use-seat.ts'

export function SeatScreen({ seat, leave }: { seat: Paired; leave: () => void }) {
  const view = useSeat(seat)
  const line = useConnectionState()
  const nowMs = useServerNow(200, view.snapshot?.window?.closesAtMs ?? null)

  if (line.dismissed !== null) return <Replaced sentence={line.dismissed.sentence} leave={leave} />
  const snapshot = view.snapshot
  if (snapshot === null) return <Waiting offlineSinceMs={line.offlineSinceMs} leave={leave} />
  if (snapshot.generation > seat.generation) {
    return <Replaced sentence="本席位已换到另一台平板，这台平板不再有效。" leave={leave} />
  }
  return (
    <main className="seat">
      <RehearsalMark rehearsal={snapshot.session.rehearsal} />
      <Head snapshot={snapshot} view={view} nowMs={nowMs} />
      <OfflineBanner
        offlineSinceMs={line.online ? null : line.offlineSinceMs}
        stillWorks={
          view.waiting.length > 0
            ? `可以继续打分，${view.waiting.length}项操作已保存在本机，恢复后自动送出。`
            : '可以继续打分，恢复后自动送出。'
        }
      />
      <SeatNote snapshot={snapshot} view={view} />
      {snapshot.window === null ? (
        <NoWindow snapshot={snapshot} />
      ) : (
        <Scoring
          snapshot={snapshot}
          window={snapshot.window}
          view={view}
          online={line.online}
          nowMs={nowMs}
        />
      )}
    </main>
  )
}

function Head(props: { snapshot: SeatSnapshot; view: SeatView; nowMs: number }) {
  const { snapshot, view, nowMs } = props
  const { seat, session } = snapshot
  return (
    <header className="seat-head">
      <strong className="seat-label">{seat.label} 席</strong>
      <span className="seat-who">
        {SEAT_GROUP_NAMES[seat.group]}
        {seat.name === '' ? '' : ` · ${seat.name}`}
      </span>
      <span className="seat-session">
        {session.theme} · {session.title}
      </span>
      <time className="seat-clock">{timeOf(nowMs)}</time>
      <SeatHelp snapshot={snapshot} view={view} />
    </header>
  )
}

function Waiting({ offlineSinceMs, leave }: { offlineSinceMs: number | null; leave: () => void }) {
  return (
    <main className="plain" aria-busy="true">
      <h1>{offlineSinceMs === null ? '正在连接…' : '连接不上服务器'}</h1>
      {offlineSinceMs !== null && (
        <>
          <p>
            自 {timeOf(offlineSinceMs)} 起没有回应，正在不断重试。请检查平板的 Wi-Fi，或举手请工作人员协助。
          </p>
          <button type="button" className="quiet" onClick={leave}>
            重新配对
          </button>
        </>
      )}
    </main>
  )
}

function Replaced({ sentence, leave }: { sentence: string; leave: () => void }) {
  return (
    <main className="plain">
      <h1>{sentence}</h1>
      <p>
        换下之前送达的打分都保留在席位上，之后的只记录、不计入。如需用回这台平板，请向导演台索取新的配对码。
      </p>
      <button type="button" className="quiet" onClick={leave}>
        重新配对
      </button>
    </main>
  )
}

function NoWindow({ snapshot }: { snapshot: SeatSnapshot }) {
  const { onAir, session } = snapshot
  return (
    <section className="plain">
      <h1>{onAir?.unit?.name ?? onAir?.title ?? session.title}</h1>
      {onAir !== null && onAir.question !== '' && <p className="question">{onAir.question}</p>}
      <p>
        {session.phase === 'ended' ? '本场已结束，感谢您的参与。' : '请稍候，打分开始时这里会出现评价按钮。'}
      </p>
    </section>
  )
}

function Scoring(props: {
  snapshot: SeatSnapshot
  window: SeatWindow
  view: SeatView
  online: boolean
  nowMs: number
}) {
  const { snapshot, window, view, nowMs } = props
  const draft = draftOf(window, view.waiting, props.online, nowMs)
  return (
    <>
      <section className="unit">
        <h1 className={window.unit.name.length > 16 ? 'unit-name unit-name-long' : 'unit-name'}>
          {window.unit.name}
        </h1>
        {snapshot.onAir !== null && snapshot.onAir.question !== '' && (
          <p className="question">{snapshot.onAir.question}</p>
        )}
        <TimeLeft window={window} nowMs={nowMs} />
      </section>
      {window.recused ? (
        <p className="plain-words">您对本单位已登记回避，本轮无需打分。</p>
      ) : (
        <MarkControls
          key={window.windowId}
          form={window.form}
          mark={draft.mark}
          disabled={!draft.open}
          choose={(mark) => {
            view.cast(window, mark)
          }}
        />
      )}
      {!window.recused && <Foot window={window} draft={draft} view={view} nowMs={nowMs} />}
    </>
  )
}

function TimeLeft({ window, nowMs }: { window: SeatWindow; nowMs: number }) {
  const words = timeWords(window, nowMs)
  return <p className={words.urgent ? 'time-left time-urgent' : 'time-left'}>{words.text}</p>
}

function timeWords(window: SeatWindow, nowMs: number): { readonly text: string; readonly urgent: boolean } {
  switch (window.phase) {
    case 'open':
    case 'closing': {
      if (window.closesAtMs === null) return { text: '打分进行中，听主持人口令截止', urgent: false }
      const left = secondsLeft(window.closesAtMs, nowMs)
      return left > 0 ? { text: `还有 ${left} 秒`, urgent: left <= 10 } : { text: '已截止', urgent: false }
    }
    case 'frozen':
    case 'verified':
      return { text: '已截止，等待揭晓', urgent: false }
    case 'revealed':
      return { text: resultWords(window.result), urgent: false }
    case 'void':
      return { text: '本轮已作废，不计入', urgent: false }
    default:
      return unreachable(window.phase)
  }
}

/** The panel's result, once everybody may see it (SHOW5). */
function resultWords(result: SeatWindow['result']): string {
  if (result === null) return '结果已揭晓'
  if (result.mean === null) return '结果已揭晓：本轮无效'
  return `结果已揭晓：考官均分 ${show(fromJson(result.mean))}（计入 ${result.counted} 份）`
}

const STATE_WORDS: Readonly<Record<ScoreDraft['state'], string>> = {
  empty: '未选',
  chosen: '已选，正在送出…',
  delivered: '已送达',
  locked: '已锁定',
  undelivered: '未送达，恢复网络后自动送出',
}

function Foot(props: { window: SeatWindow; draft: ScoreDraft; view: SeatView; nowMs: number }) {
  const { window, draft, view, nowMs } = props
  const unlockLeft = draft.unlockUntilMs === null ? 0 : Math.ceil((draft.unlockUntilMs - nowMs) / 1_000)
  const running = window.phase === 'open' && (window.closesAtMs === null || nowMs < window.closesAtMs)
  return (
    <footer className="foot">
      <p className={`state state-${draft.state}`} role="status" aria-live="polite">
        <span className="state-dot" aria-hidden="true" />
        {draft.onPaper ? '已按纸质打分单录入' : STATE_WORDS[draft.state]}
        {draft.mark !== null && <b>：{wordOf(draft.mark)}</b>}
      </p>
      <p className="foot-note" role="alert">
        {draft.setAside === 'late'
          ? '您最后一次打分在截止之后才送达，已记录，不计入结果。'
          : window.paperOrdered && draft.state === 'empty'
            ? '本轮启用了纸质打分：平板不能用时，请填写打分单交给工作人员。平板能用，就照常在平板上打分。'
            : draft.setAside === 'old_generation'
              ? '换下的那台平板后来又送到一次打分，已记录，不计入结果；以这里显示的为准。'
              : (view.problem ?? '')}
      </p>
      {running && !draft.onPaper && (
        <LockButton
          draft={draft}
          unlockLeft={unlockLeft}
          send={(type) => {
            view.send(window, type)
          }}
        />
      )}
    </footer>
  )
}

function LockButton(props: {
  draft: ScoreDraft
  unlockLeft: number
  send: (type: 'LockScore' | 'UnlockScore' | 'RequestRelease') => void
}) {
  const { draft, unlockLeft, send } = props
  if (draft.state === 'locked' && unlockLeft > 0) {
    return (
      <button
        type="button"
        className="lock lock-undo"
        onClick={() => {
          send('UnlockScore')
        }}
      >
        撤销锁定（{unlockLeft} 秒）
      </button>
    )
  }
  if (draft.state === 'locked') {
    return (
      <button
        type="button"
        className="lock lock-ask"
        disabled={draft.releaseRequested}
        onClick={() => {
          send('RequestRelease')
        }}
      >
        {draft.releaseRequested ? '已请导演解锁，请稍候' : '请导演解锁'}
      </button>
    )
  }
  return (
    <button
      type="button"
      className="lock"
      disabled={draft.mark === null || draft.locking}
      onClick={() => {
        send('LockScore')
      }}
    >
      {draft.locking ? '正在锁定…' : '锁定打分'}
    </button>
  )
}

function wordOf(mark: Mark): string {
  switch (mark.kind) {
    case 'grade':
      return { satisfied: '满意', fair: '基本满意', dissatisfied: '不满意', abstain: '弃权' }[mark.grade]
    case 'points':
      return `${mark.points} 分`
    case 'face':
      return mark.face === 'smile' ? '笑脸' : '哭脸'
    default:
      return unreachable(mark)
  }
}
