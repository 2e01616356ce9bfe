import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KeptFile } from '../../../src/service/mcp-install/kept-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinvk-kept-'))
  path = join(folder, 'file')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('writing', () => {
  test('keeps the mode and the link, and leaves nothing beside', async () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'before')
    chmodSync(target, 0o640)
    symlinkSync(target, path)
    await (await KeptFile.open(path)).write('after')
    expect([readFileSync(target, 'utf8'), statSync(target).mode & 0o777, lstatSync(path).isSymbolicLink()]).toEqual(['after', 0o640, true])
    expect(readdirSync(folder).sort()).toEqual(['file', 'target'])
  })

  test('goes through no link that somebody put in the way', async () => {
    writeFileSync(path, 'before')
    const other = join(folder, 'other')
    symlinkSync(other, `${path}.clinvk-${process.pid}`)
    await (await KeptFile.open(path)).write('after')
    expect([readFileSync(path, 'utf8'), existsSync(other)]).toEqual(['after', false])
  })

  test('a file that is gone is an error with its path and a hint', async () => {
    writeFileSync(path, 'before')
    const kept = await KeptFile.open(path)
    rmSync(path)
    await expect(kept.write('after')).rejects.toMatchObject({ code: 'invalid_request', message: `${path} cannot be written (ENOENT)`, hint: expect.any(String) })
  })
})

describe('bringing back', () => {
  test('where a link led nowhere, takes away what was written there, and leaves the link', async () => {
    const target = join(folder, 'target')
    symlinkSync(target, path)
    const kept = await KeptFile.open(path)
    writeFileSync(path, '{"half')
    await kept.restore()
    expect([existsSync(target), lstatSync(path).isSymbolicLink()]).toEqual([false, true])
    await kept.restore() // nothing was written
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
  })

  test('what was not there is gone, and what was taken away is there', async () => {
    const none = await KeptFile.open(path)
    writeFileSync(path, 'new')
    const some = await KeptFile.open(path)
    await none.restore()
    expect(existsSync(path)).toBe(false)
    await some.restore()
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  test.each([['there was none', undefined], ['there was one', 'before']])('a folder in its place is an error with its path and a hint; %s', async (_what, before) => {
    if (before !== undefined) writeFileSync(path, before)
    const kept = await KeptFile.open(path)
    rmSync(path, { force: true })
    mkdirSync(path)
    await expect(kept.restore()).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining(path), hint: expect.any(String) })
  })

  test('where its folder is gone, too, is an error with its path and a hint', async () => {
    const deep = join(folder, 'deep')
    mkdirSync(deep)
    writeFileSync(join(deep, 'file'), 'before')
    const kept = await KeptFile.open(join(deep, 'file'))
    rmSync(deep, { recursive: true })
    await expect(kept.restore()).rejects.toMatchObject({ code: 'invalid_request', message: `${join(deep, 'file')} cannot be written (ENOENT)`, hint: expect.any(String) })
  })
})
