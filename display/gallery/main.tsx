// The gallery page: a list of every fixture; ?fixture=NAME draws one as it goes on air; ?feed=1 is a stage fed by the test by hand.

import '../../client/ui/fonts.css'
import '../../client/ui/tokens.css'
import '../air.css'
import './gallery.css'
import { createRoot } from 'react-dom/client'
import { ConnectionContext } from '../../client/lib/use-topic.ts'
import { loadMarksChart } from '../scenes/use-marks-chart.ts'
import { stageQueryOf } from '../stage-query.ts'
import { Stage } from '../stage.tsx'
import { createHandFed } from './hand-fed.ts'
import { FIXTURES } from './fixtures.ts'
import { NOW_MS } from './made-up.ts'

const VOTE_URL = 'https://wenzheng.example.gov.cn/vote'

const asked = new URLSearchParams(location.search)
const named = asked.get('fixture')
const fixture = named === null ? undefined : FIXTURES[named]
const fed = asked.get('feed') === '1'

const quietly = (error: unknown) => {
  console.error('gallery:', error)
}
const root = createRoot(document.getElementById('root')!, {
  onCaughtError: quietly,
  onUncaughtError: quietly,
})

// Fixed pictures are of the scenes as they are once all is there.
void loadMarksChart().then(draw)

function draw() {
  if (fixture === undefined && !fed) {
    document.body.classList.add('gallery')
    root.render(
      <ul>
        {Object.keys(FIXTURES).map((name) => (
          <li key={name}>
            <a href={`?fixture=${name}&still=1`}>{name}</a> <a href={`?fixture=${name}`}>（动）</a>
          </li>
        ))}
      </ul>,
    )
  } else {
    const connection = createHandFed(NOW_MS)
    if (fixture !== undefined) connection.show(fixture)
    root.render(
      <ConnectionContext value={connection}>
        <Stage
          query={stageQueryOf(location.search)}
          voteUrl={VOTE_URL}
          onDrawn={([drawn]) => {
            document.documentElement.dataset['drawn'] = String(drawn)
          }}
        />
      </ConnectionContext>,
    )
  }
}
