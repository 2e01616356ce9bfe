import { mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { backendPackage, writePackage } from '../plugin-package.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

const counter = fileURLToPath(new URL('count-files.cjs', import.meta.url))
const sandbox = new Sandbox()
sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
afterAll(() => sandbox.remove())

/** A data folder with `count` plugins, each with a backend of some files and a command word, as clinvk leaves it. */
function dataFolder(count: number): string {
  const data = join(sandbox.root, `data-${count}`)
  const current = join(data, 'current')
  mkdirSync(current, { recursive: true })
  const names = Array.from({ length: count }, (_none, index) => `many-${index}`)
  for (const name of names) {
    writePackage(join(current, 'node_modules', `clinvk-plugin-${name}`), { ...backendPackage(name, {}, 'throw new Error("nobody asked for me")'), 'oclif.manifest.json': { version: '1.0.0', commands: {} }, 'lib/more.js': '' })
  }
  if (count > 0) {
    writePackage(current, {
      'package.json': { oclif: { schema: 1, plugins: names.map((name) => ({ name: `clinvk-plugin-${name}`, type: 'user', url: 'x' })) } },
      'commands.json': Object.fromEntries(names.map((name) => [name, `clinvk-plugin-${name}`])),
    })
  }
  return data
}

/** What a prompt opens, and which modules it loads. */
async function prompt(data: string): Promise<{ readonly opened: readonly string[]; readonly loaded: readonly string[] }> {
  const list = join(data, 'opened')
  const coverage = join(data, 'coverage')
  const env = { CLINVK_DATA_DIR: data, NODE_OPTIONS: `--require ${counter}`, COUNT_FILES: list, NODE_V8_COVERAGE: coverage }
  const run = await sandbox.run(['-b', 'codex', 'hi', '-o', 'text', '--ephemeral'], { env })
  expect(run.stdout).toBe('hi\n')
  const urls = sandbox.files(`${basename(data)}/coverage`).flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] }).result.map(({ url }) => url))
  // How many processes the machine has at the moment is nothing that plugins cost.
  return { opened: readFileSync(list, 'utf8').split('\n').filter((path) => !path.startsWith('/proc/')), loaded: urls }
}

test('a prompt with twenty plugins opens one small file for each, and loads no module of theirs', async () => {
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    'cat >/dev/null',
    'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'',
    'echo \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}\'',
    'echo \'{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\'',
  ])
  const none = await prompt(dataFolder(0))
  const twenty = await prompt(dataFolder(20))
  const ofPlugins = twenty.opened.filter((path) => path.includes('clinvk-plugin-many-'))
  expect(ofPlugins.map((path) => basename(path))).toEqual(Array.from({ length: 20 }, () => 'package.json'))
  expect(none.opened.some((path) => path.endsWith('commands.json'))).toBe(true)
  expect(twenty.opened.length - none.opened.length).toBeLessThanOrEqual(20)
  expect(twenty.loaded.filter((url) => url.includes('clinvk-plugin-many-'))).toEqual([])
  expect(twenty.loaded.length).toBe(none.loaded.length)
  expect(twenty.loaded.some((url) => url.includes('/bundle/main.js'))).toBe(true)
})
