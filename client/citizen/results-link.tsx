// A link within the results page: the back button comes back from it, and nothing is loaded anew.

import { goTo } from './address.ts'
import { resultsHref, type ResultsAddress } from './results-address.ts'

export function Within(props: { to: Partial<ResultsAddress>; current?: boolean; children: React.ReactNode }) {
  const href = resultsHref(props.to)
  return (
    <a
      href={href}
      aria-current={props.current === true ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        goTo(href)
      }}
    >
      {props.children}
    </a>
  )
}
