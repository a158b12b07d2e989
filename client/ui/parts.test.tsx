// Proves what the shared parts say: shape and word beside every colour, since when a line is lost, and the rehearsal mark.

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { OfflineBanner } from './banner.tsx'
import { CHOICE_LOOK } from './choice-look.ts'
import { Countdown } from './countdown.tsx'
import { Face } from './face.tsx'
import { RehearsalMark } from './rehearsal-mark.tsx'
import { SplitBar, SplitWords } from './split-bar.tsx'
import { UnitName } from './unit-name.tsx'

const SPLIT = { satisfied: 1_234, fair: 60, dissatisfied: 7, unsure: 99 }
const wordsOf = (markup: string) => markup.replace(/<[^>]*>/g, '')

test('no two faces are the same shape', () => {
  const kinds = ['smile', 'flat', 'cry', 'unsure', 'none'] as const
  const shapes = kinds.map((kind) => renderToStaticMarkup(<Face kind={kind} size={24} />).replace(kind, ''))
  expect(new Set(shapes).size).toBe(kinds.length)
})

test('no two choices share a word, a face, a colour or a digit', () => {
  for (const key of ['word', 'face', 'tone', 'digit'] as const) {
    expect(new Set(Object.values(CHOICE_LOOK).map((look) => look[key])).size).toBe(4)
  }
})

test('[BAL11] a split names every choice with its count and share, and 不了解 apart from the shares', () => {
  const markup = renderToStaticMarkup(<SplitBar split={SPLIT} offersUnsure={true} />)
  expect(markup.match(/data-face="\w+"/g)).toEqual([
    'data-face="smile"',
    'data-face="flat"',
    'data-face="cry"',
  ])
  expect(wordsOf(markup)).toBe('满意1,234票94.85%基本满意60票4.61%不满意7票0.54%另有不了解 99 票，不计入比例')
  expect(wordsOf(renderToStaticMarkup(<SplitWords split={SPLIT} offersUnsure={false} />))).toBe(
    '满意 1,234（94.85%）基本满意 60（4.61%）不满意 7（0.54%）',
  )
})

test('a split of nothing shows no share at all', () => {
  const none = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }
  expect(wordsOf(renderToStaticMarkup(<SplitBar split={none} offersUnsure={false} />))).not.toContain('%')
})

test('a lost line says since when, in the time of the city, and what still works', () => {
  const sinceMs = Date.UTC(2026, 10, 23, 12, 3, 7)
  const markup = renderToStaticMarkup(
    <OfflineBanner offlineSinceMs={sinceMs} stillWorks="打分照常保存在本机。" />,
  )
  expect(wordsOf(markup)).toContain('自 20:03:07 起与服务器断开，正在重新连接。打分照常保存在本机。')
  expect(markup).toContain('role="alert"')
  expect(renderToStaticMarkup(<OfflineBanner offlineSinceMs={null} stillWorks="" />)).toBe('')
})

test('[SHOW8] a rehearsal is marked in words, and only a rehearsal', () => {
  expect(wordsOf(renderToStaticMarkup(<RehearsalMark rehearsal={true} />))).toContain('彩排 · 非正式播出')
  expect(renderToStaticMarkup(<RehearsalMark rehearsal={false} />)).toBe('')
})

test('[SHOW4] a countdown shows seconds, the words of its end, and the words of a window on cue', () => {
  const at = (closesAtMs: number | null) =>
    wordsOf(renderToStaticMarkup(<Countdown closesAtMs={closesAtMs} nowMs={100_000} />))
  expect([at(165_000), at(100_000), at(null)]).toEqual(['1:05', '已截止', '等待截止口令'])
})

test('a name is set apart from the direction of what surrounds it', () => {
  const markup = renderToStaticMarkup(<UnitName name="مركز خدمة 中心" max={40} min={20} />)
  expect(markup).toMatch(/<bdi>.*<\/bdi>/)
  expect(wordsOf(markup)).toBe('مركز خدمة 中心')
})
