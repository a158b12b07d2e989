// The snapshot an output draws now: the newest of its topic, held back by the output's delay, with the fonts it needs.

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Held } from '../client/lib/connection.ts'
import { useTopic } from '../client/lib/use-topic.ts'
import type { OutputName } from '../shared/basics/ids.ts'
import type { StageSnapshot } from '../shared/protocol/topics.ts'
import type { Version } from '../shared/protocol/version.ts'
import { createHoldBack, type HoldBack, type Timed } from './hold-back.ts'
import { rareFontsFor } from './rare-fonts.ts'

export interface OnAir {
  readonly version: Version
  readonly snapshot: StageSnapshot
}

/** No picture is kept waiting longer than this for a font. */
const FONTS_WITHIN_MS = 500

/** Null until the first snapshot came. */
export function useSnapshotOnAir(output: OutputName): OnAir | null {
  const newest = useTopic(`stage/${output}`)
  const [onAir, setOnAir] = useState<OnAir | null>(null)
  const holdBack = useRef<HoldBack<Timed & OnAir> | null>(null)

  useEffect(() => {
    return () => {
      holdBack.current?.stop()
      holdBack.current = null
    }
  }, [output])

  // Before the page is painted: without a delay the picture is not a frame later than it came.
  useLayoutEffect(() => {
    if (newest === null) return
    holdBack.current ??= createHoldBack<Timed & OnAir>({
      nowMs: () => performance.now(),
      later: (ms, call) => {
        const timer = setTimeout(call, ms)
        return () => {
          clearTimeout(timer)
        }
      },
      show: withFonts(setOnAir),
    })
    holdBack.current.offer(timed(newest))
  }, [newest])

  return onAir
}

function timed({ version, snapshot }: Held<`stage/${string}`>): Timed & OnAir {
  return { version, snapshot, delayMs: snapshot.delayMs, panic: snapshot.panic }
}

/** A picture with characters whose font is not here yet waits for it; a newer one takes its place meanwhile. */
function withFonts(show: (onAir: OnAir) => void): (onAir: OnAir) => void {
  let newest: OnAir | null = null
  return (onAir) => {
    newest = onAir
    const fonts = rareFontsFor(JSON.stringify(onAir.snapshot.scene))
    if (fonts === null) {
      show(onAir)
      return
    }
    const late = new Promise((passed) => setTimeout(passed, FONTS_WITHIN_MS))
    void Promise.race([fonts, late]).then(() => {
      if (newest === onAir) show(onAir)
    })
  }
}
