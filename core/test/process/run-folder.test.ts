import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RunFolder } from '../../src/process/run-folder.ts'
import { programPath } from './program.ts'

function newRoot(): string {
  return join(mkdtempSync(join(tmpdir(), 'run-folder-')), 'root')
}

const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8)
const invalid = expect.objectContaining({ code: 'plugin_invalid' })

test('files, folders and links are made private and where they belong', async () => {
  const folder = await RunFolder.create(newRoot(), 'run-1')
  await folder.write({
    'system-prompt': { content: 'Grüße' },
    'home/deep/image.png': { content: Buffer.from([0, 255, 1]).toString('base64'), encoding: 'base64' },
    'home/login.json': { link: '/somewhere/login.json' },
  })
  expect(readFileSync(join(folder.path, 'system-prompt'), 'utf8')).toBe('Grüße')
  expect([...readFileSync(join(folder.path, 'home/deep/image.png'))]).toEqual([0, 255, 1])
  expect(readlinkSync(join(folder.path, 'home/login.json'))).toBe('/somewhere/login.json')
  expect(['', 'tmp', 'home', 'home/deep', '..'].map((path) => mode(join(folder.path, path)))).toEqual(Array(5).fill('700'))
  expect(['system-prompt', 'home/deep/image.png'].map((path) => mode(join(folder.path, path)))).toEqual(['600', '600'])
})

test('the paths of files and of folders that hold some are resolved, with their prefix', async () => {
  const folder = await RunFolder.create(newRoot(), 'run-1')
  await folder.write({ 'home/settings.json': { content: '{}' } })
  expect(folder.resolve('plain')).toBe('plain')
  expect(folder.resolve({ path: 'home' })).toBe(join(folder.path, 'home'))
  const settings = join(folder.path, 'home/settings.json')
  expect(folder.resolve({ path: 'home/settings.json', prefix: '--settings=' })).toBe(`--settings=${settings}`)
  for (const path of ['other', 'home/sett', '../x', 'hom']) expect(() => folder.resolve({ path })).toThrow(invalid)
})

test('a path that leaves the folder is refused before anything is written', async () => {
  const folder = await RunFolder.create(newRoot(), 'run-1')
  for (const path of ['../x', '/etc/x', 'a/../../x', 'a//b', '.', '', 'a/', 'a\0b', 'a\\b']) {
    await expect(folder.write({ good: { content: '' }, [path]: { content: 'x' } })).rejects.toEqual(invalid)
  }
  expect(existsSync(join(folder.path, 'good'))).toBe(false)
})

test('nothing is written through a link of the same run', async () => {
  const folder = await RunFolder.create(newRoot(), 'run-1')
  const outside = mkdtempSync(join(tmpdir(), 'outside-'))
  await expect(folder.write({ home: { link: outside }, 'home/x': { content: 'x' } })).rejects.toEqual(invalid)
  await expect(folder.write({ 'HOME/x': { content: 'x' }, home: { link: outside } })).rejects.toEqual(invalid)
  expect(existsSync(join(outside, 'x'))).toBe(false)
})

test('removing takes everything along, twice does no harm, and nothing outside is touched', async () => {
  const folder = await RunFolder.create(newRoot(), 'run-1')
  const outside = mkdtempSync(join(tmpdir(), 'outside-'))
  writeFileSync(join(outside, 'precious'), 'x')
  await folder.write({ 'home/way-out': { link: outside } })
  await Promise.all([folder.remove(), folder.remove()])
  await folder.remove()
  expect(existsSync(folder.path)).toBe(false)
  expect(existsSync(join(outside, 'precious'))).toBe(true)
})

test('folders that a CLI left read-only or locked are removed too', () => {
  const base = mkdtempSync(join(tmpdir(), 'locked-'))
  const outside = join(base, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'precious'), 'x')
  chmodSync(outside, 0o555)
  chmodSync(base, 0o777 | 0o1000)
  // Permissions do not bind root: there the program runs as nobody.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const args = ['--import', 'tsx', programPath('remove-folder.ts'), join(base, 'root'), outside]
  const env = { PATH: process.env['PATH'], HOME: base, TMPDIR: base }
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env, ...nobody })
  expect(stderr).toBe('')
  expect(stdout).toBe('removed\n')
  expect([existsSync(join(outside, 'precious')), mode(outside)]).toEqual([true, '555'])
})

test('a root that others may write, and a run that has a folder already, are refused', async () => {
  const root = newRoot()
  mkdirSync(root)
  chmodSync(root, 0o777)
  const refused = { code: 'config_invalid', message: expect.stringContaining(root) }
  await expect(RunFolder.create(root, 'run-1')).rejects.toMatchObject(refused)
  chmodSync(root, 0o1777)
  await RunFolder.create(root, 'run-1')
  await expect(RunFolder.create(root, 'run-1')).rejects.toMatchObject(refused)
  await expect(RunFolder.create(root, '../run-2')).rejects.toMatchObject({ code: 'internal_error' })
})

test('a link or a file in place of the root is refused, and nothing is written through it', async () => {
  const [link, file] = [newRoot(), newRoot()]
  const outside = mkdtempSync(join(tmpdir(), 'outside-'))
  symlinkSync(outside, link)
  writeFileSync(file, '')
  for (const root of [link, file]) await expect(RunFolder.create(root, 'run-1')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(root) })
  expect(readdirSync(outside)).toEqual([])
})
