import { expect, test } from 'vitest'
import { type BackendDefinition, defineBackend, type Host } from '../src/index.ts'

const minimal: BackendDefinition = {
  name: 'acme',
  command: () => ({ file: 'acme', args: [], stop: { signal: 'SIGINT', grace_ms: 0 } }),
  decoder: () => ({ line: () => [], end: () => [] }),
}

/** A machine that knows some executables and answers every command alike. */
function host(executables: Record<string, string>, answer = { code: 0 as number | null, stdout: '' }): Host {
  return {
    env: {},
    home: '/home/ada',
    state_dir: '/home/ada/state',
    findExecutable: async (name) => executables[name],
    run: async () => ({ stderr: '', ...answer }),
  }
}

test('a backend can do nothing that it does not declare', () => {
  expect(defineBackend(minimal).capabilities).toEqual({})
  expect(defineBackend({ ...minimal, capabilities: { resume: true } }).capabilities).toEqual({ resume: true })
})

test('what is not given has a default, and what is given stays', () => {
  expect(defineBackend(minimal)).toMatchObject({
    contract: 1,
    name: 'acme',
    title: 'acme',
    vendor: 'acme',
    models: { known: [], patterns: [] },
    flags: {},
    env: { uses: [], secrets: [] },
    limits: { prompt_chars: 1_000_000 },
  })
  const given = { title: 'Acme CLI', limits: { prompt_chars: 7 } }
  expect(defineBackend({ ...minimal, ...given })).toMatchObject(given)
})

test('every call makes a backend of its own', () => {
  expect(defineBackend(minimal).models).not.toBe(defineBackend(minimal).models)
})

test.for(['', 'Acme', '1acme', 'ac me', 'acme_cli', '../acme', '-acme'])('no backend can be named "%s"', (name) => {
  const refusal = expect.objectContaining({ code: 'plugin_invalid', hint: expect.stringContaining('lower-case') })
  expect(() => defineBackend({ ...minimal, name })).toThrow(refusal)
})

test('the CLI is looked up by the name of its executable', async () => {
  const machine = host({ acme: '/usr/bin/acme', 'acme-cli': '/usr/bin/acme-cli' })
  expect(await defineBackend(minimal).find(machine)).toEqual({ file: '/usr/bin/acme' })
  expect(await defineBackend({ ...minimal, executable: 'acme-cli' }).find(machine)).toEqual({ file: '/usr/bin/acme-cli' })
  expect(await defineBackend({ ...minimal, executable: 'other' }).find(machine)).toBeUndefined()
})

test.for([
  ['2.1.329 (Acme Code)\n', '2.1.329'],
  ['acme-cli 0.9\n', '0.9'],
  ['acme (1.0.0-rc.1)', '1.0.0-rc.1'],
])('the version is read from %j', async ([stdout, version]) => {
  const machine = host({}, { code: 0, stdout: stdout ?? '' })
  expect(await defineBackend(minimal).inspect(machine, { file: '/usr/bin/acme' })).toEqual({ version, problems: [] })
})

test.for([
  { code: 1, stdout: '1.2.3' },
  { code: null, stdout: '' },
  { code: 0, stdout: 'no number here' },
])('a CLI that answers --version with %o has a problem', async (answer) => {
  const { version, problems } = await defineBackend(minimal).inspect(host({}, answer), { file: '/usr/bin/acme' })
  expect(version).toBeUndefined()
  expect(problems).toEqual([expect.stringContaining('"/usr/bin/acme --version"')])
})

test('a version that a CLI prints to stderr, because nobody sits at a terminal, is a version; that of stdout counts first', async () => {
  const inspect = (answer: { code: number; stdout: string; stderr: string }) => defineBackend(minimal).inspect(host({}, answer), { file: '/usr/bin/acme' })
  expect(await inspect({ code: 0, stdout: '', stderr: '0.73.1\n' })).toEqual({ version: '0.73.1', problems: [] })
  expect(await inspect({ code: 0, stdout: 'acme 2.0.1', stderr: 'warning: Node.js 18.0 is old' })).toEqual({ version: '2.0.1', problems: [] })
})
