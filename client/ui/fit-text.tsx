// Text of unknown length in a box of known width: it is made smaller, then broken, and never overflows.

import './fit-text.css'
import { Fragment, useLayoutEffect, useRef } from 'react'
import { fitSize } from './fit-size.ts'
import { phrasesOf } from './phrases.ts'

interface FitTextProps {
  readonly text: string
  /** Px. */
  readonly max: number
  readonly min: number
  readonly lines: 1 | 2 | 3 | 4
  /** Px the text may be high; without it the box grows with its lines. */
  readonly height?: number
  readonly className?: string
}

const LINE_HEIGHT = 1.25

export function FitText({ text, max, min, lines, height = Infinity, className }: FitTextProps) {
  const box = useRef<HTMLSpanElement>(null)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    let fittedWidth = -1
    const fit = () => {
      fittedWidth = element.clientWidth
      const set = (size: number, on: number) => {
        element.style.fontSize = `${size}px`
        element.dataset['lines'] = String(on)
      }
      // Half a line of grace: a fallback font's taller boxes are not another line.
      const found = fitSize({
        max,
        min,
        lines,
        fits: (size, on) => {
          if (size * LINE_HEIGHT * on > height) return false
          set(size, on)
          return (
            element.scrollWidth <= element.clientWidth &&
            element.scrollHeight <= size * LINE_HEIGHT * (on + 0.5)
          )
        },
      })
      set(found.size, found.lines)
      element.dataset['whole'] = found.whole ? 'yes' : 'no'
    }
    fit()
    const resized = new ResizeObserver(() => {
      if (element.clientWidth !== fittedWidth) fit()
    })
    resized.observe(element)
    document.fonts.addEventListener('loadingdone', fit)
    return () => {
      resized.disconnect()
      document.fonts.removeEventListener('loadingdone', fit)
    }
  }, [text, max, min, lines, height])

  return (
    <span className={className === undefined ? 'fit-text' : `fit-text ${className}`} ref={box}>
      <bdi>
        {phrasesOf(text).map((phrase, i) => (
          <Fragment key={i}>
            {i > 0 && <wbr />}
            {phrase}
          </Fragment>
        ))}
      </bdi>
    </span>
  )
}
