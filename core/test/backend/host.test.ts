import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHostFactory } from '../../src/backend/host.ts'
import { temporaryFolder } from './temporary-folder.ts'

function folderWith(executables: readonly string[], others: readonly string[] = []): string {
  const folder = temporaryFolder(Object.fromEntries([...executables, ...others].map((path) => [path, '#!/bin/sh\n'])))
  for (const path of executables) chmodSync(join(folder, path), 0o755)
  for (const path of others) chmodSync(join(folder, path), 0o644)
  return folder
}

const find = (path: string | undefined, name = 'acme') => createHostFactory({ env: { PATH: path }, home: '/nowhere' })('acme').findExecutable(name)

test('the first folder of PATH that has the CLI counts', async () => {
  const folder = folderWith(['b/acme', 'a/acme'])
  expect(await find(`${folder}/none:${folder}/b:${folder}/a`)).toBe(`${folder}/b/acme`)
})

test('a file that may not be run, a folder and a broken link of that name are passed over', async () => {
  const folder = folderWith(['last/acme'], ['file/acme'])
  mkdirSync(join(folder, 'folder/acme'), { recursive: true })
  mkdirSync(join(folder, 'link'))
  symlinkSync(join(folder, 'gone'), join(folder, 'link/acme'))
  expect(await find(`${folder}/file:${folder}/folder:${folder}/link:${folder}/last`)).toBe(`${folder}/last/acme`)
  expect(await find(`${folder}/file:${folder}/folder:${folder}/link`)).toBeUndefined()
})

test('a link is followed to what it names but told by its own path', async () => {
  const folder = folderWith(['real/program'])
  mkdirSync(join(folder, 'bin'))
  symlinkSync('../real/program', join(folder, 'bin/acme'))
  expect(await find(`${folder}/bin`)).toBe(`${folder}/bin/acme`)
})

test('relative and empty entries of PATH never count: they would run a program of the working directory', async () => {
  const folder = folderWith(['acme'])
  const before = process.cwd()
  process.chdir(folder)
  try {
    expect(await find('.:::bin:./')).toBeUndefined()
  } finally {
    process.chdir(before)
  }
})

test('an absolute name is taken as it is, and no PATH means nothing is found', async () => {
  const folder = folderWith(['acme'])
  expect(await find('/nowhere', `${folder}/acme`)).toBe(`${folder}/acme`)
  expect(await find(undefined)).toBeUndefined()
})

test('each backend has a folder of its own, and the home of the environment', () => {
  const hosts = createHostFactory({ env: { HOME: '/home/a' }, home: '/home/a/.clinvk' })
  expect(hosts('acme')).toMatchObject({ home: '/home/a', state_dir: '/home/a/.clinvk/backends/acme' })
  expect(hosts('other').state_dir).toBe('/home/a/.clinvk/backends/other')
})

test("a helper command gets neither the secrets of others nor clinvk's own variables", async () => {
  const env = { PATH: process.env['PATH'], ACME_KEY: 'own', OTHER_KEY: 'foreign', CLINVK_HOME: '/nowhere' }
  const host = createHostFactory({ env, home: '/nowhere', withheld: (backend) => Promise.resolve(backend === 'acme' ? ['OTHER_KEY'] : ['ACME_KEY']) })
  const show = async (backend: string) => (await host(backend).run('/usr/bin/env', [])).stdout.split('\n').filter((line) => !/^(PATH|CLINVK_RUN_ID)=/.test(line)) // the id by which its process group is found
  expect(await show('acme')).toEqual(['ACME_KEY=own'])
  expect(await show('other')).toEqual(['OTHER_KEY=foreign'])
})
