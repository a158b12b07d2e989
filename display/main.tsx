// Starts the display page: one output, named by ?output=NAME, on one connection that can only look.

import '../client/ui/fonts.css'
import '../client/ui/tokens.css'
import './air.css'
import { createRoot } from 'react-dom/client'
import { createConnection } from '../client/lib/connection.ts'
import { ConnectionContext } from '../client/lib/use-topic.ts'
import type { Version } from '../shared/protocol/version.ts'
import { measureFrames } from './frame-meter.ts'
import { loadMarksChart } from './scenes/use-marks-chart.ts'
import { stageQueryOf } from './stage-query.ts'
import { Stage } from './stage.tsx'

// As the world calls the server: this page may have been opened on the server's own machine.
const told = document.querySelector<HTMLMetaElement>('meta[name="public-url"]')?.content
const publicUrl = told === undefined || told === '' ? location.origin : told

const HEALTH_EVERY_MS = 2_000
/** The built file's hashed name: another one is another build. */
const buildId = (new URL(import.meta.url).pathname.split('/').at(-1) ?? '').slice(0, 64)

const query = stageQueryOf(location.search)
const connection = createConnection({ kind: 'display', output: query.output, monitor: query.monitor })

const drawn: { version: Version } = { version: [0, 0] }
measureFrames(HEALTH_EVERY_MS, ({ fps, frameMsP95, worstFrameMs }) => {
  connection.reportFps(fps)
  connection.reportHealth({
    output: query.output,
    version: [drawn.version[0], drawn.version[1]],
    frameMsP95,
    worstFrameMs,
    buildId,
  })
})

// What React reports stays in the browser's own console: nothing of it may come into the picture.
const quietly = (error: unknown) => {
  console.error('display:', error)
}

createRoot(document.getElementById('root')!, { onCaughtError: quietly, onUncaughtError: quietly }).render(
  <ConnectionContext value={connection}>
    <Stage
      query={query}
      voteUrl={`${publicUrl}/vote`}
      onDrawn={(version) => {
        if (drawn.version[0] === 0) requestIdleCallback(() => void loadMarksChart())
        drawn.version = version
      }}
    />
  </ConnectionContext>,
)
