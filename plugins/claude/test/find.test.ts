import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { find } from '../src/find.ts'

let home: string
const host = (file: string | undefined): Host => ({ findExecutable: async () => file }) as unknown as Host

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'claude-find-'))
})
afterEach(() => rm(home, { recursive: true }))

/** A global npm installation; answers the file on PATH. */
async function installed(bytes: number): Promise<string> {
  const bin = join(home, 'node_modules/@anthropic-ai/claude-code/bin')
  const native = join(home, 'node_modules/@anthropic-ai', `claude-code-${process.platform}-${process.arch}`)
  await mkdir(bin, { recursive: true })
  await mkdir(native, { recursive: true })
  await writeFile(join(bin, 'claude.exe'), '')
  await truncate(join(bin, 'claude.exe'), bytes)
  await writeFile(join(native, 'claude'), '')
  await symlink(join(bin, 'claude.exe'), join(home, 'claude'))
  return join(home, 'claude')
}

test('nothing on PATH is nothing found', async () => {
  expect(await find(host(undefined))).toBeUndefined()
})

test('a CLI on PATH is used as it stands there', async () => {
  const file = await installed(2 * 1024 * 1024)
  expect(await find(host(file))).toEqual({ file })
})

const onPosix = test.skipIf(process.platform === 'win32')

onPosix('behind the placeholder that npm leaves without install scripts stands the program itself', async () => {
  const file = await installed(500)
  expect(await find(host(file))).toEqual({
    file: join(home, 'node_modules/@anthropic-ai', `claude-code-${process.platform}-${process.arch}`, 'claude'),
  })
})
