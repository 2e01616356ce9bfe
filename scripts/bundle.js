/**
 * Bundles what runs at each prompt: clinvk's own modules into few files, each built-in plugin
 * with the SDK into one. Opening a hundred small modules would take longer than running them. Libraries stay where npm
 * puts them.
 */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const shared = { bundle: true, format: 'esm', platform: 'node', target: 'node20', sourcemap: 'linked', minifyWhitespace: true, minifySyntax: true, logLevel: 'warning', absWorkingDir: root }
const libraries = { name: 'libraries', setup: keepLibrariesOutside }

/** Parts that compose.ts loads late, and that runs of prompts need. */
const forPrompts = ['./session/store.ts']

rmSync(`${root}core/dist/bundle`, { recursive: true, force: true })
await build({ ...shared, entryPoints: ['core/src/cli/main.ts'], outdir: 'core/dist/bundle', splitting: true, plugins: [libraries] })
for (const name of ['claude', 'codex', 'gemini']) {
  await build({ ...shared, entryPoints: [`plugins/${name}/src/backend.ts`], outfile: `plugins/${name}/dist/backend.js`, plugins: [libraries] })
}

function keepLibrariesOutside({ onResolve }) {
  // What only commands ask for runs from dist, beside them. In the bundle it would part what every prompt loads into more files.
  onResolve({ filter: /^\.\// }, ({ path, kind, importer }) =>
    kind === 'dynamic-import' && importer.endsWith('/core/src/compose.ts') && !forPrompts.includes(path) ? { path: `.${path.replace(/\.ts$/, '.js')}`, external: true } : undefined,
  )
  onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || path.startsWith('@clinvk/') ? undefined : { path, external: true }))
}
