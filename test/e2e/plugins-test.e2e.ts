import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runConformance } from '../../core/src/backend/conformance-run.ts'
import { Sandbox } from '../sandbox.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const example = join(root, 'examples', 'minimal-backend')

let sandbox: Sandbox
let folder: string
beforeEach(() => {
  sandbox = new Sandbox()
  folder = join(sandbox.root, 'acme')
  cpSync(example, folder, { recursive: true })
})
afterEach(() => sandbox.remove())

const manifest = { name: 'clinvk-plugin-acme', version: '1.0.0', type: 'module', oclif: {}, clinvk: { contract: 1, backends: { acme: './backend.js' }, secrets: ['ACME_API_KEY'] } }
const writeManifest = (clinvk: object) => sandbox.write('acme/package.json', JSON.stringify({ ...manifest, clinvk: { ...manifest.clinvk, ...clinvk } }))

test('a plugin that passes: each case with its outcome, within 80 columns, and exit 0', async () => {
  const run = await sandbox.run(['plugins', 'test', folder, '-o', 'text'], { env: { COLUMNS: '80' } })
  expect(run.code, run.stdout).toBe(0)
  expect(run.stdout).toContain('\nprompt\n  ✓ travels on stdin, and in no argument, variable or file name\n')
  expect(run.stdout).toMatch(/\n\d\d passed, 0 failed\n$/)
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('the current folder is the default, and the document has every case', async () => {
  const run = await sandbox.run(['plugins', 'test', '--json'], { cwd: folder })
  const report = run.json()
  expect(report).toMatchObject({ package: 'clinvk-plugin-acme', version: '1.0.0', folder, problems: [], failed: 0, backends: [{ name: 'acme', recordings: 'test/recordings' }] })
  expect(report['backends'][0].cases).toHaveLength(report['passed'])
  expect(report['backends'][0].cases[0]).toMatchObject({ outcome: 'passed', title: expect.stringMatching(/^shape: /), seconds: expect.any(Number) })
})

test('what fails says what was found, and the exit code is 1', async () => {
  const meta = { cli_version: '1.4.0', exit: 0, expect: { text: 'Something else.' } }
  writeFileSync(join(folder, 'test/recordings/answer/meta.json'), JSON.stringify(meta))
  const text = await sandbox.run(['plugins', 'test', folder, '-o', 'text'])
  expect(text.code).toBe(1)
  expect(text.stdout).toMatch(/✗ the messages fold to the expected text\n(?: {6}.*\n)*? {6}.*Your prompt has 24 characters/)
  expect(text.stdout).toContain(', 1 failed')
  const json = await sandbox.run(['plugins', 'test', folder, '--json'])
  expect(json.code).toBe(1)
  expect(json.json()['backends'][0].cases.filter(({ outcome }: { outcome: string }) => outcome === 'failed')).toMatchObject([{ title: 'answer: the messages fold to the expected text' }])
})

test('a manifest that users would be warned of is a failure too', async () => {
  writeManifest({ secrets: ['ACME_API_KEY', 'PATH'] })
  const run = await sandbox.run(['plugins', 'test', folder, '--json'])
  expect(run.json()['problems']).toEqual([expect.stringContaining('no secret of a CLI')])
  expect(run.code).toBe(1)
})

test('the name of a built-in backend is taken', async () => {
  writeManifest({ backends: { claude: './backend.js' } })
  writeFileSync(join(folder, 'backend.js'), readFileSync(join(example, 'backend.js'), 'utf8').replaceAll("'acme'", "'claude'"))
  const run = await sandbox.run(['plugins', 'test', folder, '--json'])
  expect(run.json()['problems']).toEqual(['the backend "claude" already comes from @clinvk/plugin-claude; choose another name'])
  expect(run.code).toBe(1)
})

test('options of the kit stand in the manifest, for each backend', async () => {
  cpSync(join(folder, 'test/recordings'), join(folder, 'recorded'), { recursive: true })
  rmSync(join(folder, 'test'), { recursive: true })
  writeManifest({ conformance: { acme: { recordings: 'recorded', output: 'text', found: { file: '/opt/acme/bin/acme', data: { any: 1 } } } } })
  const report = (await sandbox.run(['plugins', 'test', folder, '--json'])).json()
  expect(report['backends'][0]).toMatchObject({ recordings: 'recorded' })
  expect(report['backends'][0].cases.map(({ title }: { title: string }) => title)).not.toContainEqual(expect.stringContaining('unreadable lines'))
})

describe('a folder that is no plugin is refused with a reason and exit 1:', () => {
  test.each<[string, () => void, string]>([
    ['no folder', () => rmSync(folder, { recursive: true }), 'there is no such folder'],
    ['no package.json', () => rmSync(join(folder, 'package.json')), 'it holds no package.json'],
    ['no JSON', () => void sandbox.write('acme/package.json', '{'), 'its package.json cannot be read'],
    ['no clinvk', () => void sandbox.write('acme/package.json', '{"name":"x"}'), 'its package.json has no key "clinvk"'],
    ['another contract', () => writeManifest({ contract: 7 }), 'it is written for contract 7'],
    ['no backend', () => writeManifest({ backends: {} }), '"clinvk.backends" in its package.json is empty'],
    ['unknown kit option', () => writeManifest({ conformance: { acme: { recordingz: 'x' } } }), 'has the unknown key "acme.recordingz"'],
    ['kit options of another', () => writeManifest({ conformance: { other: {} } }), 'names "other", which is no backend of this package'],
    ['no recordings', () => rmSync(join(folder, 'test/recordings'), { recursive: true }), 'there are no recordings in'],
    ['empty recordings', () => (rmSync(join(folder, 'test/recordings'), { recursive: true }), void sandbox.write('acme/test/recordings/.keep', '')), 'make a folder with "stdout" and "meta.json" for each run'],
    ['a recording without meta.json', () => rmSync(join(folder, 'test/recordings/answer/meta.json')), 'cannot read the recordings of "acme"'],
    ['a recording with a wrong key', () => void sandbox.write('acme/test/recordings/answer/meta.json', '{"cli_version":"1","exit":0,"exits":1}'), 'unknown key "exits"'],
  ])('%s', async (_what, arrange, words) => {
    arrange()
    const run = await sandbox.run(['plugins', 'test', folder, '--json'])
    expect(run.json()['error'], run.stderr).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(words), hint: expect.stringMatching(/\.$/) })
    expect(run.code).toBe(1)
  })
})

