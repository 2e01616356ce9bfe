import { expect, test } from 'vitest'
import { childEnvironment } from '../../src/process/environment.ts'

const rules = { drop: [], set: {}, run_id: 'run-1', tmpdir: '/tmp/r/tmp', depth: 0 }
const added = { TMPDIR: '/tmp/r/tmp', CLINVK_RUN_ID: 'run-1', CLINVK_DEPTH: '1' }

test('the host environment is passed on, less the variables of clinvk and what is dropped', () => {
  const kept = { PATH: '/bin', AWS_PROFILE: 'work', HTTPS_PROXY: 'http://p' }
  const host = { ...kept, CLINVK_API_KEYS: 'k', CLINVK_RUN_ID: 'outer', OPENAI_API_KEY: 'o', CLAUDECODE: '1' }
  expect(childEnvironment(host, { ...rules, drop: ['OPENAI_API_KEY', 'CLAUDECODE'] })).toEqual({ ...kept, ...added })
})

test('what a backend sets wins, also over what is dropped, and undefined removes', () => {
  const host = { PATH: '/bin', GONE: 'x', EMPTY: undefined }
  const set = { KEY: 'mine', GONE: undefined, TMPDIR: '/own' }
  expect(childEnvironment(host, { ...rules, drop: ['KEY'], set, depth: 1 })).toEqual({
    PATH: '/bin',
    KEY: 'mine',
    TMPDIR: '/own',
    CLINVK_RUN_ID: 'run-1',
    CLINVK_DEPTH: '2',
  })
})

test('strict mode passes on what every program needs and what is allowed, never what is dropped', () => {
  const host = { PATH: '/bin', HOME: '/h', LC_ALL: 'C', AWS_KEY: 'a', AWS_REGION: 'r', GEMINI_API_KEY: 'g', EVIL: 'e' }
  expect(childEnvironment(host, { ...rules, allow: ['AWS_*', 'GEMINI_API_KEY'], drop: ['AWS_KEY'] })).toEqual({
    PATH: '/bin',
    HOME: '/h',
    LC_ALL: 'C',
    AWS_REGION: 'r',
    GEMINI_API_KEY: 'g',
    ...added,
  })
})

test('a backend cannot hide a run from its host', () => {
  for (const name of ['CLINVK_RUN_ID', 'CLINVK_DEPTH']) {
    const hide = (): unknown => childEnvironment({}, { ...rules, set: { [name]: undefined } })
    expect(hide).toThrow(expect.objectContaining({ code: 'plugin_invalid' }))
  }
})
