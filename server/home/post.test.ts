// Letters between processes: each is taken once, by whom it is for, and nobody else can read or write one.

import { expect, test } from 'vitest'
import { LogId } from '../../shared/basics/ids.ts'
import { createMemoryLines } from '../../tests/support/memory-lines.ts'
import { createPost, type Post } from './post.ts'

const [A, B] = [LogId.parse('a'.repeat(16)), LogId.parse('b'.repeat(16))]
const turn = () => new Promise<void>((go) => setImmediate(go))

async function given(secrets: readonly [string, string] = ['one secret', 'one secret']) {
  const lines = createMemoryLines()
  const errors: unknown[] = []
  const heard: unknown[] = []
  const postOf = async (name: LogId, secret: string): Promise<Post> => {
    const post = createPost({
      line: lines.line(),
      names: [name],
      secret,
      onError: (error) => errors.push(error),
    })
    post.on('here', ({ body }) => heard.push(body))
    await post.open()
    return post
  }
  const [a, b] = [await postOf(A, secrets[0]), await postOf(B, secrets[1])]
  return { lines, errors, heard, a, b }
}

test('[BAL8] what is sent shows nothing of what it says', async () => {
  const { a, heard, lines } = await given()
  expect(await a.send(B, 'here', { phone: '+8613912345678', words: '停水三天' })).toBe(1)
  await turn()
  expect(heard).toEqual([{ phone: '+8613912345678', words: '停水三天' }])
  const { bytes } = lines.sent[0]!
  for (const canary of ['13912345678', '停水三天', A, 'here'])
    expect(Buffer.from(bytes).includes(canary), canary).toBe(false)
})

test('[SAFE1] a letter that comes again, comes to somebody else, is changed, or is none, is nobody’s', async () => {
  const { a, heard, errors, lines } = await given()
  await a.send(B, 'here', 1)
  await a.send(B, 'here', 2)
  const stranger = lines.line()
  const [first, second] = lines.sent.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array]
  for (const bytes of [first, second]) for (const to of [B, A, 'all'] as const) await stranger.send(to, bytes)
  for (let at = 0; at < first.byteLength; at += 7) {
    const changed = Uint8Array.from(first)
    changed[at]! ^= 1
    await stranger.send(B, changed)
  }
  for (const length of [0, 1, 27, 28, 100]) await stranger.send(B, new Uint8Array(length))
  await turn()
  expect(heard).toEqual([1, 2])
  expect(errors).toEqual([])
  await a.send(B, 'here', 3)
  await turn()
  expect(heard).toEqual([1, 2, 3])
})

test('[SAFE1] one sealed by another secret is not opened', async () => {
  const { a, heard } = await given(['one secret', 'another secret'])
  await a.send(B, 'here', 1)
  await turn()
  expect(heard).toEqual([])
})

test('a listener that fails is told of, and the next letter is heard', async () => {
  const { a, b, heard, errors } = await given()
  b.on('beat', () => {
    throw new Error('this one')
  })
  await a.send('all', 'beat', 1)
  await a.send(B, 'here', 2)
  await turn()
  expect(errors).toEqual([new Error('this one')])
  expect(heard).toEqual([2])
})
