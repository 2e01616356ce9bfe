import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attachments } from '../../../src/cli/input/attachments.ts'

function file(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-attachments-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

test('a picture is known by its content, whatever its name', async () => {
  const gif = Buffer.from('GIF89a...')
  expect(await attachments([file('picture.txt', gif)], undefined)).toEqual({ images: [{ media_type: 'image/gif', data: gif.toString('base64') }] })
})

test('a schema is read', async () => {
  expect(await attachments(undefined, file('schema.json', '{"type":"object"}'))).toEqual({ json_schema: { type: 'object' } })
})

test('what cannot be used is named, and nothing of its content is', async () => {
  await expect(attachments([file('picture.png', 'no picture')], undefined)).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringMatching(/picture\.png is none/) as string })
  await expect(attachments(['/no/such.png'], undefined)).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('(ENOENT)') as string })
  await expect(attachments([tmpdir()], undefined)).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('(EISDIR)') as string })
  await expect(attachments(undefined, file('schema.json', '{'))).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('schema.json is no JSON') as string })
  await expect(attachments([file('big.png', new Uint8Array(21 * 1024 * 1024))], undefined)).rejects.toMatchObject({ code: 'payload_too_large' })
})
