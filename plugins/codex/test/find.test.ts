import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { factsOf, findCodex } from '../src/find.ts'
import { inspectCodex } from '../src/inspect.ts'

let root = ''
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'codex-find-')))
})
afterEach(() => rm(root, { recursive: true }))

async function put(path: string, content = ''): Promise<string> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
  await chmod(file, 0o755)
  return file
}

type Runs = Readonly<Record<string, { readonly code: number; readonly stdout?: string }>>

function host(onPath: string | undefined, runs: Runs = {}, env = {}): Host {
  return {
    env,
    home: join(root, 'home'),
    state_dir: join(root, 'state'),
    findExecutable: async () => onPath,
    run: async (_file, args) => ({ stdout: '', stderr: '', ...(runs[args.join(' ')] ?? { code: 1 }) }),
  }
}

const triples: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
}
const platform = `${process.platform}-${process.arch}`

test('nothing on PATH is nothing found', async () => {
  expect(await findCodex(host(undefined))).toBeUndefined()
})

const title = 'the native program behind the npm launcher is started, told what the launcher tells it'
test.runIf(platform in triples)(title, async () => {
  const launcher = await put('lib/node_modules/@openai/codex/bin/codex.js')
  const own = `lib/node_modules/@openai/codex-${platform}`
  await put(`${own}/package.json`, '{}')
  const native = await put(`${own}/vendor/${triples[platform]}/bin/codex`)
  await mkdir(join(root, 'bin'))
  await symlink(launcher, join(root, 'bin/codex'))
  const found = await findCodex(host(join(root, 'bin/codex')))
  expect(found?.file).toBe(native)
  expect(factsOf(found).env).toEqual({
    CODEX_MANAGED_BY_NPM: '1',
    CODEX_MANAGED_PACKAGE_ROOT: join(root, 'lib/node_modules/@openai/codex'),
  })
})

test('a launcher without its native program is started itself', async () => {
  const launcher = await put('lib/node_modules/@openai/codex/bin/codex.js')
  expect(await findCodex(host(launcher))).toMatchObject({ file: launcher, data: { env: {} } })
})

test('any other install is started as it is on PATH', async () => {
  const native = await put('cellar/codex')
  await symlink(native, join(root, 'codex'))
  expect((await findCodex(host(join(root, 'codex'))))?.file).toBe(join(root, 'codex'))
})

test('providers of the user are remembered', async () => {
  await put('home/.codex/config.toml', '[model_providers.work]\nname = "w"\n')
  expect(factsOf(await findCodex(host(join(root, 'codex')))).providers).toEqual(['work'])
})

test('CODEX_HOME moves the settings', async () => {
  await put('elsewhere/config.toml', '[model_providers.other]\nname = "o"\n')
  const found = await findCodex(host(join(root, 'codex'), {}, { CODEX_HOME: join(root, 'elsewhere') }))
  expect(factsOf(found).providers).toEqual(['other'])
})

const codex = { file: '/opt/codex', data: { env: {}, providers: ['work'] } }

test.each([
  ['0.169.0', []],
  ['0.170.0-alpha.1', []],
  ['1.0.0', []],
  ['0.98.2', [expect.stringContaining('older than 0.169.0')]],
])('version %s', async (version, problems) => {
  const told = host('x', { '--version': { code: 0, stdout: `codex-cli ${version}\n` } })
  expect(await inspectCodex(told, codex)).toMatchObject({ version, problems })
})

test('a CLI that tells no version is a problem', async () => {
  expect((await inspectCodex(host('x'), codex)).problems).toEqual([expect.stringContaining('/opt/codex --version')])
})

test('only a user of the built-in provider without a key has to be signed in', async () => {
  const runs = { '--version': { code: 0, stdout: 'codex-cli 0.169.0' }, 'login status': { code: 1 } }
  const plain = { file: '/opt/codex', data: { env: {}, providers: [] } }
  expect((await inspectCodex(host('x', runs), plain)).problems).toEqual([expect.stringContaining('codex login')])
  expect((await inspectCodex(host('x', runs, { CODEX_API_KEY: 'k' }), plain)).problems).toEqual([])
})
