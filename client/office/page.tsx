// The frame of one office screen: its title, a sentence on what it is for, its actions, its content.

import type { ReactNode } from 'react'

interface Props {
  readonly title: ReactNode
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, about, actions, children }: Props) {
  return (
    <section className="office-page">
      <header>
        <div>
          <h1>{title}</h1>
          {about === undefined ? null : <p>{about}</p>}
        </div>
        {actions === undefined ? null : <div className="office-actions">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
