// The form that opens a window: how long or on cue, and for citizens the channels, live or hidden, and whether 不了解 is offered.

import { Button, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import { type PollVisibility } from '../../shared/ballot/poll.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { ScoreForm } from '../../shared/show/score.ts'
import { newWindowId } from '../lib/new-id.ts'
import { useConnection } from '../lib/use-topic.ts'
import { transitWords } from '../ui/transit-words.ts'
import { deskReasons, useDesk } from './desk.ts'
import {
  firstDraft,
  LONGEST_SECONDS,
  openCommand,
  openProblems,
  QUICK_SECONDS,
  replacedBy,
} from './open-draft.ts'
import { ReasonButton } from './reason-button.tsx'
import { KIND_NAMES } from '../../shared/protocol/scene-choice.ts'

export function OpenForm({ kind }: { readonly kind: ConsoleWindow['kind'] }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const connection = useConnection()
  const [draft, setDraft] = useState(() => firstDraft(snapshot, kind))
  const onAir = snapshot.segments.find((segment) => segment.state === 'on_air')
  const problems = openProblems(kind, draft, snapshot)
  const noSegment =
    problems.length === 0 && onAir === undefined ? ['没有环节在播出：先切入打分或验收环节。'] : []
  const replaces = onAir === undefined ? null : replacedBy(snapshot.windows, kind, onAir.segmentId)
  const transit = transitWords(snapshot.channels)
  const open = () => {
    if (snapshot.session === null || onAir === undefined) return
    const command = openCommand(kind, draft, {
      sessionId: snapshot.session.id,
      segmentId: onAir.segmentId,
      windowId: newWindowId(),
      replaces,
      nowMs: connection.serverNowMs(),
    })
    void send(command, `${KIND_NAMES[kind]}窗口已开放。`)
  }
  return (
    <div className="dc-open">
      <div className="dc-unit" title={onAir?.unit?.name}>
        {onAir?.unit?.name ?? '没有单位在播'}
      </div>
      <Row label="时长">
        {QUICK_SECONDS.map((seconds) => (
          <Button
            key={seconds}
            size="small"
            aria-pressed={draft.seconds === seconds}
            type={draft.seconds === seconds ? 'primary' : 'default'}
            onClick={() => setDraft({ ...draft, seconds })}
          >
            {seconds}秒
          </Button>
        ))}
        <InputNumber
          size="small"
          aria-label="自定时长，秒"
          min={10}
          max={LONGEST_SECONDS}
          precision={0}
          controls={false}
          placeholder="自定"
          suffix="秒"
          value={draft.seconds}
          onChange={(seconds) => {
            if (seconds !== null) setDraft({ ...draft, seconds })
          }}
        />
        <Button
          size="small"
          aria-pressed={draft.seconds === null}
          type={draft.seconds === null ? 'primary' : 'default'}
          onClick={() => setDraft({ ...draft, seconds: null })}
        >
          听口令
        </Button>
      </Row>
      {kind === 'examiners' ? (
        <Row label="评分">{snapshot.session === null ? '—' : formWords(snapshot.session.form)}</Row>
      ) : (
        <>
          <Row label="通道">
            {snapshot.channels.filter((each) => each.on).length === 0 ? '没有启用任何通道。' : null}
            {snapshot.channels
              .filter((each) => each.on)
              .map(({ channel }) => {
                const on = draft.channels.includes(channel)
                return (
                  <Button
                    key={channel}
                    size="small"
                    aria-pressed={on}
                    type={on ? 'primary' : 'default'}
                    onClick={() =>
                      setDraft({
                        ...draft,
                        channels: on
                          ? draft.channels.filter((each) => each !== channel)
                          : [...draft.channels, channel],
                      })
                    }
                  >
                    {CHANNEL_NAMES[channel]}
                  </Button>
                )
              })}
          </Row>
          <Row label="播出">
            <Segmented<PollVisibility>
              size="small"
              value={draft.visibility}
              onChange={(visibility) => setDraft({ ...draft, visibility })}
              options={[
                { value: 'live', label: '实时公开' },
                { value: 'hidden', label: '揭晓前不公开' },
              ]}
            />
            <Button
              size="small"
              aria-pressed={draft.offersUnsure}
              type={draft.offersUnsure ? 'primary' : 'default'}
              onClick={() => setDraft({ ...draft, offersUnsure: !draft.offersUnsure })}
            >
              {draft.offersUnsure ? '含“不了解”' : '不含“不了解”'}
            </Button>
          </Row>
        </>
      )}
      {kind === 'citizens' && transit !== null ? <p className="dc-note">{transit}</p> : null}
      {replaces === null ? null : <p className="dc-note">新窗口将替代本环节已作废的窗口；旧票不转入。</p>}
      <ReasonButton
        block
        tone="primary"
        reasons={[...deskReasons(desk), ...problems, ...noSegment]}
        hint={
          kind === 'citizens' && snapshot.accessNumbers.length > 0
            ? `短信发到 ${snapshot.accessNumbers.join('、')}`
            : ''
        }
        onPress={open}
      >
        开放{KIND_NAMES[kind]}窗口{draft.seconds === null ? '（听口令截止）' : `（${draft.seconds} 秒）`}
      </ReasonButton>
    </div>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="dc-row">
      <small>{label}</small>
      <span>{children}</span>
    </div>
  )
}

export function formWords(form: ScoreForm): string {
  switch (form.kind) {
    case 'grades':
      return '满意 / 基本满意 / 不满意 / 弃权'
    case 'marks':
      return form.trim === 0 ? '0–100 分' : `0–100 分，去掉最高最低各 ${form.trim} 个`
    case 'placard':
      return '笑脸 / 哭脸（举牌，不计入排名）'
  }
}
