// The citizen's page: / says what is on and by which rules, /vote is the ballot, /receipt what became of one, /promises what was
// promised on air, /results the published rankings. Plain React, no socket, polled JSON.

import { createRoot } from 'react-dom/client'
import { App, type Page } from './app.tsx'
import { fetchFontWhereMissing } from './font-fallback.ts'
import '../ui/tokens.css'
import './citizen.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
const PAGES: Readonly<Record<string, Page>> = {
  '/vote': 'vote',
  '/receipt': 'receipt',
  '/promises': 'promises',
  '/results': 'results',
}
createRoot(root).render(<App page={PAGES[location.pathname] ?? 'home'} />)
fetchFontWhereMissing()
