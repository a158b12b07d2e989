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

const query = stageQueryOf(location.search)
const connection = createConnection({ kind: 'display', output: query.output })

countFrames((fps) => {
  connection.reportFps(fps)
})

// What React reports stays in the browser's own console: nothing of it may come into the picture.
const quietly = (error: unknown) => {
  console.error('display:', error)
}

createRoot(document.getElementById('root')!, { onCaughtError: quietly, onUncaughtError: quietly }).render(
  <ConnectionContext value={connection}>
    <Stage query={query} voteUrl={`${location.origin}/vote`} />
  </ConnectionContext>,
)
