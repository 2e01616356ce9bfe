import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pluginSpec } from '../../../src/service/plugins/plugin-spec.ts'
import { temporaryFolder } from '../../backend/temporary-folder.ts'

const read = (text: string, cwd = '/nowhere') => pluginSpec(text, cwd, '/home/me')

describe('what is asked for', () => {
  test.each([
    ['acme', { source: 'registry', spec: 'acme@latest', name: 'acme', pinned: false }],
    ['acme@1.2.3', { source: 'registry', spec: 'acme@1.2.3', name: 'acme', pinned: true }],
    ['acme@^1', { source: 'registry', spec: 'acme@^1', name: 'acme', pinned: false }],
    ['acme@>=1 <3', { source: 'registry', spec: 'acme@>=1 <3', name: 'acme', pinned: false }],
    ['@acme/one', { source: 'registry', spec: '@acme/one@latest', name: '@acme/one', pinned: false }],
    ['@acme/one@beta', { source: 'registry', spec: '@acme/one@beta', name: '@acme/one', pinned: false }],
    ['acme/one', { source: 'git', spec: 'github:acme/one', pinned: false }],
    ['acme/one#v1', { source: 'git', spec: 'github:acme/one#v1', pinned: false }],
    ['gitlab:acme/one', { source: 'git', spec: 'gitlab:acme/one', pinned: false }],
    ['git+https://example.org/one.git', { source: 'git', spec: 'git+https://example.org/one.git', pinned: false }],
    ['git@example.org:acme/one.git', { source: 'git', spec: 'git@example.org:acme/one.git', pinned: false }],
    [`git+ssh://git@example.org/one.git#${'a'.repeat(40)}`, { source: 'git', spec: `git+ssh://git@example.org/one.git#${'a'.repeat(40)}`, pinned: true }],
    ['https://example.org/one.git', { source: 'git', spec: 'https://example.org/one.git', pinned: false }],
    ['https://example.org/one-1.0.0.tgz', { source: 'url', spec: 'https://example.org/one-1.0.0.tgz', pinned: true }],
  ])('%s', (text, spec) => expect(read(text)).toEqual(spec))

  test('a path, in each way to write it', () => {
    const folder = temporaryFolder({ 'one.tgz': '', 'dir/package.json': '{}' })
    const file = { source: 'file', spec: join(folder, 'one.tgz'), pinned: false }
    for (const text of ['one.tgz', './one.tgz', 'file:one.tgz', 'file:./one.tgz', join(folder, 'one.tgz'), `file:${folder}/one.tgz`, `file://${folder}/one.tgz`, 'dir/../one.tgz']) expect(read(text, folder), text).toEqual(file)
    expect(read('./dir', folder)).toEqual({ source: 'folder', spec: join(folder, 'dir'), pinned: false })
    expect(read('.', join(folder, 'dir'))).toEqual({ source: 'folder', spec: join(folder, 'dir'), pinned: false })
    expect(pluginSpec('~/dir', '/nowhere', folder)).toEqual({ source: 'folder', spec: join(folder, 'dir'), pinned: false })
  })
})

test.each(['', '-g', '--global', 'a b', '../nowhere', './nowhere.tgz', 'npm:acme', 'acme@npm:other@1', 'acme@file:../x', '@acme', '@/x', '.hidden', 'x'.repeat(300), 'ftp://example.org/x'])('%j names nothing that can be installed', (text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})
