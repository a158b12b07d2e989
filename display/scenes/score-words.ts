// How an examiners' result reads on air: its bars with word, face and colour, and the sentence of a result that is none.

import type { FaceKind, Tone } from '../../client/ui/choice-look.ts'
import { CHOICE_LOOK } from '../../client/ui/choice-look.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { ExaminersResult, InvalidWhy } from '../../shared/show/score.ts'

export interface ScoreBar {
  readonly word: string
  /** Null: marks have a band, not a face. */
  readonly face: FaceKind | null
  readonly tone: Tone | 'plain'
  readonly count: number
  /** 0–1 of the longest bar; 0 where nothing was given. */
  readonly part: number
}

const ABSTAIN = { word: '弃权', face: 'none', tone: 'unsure' } as const
const SMILE = { word: '笑脸', face: 'smile', tone: 'satisfied' } as const
const CRY = { word: '哭脸', face: 'cry', tone: 'dissatisfied' } as const

/** From best to worst, as the result lists them: the form, not the label, says what a place means. */
export function scoreBarsOf({ form, distribution }: ExaminersResult): readonly ScoreBar[] {
  const longest = Math.max(1, ...distribution.map(({ count }) => count))
  return distribution.map(({ label, count }, i) => ({
    ...lookOf(form.kind, label, i),
    count,
    part: count / longest,
  }))
}

function lookOf(
  form: ExaminersResult['form']['kind'],
  label: string,
  i: number,
): Pick<ScoreBar, 'word' | 'face' | 'tone'> {
  switch (form) {
    case 'grades':
      return [CHOICE_LOOK.satisfied, CHOICE_LOOK.fair, CHOICE_LOOK.dissatisfied, ABSTAIN][i] ?? plain(label)
    case 'placard':
      return [SMILE, CRY][i] ?? plain(label)
    case 'marks':
      return plain(label)
    default:
      return unreachable(form)
  }
}

function plain(label: string): Pick<ScoreBar, 'word' | 'face' | 'tone'> {
  return { word: label, face: null, tone: 'plain' }
}

/** SCORE6–7, in a sentence a viewer understands. */
export function invalidSentenceOf(why: InvalidWhy): string {
  switch (why) {
    case 'not_half_of_present':
      return '打分或弃权的考官未超过在场人数的一半'
    case 'fewer_than_five':
      return '有效打分不足5份'
    case 'group_too_small':
      return '有席位组的有效打分不足3份'
    default:
      return unreachable(why)
  }
}
