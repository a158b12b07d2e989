// The faces of the placards, drawn so that they are told apart without any colour: mouth, eyes and tear differ, not the fill.

import type { FaceKind } from './choice-look.ts'
import { unreachable } from '../../shared/basics/result.ts'

interface FaceProps {
  readonly kind: FaceKind
  /** Px, or any CSS length. */
  readonly size: number | string
}

/** Takes the text's colour. A word always stands beside it, so it is hidden from screen readers. */
export function Face({ kind, size }: FaceProps) {
  return (
    <svg
      className="face"
      data-face={kind}
      viewBox="0 0 48 48"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="3.5"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle
        cx="24"
        cy="24"
        r="20.5"
        strokeDasharray={kind === 'unsure' || kind === 'none' ? '5 5.73' : undefined}
      />
      {featuresOf(kind)}
    </svg>
  )
}

function featuresOf(kind: FaceKind) {
  switch (kind) {
    case 'smile':
      return (
        <>
          <path d="M13.5 19.5 q3 -4.5 6 0 M28.5 19.5 q3 -4.5 6 0" />
          <path d="M13 27 q11 15 22 0 z" fill="currentColor" strokeLinejoin="round" />
        </>
      )
    case 'flat':
      return (
        <>
          <path d="M16.5 18.5 v1 M31.5 18.5 v1" strokeWidth="5" />
          <path d="M15 31 h18" />
        </>
      )
    case 'cry':
      return (
        <>
          <path d="M12.5 17.5 l7 2.5 M35.5 17.5 l-7 2.5" />
          <path d="M15 36 q9 -11 18 0" />
          <path
            d="M33.5 24.5 q4.5 6.5 0 7.5 q-4.5 -1 0 -7.5 z"
            fill="currentColor"
            strokeWidth="1"
            strokeLinejoin="round"
          />
        </>
      )
    case 'unsure':
      return (
        <>
          <path d="M18.5 19 q0 -6 5.5 -6 q5.5 0 5.5 5.2 q0 3.4 -3 5 q-2.5 1.4 -2.5 4.6" />
          <path d="M24 34 v0.5" strokeWidth="5" />
        </>
      )
    case 'none':
      return null
    default:
      return unreachable(kind)
  }
}
