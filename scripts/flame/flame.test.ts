// A profile of three samples as a flame graph: time is where it was spent, waiting is left out.

import { expect, test } from 'vitest'
import { flameSvg } from './flame-svg.ts'
import { stacksOf } from './stacks.ts'

const at = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 })

test('width is time: what a frame and those it called took, without the time in which nothing was to do', () => {
  const root = stacksOf({
    nodes: [
      { id: 1, callFrame: at('(root)'), children: [2, 3] },
      { id: 2, callFrame: at('(idle)') },
      { id: 3, callFrame: at('submit', 'file:///x/ballots/plane.ts'), children: [4] },
      { id: 4, callFrame: at('<pack>') },
    ],
    samples: [2, 3, 4, 4],
    timeDeltas: [900, 100, 100, 200],
  })
  expect(root.us).toBe(400)
  const submit = root.children.get('submit ballots/plane.ts:10')
  expect(submit?.us).toBe(400)
  expect(submit?.children.get('<pack>')?.us).toBe(300)
  const svg = flameSvg(root, 'a & b')
  expect(svg).toContain('<title>&lt;pack&gt;: 75.0 %, 0 ms</title><rect x="0.0" y="34" width="1200.0"')
  expect(svg).toContain('a &amp; b')
  expect(svg).not.toContain('idle')
})
