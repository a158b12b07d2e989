// Checks who imports whom, by the rules of .dependency-cruiser.cjs, and that the check really saw the source files.
//
// Usage: node scripts/check-imports.ts   Exit code 1: a forbidden import, or a folder of which it did not see every file, or no import.

import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const root = resolve(import.meta.dirname, '..')
process.chdir(root)

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  places: { is: string }[]
  forbidden: IForbiddenRuleType[]
  options: ICruiseOptions
}
// An empty folder is not in git, so it is not there.
const folders = ['shared', 'server', 'client', 'display', 'scripts', 'tests'].filter(
  (folder) => globSync(`${folder}/**/*.*`).length > 0,
)

const { enhancedResolveOptions, ...options } = config.options
const { output } = await cruise(
  folders,
  { ...options, ruleSet: { forbidden: config.forbidden }, validate: true },
  enhancedResolveOptions ?? {},
  { tsConfig: extractTSConfig(resolve(root, 'tsconfig.json')) },
)
const { modules, summary } = output as ICruiseResult

const complaints = summary.violations.map(({ rule, from, to, cycle, via }) => {
  const way = (cycle ?? via)?.map(({ name }) => name)
  return `${rule.name}: ${from} → ${way ? way.join(' → ') : to}`
})

// A file that stands in no place of the table would be free to import anything.
for (const { source } of modules) {
  if (!/^(shared|server|client|display)\//.test(source) || /\.test\.tsx?$/.test(source)) continue
  if (!config.places.some(({ is }) => new RegExp(is).test(source))) {
    complaints.push(
      `${source} is in no place that .dependency-cruiser.cjs knows; say there what it may import`,
    )
  }
}

let importsSeen = 0
for (const folder of folders) {
  const onDisk = globSync(`${folder}/**/*.{ts,tsx}`)
  const seen = new Map(modules.map((module) => [module.source, module.dependencies.length]))
  const unseen = onDisk.filter((path) => !seen.has(path))
  const imports = onDisk.reduce((sum, path) => sum + (seen.get(path) ?? 0), 0)
  if (onDisk.length === 0) complaints.push(`${folder}/ holds files, but no source file`)
  else if (imports === 0) complaints.push(`${folder}/: ${onDisk.length} files and not one import was seen`)
  if (unseen.length > 0) complaints.push(`${folder}/: not looked at: ${unseen.join(' ')}`)
  importsSeen += imports
}
if (folders.length === 0) complaints.push('no folder was seen')

for (const complaint of complaints) console.error(complaint)
console.log(
  `${modules.filter(({ source }) => folders.includes(source.split('/')[0]!)).length} files, ${importsSeen} imports`,
)
process.exit(complaints.length > 0 ? 1 : 0)
