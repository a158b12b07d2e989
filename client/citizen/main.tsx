// The citizen's page: / says what is on and by which rules, /vote is the ballot. Plain React, no socket, polled JSON.

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { fetchFontWhereMissing } from './font-fallback.ts'
import '../ui/tokens.css'
import './citizen.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App page={location.pathname === '/vote' ? 'vote' : 'home'} />)
fetchFontWhereMissing()
