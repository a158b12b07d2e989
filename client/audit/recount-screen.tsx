// How anybody recounts a window from the files: the command as text, and what its output is compared with.

import { Steps, Typography } from 'antd'
import type { AuditSnapshot } from '../../shared/protocol/audit-topic.ts'
import { dateTimeOf } from '../lib/format.ts'

export function RecountScreen({ snapshot }: { readonly snapshot: AuditSnapshot }) {
  return (
    <div className="audit-recount">
      <p>
        选票日志是唯一的依据，实时计票随时可以由它重算。核验不需要本系统在运行，只要一份数据目录的副本和源代码。
      </p>
      <Steps
        orientation="vertical"
        current={-1}
        items={[
          {
            title: '复制数据目录',
            content: (
              <>
                停机后复制，或在场次结束后复制。本机已公告的日志：
                {snapshot.logs.length === 0 ? (
                  '还没有（收到第一张选票前公告）。'
                ) : (
                  <ul>
                    {snapshot.logs.map((log) => (
                      <li key={log}>
                        <code>{log}</code>
                      </li>
                    ))}
                  </ul>
                )}
              </>
            ),
          },
          {
            title: '重算',
            content: (
              <>
                <Typography.Paragraph
                  copyable={{ text: 'npm run recount -- data' }}
                  className="audit-command"
                >
                  npm run recount -- data
                </Typography.Paragraph>
                把 data 换成副本的位置；也可以逐个写出日志文件。它逐行核对哈希链，再按同一套规则重新计票。
              </>
            ),
          },
          {
            title: '核对',
            content:
              '把输出的票数与“窗口”页的结果核对；把各日志的序号和链值与该窗口的封存值核对。有一处不同，该窗口就不能采用。',
          },
          {
            title: '核对流水',
            content: (
              <>
                流水第 {snapshot.journal.position} 条的链值应为：
                <br />
                <code>{snapshot.journal.chainHash}</code>
                {snapshot.journal.tail[0] === undefined
                  ? null
                  : `（${dateTimeOf(snapshot.journal.tail[0].atMs)}）`}
                。抄下这个值：以后流水的这一段被改动，链值就对不上。
              </>
            ),
          },
        ]}
      />
    </div>
  )
}
