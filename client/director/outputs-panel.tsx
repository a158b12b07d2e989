// Every output: what it is for, how far behind it is drawn, which pages show it, and identify, reload, forget.

import { App, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { OutputName } from '../../shared/basics/ids.ts'
import type { ConsoleOutput, OutputPage } from '../../shared/protocol/console-topic.ts'
import { sceneTitle } from '../../shared/protocol/scene-choice.ts'
import { DELAY_MOST_MS, OUTPUT_ROLE_NAMES, OutputRole, PREVIEW, PROGRAMME } from '../../shared/show/air.ts'
import { timeOf } from '../lib/format.ts'
import { isWell, stateOf } from './air-side.tsx'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { outputName, type AirControl } from './use-air.ts'

/** A new output is anything but the two that are always there. */
const ROLES = OutputRole.options.filter((role) => role !== 'preview')

export function OutputsPanel({ air }: { readonly air: AirControl }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const own = deskReasons(desk)
  const offAir = snapshot.outputs.filter((each) => !isSeenOnAir(each)).map(({ output }) => output)
  return (
    <>
      <ReasonButton
        size="small"
        below={false}
        reasons={[...own, ...(offAir.length === 0 ? ['没有不在播的输出。'] : [])]}
        onPress={() =>
          void send(
            { type: 'IdentifyOutputs', outputs: offAir, onAirConfirmed: false },
            '不在播的输出正在显示各自的名称，8 秒后消失。',
          )
        }
      >
        不在播的都显示名称
      </ReasonButton>
      {snapshot.outputs.map((each) => (
        <OneOutput key={each.output} output={each} air={air} />
      ))}
      <NewOutput />
    </>
  )
}

function isSeenOnAir({ role }: ConsoleOutput): boolean {
  return role === 'programme' || role === 'lower_third'
}

function OneOutput({ output: one, air }: { readonly output: ConsoleOutput; readonly air: AirControl }) {
  const desk = useDesk()
  const { modal } = App.useApp()
  const { snapshot, send } = desk
  const own = deskReasons(desk)
  const { output, role, delayMs, pages } = one
  const fixed = output === PROGRAMME || output === PREVIEW
  const set = (change: { role?: OutputRole; delayMs?: number }) =>
    void send({ type: 'SetOutput', output, role, delayMs, ...change }, `已设定输出“${outputName(output)}”。`)
  const live = snapshot.session?.phase === 'live'
  /** What the audience would see is asked about once more. */
  const knowingly = (what: string, then: (onAirConfirmed: boolean) => void) => {
    if (!live || !isSeenOnAir(one)) return then(false)
    void modal.confirm({
      title: `正在直播：${what}，观众会看到。`,
      content: `输出“${outputName(output)}”正在播出：${sceneTitle(one.scene, snapshot)}。`,
      okText: '仍然执行',
      okButtonProps: { danger: true },
      onOk: () => then(true),
    })
  }
  return (
    <section
      className={`dc-output${isWell(one) ? '' : ' is-wrong'}`}
      aria-label={`输出 ${outputName(output)}`}
    >
      <h3>
        {outputName(output)} <small>{fixed ? output : ''}</small> <em>{stateOf(one)}</em>
      </h3>
      <p title={sceneTitle(one.scene, snapshot)}>
        {role === 'lock_board' ? '跟随考官窗口' : sceneTitle(one.scene, snapshot)}
      </p>
      <div className="dc-choices">
        <Select<OutputRole>
          size="small"
          className="dc-role"
          value={role}
          disabled={fixed || own.length > 0}
          aria-label={`${outputName(output)}的用途`}
          options={(fixed ? OutputRole.options : ROLES).map((each) => ({
            value: each,
            label: OUTPUT_ROLE_NAMES[each],
          }))}
          onChange={(picked) => set({ role: picked })}
        />
        <InputNumber
          size="small"
          className="dc-delay"
          min={0}
          max={DELAY_MOST_MS}
          step={100}
          value={delayMs}
          disabled={own.length > 0}
          changeOnBlur
          prefix="延时"
          suffix="毫秒"
          aria-label={`${outputName(output)}的延时毫秒`}
          onChange={(ms) => {
            if (ms !== null && ms !== delayMs) set({ delayMs: Math.round(ms) })
          }}
        />
      </div>
      <div className="dc-choices">
        <ReasonButton
          size="small"
          below={false}
          reasons={own}
          onPress={() =>
            knowingly('画面上会出现大字名称', (onAirConfirmed) => {
              void send({ type: 'IdentifyOutputs', outputs: [output], onAirConfirmed }, '正在显示名称。')
            })
          }
        >
          显示名称
        </ReasonButton>
        <ReasonButton
          size="small"
          below={false}
          reasons={own}
          onPress={() =>
            knowingly('页面会重新载入', (onAirConfirmed) => {
              void send({ type: 'ReloadOutput', output, onAirConfirmed }, '已要求页面重新载入。')
            })
          }
        >
          重载页面
        </ReasonButton>
        {role === 'free' ? (
          <ReasonButton
            size="small"
            below={false}
            reasons={[...own, ...(air.preview === null ? ['预监里还没有画面。'] : [])]}
            onPress={() => air.takeTo(output)}
          >
            预监切到此处
          </ReasonButton>
        ) : null}
        {fixed ? null : (
          <ReasonButton
            size="small"
            below={false}
            tone="danger"
            reasons={[...own, ...(pages.length > 0 ? ['还有页面连接着，先关掉页面。'] : [])]}
            onPress={() => void send({ type: 'ForgetOutput', output }, `已删除输出“${output}”。`)}
          >
            删除
          </ReasonButton>
        )}
      </div>
      {pages.length === 0 ? (
        <small>没有页面连接。打开 /display?output={output} 即可。</small>
      ) : (
        <ul>
          {pages.map((page) => (
            <Page key={page.page} page={page} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Page({ page }: { readonly page: OutputPage }) {
  const heard = page.heardAtMs === null ? '还没有回报' : `最近 ${timeOf(page.heardAtMs)}`
  const frames =
    page.frameMsP95 === null
      ? ''
      : `，每帧 ${Math.round(page.frameMsP95)} 毫秒，最慢 ${Math.round(page.worstFrameMs ?? 0)}`
  return (
    <li className={page.stale ? 'is-wrong' : ''}>
      {page.address === '' ? '本机' : page.address}：{heard}
      {frames}
      {page.version === null ? '' : `，画面版本 ${page.version.join('.')}`}
      {page.stale ? '，画面可能停住' : ''}
    </li>
  )
}

function NewOutput() {
  const desk = useDesk()
  const [name, setName] = useState('')
  const parsed = OutputName.safeParse(name.trim())
  return (
    <div className="dc-choices">
      <Input
        size="small"
        value={name}
        maxLength={32}
        placeholder="新输出的名称，如 studio"
        aria-label="新输出的名称"
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        size="small"
        disabled={!parsed.success || deskReasons(desk).length > 0}
        onClick={() => {
          if (!parsed.success) return
          const command = { type: 'SetOutput', output: parsed.data, role: 'studio', delayMs: 0 } as const
          void desk.send(command, `已增加输出“${parsed.data}”。`).then((done) => {
            if (done) setName('')
          })
        }}
      >
        增加
      </Button>
      <small>小写字母、数字和短横线，以字母开头。</small>
    </div>
  )
}
