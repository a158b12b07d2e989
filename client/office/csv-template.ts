// Templates a clerk fills in, and files a clerk takes away: CSV with a byte order mark, so that Excel reads Chinese.

import { saveBytes } from './save-file.ts'

export const TEMPLATES = {
  units: {
    file: '单位导入模板.csv',
    rows: [
      ['编号', '代码', '单位名称', '类别', '所属', '业务主管部门'],
      ['u0001', '101', '示例市政务服务中心综合窗口', '机关科室', '示例区', '示例市政务服务局'],
    ],
  },
  organisations: {
    file: '主管单位与区导入模板.csv',
    rows: [
      ['编号', '名称', '类别'],
      ['shili', '示例区', '区'],
      ['zhengwu', '示例市政务服务局', '市直部门'],
      ['shilijie', '示例街道', '街道'],
    ],
  },
  indicators: {
    file: '大数据佐证导入模板.csv',
    rows: [
      ['单位代码', '指标', '分子', '分母', '周期'],
      ['101', '按时办结率', '196', '200', '2026年第四季度'],
    ],
  },
  scores: {
    file: '自身考核得分导入模板.csv',
    rows: [
      ['名称', '得分', '周期'],
      ['示例市政务服务局', '88.50', '2026年第四季度'],
      ['示例区', '91', '2026年第四季度'],
    ],
  },
  seats: {
    file: '考官席导入模板.csv',
    rows: [
      ['席位', '组别', '姓名'],
      ['01', '党代表', '示例甲'],
      ['02', '市民代表', '示例乙'],
    ],
  },
  codes: {
    file: '评议期单位模板.csv',
    rows: [['单位代码'], ['101'], ['102']],
  },
  records: {
    file: '办件名单模板.csv',
    rows: [
      ['单位', '手机号', '事项', '日期'],
      ['101', '13800000000', '不动产登记', '3月2日'],
    ],
  },
  ledger: {
    file: '整改事项导入模板.csv',
    rows: [
      ['编号', '单位', '来源', '事项', '责任人', '交办日期', '完成期限', '权重'],
      [
        'RX-2026-0001',
        '101',
        '热线交办',
        '示例：小区路灯不亮',
        '示例甲 科长',
        '2026-11-02',
        '2026-11-16',
        '1',
      ],
    ],
  },
  reviewers: {
    file: '评议人导入模板.csv',
    rows: [
      ['用户名', '姓名', '所代表单位', '组别'],
      ['pingyi001', '示例甲', '示例市水务局', '业务主管部门'],
      ['pingyi002', '示例乙', '示例区', '区'],
    ],
  },
  counts: {
    file: '市民票数导入模板.csv',
    rows: [
      ['单位代码', '满意', '基本满意', '不满意', '不了解'],
      ['101', '120', '45', '18', '7'],
    ],
  },
} as const

/** Cells with a comma, quote or line break are quoted; one that a spreadsheet would run as a formula gets an apostrophe. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

export function downloadCsv(file: string, rows: readonly (readonly (string | number)[])[]): void {
  const type = 'text/csv;charset=utf-8'
  saveBytes(new Blob([csvText(rows)], { type }), file, type)
}
