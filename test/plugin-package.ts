import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The npm that comes with the host of plugins. */
const npm = join(fileURLToPath(new URL('..', import.meta.url)), 'node_modules', 'npm', 'bin', 'npm-cli.js')

/** npm as in a place without a network: no registry answers, and none is waited for. */
export const offline = { npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0', npm_config_offline: '' }

/** Writes a package into a folder; text, or data to write as JSON. */
export function writePackage(folder: string, files: Readonly<Record<string, unknown>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** Packs a folder as its author would; the path of the tarball. npm itself is asked where a package says which files belong to it. */
export function packPackage(folder: string, into: string, home: string): string {
  mkdirSync(into, { recursive: true })
  const { name, version, files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name: string; readonly version: string; readonly files?: unknown }
  if (files === undefined) {
    const tarball = join(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    // The same files always make the same tarball, as with npm.
    execFileSync('tar', ['-czf', tarball, '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--transform=s,^\\.,package,', '-C', folder, '.'])
    return tarball
  }
  const env = { ...offline, HOME: home, PATH: process.env['PATH'] }
  const stdout = execFileSync(process.execPath, [npm, 'pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return join(into, (JSON.parse(stdout) as [{ filename: string }])[0].filename)
}

/** The module of a backend that finds its CLI at /bin/true. */
export const backendModule = (name: string, before = '', more = '') => `${before}
export default {
  contract: 1, name: '${name}', title: '${name}', vendor: 'v', install: 'i', models: { known: [], patterns: [] }, flags: {}, env: { uses: [], secrets: [] },
  limits: { prompt_chars: 1000 }, capabilities: {}, find: async () => ({ file: '/bin/true' }), inspect: async () => ({ problems: [] }), command() {}, decoder() {}, ${more}
}`

/** The files of a plugin that brings the backend `name`. */
export function backendPackage(name: string, manifest: Readonly<Record<string, unknown>> = {}, module: string = backendModule(name)): Record<string, unknown> {
  return {
    'package.json': { name: `clinvk-plugin-${name}`, version: '1.0.0', type: 'module', oclif: {}, clinvk: { contract: 1, backends: { [name]: './backend.js' } }, ...manifest },
    'backend.js': module,
  }
}

/** A plugin that brings along what it depends on. */
export const withInner = (name: string): Record<string, unknown> => ({
  ...backendPackage(name, { dependencies: { inner: '1.0.0' }, bundleDependencies: ['inner'] }),
  'node_modules/inner/package.json': { name: 'inner', version: '1.0.0' },
  'node_modules/inner/index.js': '',
})
