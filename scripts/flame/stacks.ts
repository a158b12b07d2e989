// Reads a profile as Node's --cpu-prof writes it into a tree of frames, each with the time that was spent in it and below.

/** The form is that of the Chrome DevTools protocol, Profiler.Profile. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  /** µs before each sample. */
  readonly timeDeltas: readonly number[]
}

export interface Frame {
  readonly name: string
  /** In this frame and in what it called, µs. */
  us: number
  readonly children: Map<string, Frame>
}

/**
 * `lastUs`: of the whole profile only its end, so that a start is not in it. Waiting is no work: the time in which the thread
 * had nothing to do is left out.
 */
export function stacksOf({ nodes, samples, timeDeltas }: CpuProfile, lastUs = Infinity): Frame {
  let leftUs = timeDeltas.reduce((sum, us) => sum + us, 0)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  const root: Frame = { name: 'all', us: 0, children: new Map() }
  for (const [i, sample] of samples.entries()) {
    leftUs -= timeDeltas[i] ?? 0
    if (leftUs > lastUs) continue
    const path: string[] = []
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const node = byId.get(id)
      if (node !== undefined) path.push(nameOf(node.callFrame))
    }
    if (path[0] === '(idle)') continue
    const us = timeDeltas[i] ?? 0
    root.us += us
    let frame = root
    for (const name of path.reverse().slice(1)) {
      let child = frame.children.get(name)
      if (child === undefined) frame.children.set(name, (child = { name, us: 0, children: new Map() }))
      child.us += us
      frame = child
    }
  }
  return root
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.split('/').slice(-2).join('/')
  const name = functionName === '' ? '(anonymous)' : functionName
  return file === '' ? name : `${name} ${file}:${String(lineNumber + 1)}`
}
