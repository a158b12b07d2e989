// Which scene each number key offers now: for the segment on air and the newest windows, and why a key offers none.

import type { ConsolePromise, ConsoleSnapshot, ConsoleWindow } from './console-topic.ts'
import { CATEGORIES, CATEGORY_NAMES } from '../evaluation/unit.ts'
import { unreachable } from '../basics/result.ts'
import { SCENE_NAMES, type Scene, type SceneKind } from '../show/air.ts'
import type { WindowPhase } from '../show/session.ts'

export interface SceneOption {
  readonly scene: Scene
  /** What the scene is about: a unit, a category; empty where it needs no words. */
  readonly about: string
}

export interface SceneOffer {
  /** `1` … `9`. */
  readonly key: string
  readonly kind: SceneKind
  /** Newest first; the key pressed again goes through them. */
  readonly options: readonly SceneOption[]
  /** Why there is nothing to take, where options is empty. */
  readonly why: string | null
}

/** The scenes of the keys 1 … 9, in the order of a segment on air. `blank` is on Esc. */
const KEYED = [
  'unit_title',
  'how_to_vote',
  'countdown',
  'live_tally',
  'lock_board',
  'score_reveal',
  'poll_reveal',
  'ranking',
  'standby',
] as const satisfies readonly SceneKind[]
/** The scenes behind `0`: what an evening has around its segments. */
const KEYED_BEHIND = [
  'leader_board',
  'list_reveal',
  'promise',
  'look_back',
  'commentary',
  'lower_third',
] as const satisfies readonly SceneKind[]
type KeyedKind = (typeof KEYED)[number] | (typeof KEYED_BEHIND)[number]
/** `0` goes from one page of keys to the other. */
export type KeyPage = 'segment' | 'evening'
/** More than these would be a search, not a key. */
const MOST_OPTIONS = 4
const MOST_PROMISES = 12

const BEFORE_REVEAL: readonly WindowPhase[] = ['open', 'closing', 'frozen', 'verified']

export function sceneOffers(snapshot: ConsoleSnapshot, page: KeyPage = 'segment'): readonly SceneOffer[] {
  const kinds: readonly KeyedKind[] = page === 'segment' ? KEYED : KEYED_BEHIND
  return kinds.map((kind, i) => {
    const { options, why } = choiceOf(kind, snapshot)
    return { key: String(i + 1), kind, options, why: options.length === 0 ? why : null }
  })
}

interface Choice {
  readonly options: readonly SceneOption[]
  readonly why: string
}

function choiceOf(kind: KeyedKind, snapshot: ConsoleSnapshot): Choice {
  switch (kind) {
    case 'standby':
      return { options: [{ scene: { kind }, about: '' }], why: '' }
    case 'unit_title':
      return { options: titleOptions(snapshot), why: '还没有环节在播：先在流程单里切入一个环节。' }
    case 'how_to_vote':
      return ofWindows(kind, snapshot, 'citizens', ['open'], '没有开放中的市民窗口。')
    case 'countdown':
      return ofWindows(kind, snapshot, null, ['open', 'closing'], '没有开放中的窗口。')
    case 'live_tally':
      return ofWindows(kind, snapshot, 'citizens', BEFORE_REVEAL, '没有进行中的市民窗口。')
    case 'lock_board':
      return ofWindows(kind, snapshot, 'examiners', BEFORE_REVEAL, '没有进行中的考官窗口。')
    case 'score_reveal':
      return ofWindows(kind, snapshot, 'examiners', ['revealed'], '还没有揭晓的考官打分。')
    case 'poll_reveal':
      return ofWindows(kind, snapshot, 'citizens', ['revealed'], '还没有揭晓的市民评议。')
    case 'ranking':
      return { options: rankingOptions(snapshot), why: '' }
    case 'leader_board':
    case 'commentary': {
      const { session } = snapshot
      const options = session === null ? [] : [{ scene: { kind, sessionId: session.id }, about: '' }]
      return { options, why: '还没有选定场次。' }
    }
    case 'list_reveal':
      return { options: listOptions(snapshot), why: '' }
    case 'promise':
      return {
        options: promiseOptions(kind, snapshot.promises.toReversed()),
        why: '今晚还没有记录承诺：按 C 记录。',
      }
    case 'look_back':
      return {
        options: promiseOptions(kind, [...snapshot.promisesToLookBackOn, ...snapshot.promises]),
        why: '没有可以回头看的承诺。',
      }
    case 'lower_third':
      return { options: lowerThirdOptions(snapshot), why: '还没有环节在播：先在流程单里切入一个环节。' }
    default:
      return unreachable(kind)
  }
}

function titleOptions(snapshot: ConsoleSnapshot): readonly SceneOption[] {
  const { session } = snapshot
  const segment = snapshot.segments.find((each) => each.state === 'on_air')
  if (session === null || segment === undefined) return []
  return [
    {
      scene: { kind: 'unit_title', sessionId: session.id, segmentId: segment.segmentId },
      about: segment.unit?.name ?? segment.title,
    },
  ]
}

