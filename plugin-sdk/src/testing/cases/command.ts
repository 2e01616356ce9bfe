import assert from 'node:assert/strict'
import { isAbsolute } from 'node:path'
import type { Invocation, TemporaryPath } from '../../invocation.ts'
import { invocationFor } from '../described.ts'
import type { Group } from '../kit.ts'
import { plainRequest } from '../plain-request.ts'

/** `command` computes a description from its arguments, and nothing else. */
export const command: Group = (kit) => [
  {
    title: 'command: is pure: the same request gives the same, and stays as it is',
    run() {
      const request = deepFreeze(plainRequest())
      const before = structuredClone(request)
      const environment = { ...process.env }
      const first = structuredClone(kit.backend.command(request, kit.found))
      assert.deepEqual(kit.backend.command(request, kit.found), first, 'the second call gave something else')
      assert.deepEqual(request, before, 'the request was changed')
      assert.deepEqual({ ...process.env }, environment, 'the environment of the host was changed')
    },
  },
  {
    title: 'command: answers a dry run, when the CLI was not found',
    run() {
      const { file } = kit.backend.command(plainRequest())
      assert.ok(/^[^/\\]+$/.test(file), `"${file}" must be the bare name of the executable`)
    },
  },
  {
    title: 'command: describes a process that a host can start',
    run() {
      const invocation = invocationFor(kit)
      assertStartable(invocation)
      assert.ok(isAbsolute(invocation.file), `"${invocation.file}" must be an absolute path`)
    },
  },
]

function assertStartable({ args, env = {}, files = {}, stdin = '', stop, warnings = [] }: Invocation): void {
  for (const value of [...args, ...Object.values(env)]) {
    if (typeof value === 'object') assertMade(value, Object.keys(files))
    else assert.match(value ?? '', /^[^\0]*$/, 'an argument or a value')
  }
  for (const path of Object.keys(files)) {
    const inside = !isAbsolute(path) && !path.split(/[/\\]/).includes('..')
    assert.ok(inside, `the temporary file "${path}" is outside the run's private folder`)
  }
  assert.equal(typeof stdin, 'string', 'stdin')
  assert.ok(['SIGINT', 'SIGTERM'].includes(stop?.signal), 'stop.signal must be SIGINT or SIGTERM')
  assert.ok(stop.grace_ms >= 0 && Number.isFinite(stop.grace_ms), 'stop.grace_ms must be milliseconds')
  for (const { code, message } of warnings) assert.ok(code && message, 'a warning needs "code" and "message"')
}

function assertMade({ path }: TemporaryPath, files: readonly string[]): void {
  assert.ok(files.some((file) => file === path || file.startsWith(`${path}/`)), `"${path}" is used, but "files" does not make it`)
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
