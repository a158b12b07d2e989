// The bottom of the console: preview and programme as they look, the scene keys, take, blank and the way back, other outputs.

import { useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { sameScene, sceneTitle, type SceneOffer } from './scene-choice.ts'
import { SCENE_NAMES, PREVIEW, PROGRAMME, type Scene } from '../../shared/show/air.ts'
import { deskReasons } from './desk.ts'
import { outputName, type AirControl } from './use-air.ts'

export function DisplayControl({ air }: { readonly air: AirControl }) {
  return (
    <section className="dc-panel dc-air" aria-label="播出控制">
      <Monitor output={PREVIEW} scene={air.preview} tone="preview" />
      <Switches air={air} />
      <Monitor output={PROGRAMME} scene={air.programme} tone="programme" />
      <Keys air={air} />
      <Outputs air={air} />
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
  const wayBack =
    air.before === null
      ? '本页没有见过原来的画面，请从预监切出。'
      : `恢复：${sceneTitle(air.before, snapshot)}`
  return (
    <div className="dc-switches">
      <ReasonButton
        block
        tone="primary"
        below={false}
        reasons={[...own, ...(air.preview === null ? ['预监里还没有画面：先按数字键选一个。'] : [])]}
        onPress={air.take}
      >
        切出 <kbd>空格</kbd>
      </ReasonButton>
      <ReasonButton
        block
        tone="danger"
        below={false}
        reasons={[...own, ...(blanked ? ['节目已经是空画面。'] : [])]}
        onPress={air.blank}
      >
        空画面 <kbd>Esc</kbd>
      </ReasonButton>
      <ReasonButton
        block
        below
        tone={blanked ? 'primary' : 'normal'}
        reasons={[
          ...own,
          ...(!blanked ? ['节目不是空画面，不用恢复。'] : air.before === null ? [wayBack] : []),
        ]}
        hint={wayBack}
        onPress={air.bringBack}
      >
        恢复 <kbd>R</kbd>
      </ReasonButton>
    </div>
  )
}

function Keys({ air }: { readonly air: AirControl }) {
  return (
    <div className="dc-keys" role="group" aria-label="画面">
      {air.offers.map((offer) => (
        <Key key={offer.key} offer={offer} air={air} />
      ))}
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

function Outputs({ air }: { readonly air: AirControl }) {
  const desk = useDesk()
  const { snapshot } = desk
  const own = deskReasons(desk)
  return (
    <div className="dc-outputs">
      <h3>输出</h3>
      <ul>
        {snapshot.outputs.map((each) => (
          <li key={each.output}>
            <b>{outputName(each.output)}</b>
            <span title={sceneTitle(each.scene, snapshot)}>{sceneTitle(each.scene, snapshot)}</span>
            <em className={each.screens === 0 ? 'is-none' : ''}>{each.screens} 屏</em>
            {each.output === PROGRAMME || each.output === PREVIEW ? null : (
              <ReasonButton
                size="small"
                below={false}
                reasons={[...own, ...(air.preview === null ? ['预监里还没有画面。'] : [])]}
                label={`把预监的画面切到输出 ${each.output}`}
                onPress={() => air.takeTo(each.output)}
              >
                切到此处
              </ReasonButton>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