describe('a module that is no backend is refused with exit 2:', () => {
  const short = { CLINVK_RUN_PLUGIN_TIMEOUT_MS: '500' }
  test.each<[string, string | undefined, string, string, Record<string, string>?]>([
    ['is not built', undefined, 'plugin_load_failed', 'there is no backend.js'],
    ['throws', 'throw new Error("no luck")', 'plugin_load_failed', 'no luck'],
    ['ends the process', 'process.exit(0)', 'plugin_load_failed', 'process.exit'],
    ['never ends', 'for (;;);', 'plugin_load_failed', 'took longer than 500 ms', short],
    ['waits for ever', 'await new Promise(() => {})', 'plugin_load_failed', '500 ms', short],
    ['throws later', `setTimeout(() => { throw new Error('late') }, 5); await new Promise((resolve) => setTimeout(resolve, 400))`, 'plugin_load_failed', 'late'],
    ['exports nothing', 'export const x = 1', 'plugin_invalid', 'no default export'],
    ['has another name', `export { default } from './other.js'`, 'plugin_invalid', 'it calls itself "other"'],
  ])('%s', async (_what, source, code, words, env = {}) => {
    if (source === undefined) rmSync(join(folder, 'backend.js'))
    else writeFileSync(join(folder, 'backend.js'), source)
    sandbox.write('acme/other.js', `export default { contract: 1, name: 'other' }`)
    const run = await sandbox.run(['plugins', 'test', folder, '--json'], { env })
    expect(run.json()['error'], run.stderr).toMatchObject({ code, message: expect.stringContaining(words), hint: expect.stringMatching(/\.$/) })
    expect(run.code).toBe(2)
  })
})

describe('a case that the thread does not survive fails, and the others are tried:', () => {
  const good = `export { default as good } from './good.js'`
  const run = async (wrong: string) => {
    cpSync(join(folder, 'backend.js'), join(folder, 'good.js'))
    writeFileSync(join(folder, 'backend.js'), `import good from './good.js'\n${good}\nexport default { ...good, ${wrong} }`)
    return runConformance(
      {
        manifest: { name: 'acme', package: 'clinvk-plugin-acme', version: '1.0.0', module: join(folder, 'backend.js'), secrets: [], origin: 'link' },
        packageFile: join(folder, 'package.json'), recordings: join(folder, 'test/recordings'), output: 'json-lines', loadTimeoutMs: 5000,
      },
      { thread: join(root, 'core/dist/backend/conformance-thread.js'), caseTimeoutMs: 3000, printed: () => undefined },
    )
  }
  const find = 'shape: find looks files up, starts nothing, and may find nothing'
  test.each([
    ['never ends', 'find() { for (;;); }', 'took longer than 3 s'],
    ['is never settled', 'find: () => new Promise(() => {})', 'it waits for a promise that nothing will settle'],
    ['ends the process', 'find: () => process.exit(7)', 'the plugin ended the process (exit 7)'],
    ['throws outside', `find: () => new Promise(() => setTimeout(() => { throw new Error('stray') }))`, 'stray'],
  ])('%s', async (_what, wrong, words) => {
    const outcomes = await run(wrong)
    expect(outcomes.length).toBeGreaterThan(60)
    expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ title: find, message: expect.stringContaining(words) }])
  })

  test('after three of them the rest is not tried, and says so', async () => {
    const outcomes = await run('command: () => process.exit(1)')
    const messages = outcomes.flatMap(({ message }) => message ?? [])
    expect(messages.filter((message) => message.includes('ended the process'))).toHaveLength(3)
    expect(messages.at(-1)).toBe('not tried, because 3 cases before it did not come to an end')
    expect(outcomes.length).toBeGreaterThan(60)
  })
})

test('what a plugin prints goes to stderr, cleaned, and not into the document', async () => {
  const source = readFileSync(join(example, 'backend.js'), 'utf8')
  writeFileSync(join(folder, 'backend.js'), `${source}\nconsole.log('noise \\u001b[31mred')`)
  const run = await sandbox.run(['plugins', 'test', folder, '--json'])
  expect(run.json()['failed']).toBe(0)
  expect(run.stderr).toContain('noise red')
})
