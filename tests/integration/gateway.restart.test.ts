// A gateway that got no answer sends the same signed request again: over a kill too it is answered as before, and counts once.

import { expect, test } from 'vitest'
import { gatewayRequest } from '../../scripts/requests/gateway-messages.ts'
import { aliyunElement, aliyunPush } from '../../scripts/requests/aliyun-messages.ts'
import { knock } from '../support/citizens.ts'
import { startLiveServer } from '../support/live-server.ts'

const SECRET = 'a gateway secret of the test'
const TOKEN = 'a1b2c3d4'.repeat(4)

test('[BAL3] the same signed batch before and after SIGKILL: answers differ 0, messages on disk more than once 0', async () => {
  const server = await startLiveServer({ SMS_GATEWAY_SECRET: SECRET, ALIYUN_SMS_PATH_TOKEN: TOKEN })
  try {
    const nowMs = Date.now()
    const messages = Array.from({ length: 1_000 }, (_, i) => ({
      ...{ id: `sp-${i}`, from: `138${String(i).padStart(8, '0')}`, to: '10690001', ts: nowMs },
      text: i % 2 === 0 ? '满意' : '帮助',
    }))
    const elements = messages.map(({ from, text }, i) =>
      aliyunElement({ from, text, sentAtMs: nowMs, sequenceId: String(9_007_199_254_740_992n + BigInt(i)) }),
    )
    const batch = gatewayRequest(SECRET, messages, { atMs: nowMs, nonce: 'one-nonce-only' })
    const push = aliyunPush(TOKEN, elements)
    const before = await Promise.all([knock(server.base, batch), knock(server.base, push)])
    expect(JSON.parse(before[0].body)).toMatchObject({ outcomes: { no_poll: 500, invalid: 500 } })
    await server.kill('SIGKILL')
    await server.start()
    const after = await Promise.all([knock(server.base, batch), knock(server.base, push)])
    for (const [i, answer] of after.entries()) {
      expect([answer.status, answer.body]).toEqual([before[i]?.status, before[i]?.body])
      expect(answer.status).toBe(200)
    }
    const metrics = await (await fetch(`${server.base}/metrics`)).text()
    for (const channel of ['gateway', 'aliyun']) {
      expect(metrics).toContain(`wenzheng_answers_total{channel="${channel}",outcome="redelivered"} 1000`)
    }
    expect(metrics).toMatch(/^wenzheng_ballots_merged 2000$/m)
  } finally {
    await server.remove()
  }
})
