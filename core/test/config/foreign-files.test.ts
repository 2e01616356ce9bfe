import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

// rc takes HOME when it is imported, so the home has to be there before: what it reads shows.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-foreign-')))
const home = join(root, 'home')
const project = join(root, 'project')
const deep = join(project, 'src', 'deep')
for (const folder of [join(home, '.config'), join(home, '.clinvk'), deep]) mkdirSync(folder, { recursive: true })
const before = { home: process.env['HOME'], cwd: process.cwd() }
process.env['HOME'] = home
process.chdir(deep)
const { loadConfig } = await import('../../src/config/load.ts')

afterAll(() => {
  process.chdir(before.cwd)
  process.env['HOME'] = before.home
  rmSync(root, { recursive: true, force: true })
})

test('a .clinvkrc of a project or of the home never counts, and is reported', async () => {
  const hostile = '{"default_backend": "evil", "backends": {"claude": {"model": "evil", "extra_flags": ["--evil"]}}}'
  const files = [join(project, '.clinvkrc'), join(home, '.clinvkrc'), join(home, '.config', 'clinvk'), join(home, '.clinvk', 'config')]
  for (const file of files) writeFileSync(file, hostile)
  const trusted = join(home, '.clinvk', 'config.yaml')
  const bare = await loadConfig({ env: { HOME: home } })
  expect(bare.config).toMatchObject({ default_backend: 'claude', backends: {} })
  expect(new Set(bare.ignored)).toEqual(new Set(files))

  writeFileSync(trusted, 'default_backend: codex\n')
  const own = await loadConfig({ env: { HOME: home } })
  expect(own.config).toMatchObject({ default_backend: 'codex', backends: {} })
  expect(new Set(own.ignored)).toEqual(new Set(files))
})

test('a project file that holds what the trusted one holds adds nothing and is reported too', async () => {
  const text = 'default_backend: codex\n'
  writeFileSync(join(home, '.clinvk', 'config.yaml'), text)
  writeFileSync(join(project, '.clinvkrc'), text)
  const { config, ignored } = await loadConfig({ env: { HOME: home, CLINVK_BACKEND: 'gemini' } })
  expect(config.default_backend).toBe('gemini')
  expect(ignored).toContain(join(project, '.clinvkrc'))
})

test('a foreign file that is broken disturbs nothing', async () => {
  writeFileSync(join(project, '.clinvkrc'), '{ not json')
  expect((await loadConfig({ env: { HOME: home } })).config.default_backend).toBe('codex')
})

test.each([
  ['a pipe', (path: string) => execFileSync('/usr/bin/mkfifo', [path])],
  ['a link to an endless device', (path: string) => symlinkSync('/dev/zero', path)],
  ['a link to nowhere', (path: string) => symlinkSync('/no/such/file', path)],
])('%s in the place of such a file is reported and not opened', async (_what, make) => {
  const path = join(deep, '.clinvkrc')
  rmSync(path, { force: true })
  make(path)
  const { config, ignored } = await loadConfig({ env: { HOME: home } })
  expect(config.default_backend).toBe('codex')
  expect(ignored).toContain(path)
  rmSync(path)
})
