import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadPty, openPty } from '../../../src/process/terminal/open-pty.ts'

const size = { columns: 80, rows: 24 }

test('a library that is not installed is said to be missing, with how to get it', async () => {
  const load = (): Promise<unknown> => Promise.reject(new Error("Cannot find package '@lydell/node-pty'"))
  await expect(loadPty(load)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('@lydell/node-pty'), hint: expect.stringContaining('npm install') })
})

test('output comes as bytes, and the environment is the one that was given', async () => {
  const chunks: Buffer[] = []
  const args = ['-c', String.raw`printf '\377\000\201 %s %s' "$TERM" "$MARK"; exit 4`]
  const pty = openPty(await loadPty(), { file: '/bin/sh', args, cwd: tmpdir(), env: { PATH: '/bin', MARK: 'here', TERM: 'dumb' } }, size, (bytes) => chunks.push(bytes))
  expect(await pty.exited).toEqual({ code: 4, signal: null })
  expect(Buffer.concat(chunks)).toEqual(Buffer.concat([Buffer.from([0xff, 0, 0x81]), Buffer.from(' dumb here')]))
})

test('a file or directory that cannot be used is refused before anything starts', async () => {
  const library = await loadPty()
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-pty-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'program')
  const open = (change: object): unknown => openPty(library, { file: '/bin/sh', args: [], cwd: folder, env: {}, ...change }, size, () => undefined)
  expect(() => open({ file })).toThrow(expect.objectContaining({ code: 'backend_unavailable', message: expect.stringContaining('does not exist') }))
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o600)
  expect(() => open({ file })).toThrow(expect.objectContaining({ code: 'backend_unavailable', message: expect.stringContaining('not executable') }))
  expect(() => open({ cwd: join(folder, 'gone') })).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('does not exist') }))
})
