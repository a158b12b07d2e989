// The reviewer's page (业务部门评议): tablet or phone, few big controls, no socket; it goes on without a network.

import { createRoot } from 'react-dom/client'
import { keepLoadableOffline } from '../lib/offline.ts'
import { App } from './app.tsx'
import '../ui/tokens.css'
import '../ui/fonts.css'
import './review.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App />)
keepLoadableOffline('/review')
