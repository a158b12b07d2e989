// A kept evidence file, named by the beginning of its hash: the same file has the same name wherever it is shown.

export function FileLink({ hash, name }: { readonly hash: string; readonly name: string }) {
  return (
    <a className="pd-file" href={`/api/evidence/${hash}`} download>
      文件 <code>{hash.slice(0, 8)}</code>
      <span className="pd-aside">（{name}）</span>
    </a>
  )
}
