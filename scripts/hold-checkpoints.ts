// An outside holder of checkpoints, for whoever wants to be able to say later that a log was changed (LOG2).
//
// Usage: npm run hold-checkpoints -- --key PUBLIC_KEY [--port 8090] [--host 127.0.0.1] [--file checkpoints.notes]
// The house names this address in CHECKPOINT_HOLDERS. What was kept is held against the files by
// npm run recount -- --checkpoints checkpoints.notes --key PUBLIC_KEY DATA

import { parseArgs } from 'node:util'
import { createHolderServer } from './checkpoints/holder-server.ts'

const { values } = parseArgs({
  options: {
    key: { type: 'string', default: '' },
    port: { type: 'string', default: '8090' },
    host: { type: 'string', default: '127.0.0.1' },
    file: { type: 'string', default: 'checkpoints.notes' },
  },
})
const port = Number(values.port)
if (!/^[0-9a-f]{64}$/.test(values.key) || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(
    '用法：npm run hold-checkpoints -- --key 公钥（64位十六进制，见审计页“检查点”） [--port 8090] [--host 127.0.0.1] [--file checkpoints.notes]',
  )
  process.exit(2)
}

const holder = createHolderServer(values.file, values.key, (heard, checkpoint) => {
  const what = checkpoint === null ? '' : `${checkpoint.origin} 共${String(checkpoint.size)}条`
  if (heard === 'kept') console.log(`已收下 ${what}`)
  if (heard === 'not_signed') console.log('送来的一个检查点不是这把公钥签的，没有收下。')
  if (heard === 'contradiction')
    console.error(`【矛盾】${what}：与先前收下的同一长度的检查点不同，日志被改写过。两个都已留存。`)
})
holder.server.on('error', (error) => {
  console.error(`不能在 ${values.host}:${values.port} 上接收：${error.message}`)
  process.exit(1)
})
holder.server.listen(port, values.host, () => {
  console.log(`在 http://${values.host}:${values.port}/ 接收检查点，存入 ${values.file}。按 Ctrl+C 结束。`)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    holder.close()
    process.exit(0)
  })
