/**
 * Bundles what runs at each prompt: clinvk's own modules into few files, each built-in plugin
 * with the SDK into one. Opening a hundred small modules would take longer than running them. Libraries stay where npm
 * puts them.
 */
import { cpSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const shared = { bundle: true, format: 'esm', platform: 'node', target: 'node20', sourcemap: 'linked', minifyWhitespace: true, minifySyntax: true, logLevel: 'warning', absWorkingDir: root }
const libraries = { name: 'libraries', setup: keepLibrariesOutside }

/** Modules that are loaded late, and in many runs of prompts. */
const forPrompts = ['cli/prompt-command.ts', 'cli/resume-command.ts', 'session/store.ts', 'backend/circuit-breaker.ts']
const source = `${root}core/src/`

await import('../core/scripts/write-command-index.js')
await import('../core/scripts/write-oclif-manifest.js')
await import('../plugin-sdk/scripts/write-docs.js')
rmSync(`${root}core/dist/bundle`, { recursive: true, force: true })
await build({ ...shared, entryPoints: ['core/src/cli/main.ts'], outdir: 'core/dist/bundle', splitting: true, plugins: [libraries] })
await build({ ...shared, entryPoints: ['core/src/cli/completion/complete-command.ts'], outfile: 'core/dist/bundle/complete.js', plugins: [libraries] })
for (const name of ['claude', 'codex', 'gemini']) {
  await build({ ...shared, entryPoints: [`plugins/${name}/src/backend.ts`], outfile: `plugins/${name}/dist/backend.js`, plugins: [libraries] })
}

// The page of the HTTP API works without a network: the two files that it needs come along.
const swagger = fileURLToPath(new URL('.', import.meta.resolve('swagger-ui-dist/package.json')))
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) cpSync(`${swagger}${file}`, `${root}core/dist/swagger-ui/${file}`)

function keepLibrariesOutside({ onResolve }) {
  // What is loaded late, and rarely, runs from dist: in the bundle it would part what every prompt loads into more files.
  onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind, importer, resolveDir }) => {
    if (kind !== 'dynamic-import' || !importer.startsWith(source)) return undefined
    const file = resolve(resolveDir, path).slice(source.length)
    return forPrompts.includes(file) ? undefined : { path: `../${file.replace(/\.ts$/, '.js')}`, external: true }
  })
  onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || path.startsWith('@clinvk/') ? undefined : { path, external: true }))
}
