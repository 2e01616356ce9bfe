import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { offline, packPackage } from '../plugin-package.ts'
import { Sandbox } from '../sandbox.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('the package that plugins new writes', () => {
  let sandbox: Sandbox
  let folder: string
  const run = (file: string, ...args: string[]) => execFileSync(file, args, { cwd: folder, env: sandbox.env, encoding: 'utf8', stdio: 'pipe' })
  const node = (...args: string[]) => run(process.execPath, ...args)

  beforeAll(async () => {
    sandbox = new Sandbox()
    const made = await sandbox.run(['plugins', 'new', 'my-cli', '--json'])
    expect(made.code, made.stdout + made.stderr).toBe(0)
    folder = made.json()['folder']
    expect(made.json()).toMatchObject({ name: 'my-cli', package: 'clinvk-plugin-my-cli', folder: join(sandbox.work, 'clinvk-plugin-my-cli') })
    expect(made.json()['files']).toEqual(expect.arrayContaining(['.gitignore', 'package.json', 'src/backend.ts', 'stand-in/my-cli', 'test/conformance.js', 'vendor/plugin-sdk/dist/index.d.ts']))
    // What npm install would do: the SDK from the folder beside it, the compiler and its types from this workspace.
    for (const [name, target] of [['@clinvk/plugin-sdk', join(folder, 'vendor/plugin-sdk')], ...['typescript', '@types/node'].map((name) => [name, join(root, 'node_modules', name)])] as [string, string][]) {
      const link = join(folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(target, link)
    }
    node(join(root, 'node_modules', 'typescript', 'bin', 'tsc'))
  })
  afterAll(() => sandbox.remove())

  test('builds, and passes its own test under the runner of Node.js', () => {
    const tap = node('--test', '--test-reporter=tap')
    expect(tap).toMatch(/^# pass [6-9]\d$/m)
    expect(tap).toMatch(/^# fail 0$/m)
  })

  test('brings the pages that its README names, and no link of theirs leads nowhere', () => {
    const links = (file: string) => [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => join(dirname(file), target as string))
    const pages = links(join(folder, 'README.md'))
    expect(pages.length).toBeGreaterThan(3)
    expect([...pages, ...pages.flatMap(links)].filter((file) => !existsSync(file))).toEqual([])
  })

  test('passes clinvk plugins test', async () => {
    const report = await sandbox.run(['plugins', 'test', folder, '--json'])
    expect(report.json()).toMatchObject({ package: 'clinvk-plugin-my-cli', failed: 0, problems: [] })
    expect(report.code).toBe(0)
  })

  test('needs nothing of the SDK when it runs, and publishes nothing but what is built', () => {
    expect(readFileSync(join(folder, 'dist/backend.js'), 'utf8')).not.toMatch(/\bimport\b|\brequire\b|plugin-sdk/)
    const [packed] = JSON.parse(run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts', '--offline')) as [{ files: { path: string }[] }]
    expect(packed.files.map(({ path }) => path).sort()).toEqual(['README.md', 'dist/backend.js', 'package.json'])
  })

  test('packs, installs without a registry and answers a prompt through its stand-in, which does all that its recordings show', async () => {
    const tarball = packPackage(folder, join(sandbox.root, 'packed'), sandbox.home)
    const installed = await sandbox.run(['plugins', 'install', `file:${tarball}`, '--json'], { env: { ...offline, CLINVK_DATA_DIR: `${sandbox.root}/data` } })
    expect(installed.code, installed.stdout).toBe(0)
    const env = { CLINVK_DATA_DIR: `${sandbox.root}/data`, PATH: `${folder}/stand-in:${sandbox.env['PATH']}` }
    const answer = await sandbox.run(['-b', 'my-cli', 'How long is this prompt?', '--json'], { env })
    expect(answer.json(), answer.stderr).toMatchObject({ backend: 'my-cli', content: 'Your prompt has 24 characters.', exit_code: 0 })
    const limited = await sandbox.run(['-b', 'my-cli', 'not too often', '--json'], { env })
    expect(limited.json()['error']).toMatchObject({ code: 'backend_rate_limited' })
    for (const [name, input] of [['answer', 'How long is this prompt?'], ['rate-limited', 'not too often']] as const) {
      let stdout = ''
      try {
        stdout = execFileSync(join(folder, 'stand-in/my-cli'), ['--json'], { input, env: sandbox.env, encoding: 'utf8' })
      } catch (failed) {
        stdout = (failed as { stdout: string }).stdout
      }
      expect(stdout).toBe(readFileSync(join(folder, 'test/recordings', name, 'stdout'), 'utf8'))
    }
  })

  test('can be committed whole: git ignores what is made, and not the SDK beside it', () => {
    run('git', 'init', '-q')
    run('git', 'add', '-A')
    const kept = run('git', 'ls-files').trim().split('\n')
    expect(kept).toEqual(expect.arrayContaining(['src/backend.ts', 'vendor/plugin-sdk/dist/index.d.ts', 'vendor/plugin-sdk/dist/testing/index.js']))
    expect(kept.filter((path) => /^(node_modules|dist)\/|\.map$/.test(path))).toEqual([])
  })

  test('has no mark of a template left, and its stand-in is executable', () => {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && !/node_modules|vendor|\.git\//.test(path)) expect(readFileSync(path, 'utf8'), path).not.toMatch(/\{\{\w+\}\}/)
    }
    expect(statSync(join(folder, 'stand-in/my-cli')).mode & 0o111).toBe(0o111)
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toContain('"MY_CLI_API_KEY"')
  })
})

describe('plugins new', () => {
  let sandbox: Sandbox
  beforeEach(() => {
    sandbox = new Sandbox()
  })
  afterEach(() => sandbox.remove())

  test('says in 80 columns what comes next', async () => {
    const run = await sandbox.run(['plugins', 'new', 'acme', '-o', 'text', '--dir', 'a folder/of mine'])
    expect(run.code).toBe(0)
    expect(run.stdout).toContain("\n  cd 'a folder/of mine'\n  npm install\n  npm test\n")
    expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(existsSync(join(sandbox.work, 'a folder/of mine/package.json'))).toBe(true)
  })

  test('writes into a folder that is there and empty', async () => {
    mkdirSync(join(sandbox.work, 'empty'))
    expect((await sandbox.run(['plugins', 'new', 'acme', '--dir', 'empty'])).code).toBe(0)
    expect(existsSync(join(sandbox.work, 'empty/package.json'))).toBe(true)
  })

  test.each([
    ['a capital', 'Acme', 'it is no name for a backend'],
    ['a digit in front', '3acme', 'it is no name for a backend'],
    ['a path', '../acme', 'it is no name for a backend'],
    ['an underscore', 'ac_me', 'it is no name for a backend'],
    ['nothing', '', 'it is no name for a backend'],
    ['too much', 'a'.repeat(41), 'longer than 40 letters'],
    ['a built-in name', 'claude', 'already comes from @clinvk/plugin-claude'],
  ])('refuses %s as a name, and writes nothing', async (_what, name, words) => {
    const run = await sandbox.run(['plugins', 'new', name, '--json'])
    expect(run.json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(words), hint: expect.stringMatching(/\.$/) })
    expect(run.code).toBe(1)
    expect(sandbox.files('work')).toEqual([])
  })

  test.each([
    ['is not empty', 'full', 'it is not empty'],
    ['is a file', 'full/note', 'it is no folder'],
    ['is below a file', 'full/note/deeper', '(ENOTDIR)'],
  ])('refuses a folder that %s, and leaves it as it was', async (_what, dir, words) => {
    sandbox.write('work/full/note', 'mine')
    const run = await sandbox.run(['plugins', 'new', 'acme', '--dir', dir, '--json'])
    expect(run.json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(words) })
    expect(run.code).toBe(1)
    expect(sandbox.files('work')).toEqual([join(sandbox.work, 'full/note')])
  })

  test('refuses the name of a plugin that is linked', async () => {
    sandbox.write('acme/package.json', JSON.stringify({ name: 'their-acme', version: '1.0.0', clinvk: { contract: 1, backends: { acme: './x.js' } } }))
    sandbox.write('data/package.json', JSON.stringify({ oclif: { plugins: [{ type: 'link', name: 'their-acme', root: `${sandbox.root}/acme` }] } }))
    const run = await sandbox.run(['plugins', 'new', 'acme', '--json'], { env: { CLINVK_DATA_DIR: `${sandbox.root}/data` } })
    expect(run.json()['error']).toMatchObject({ message: expect.stringContaining('already comes from their-acme'), hint: 'Choose another name, or uninstall their-acme first.' })
  })

  test('its templates are in the package of clinvk', () => {
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], { cwd: join(root, 'core'), env: { ...sandbox.env }, encoding: 'utf8', stdio: 'pipe' })) as [{ files: { path: string }[] }]
    const templates = readdirSync(join(root, 'core/templates'), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(join(root, 'core').length + 1)] : []))
    expect(templates.length).toBeGreaterThan(8)
    expect(packed.files.map(({ path }) => path)).toEqual(expect.arrayContaining(templates))
  })
})
