// Units and organisations whole, read by HTTP and again whenever the set-up says that they changed.

import { useCallback, useEffect, useState } from 'react'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { get } from '../lib/api.ts'

export type RegistryRead =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly sentence: string; readonly again: () => void }
  | { readonly state: 'ready'; readonly registry: RegistryAnswer }

/** What was read stays in sight while it is read again. */
export function useRegistry(version: number): RegistryRead {
  const [registry, setRegistry] = useState<RegistryAnswer | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [asked, setAsked] = useState(0)
  const again = useCallback(() => setAsked((n) => n + 1), [])
  useEffect(() => {
    let here = true
    void get<RegistryAnswer>('/api/registry').then((answer) => {
      if (!here) return
      setProblem(answer.ok ? null : answer.sentence)
      if (answer.ok) setRegistry(answer.value)
    })
    return () => {
      here = false
    }
  }, [version, asked])
  if (registry !== null) return { state: 'ready', registry }
  return problem === null ? { state: 'waiting' } : { state: 'failed', sentence: problem, again }
}
