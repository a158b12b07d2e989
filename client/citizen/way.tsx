// A link to another place of the ballot page, without loading it again.

import type { ReactNode } from 'react'
import { goTo, hrefOf, type Address } from './address.ts'

export function Way({
  to,
  className,
  children,
}: {
  readonly to: Partial<Address>
  readonly className?: string
  readonly children: ReactNode
}) {
  const href = hrefOf(to)
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        // In another tab or window it is a page of its own.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        goTo(href)
      }}
    >
      {children}
    </a>
  )
}
