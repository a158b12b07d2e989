// Promises made on air: taken down while they are said, shown, and held against what became of them.

import { Button, Empty, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { PromiseId, type UnitId } from '../../shared/basics/ids.ts'
import type { ConsolePromise } from '../../shared/protocol/console-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { PROMISE_OUTCOME_NAMES, PromiseOutcome } from '../../shared/show/promise.ts'
import type { AccountRole } from '../../shared/show/people.ts'
import { newId } from '../lib/new-id.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import type { AirControl } from './use-air.ts'

interface Draft {
  /** Null: a new one. */
  readonly of: ConsolePromise | null
  readonly unitId: UnitId | null
  readonly text: string
  readonly owner: string
  readonly dueOn: string
}

const EMPTY: Draft = { of: null, unitId: null, text: '', owner: '', dueOn: '' }

export function PromisesPanel({ air }: { readonly air: AirControl }) {
  const { snapshot } = useDesk()
  const [draft, setDraft] = useState<Draft>(EMPTY)
  const { promises, promisesToLookBackOn } = snapshot
  return (
    <>
      <PromiseForm draft={draft} setDraft={setDraft} />
      <section aria-label="今晚的承诺">
        <h3>今晚的承诺 {promises.length}</h3>
        {promises.length === 0 ? (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description="还没有承诺。嘉宾说出承诺时，在上面记下。"
          />
        ) : (
          <ul className="dc-list">
            {promises.toReversed().map((promise) => (
              <OnePromise key={promise.promiseId} promise={promise} air={air} edit={setDraft} />
            ))}
          </ul>
        )}
      </section>
      {promisesToLookBackOn.length === 0 ? null : (
        <section aria-label="回头看">
          <h3>回头看 {promisesToLookBackOn.length}</h3>
          <ul className="dc-list">
            {promisesToLookBackOn.map((promise) => (
              <LookBack key={promise.promiseId} promise={promise} air={air} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function PromiseForm(props: { readonly draft: Draft; readonly setDraft: (draft: Draft) => void }) {
  const { draft, setDraft } = props
  const desk = useDesk()
  const { snapshot, send, me } = desk
  const { session } = snapshot
  const units = unitsOf(snapshot.segments.flatMap(({ unit }) => (unit === null ? [] : [unit])))
  const onAir = snapshot.segments.find(({ state }) => state === 'on_air')?.unit ?? null
  const unitId = draft.unitId ?? onAir?.id ?? null
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const reasons = [
    ...mayType(desk.online, me.role),
    ...(session === null ? ['还没有选定场次。'] : []),
    ...(unitId === null ? ['请选择单位。'] : []),
    ...(draft.text.trim().length < 2 ? ['请写下承诺的内容。'] : []),
    ...(draft.owner.trim() === '' ? ['请写下责任人。'] : []),
    ...(draft.dueOn === '' ? ['请选择期限。'] : []),
  ]
  const save = () => {
    if (session === null || unitId === null) return
    const words = { unitId, text: draft.text.trim(), owner: draft.owner.trim(), dueOn: draft.dueOn }
    const of =
      draft.of === null
        ? { type: 'RecordPromise' as const, sessionId: session.id, promiseId: PromiseId.parse(`p${newId()}`) }
        : { type: 'RevisePromise' as const, sessionId: draft.of.sessionId, promiseId: draft.of.promiseId }
    void send({ ...of, ...words }, '承诺已记录。按 0 再按 3 放进预监。').then((done) => {
      if (done) setDraft(EMPTY)
    })
  }
  return (
    <section aria-label="记录承诺">
      <h3>{draft.of === null ? '记录承诺' : '修改承诺'}</h3>
      <Select<UnitId>
        value={unitId}
        placeholder="单位"
        aria-label="承诺的单位"
        options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        onChange={(picked) => change({ unitId: picked })}
      />
      <Input.TextArea
        value={draft.text}
        rows={2}
        maxLength={120}
        placeholder="承诺内容，照原话"
        aria-label="承诺内容"
        onChange={(event) => change({ text: event.target.value })}
      />
      <div className="dc-choices">
        <Input
          className="dc-some"
          value={draft.owner}
          maxLength={40}
          placeholder="责任人"
          aria-label="责任人"
          onChange={(event) => change({ owner: event.target.value })}
        />
        <Input
          type="date"
          className="dc-some"
          value={draft.dueOn}
          aria-label="期限"
          onChange={(event) => change({ dueOn: event.target.value })}
        />
      </div>
      <div className="dc-choices">
        <ReasonButton tone="primary" reasons={reasons} onPress={save}>
          {draft.of === null ? '记下' : '保存'}
        </ReasonButton>
        {draft.of === null ? null : <Button onClick={() => setDraft(EMPTY)}>不改了</Button>}
      </div>
    </section>
  )
}

function OnePromise(props: {
  readonly promise: ConsolePromise
  readonly air: AirControl
  readonly edit: (draft: Draft) => void
}) {
  const { promise, air, edit } = props
  const desk = useDesk()
  const { sessionId, promiseId, unit, text, owner, dueOn, outcome } = promise
  const reasons = [
    ...mayType(desk.online, desk.me.role),
    ...(outcome === null ? [] : ['已有回头看结论，不能再改。']),
  ]
  return (
    <li>
      <span title={text}>
        <b>{unit.name}</b> {text}
        <small>
          {owner} · {dueOn} 前
        </small>
      </span>
      <span className="dc-choices">
        <ReasonButton
          size="small"
          below={false}
          reasons={deskReasons(desk)}
          onPress={() => air.chooseScene({ kind: 'promise', sessionId, promiseId })}
        >
          预监
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          reasons={reasons}
          onPress={() => edit({ of: promise, unitId: unit.id, text, owner, dueOn })}
        >
          改
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          hold
          tone="danger"
          reasons={reasons}
          onPress={() =>
            void desk.send({ type: 'WithdrawPromise', sessionId, promiseId }, '承诺已撤回，流水中保留。')
          }
        >
          撤回
        </ReasonButton>
      </span>
    </li>
  )
}

function LookBack({ promise, air }: { readonly promise: ConsolePromise; readonly air: AirControl }) {
  const desk = useDesk()
  const { sessionId, promiseId, unit, text, owner, dueOn, outcome, outcomeNote } = promise
  const [picked, setPicked] = useState<PromiseOutcome | null>(outcome)
  const [note, setNote] = useState(outcomeNote)
  const same = picked === outcome && note.trim() === outcomeNote
  const reasons = [
    ...mayType(desk.online, desk.me.role),
    ...(picked === null ? ['请选择结论。'] : []),
    ...(same && picked !== null ? ['结论已记录。'] : []),
  ]
  return (
    <li className="is-tall">
      <span title={text}>
        <b>{unit.name}</b> {text}
        <small>
          {owner} · {dueOn} 前{outcome === null ? '' : ` · ${PROMISE_OUTCOME_NAMES[outcome]}`}
        </small>
      </span>
      <span className="dc-choices">
        <Segmented<PromiseOutcome | ''>
          size="small"
          value={picked ?? ''}
          aria-label={`${unit.name}的回头看结论`}
          options={PromiseOutcome.options.map((each) => ({
            value: each,
            label: PROMISE_OUTCOME_NAMES[each],
          }))}
          onChange={(value) => {
            if (value !== '') setPicked(value)
          }}
        />
        <Input
          size="small"
          className="dc-some"
          value={note}
          maxLength={120}
          placeholder="说明，可不填"
          aria-label="回头看说明"
          onChange={(event) => setNote(event.target.value)}
        />
        <ReasonButton
          size="small"
          below={false}
          tone="primary"
          reasons={reasons}
          onPress={() => {
            if (picked !== null)
              void desk.send(
                { type: 'RecordOutcome', sessionId, promiseId, outcome: picked, note: note.trim() },
                `回头看：${PROMISE_OUTCOME_NAMES[picked]}。`,
              )
          }}
        >
          记录
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          reasons={deskReasons(desk)}
          onPress={() => air.chooseScene({ kind: 'look_back', sessionId, promiseId })}
        >
          预监
        </ReasonButton>
      </span>
    </li>
  )
}

/** Director and office may type; the auditor looks on. */
export function mayType(online: boolean, role: AccountRole): readonly string[] {
  if (!online) return ['与服务器断开，命令发不出去；连上后再操作。']
  return role === 'auditor' || role === 'reviewer' ? ['审计只能查看。'] : []
}

function unitsOf(units: readonly UnitView[]): readonly UnitView[] {
  return [...new Map(units.map((unit) => [unit.id, unit])).values()]
}
