// The examiner's tablet page: starts it, and keeps it loadable without a network where the browser allows that.

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { keepLoadableOffline } from '../lib/offline.ts'
import '../ui/tokens.css'
import '../ui/fonts.css'
import './examiner.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App />)
keepLoadableOffline('/examiner')
