// Proves which scene each number key offers, and that pressing a key again goes through what it offers.

import { describe, expect, test } from 'vitest'
import { givenConsole, givenSegment, givenUnit, givenWindow, SESSION } from './given.ts'
import { optionFor, sameScene, sceneOffers, sceneTitle } from '../../shared/protocol/scene-choice.ts'

const offer = (snapshot: Parameters<typeof sceneOffers>[0], kind: string) =>
  sceneOffers(snapshot).find((each) => each.kind === kind)!

describe('scene keys', () => {
  test('nine keys, each once; blank is not among them', () => {
    const offers = sceneOffers(givenConsole())
    expect(offers.map((each) => each.key).join('')).toBe('123456789')
    expect(new Set(offers.map((each) => each.kind)).size).toBe(9)
    expect(offers.some((each) => each.kind === 'blank')).toBe(false)
  })

  test('[SHOW6] a key that has nothing says why in a sentence; the others do not', () => {
    for (const each of sceneOffers(givenConsole())) {
      if (each.options.length === 0) expect(each.why).toMatch(/。$/)
      else expect(each.why).toBeNull()
    }
    expect(offer(givenConsole(), 'standby').options).toHaveLength(1)
    expect(offer(givenConsole(), 'unit_title').options).toHaveLength(0)
  })

  test('the title is of the segment on air, not of the first', () => {
    const snapshot = givenConsole({
      segments: [
        givenSegment('a', { state: 'done' }),
        givenSegment('b', { state: 'on_air', unit: givenUnit(2, '城东所') }),
      ],
    })
    expect(offer(snapshot, 'unit_title').options).toEqual([
      { scene: { kind: 'unit_title', sessionId: SESSION, segmentId: 'b' }, about: '城东所' },
    ])
  })

  test('[SHOW5] reveal scenes are offered for revealed windows only', () => {
    for (const phase of ['open', 'closing', 'frozen', 'verified', 'void'] as const) {
      const snapshot = givenConsole({
        windows: [givenWindow(1, { kind: 'examiners', phase }), givenWindow(2, { phase })],
      })
      expect(offer(snapshot, 'score_reveal').options).toEqual([])
      expect(offer(snapshot, 'poll_reveal').options).toEqual([])
    }
    const revealed = givenConsole({ windows: [givenWindow(2, { phase: 'revealed' })] })
    expect(offer(revealed, 'poll_reveal').options).toHaveLength(1)
    expect(offer(revealed, 'score_reveal').options).toEqual([])
    expect(offer(revealed, 'live_tally').options).toEqual([])
  })

  test('a countdown is of the window opened last; pressed again it is of the other, then of the first again', () => {
    const snapshot = givenConsole({
      windows: [givenWindow(1, { kind: 'examiners' }), givenWindow(2), givenWindow(3, { phase: 'frozen' })],
    })
    const countdown = offer(snapshot, 'countdown')
    const first = optionFor(countdown, { kind: 'standby' })!
    const second = optionFor(countdown, first.scene)!
    expect(first.scene).toMatchObject({ windowId: '000000000002' })
    expect(second.scene).toMatchObject({ windowId: '000000000001' })
    expect(sameScene(optionFor(countdown, second.scene)!.scene, first.scene)).toBe(true)
  })

  test('how to vote is offered while the window is open, the live tally until it is revealed', () => {
    const closing = givenConsole({ windows: [givenWindow(1, { phase: 'closing' })] })
    expect(offer(closing, 'how_to_vote').options).toEqual([])
    expect(offer(closing, 'live_tally').options).toHaveLength(1)
  })

  test('the ranking starts with the category of the unit on air', () => {
    const segments = [givenSegment('a', { state: 'on_air', unit: { ...givenUnit(1), category: 'utility' } })]
    const { options } = offer(givenConsole({ segments }), 'ranking')
    expect(options.map((option) => option.about)).toEqual([
      '公共服务企业',
      '机关科室',
      '基层站所',
      '科教文卫事业单位',
    ])
  })

  test('a scene reads as what it is and what it is of', () => {
    const snapshot = givenConsole({ windows: [givenWindow(1)] })
    const scene = offer(snapshot, 'countdown').options[0]!.scene
    expect(sceneTitle(scene, snapshot)).toBe('倒计时 · 市民 · 单位1')
    expect(sceneTitle({ kind: 'blank' }, snapshot)).toBe('空画面')
  })

  test('without an offer a key takes nothing', () => {
    expect(optionFor(offer(givenConsole(), 'lock_board'), null)).toBeNull()
  })
})
