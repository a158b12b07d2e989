// `npm run build:graphics`: the scenes as OGraf v1 graphics, and as one template for CasparCG and SPX, in one folder that needs
// nothing from elsewhere: dist-graphics/.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'
import { GRAPHICS } from '../display/graphics/catalogue.ts'
import { mainOf, manifestOf } from '../display/graphics/manifest.ts'
import { TEMPLATE_FILE, templatePage } from '../display/graphics/template/template-page.ts'

const root = resolve(import.meta.dirname, '..')
const at = (...names: string[]) => join(root, ...names)
const ENTRY = 'graphic:'
const STYLE = '\0style:'

/** Each manifest's `main`: a module whose default export is the graphic's class. */
const graphicEntries: Plugin = {
  name: 'graphic-entries',
  resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : null),
  load: (id) =>
    id.startsWith(`\0${ENTRY}`)
      ? [
          `import { graphicClassOf } from ${JSON.stringify(at('display/graphics/graphic-class.ts'))}`,
          `export default graphicClassOf(${JSON.stringify(id.slice(ENTRY.length + 1))}, import.meta.url)`,
        ].join('\n')
      : null,
}

/** A style file becomes a module that adds its text to the sheet all graphics adopt: a shadow root takes no page's styles. */
const stylesAsModules: Plugin = {
  name: 'styles-as-modules',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('.css')) return null
    const found = await this.resolve(source, importer, { skipSelf: true })
    return found === null ? null : `${STYLE}${found.id}.mjs`
  },
  load(id) {
    if (!id.startsWith(STYLE)) return null
    const css = readFileSync(id.slice(STYLE.length, -'.mjs'.length), 'utf8')
    return [
      `import { addStyles } from ${JSON.stringify(at('display/graphics/styles.ts'))}`,
      `addStyles(${JSON.stringify(css)})`,
    ].join('\n')
  },
}

/** Builds into `outDir`, made anew. Takes some seconds. */
export async function buildGraphics(outDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true })
  await build({
    root,
    configFile: false,
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [graphicEntries, stylesAsModules, react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome87',
      modulePreload: false,
      chunkSizeWarningLimit: 1_500,
      rolldownOptions: {
        input: {
          ...Object.fromEntries(GRAPHICS.map(({ key }) => [key, `${ENTRY}${key}`])),
          template: at('display/graphics/template/template.ts'),
        },
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: 'lib/[name]-[hash].mjs',
          assetFileNames: 'lib/[name]-[hash][extname]',
        },
      },
    },
  })
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }
  for (const graphic of GRAPHICS) {
    const manifest = `${JSON.stringify(manifestOf(graphic, version), null, 2)}\n`
    writeFileSync(join(outDir, mainOf(graphic).replace(/mjs$/, 'ograf.json')), manifest)
  }
  writeFileSync(join(outDir, TEMPLATE_FILE), templatePage())
  copyFonts(join(outDir, 'fonts'))
}

/** The fonts of every page and the display's rare ones, package by package, under one style file; each in slices by character. */
function copyFonts(outDir: string): void {
  const require = createRequire(import.meta.url)
  const listed = ['client/ui/fonts.css', 'display/rare-fonts.css']
    .map((file) => readFileSync(at(file), 'utf8'))
    .join('\n')
  const packages = Array.from(listed.matchAll(/@import '([^']+)'/g), ([, name]) => name!)
  const imports = packages.map((name, i) => {
    const css = require.resolve(name.endsWith('.css') ? name : `${name}/index.css`)
    const folder = join(outDir, `${i + 1}`)
    cpSync(css, join(folder, 'index.css'))
    for (const [, file] of readFileSync(css, 'utf8').matchAll(/url\(["']?(?:\.\/)?([^"')]+)["']?\)/g))
      cpSync(join(dirname(css), file!), join(folder, file!))
    return `@import './${i + 1}/index.css';`
  })
  writeFileSync(join(outDir, 'fonts.css'), `${imports.join('\n')}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outDir = at('dist-graphics')
  await buildGraphics(outDir)
  console.log(`dist-graphics: ${GRAPHICS.length} OGraf graphics, and ${TEMPLATE_FILE} for CasparCG and SPX`)
}
