// Checks that every rule id worn by a test's name, as in `[BAL2] …`, is a rule of RULES.md, and names the rules without a test.
//
// Usage: node scripts/check-rule-ids.ts [FOLDER]   Exit code 1: an unknown id, no test file, or no rule.

import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`)

const rules = new Set<string>()
const complaints: string[] = []
for (const [, id] of readFileSync(resolve(root, 'RULES.md'), 'utf8').matchAll(/^- ([A-Z]{2,}\d+) /gm)) {
  if (rules.has(id!)) complaints.push(`RULES.md has ${id!} twice`)
  rules.add(id!)
}
if (rules.size === 0) complaints.push('RULES.md holds no rule of the form "- ABC12 …"')

const isTest = (path: string) => /\.test\.tsx?$/.test(path)
const paths = globSync(['{shared,server,client,display,scripts}/**/*.test.{ts,tsx}', 'tests/**/*.{ts,tsx}'], {
  cwd: root,
}).filter((path) => !path.includes('node_modules'))
const testFiles = paths.filter(isTest).length
if (testFiles === 0) complaints.push('no *.test.ts or *.test.tsx was seen')

const worn = new Set<string>()
for (const path of paths) {
  for (const { title, line } of titlesIn(path)) {
    for (const [, ids] of title.matchAll(/\[([A-Z]{2,}\d+(?:[ ,+]+[A-Z]{2,}\d+)*)\]/g)) {
      for (const id of ids!.split(/[ ,+]+/)) {
        if (rules.has(id)) worn.add(id)
        else complaints.push(`${path}:${line} wears [${id}], which RULES.md does not have`)
      }
    }
  }
}

const without = [...rules].filter((id) => !worn.has(id))
console.log(
  `${testFiles} test files wear ${worn.size} of ${rules.size} rules; without a test: ${without.join(' ') || 'none'}`,
)
for (const complaint of complaints) console.error(complaint)
process.exit(complaints.length > 0 ? 1 : 0)

// The first argument of every call, where it is a text: a title, whether the call is test, test.each(…), describe, or a
// wrapper of a contract suite or a property. Other texts hold no id in brackets.
function titlesIn(path: string): { title: string; line: number }[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(resolve(root, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const titles: { title: string; line: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const first = node.arguments[0]
      if (
        first &&
        (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first) || ts.isBinaryExpression(first))
      ) {
        titles.push({
          title: first.getText(),
          line: source.getLineAndCharacterOfPosition(first.getStart()).line + 1,
        })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}
