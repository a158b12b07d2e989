// The citizen's page: / says what is on and by which rules, /vote is the ballot, /receipt what became of one. Plain React, no socket, polled JSON.

import { createRoot } from 'react-dom/client'
import { App, type Page } from './app.tsx'
import { fetchFontWhereMissing } from './font-fallback.ts'
import '../ui/tokens.css'
import './citizen.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
const PAGES: Readonly<Record<string, Page>> = { '/vote': 'vote', '/receipt': 'receipt' }
createRoot(root).render(<App page={PAGES[location.pathname] ?? 'home'} />)
fetchFontWhereMissing()
