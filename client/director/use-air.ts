// Preview and programme: what is chosen, what is on air, and the way back from an empty picture.

import { useEffect, useRef, useState } from 'react'
import { unreachable } from '../../shared/basics/result.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import { PREVIEW, PROGRAMME, type Scene } from '../../shared/show/air.ts'
import { deskReasons, useDesk } from './desk.ts'
import { optionFor, sameScene, sceneOffers, sceneTitle, type SceneOffer } from './scene-choice.ts'

export interface AirControl {
  readonly offers: readonly SceneOffer[]
  readonly preview: Scene | null
  readonly programme: Scene | null
  /** The scene that was on air before it was blanked; null where this page has not seen one. */
  readonly before: Scene | null
  readonly choose: (offer: SceneOffer) => void
  readonly takeTo: (output: typeof PROGRAMME) => void
  readonly take: () => void
  readonly blank: () => void
  readonly bringBack: () => void
}

export function sceneOn(snapshot: ConsoleSnapshot, output: string): Scene | null {
  return snapshot.outputs.find((each) => each.output === output)?.scene ?? null
}

export function useAir(): AirControl {
  const desk = useDesk()
  const { snapshot, send, tell } = desk
  const offers = sceneOffers(snapshot)
  const told = sceneOn(snapshot, PREVIEW)
  const programme = sceneOn(snapshot, PROGRAMME)
  // What a key has just chosen holds until the server's snapshot says so: Space may come before that.
  const [chosen, setChosen] = useState<Scene | null>(null)
  const preview = chosen ?? told
  const before = useRef<Scene | null>(null)
  useEffect(() => {
    if (programme !== null && programme.kind !== 'blank') before.current = programme
  }, [programme])
  useEffect(() => {
    if (chosen !== null && told !== null && sameScene(chosen, told)) setChosen(null)
  }, [chosen, told])

  const may = () => {
    const reasons = deskReasons(desk)
    if (reasons.length > 0) tell('refused', reasons.join(''))
    return reasons.length === 0
  }
  const toProgramme = (output: typeof PROGRAMME, scene: Scene, words: string) => {
    void send({ type: 'TakeScene', output, scene }, words)
  }
  const takeTo = (output: typeof PROGRAMME) => {
    if (!may()) return
    if (preview === null) tell('refused', '预监里还没有画面：先按数字键选一个。')
    else toProgramme(output, preview, `${outputName(output)}：${sceneTitle(preview, snapshot)}。`)
  }
  return {
    offers,
    preview,
    programme,
    before: before.current,
    choose(offer) {
      if (!may()) return
      const option = optionFor(offer, preview)
      if (option === null) {
        tell('refused', offer.why ?? '')
        return
      }
      setChosen(option.scene)
      void send({ type: 'TakeScene', output: PREVIEW, scene: option.scene }).then((done) => {
        if (!done) setChosen(null)
      })
    },
    takeTo,
    take: () => takeTo(PROGRAMME),
    blank() {
      if (!may()) return
      toProgramme(PROGRAMME, { kind: 'blank' }, '节目已切到空画面。按 R 恢复。')
    },
    bringBack() {
      if (!may()) return
      if (programme?.kind !== 'blank') tell('hint', '节目不是空画面，不用恢复。')
      else if (before.current === null) tell('refused', '不知道原来的画面：请从预监切出（空格）。')
      else toProgramme(PROGRAMME, before.current, `已恢复：${sceneTitle(before.current, snapshot)}。`)
    },
  }
}

export function outputName(output: string): string {
  return output === PROGRAMME ? '节目' : output === PREVIEW ? '预监' : output
}

/** Whether an act of the keys changes what is on air. For the keyboard map. */
export type AirKey = 'choose' | 'take' | 'blank' | 'bringBack' | 'help'
export function airKeyWords(key: AirKey): readonly [string, string] {
  switch (key) {
    case 'choose':
      return ['1 – 9', '把画面放进预监；同一个键再按，换同类的下一个']
    case 'take':
      return ['空格', '预监切到节目（播出）']
    case 'blank':
      return ['Esc', '节目切到空画面']
    case 'bringBack':
      return ['R', '从空画面恢复原来的画面']
    case 'help':
      return ['?', '打开本图（Esc 关闭）']
    default:
      return unreachable(key)
  }
}
