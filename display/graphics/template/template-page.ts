// The HTML template for CasparCG and SPX: one page, told by tokens which graphic to bring up. Made by scripts/build-graphics.ts.

import { CATEGORIES, CATEGORY_NAMES } from '../../../shared/evaluation/unit.ts'
import { GRAPHICS } from '../catalogue.ts'

export const TEMPLATE_FILE = 'wenzheng.html'

/**
 * What stands in the fields f0 …, in this order. All are tokens: letters, digits and a few signs. A controller builds script out
 * of what it sends, so nothing that citizens or officials wrote ever goes this way; the graphic fetches it from the server.
 */
export const TEMPLATE_FIELDS = ['graphic', 'server', 'output', 'category', 'list'] as const

const select = (field: string, title: string, items: readonly (readonly [string, string])[]) => ({
  field,
  ftype: 'dropdown',
  title,
  value: items[0]?.[0] ?? '',
  items: items.map(([value, text]) => ({ text, value })),
})

/** Source: SPX Graphics, "SPXGCTemplateDefinition". */
function definition(): object {
  const fed = GRAPHICS.filter(({ source }) => source.from === 'server')
  return {
    description: '问政台',
    playserver: 'OVERLAY',
    playchannel: '1',
    playlayer: '10',
    webplayout: '10',
    steps: '1',
    out: 'manual',
    dataformat: 'json',
    uicolor: '2',
    DataFields: [
      select(
        'f0',
        '图形',
        fed.map(({ key, name }) => [key, name]),
      ),
      { field: 'f1', ftype: 'textfield', title: '问政台地址（从问政台打开时不填）', value: '' },
      { field: 'f2', ftype: 'textfield', title: '输出名（图形为“输出”时）', value: 'programme' },
      select(
        'f3',
        '类别（排名、榜单）',
        CATEGORIES.map((each) => [each, CATEGORY_NAMES[each]]),
      ),
      select('f4', '榜单', [
        ['best', '优'],
        ['worst', '差'],
      ]),
    ],
  }
}

/** No inline script that runs on data: the definition is a literal, everything else is in template.mjs. */
export function templatePage(): string {
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <title>问政台</title>
    <link rel="icon" href="data:," />
    <script>
      window.SPXGCTemplateDefinition = ${JSON.stringify(definition()).replaceAll('<', String.raw`\u003c`)};
    </script>
    <script type="module" src="./template.mjs"></script>
  </head>
  <body></body>
</html>
`
}
