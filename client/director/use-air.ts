// Preview and programme: what is chosen, what is on air, and the way back from an empty picture.

import { useEffect, useRef, useState } from 'react'
import type { OutputName } from '../../shared/basics/ids.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import { PREVIEW, PROGRAMME, type Scene } from '../../shared/show/air.ts'
import { deskReasons, useDesk } from './desk.ts'
import {
  optionFor,
  sameScene,
  sceneOffers,
  sceneTitle,
  type KeyPage,
  type SceneOffer,
} from '../../shared/protocol/scene-choice.ts'
import { newId } from '../lib/new-id.ts'

export interface AirControl {
  readonly page: KeyPage
  readonly offers: readonly SceneOffer[]
  readonly preview: Scene | null
  readonly programme: Scene | null
  /** The scene that was on air before it was blanked; null where this page has not seen one. */
  readonly before: Scene | null
  /** What the last take put off the air; null where this page has not seen one. */
  readonly previous: Scene | null
  readonly panic: boolean
  readonly flip: () => void
  readonly choose: (offer: SceneOffer) => void
  /** To preview, without a key. */
  readonly chooseScene: (scene: Scene) => void
  readonly takeTo: (output: OutputName) => void
  readonly take: () => void
  readonly cut: () => void
  readonly blank: () => void
  readonly bringBack: () => void
  readonly undo: () => void
  readonly togglePanic: () => void
  readonly queue: () => void
  readonly takeNext: () => void
  readonly step: (by: 1 | -1) => void
}

export function sceneOn(snapshot: ConsoleSnapshot, output: string): Scene | null {
  return snapshot.outputs.find((each) => each.output === output)?.scene ?? null
}

export function useAir(): AirControl {
  const desk = useDesk()
  const { snapshot, send, tell } = desk
  const [page, setPage] = useState<KeyPage>('segment')
  const told = sceneOn(snapshot, PREVIEW)
  const programme = sceneOn(snapshot, PROGRAMME)
  const panic = snapshot.panicSinceMs !== null
  // What a key has just chosen holds until the server's snapshot says so: Space may come before that.
  const [chosen, setChosen] = useState<Scene | null>(null)
  const preview = chosen ?? told
  const { before, previous } = useSeen(programme)
  useEffect(() => {
    if (chosen !== null && told !== null && sameScene(chosen, told)) setChosen(null)
  }, [chosen, told])

  const stepOf = useAskedStep(snapshot)

  const may = () => {
    const reasons = deskReasons(desk)
    if (reasons.length > 0) tell('refused', reasons.join(''))
    return reasons.length === 0
  }
  const toOutput = (output: OutputName, scene: Scene, words: string, cut = false) => {
    void send({ type: 'TakeScene', output, scene, cut }, words)
  }
  const takeTo = (output: OutputName, cut = false) => {
    if (!may()) return
    if (preview === null) tell('refused', '预监里还没有画面：先按数字键选一个。')
    else toOutput(output, preview, `${outputName(output)}：${sceneTitle(preview, snapshot)}。`, cut)
  }
  const chooseScene = (scene: Scene) => {
    if (!may()) return
    setChosen(scene)
    void send({ type: 'TakeScene', output: PREVIEW, scene }).then((done) => {
      if (!done) setChosen(null)
    })
  }
  const endPanic = () => {
    void send({ type: 'EndPanicStill' }, '安全画面已解除，各输出恢复原来的画面。')
  }
  return {
    page,
    offers: sceneOffers(snapshot, page),
    preview,
    programme,
    before,
    previous,
    panic,
    flip() {
      setPage(page === 'segment' ? 'evening' : 'segment')
    },
    choose(offer) {
      const option = optionFor(offer, preview)
      if (option === null) tell('refused', offer.why ?? '')
      else chooseScene(option.scene)
    },
    chooseScene,
    takeTo: (output) => takeTo(output),
    take: () => takeTo(PROGRAMME),
    cut: () => takeTo(PROGRAMME, true),
    blank() {
      if (!may()) return
      toOutput(PROGRAMME, { kind: 'blank' }, '节目已切到空画面。按 R 恢复。')
    },
    bringBack() {
      if (!may()) return
      if (panic) endPanic()
      else if (programme?.kind !== 'blank') tell('hint', '节目不是空画面，不用恢复。')
      else if (before === null) tell('refused', '不知道原来的画面：请从预监切出（空格）。')
      else toOutput(PROGRAMME, before, `已恢复：${sceneTitle(before, snapshot)}。`)
    },
    undo() {
      if (!may()) return
      if (previous === null) tell('refused', '本页没有见过上一个画面，不能撤回。')
      else toOutput(PROGRAMME, previous, `已撤回到：${sceneTitle(previous, snapshot)}。`, true)
    },
    togglePanic() {
      if (!may()) return
      if (panic) endPanic()
      else void send({ type: 'ShowPanicStill' }, '各输出已切到安全画面。按 R 解除。')
    },
    queue() {
      if (!may()) return
      if (preview === null) tell('refused', '预监里还没有画面：先按数字键选一个。')
      else
        void send(
          { type: 'QueueScene', entryId: newId(), scene: preview },
          `已加入待播队列：${sceneTitle(preview, snapshot)}。`,
        )
    },
    takeNext() {
      if (!may()) return
      const next = snapshot.queue[0]
      if (next === undefined) tell('refused', '待播队列是空的：先用 A 加入预监里的画面。')
      else
        void send(
          { type: 'TakeQueued', entryId: next.entryId },
          `节目：${sceneTitle(next.scene, snapshot)}（队列下一个）。`,
        )
    },
    step(by) {
      if (!may()) return
      const on = onProgramme(snapshot)
      if (on === undefined || !hasSteps(on.scene)) return tell('hint', '节目里的画面没有分步。')
      const { takenAtMs } = on
      const step = stepOf.next(on) + by
      if (step < 0) return tell('hint', '已经在第一步。')
      const words = by === 1 ? '揭开下一位。' : '退回一步。'
      stepOf.asked(
        { takenAtMs, step },
        send({ type: 'StepScene', output: PROGRAMME, takenAtMs, step }, words),
      )
    },
  }
}

