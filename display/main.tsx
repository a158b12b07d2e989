// Starts the display page: one output, named by ?output=NAME, on one connection that can only look.

import '../client/ui/fonts.css'
import '../client/ui/tokens.css'
import './air.css'
import { createRoot } from 'react-dom/client'
import { createConnection } from '../client/lib/connection.ts'
import { ConnectionContext } from '../client/lib/use-topic.ts'
import { countFrames } from './frame-meter.ts'
import { stageQueryOf } from './stage-query.ts'
import { Stage } from './stage.tsx'

// As the world calls the server: this page may have been opened on the server's own machine.
const told = document.querySelector<HTMLMetaElement>('meta[name="public-url"]')?.content
const publicUrl = told === undefined || told === '' ? location.origin : told

const query = stageQueryOf(location.search)
const connection = createConnection({ kind: 'display', output: query.output, monitor: query.monitor })

countFrames((fps) => {
  connection.reportFps(fps)
})

// What React reports stays in the browser's own console: nothing of it may come into the picture.
const quietly = (error: unknown) => {
  console.error('display:', error)
}

createRoot(document.getElementById('root')!, { onCaughtError: quietly, onUncaughtError: quietly }).render(
  <ConnectionContext value={connection}>
    <Stage query={query} voteUrl={`${publicUrl}/vote`} />
  </ConnectionContext>,
)