/** The category of the unit on air first, then the others in their order. */
function rankingOptions(snapshot: ConsoleSnapshot): readonly SceneOption[] {
  const first = snapshot.segments.find((each) => each.state === 'on_air')?.unit?.category
  const categories = [...CATEGORIES].sort((a, b) => Number(b === first) - Number(a === first))
  return categories.map((category) => ({
    scene: { kind: 'ranking', category },
    about: CATEGORY_NAMES[category],
  }))
}

/** 前N名 and 后N名 of each category, that of the unit on air first. */
function listOptions(snapshot: ConsoleSnapshot): readonly SceneOption[] {
  return rankingOptions(snapshot).flatMap(({ scene, about }) =>
    scene.kind !== 'ranking'
      ? []
      : (['worst', 'best'] as const).map((list) => ({
          scene: { kind: 'list_reveal' as const, category: scene.category, list },
          about: `${about} ${list === 'best' ? '前列' : '后列'}`,
        })),
  )
}

function promiseOptions(
  kind: 'promise' | 'look_back',
  promises: readonly ConsolePromise[],
): readonly SceneOption[] {
  return promises.slice(0, MOST_PROMISES).map(({ sessionId, promiseId, unit, text }) => ({
    scene: { kind, sessionId, promiseId },
    about: `${unit.name}：${text}`,
  }))
}

function lowerThirdOptions(snapshot: ConsoleSnapshot): readonly SceneOption[] {
  const segment = snapshot.segments.find((each) => each.state === 'on_air')
  if (segment === undefined) return []
  const title = (segment.unit?.name ?? segment.title).slice(0, 60)
  const subtitle = segment.unit === null ? '' : segment.title
  return [{ scene: { kind: 'lower_third', title, subtitle }, about: title }]
}

type WindowSceneKind = Extract<Scene, { windowId: unknown }>['kind']

function ofWindows(
  kind: WindowSceneKind,
  snapshot: ConsoleSnapshot,
  of: ConsoleWindow['kind'] | null,
  phases: readonly WindowPhase[],
  why: string,
): Choice {
  const { session } = snapshot
  if (session === null) return { options: [], why: '还没有选定场次。' }
  const options = newestFirst(snapshot.windows)
    .filter((window) => (of === null || window.kind === of) && phases.includes(window.phase))
    .slice(0, MOST_OPTIONS)
    .map((window) => ({
      scene: { kind, sessionId: session.id, windowId: window.windowId },
      about: of === null ? `${KIND_NAMES[window.kind]} · ${window.unit.name}` : window.unit.name,
    }))
  return { options, why }
}

export const KIND_NAMES: Readonly<Record<ConsoleWindow['kind'], string>> = {
  examiners: '考官',
  citizens: '市民',
}

export function newestFirst(windows: readonly ConsoleWindow[]): readonly ConsoleWindow[] {
  return [...windows].sort((a, b) => b.openedAtMs - a.openedAtMs)
}

export function sameScene(a: Scene, b: Scene): boolean {
  if (a.kind !== b.kind) return false
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  return Object.keys(left).every((name) => JSON.stringify(left[name]) === JSON.stringify(right[name]))
}

/** What a key takes to preview: its first option, or the one after that which preview shows already. */
export function optionFor(offer: SceneOffer, preview: Scene | null): SceneOption | null {
  if (offer.options.length === 0) return null
  const shown = preview === null ? -1 : offer.options.findIndex((option) => sameScene(option.scene, preview))
  return offer.options[(shown + 1) % offer.options.length] ?? null
}

/** A scene in words, such as `倒计时 · 市民 · 星河市…`. */
export function sceneTitle(scene: Scene, snapshot: ConsoleSnapshot): string {
  const about = aboutOf(scene, snapshot)
  return about === '' ? SCENE_NAMES[scene.kind] : `${SCENE_NAMES[scene.kind]} · ${about}`
}

function aboutOf(scene: Scene, snapshot: ConsoleSnapshot): string {
  switch (scene.kind) {
    case 'standby':
    case 'blank':
    case 'commentary':
    case 'leader_board':
      return ''
    case 'promise':
    case 'look_back': {
      const all = [...snapshot.promises, ...snapshot.promisesToLookBackOn]
      return all.find(({ promiseId }) => promiseId === scene.promiseId)?.text ?? ''
    }
    case 'lower_third':
    case 'notice':
      return scene.title
    case 'list_reveal':
      return `${CATEGORY_NAMES[scene.category]} ${scene.list === 'best' ? '前列' : '后列'}`
    case 'ranking':
      return CATEGORY_NAMES[scene.category]
    case 'unit_title': {
      const segment = snapshot.segments.find((each) => each.segmentId === scene.segmentId)
      return segment?.unit?.name ?? segment?.title ?? ''
    }
    case 'how_to_vote':
    case 'countdown':
    case 'live_tally':
    case 'lock_board':
    case 'score_reveal':
    case 'poll_reveal': {
      const window = snapshot.windows.find((each) => each.windowId === scene.windowId)
      if (window === undefined) return ''
      return scene.kind === 'countdown'
        ? `${KIND_NAMES[window.kind]} · ${window.unit.name}`
        : window.unit.name
    }
    default:
      return unreachable(scene)
  }
}
