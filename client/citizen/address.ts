// Where on the ballot page one is: the address says it all, so that a QR code, a reload and the back button lead to the same place.

import { useEffect, useState } from 'react'

export interface Address {
  /** 12 hex digits. */
  readonly poll: string | null
  readonly unit: number | null
  /** Inside WeChat, but without its identity. */
  readonly asWeb: boolean
}

/** What is not of the right shape is left out: a damaged code on a sheet leads to the choice of polls. */
export function addressIn(search: string): Address {
  const query = new URLSearchParams(search)
  const poll = query.get('poll')?.toLowerCase() ?? ''
  const unit = query.get('unit') ?? ''
  return {
    poll: /^[0-9a-f]{12}$/.test(poll) ? poll : null,
    unit: /^0*[1-9]\d{0,3}$/.test(unit) ? Number(unit) : null,
    asWeb: query.get('as') === 'web',
  }
}

export function hrefOf(address: Partial<Address>, page = '/vote'): string {
  const { poll = null, unit = null, asWeb = false } = address
  const query = [
    ...(poll === null ? [] : [`poll=${poll}`]),
    ...(unit === null ? [] : [`unit=${unit}`]),
    ...(asWeb ? ['as=web'] : []),
  ]
  return query.length === 0 ? page : `${page}?${query.join('&')}`
}

/** Goes on to another place of this page: the back button comes back from it. */
export function goTo(href: string): void {
  history.pushState(null, '', href)
  dispatchEvent(new PopStateEvent('popstate'))
  scrollTo(0, 0)
}

export function useAddress(): Address {
  const [search, setSearch] = useState(location.search)
  useEffect(() => {
    const look = () => setSearch(location.search)
    addEventListener('popstate', look)
    return () => removeEventListener('popstate', look)
  }, [])
  return addressIn(search)
}
