// A JSON door asked again every so often while the page is looked at; what is known stays while an answer is missing.

import { useEffect, useState } from 'react'
import { get } from '../lib/api.ts'

export type Asked<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'failed'; readonly sentence: string }

export function useAsked<T>(path: string, everyMs: number): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'asking' })
  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await get<T>(path)
        if (over) return
        setAsked((known) => {
          if (answer.ok) return { state: 'known', value: answer.value }
          return known.state === 'known' ? known : { state: 'failed', sentence: answer.sentence }
        })
      }
      timer = setTimeout(() => void ask(), everyMs * (1 + Math.random() / 5))
    }
    void ask()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [path, everyMs])
  return asked
}
