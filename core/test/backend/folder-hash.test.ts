import { chmodSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderHash } from '../../src/backend/folder-hash.ts'
import { temporaryFolder } from './temporary-folder.ts'

const files = { 'package.json': '{}', 'lib/a.js': 'a', 'lib/b.js': 'b' }

test('two folders with the same files have the same hash, whatever their packages inside are', async () => {
  const hash = await folderHash(temporaryFolder(files))
  expect(hash).toMatch(/^sha256-[\w+/]{43}=$/)
  expect(await folderHash(temporaryFolder({ ...files, 'node_modules/inner/index.js': 'x' }))).toBe(hash)
})

test.each<[string, (folder: string) => void]>([
  ['other content', (folder) => writeFileSync(join(folder, 'lib/a.js'), 'A')],
  ['one file more', (folder) => writeFileSync(join(folder, 'lib/c.js'), '')],
  ['one file less', (folder) => unlinkSync(join(folder, 'lib/b.js'))],
  ['another name', (folder) => renameSync(join(folder, 'lib/b.js'), join(folder, 'lib/c.js'))],
  ['content that moved to the next file', (folder) => (writeFileSync(join(folder, 'lib/a.js'), ''), writeFileSync(join(folder, 'lib/b.js'), 'ab'))],
  ['a file that can be executed', (folder) => chmodSync(join(folder, 'lib/a.js'), 0o755)],
  ['a link in its place', (folder) => (unlinkSync(join(folder, 'lib/a.js')), symlinkSync('b.js', join(folder, 'lib/a.js')))],
  ['a hidden file', (folder) => writeFileSync(join(folder, '.hidden'), '')],
  ['a folder node_modules deeper down', (folder) => symlinkSync('/tmp', join(folder, 'lib', 'node_modules'))],
])('%s changes it', async (_what, change) => {
  const folder = temporaryFolder(files)
  const before = await folderHash(folder)
  change(folder)
  expect(await folderHash(folder)).not.toBe(before)
})
