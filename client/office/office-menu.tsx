// The office's menu: at the left of a desk's screen, behind a button where there is no room for it.

import { Button, Drawer, Layout, Menu } from 'antd'
import { useState } from 'react'
import { usePendingCount } from '../ui/pending-acts.tsx'
import { useOverdue } from './ledger/use-overdue.ts'

const SECTIONS = [
  { key: 'sessions', label: '场次' },
  { key: 'periods', label: '评议周期' },
  { key: 'units', label: '单位' },
  { key: 'organisations', label: '主管单位与区' },
  { key: 'polls', label: '评议期' },
  { key: 'desk', label: '留言台' },
  { key: 'reviews', label: '业务部门评议' },
  { key: 'ledger', label: '整改台账' },
  { key: 'grades', label: '组织考核' },
  { key: 'counts', label: '市民评议票数' },
  { key: 'indicators', label: '大数据佐证' },
  { key: 'findings', label: '异常与隔离' },
  { key: 'scheme', label: '评分方案' },
  { key: 'numbers', label: '接入号与通道' },
  { key: 'people', label: '账号' },
  { key: 'pending', label: '待第二人确认' },
] as const

interface Props {
  readonly section: string
  readonly go: (hash: string) => void
}

export function OfficeMenu(props: Props) {
  return (
    <Layout.Sider width={184} theme="light" className="office-sider no-print">
      <div className="office-mark">
        问政台 <span>评议办</span>
      </div>
      <Sections {...props} />
    </Layout.Sider>
  )
}

/** Its button is in sight on narrow screens only (office.css). */
export function MenuDrawer({ section, go }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button className="office-menu-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        菜单
      </Button>
      <Drawer
        open={open}
        placement="left"
        size={264}
        title="问政台 评议办"
        className="office-menu-drawer"
        onClose={() => setOpen(false)}
      >
        <Sections
          section={section}
          go={(hash) => {
            setOpen(false)
            go(hash)
          }}
        />
      </Drawer>
    </>
  )
}

function Sections({ section, go }: Props) {
  const pending = usePendingCount()
  const overdue = useOverdue()
  return (
    <>
      <Menu
        mode="inline"
        selectedKeys={[section]}
        items={SECTIONS.map(({ key, label }) => ({
          key,
          label: labelOf(key, label, { pending, overdue }),
        }))}
        onClick={({ key }) => go(key)}
      />
      <nav className="office-links">
        <a href="/director">导演台</a>
        <a href="/audit">审计</a>
      </nav>
    </>
  )
}

/** What waits for somebody stands in the menu with its number. */
function labelOf(
  key: (typeof SECTIONS)[number]['key'],
  label: string,
  { pending, overdue }: { readonly pending: number; readonly overdue: number },
): string {
  if (key === 'pending' && pending > 0) return `${label}（${pending}）`
  return key === 'ledger' && overdue > 0 ? `${label}（逾期${overdue}）` : label
}
