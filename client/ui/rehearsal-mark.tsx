// The mark of a rehearsal on every screen (SHOW8): a word that cannot be missed nor mistaken for part of the picture.

import './rehearsal-mark.css'

interface RehearsalMarkProps {
  readonly rehearsal: boolean
}

export function RehearsalMark({ rehearsal }: RehearsalMarkProps) {
  if (!rehearsal) return null
  return (
    <div className="rehearsal-mark" role="note" aria-label="彩排，不是正式播出">
      <span className="rehearsal-mark-word" aria-hidden="true">
        彩排
      </span>
      <span className="rehearsal-mark-chip">彩排 · 非正式播出</span>
    </div>
  )
}
