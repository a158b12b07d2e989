// A split drawn: for each choice its face, word, bar, count and share; and the same in one line of words.

import './split-bar.css'
import { countOf } from '../lib/format.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import { CHOICE_LOOK, RATED_CHOICES } from './choice-look.ts'
import { Face } from './face.tsx'
import { sharesOf } from './shares.ts'

interface SplitBarProps {
  readonly split: Split
  /** 不了解 was offered, so its count is part of the split (BAL1). */
  readonly offersUnsure: boolean
}

/** Three rows on one scale, where a full bar is every ballot of the base; 不了解 below them, as a number only. */
export function SplitBar({ split, offersUnsure }: SplitBarProps) {
  const shares = sharesOf(split)
  return (
    <div className="split-bar">
      {RATED_CHOICES.map((choice) => {
        const { word, face, tone } = CHOICE_LOOK[choice]
        const { count, percent, part } = shares[choice]
        return (
          <div className="split-bar-row" data-tone={tone} key={choice}>
            <span className="split-bar-face">
              <Face kind={face} size="1.5em" />
            </span>
            <span className="split-bar-word">{word}</span>
            <span className="split-bar-track">
              <span className="split-bar-fill" style={{ transform: `scaleX(${part.toFixed(5)})` }} />
            </span>
            <span className="split-bar-count tabular">{countOf(count)}票</span>
            <span className="split-bar-percent tabular">{percent === null ? '—' : `${percent}%`}</span>
          </div>
        )
      })}
      {offersUnsure && (
        <p className="split-bar-unsure tabular">另有不了解 {countOf(split.unsure)} 票，不计入比例</p>
      )}
    </div>
  )
}

/** `满意 120（60.00%）`, … in one line, for a tally that stands apart. */
export function SplitWords({ split, offersUnsure }: SplitBarProps) {
  const shares = sharesOf(split)
  return (
    <span className="split-words tabular">
      {RATED_CHOICES.map((choice) => {
        const { word, face, tone } = CHOICE_LOOK[choice]
        const { count, percent } = shares[choice]
        return (
          <span className="split-words-one" data-tone={tone} key={choice}>
            <Face kind={face} size="1.1em" />
            {word} {countOf(count)}
            {percent === null ? '' : `（${percent}%）`}
          </span>
        )
      })}
      {offersUnsure && (
        <span className="split-words-one" data-tone="unsure">
          不了解 {countOf(split.unsure)}
        </span>
      )}
    </span>
  )
}
