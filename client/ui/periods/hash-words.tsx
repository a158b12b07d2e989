// A SHA-256 to be compared by two persons: short at first sight, whole where it is opened, copied by a button.

import { Typography } from 'antd'
import { useState } from 'react'
import { shortHash } from './period-words.ts'

export function HashWords({ hash, name }: { readonly hash: string; readonly name: string }) {
  const [whole, setWhole] = useState(false)
  return (
    <span className="pd-hash">
      <Typography.Text copyable={{ text: hash, tooltips: [`复制${name}`, '已复制'] }}>
        <code>{whole ? (hash.match(/.{1,8}/g)?.join(' ') ?? hash) : shortHash(hash)}</code>
      </Typography.Text>
      <button
        type="button"
        aria-expanded={whole}
        onClick={() => {
          setWhole(!whole)
        }}
      >
        {whole ? '收起' : '全文'}
        <span className="pd-aside">{name}</span>
      </button>
    </span>
  )
}
