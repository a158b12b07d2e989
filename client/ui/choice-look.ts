// How the four choices look everywhere: the word, the face and the colour that always come together.

import { CHOICE_NAMES, type Choice } from '../../shared/ballot/choices.ts'

/** `none`: an abstention, a face without features. */
export type FaceKind = 'smile' | 'flat' | 'cry' | 'unsure' | 'none'

/** `tone` names a token: --satisfied, and --on-satisfied for what is written upon it. */
export type Tone = 'satisfied' | 'fair' | 'dissatisfied' | 'unsure'

export interface ChoiceLook {
  readonly word: string
  readonly face: FaceKind
  readonly tone: Tone
  /** What a citizen may send instead of the word. */
  readonly digit: '1' | '2' | '3' | '4'
}

export const CHOICE_LOOK: Readonly<Record<Choice, ChoiceLook>> = {
  satisfied: { word: CHOICE_NAMES.satisfied, face: 'smile', tone: 'satisfied', digit: '1' },
  fair: { word: CHOICE_NAMES.fair, face: 'flat', tone: 'fair', digit: '2' },
  dissatisfied: { word: CHOICE_NAMES.dissatisfied, face: 'cry', tone: 'dissatisfied', digit: '3' },
  unsure: { word: CHOICE_NAMES.unsure, face: 'unsure', tone: 'unsure', digit: '4' },
}

export const RATED_CHOICES = ['satisfied', 'fair', 'dissatisfied'] as const
