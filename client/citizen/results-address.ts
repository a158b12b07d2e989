// Where on the results page one is: publication, category and unit stand in the address, so that each can be sent on.

import { useEffect, useState } from 'react'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'

export interface ResultsAddress {
  /** Null: the latest. */
  readonly publication: string | null
  readonly category: Category
  readonly unit: string | null
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

export function resultsAddressIn(search: string): ResultsAddress {
  const query = new URLSearchParams(search)
  const idOf = (name: string) => {
    const value = query.get(name) ?? ''
    return ID.test(value) ? value : null
  }
  const category = CATEGORIES.find((each) => each === query.get('category')) ?? CATEGORIES[0]
  return { publication: idOf('publication'), category, unit: idOf('unit') }
}

export function resultsHref({ publication, category, unit }: Partial<ResultsAddress>): string {
  const query = new URLSearchParams()
  if (publication != null) query.set('publication', publication)
  if (category !== undefined) query.set('category', category)
  if (unit != null) query.set('unit', unit)
  const text = query.toString()
  return text === '' ? '/results' : `/results?${text}`
}

export function useResultsAddress(): ResultsAddress {
  const [search, setSearch] = useState(location.search)
  useEffect(() => {
    const look = () => setSearch(location.search)
    addEventListener('popstate', look)
    return () => removeEventListener('popstate', look)
  }, [])
  return resultsAddressIn(search)
}
