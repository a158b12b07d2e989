// The keyboard map behind "?": every key that does something on the console, and when keys rest.

import { Modal } from 'antd'
import { SCENE_NAMES } from '../../shared/show/air.ts'
import type { SceneOffer } from '../../shared/protocol/scene-choice.ts'
import { KEY_WORDS } from './use-air.ts'

export function KeyboardMap(props: {
  readonly open: boolean
  readonly offers: readonly SceneOffer[]
  readonly onClose: () => void
}) {
  return (
    <Modal
      open={props.open}
      title="键盘图"
      footer={null}
      onCancel={props.onClose}
      width={640}
      destroyOnHidden
    >
      <dl className="dc-map">
        {KEY_WORDS.map(([name, words]) => (
          <div key={name}>
            <dt>
              <kbd>{name}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Enter</kbd>
          </dt>
          <dd>按下有焦点的按钮；标有“按住”的按钮要按住到填满</dd>
        </div>
      </dl>
      <ol className="dc-map-keys">
        {props.offers.map((offer) => (
          <li key={offer.key}>
            <kbd>{offer.key}</kbd> {SCENE_NAMES[offer.kind]}
          </li>
        ))}
      </ol>
      <p className="dc-note">
        正在填写文字或有对话框打开时，这些键不起作用：先按 Esc 离开。切出画面不等于揭晓：结果要先按“揭晓”。
      </p>
    </Modal>
  )
}