type OnProgramme = ConsoleSnapshot['outputs'][number]

function onProgramme({ outputs }: ConsoleSnapshot): OnProgramme | undefined {
  return outputs.find((each) => each.output === PROGRAMME)
}

/** A hand is faster than the line: the next step counts from the one just asked for, until the server has told of it. */
function useAskedStep(snapshot: ConsoleSnapshot): {
  next(on: OnProgramme): number
  asked(step: { readonly takenAtMs: number; readonly step: number }, done: Promise<boolean>): void
} {
  const wanted = useRef<{ readonly takenAtMs: number; readonly step: number } | null>(null)
  const waiting = useRef(0)
  const told = useRef(snapshot)
  const forgetIfTold = () => {
    const on = onProgramme(told.current)
    const { current } = wanted
    const isTold = current === null || on?.takenAtMs !== current.takenAtMs || on.step === current.step
    if (waiting.current === 0 && isTold) wanted.current = null
  }
  useEffect(() => {
    told.current = snapshot
    forgetIfTold()
  })
  return {
    next: (on) => (wanted.current?.takenAtMs === on.takenAtMs ? wanted.current.step : on.step),
    asked(step, done) {
      wanted.current = step
      waiting.current += 1
      void done.then((isDone) => {
        waiting.current -= 1
        if (!isDone) wanted.current = null
        forgetIfTold()
      })
    },
  }
}

/** What this page has seen on air: the scene before it was blanked, and the one before the last take. */
function useSeen(programme: Scene | null): { before: Scene | null; previous: Scene | null } {
  const [seen, setSeen] = useState<{ now: Scene | null; before: Scene | null; previous: Scene | null }>({
    now: programme,
    before: programme?.kind === 'blank' ? null : programme,
    previous: null,
  })
  const { now } = seen
  if (programme !== null && (now === null || !sameScene(now, programme)))
    setSeen({
      now: programme,
      before: programme.kind === 'blank' ? seen.before : programme,
      previous: now,
    })
  return seen
}

/** Lists are turned over place by place. */
export function hasSteps(scene: Scene): boolean {
  return scene.kind === 'list_reveal'
}

export function outputName(output: string): string {
  return output === PROGRAMME ? '节目' : output === PREVIEW ? '预监' : output
}

/** Every key of the console with its name and what it does, in the order of the map. */
export const KEY_WORDS: readonly (readonly [name: string, words: string])[] = [
  ['1 – 9', '把画面放进预监；同一个键再按，换同类的下一个'],
  ['0', '翻到另一组画面键（全场画面：得分、名单、承诺、点评…）'],
  ['空格', '预监切到节目（播出）'],
  ['X', '硬切：不带过渡，马上播出'],
  ['U', '撤回：节目退回上一个画面'],
  ['Esc', '节目切到空画面'],
  ['P', '安全画面：除预监外各输出立即换成安全画面；再按解除'],
  ['R', '从空画面或安全画面恢复'],
  ['A', '把预监里的画面加入待播队列'],
  ['N', '播出队列里的下一个'],
  ['→ ←', '名单揭开下一位；退回一步'],
  ['O Q C', '打开 输出、待播队列、承诺'],
  ['M T Z', '打开 席位提示与点评计时、字幕与公告、纸质打分'],
  ['K L Y', '打开 控制面板凭证、市民留言、异常与隔离'],
  ['?', '打开本图（Esc 关闭）'],
]
