// The bottom of the console: preview and programme as they look, the switches of the air, the scene keys, queue and outputs.

import type { ReactNode } from 'react'
import { useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { sameScene, sceneTitle, type SceneOffer } from '../../shared/protocol/scene-choice.ts'
import { SCENE_NAMES, PREVIEW, PROGRAMME, type Scene } from '../../shared/show/air.ts'
import { deskReasons } from './desk.ts'
import { AirSide } from './air-side.tsx'
import { hasSteps, outputName, type AirControl } from './use-air.ts'
import type { DrawerName } from './use-keys.ts'

export function DisplayControl(props: {
  readonly air: AirControl
  readonly open: (drawer: DrawerName) => void
}) {
  const { air, open } = props
  return (
    <section className="dc-panel dc-air" aria-label="播出控制">
      <Monitor output={PREVIEW} scene={air.preview} tone="preview" />
      <Switches air={air} />
      <Monitor output={PROGRAMME} scene={air.programme} tone="programme" />
      <Keys air={air} />
      <AirSide air={air} open={open} />
    </section>
  )
}

function Monitor(props: {
  readonly output: string
  readonly scene: Scene | null
  readonly tone: 'preview' | 'programme'
}) {
  const { snapshot } = useDesk()
  const { output, scene, tone } = props
  const name = outputName(output)
  const words = scene === null ? '还没有画面' : sceneTitle(scene, snapshot)
  return (
    <figure className={`dc-monitor is-${tone}`}>
      <figcaption title={words}>
        <b>{name}</b> {words}
      </figcaption>
      <div className="dc-screen">
        <iframe src={`/display?output=${output}&monitor=1`} title={`${name}画面`} tabIndex={-1} />
      </div>
    </figure>
  )
}

function Switches({ air }: { readonly air: AirControl }) {
  const desk = useDesk()
  const own = deskReasons(desk)
  const { snapshot } = desk
  const blanked = air.programme?.kind === 'blank'
  const { panic } = air
  const empty = air.preview === null ? ['预监里还没有画面：先按数字键选一个。'] : []
  const stopped = panic ? ['安全画面正在播出，请先解除。'] : []
  const on = snapshot.outputs.find((each) => each.output === PROGRAMME)
  const stepReasons = on !== undefined && hasSteps(on.scene) ? stopped : ['节目里的画面没有分步。']
  const wayBack = panic
    ? '解除安全画面'
    : air.before === null
      ? '本页没有见过原来的画面，请从预监切出。'
      : `恢复：${sceneTitle(air.before, snapshot)}`
  return (
    <div className="dc-switches">
      <Switch wide tone="primary" keyName="空格" reasons={[...own, ...stopped, ...empty]} onPress={air.take}>
        切出
      </Switch>
      <Switch keyName="X" reasons={[...own, ...stopped, ...empty]} onPress={air.cut}>
        硬切
      </Switch>
      <Switch
        keyName="U"
        reasons={[...own, ...stopped, ...(air.previous === null ? ['本页没有见过上一个画面。'] : [])]}
        onPress={air.undo}
      >
        撤回
      </Switch>
      <Switch keyName="←" reasons={[...own, ...stepReasons]} onPress={() => air.step(-1)}>
        退步
      </Switch>
      <Switch keyName="→" reasons={[...own, ...stepReasons]} onPress={() => air.step(1)}>
        揭开
      </Switch>
      <Switch
        keyName="Esc"
        tone="danger"
        reasons={[...own, ...stopped, ...(blanked ? ['节目已经是空画面。'] : [])]}
        onPress={air.blank}
      >
        空
      </Switch>
      <Switch keyName="P" tone="danger" reasons={own} onPress={air.togglePanic}>
        {panic ? '解除' : '安全'}
      </Switch>
      <Switch
        wide
        keyName="R"
        tone={blanked || panic ? 'primary' : 'normal'}
        reasons={[
          ...own,
          ...(panic ? [] : !blanked ? ['节目不是空画面，不用恢复。'] : air.before === null ? [wayBack] : []),
        ]}
        onPress={air.bringBack}
        label={wayBack}
      >
        恢复
      </Switch>
    </div>
  )
}

/** A switch of the air with its key beside its word. */
function Switch(props: {
  readonly children: ReactNode
  readonly keyName: string
  readonly reasons: readonly string[]
  readonly onPress: () => void
  readonly tone?: 'normal' | 'primary' | 'danger'
  readonly wide?: boolean
  readonly label?: string
}) {
  const { children, keyName, reasons, onPress, tone = 'normal', wide = false, label } = props
  return (
    <div className={wide ? 'is-wide' : ''} title={label}>
      <ReasonButton block size="small" below={false} tone={tone} reasons={reasons} onPress={onPress}>
        {children} <kbd>{keyName}</kbd>
      </ReasonButton>
    </div>
  )
}

function Keys({ air }: { readonly air: AirControl }) {
  return (
    <div className="dc-keys" role="group" aria-label="画面">
      {air.offers.map((offer) => (
        <Key key={`${air.page}${offer.key}`} offer={offer} air={air} />
      ))}
      <button type="button" className="dc-key dc-flip" onClick={air.flip}>
        <kbd>0</kbd>
        <span>
          <b>{air.page === 'segment' ? '全场画面' : '环节画面'}</b>
          <small>翻到另一组</small>
        </span>
      </button>
    </div>
  )
}

function Key({ offer, air }: { readonly offer: SceneOffer; readonly air: AirControl }) {
  const { tell } = useDesk()
  const shows = (scene: Scene | null) =>
    scene !== null && offer.options.some((option) => sameScene(option.scene, scene))
  const at = offer.options.findIndex((option) => air.preview !== null && sameScene(option.scene, air.preview))
  const option = offer.options[Math.max(0, at)]
  const grey = option === undefined
  const marks = `${shows(air.preview) ? ' is-preview' : ''}${shows(air.programme) ? ' is-programme' : ''}`
  const said = grey ? (offer.why ?? '') : option.about
  return (
    <button
      type="button"
      className={`dc-key${grey ? ' is-grey' : ''}${marks}`}
      aria-disabled={grey}
      title={said}
      onClick={() => air.choose(offer)}
      onFocus={() => {
        if (grey) tell('hint', said)
      }}
    >
      <kbd>{offer.key}</kbd>
      <span>
        <b>{SCENE_NAMES[offer.kind]}</b>
        <small>
          {said}
          {offer.options.length > 1 ? `（${Math.max(0, at) + 1}/${offer.options.length}）` : ''}
        </small>
      </span>
    </button>
  )
}
