import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Capabilities } from '../../backend.ts'
import type { Host } from '../../host.ts'
import type { Group } from '../kit.ts'

const capabilityNames = [
  'resume', 'fork', 'deltas', 'reasoning', 'system_prompt', 'history', 'images', 'json_schema', 'max_turns', 'effort', 'allowed_tools',
  'allowed_dirs', 'client_tools', 'approvals', 'interactive', 'channel',
] as const satisfies readonly (keyof Capabilities)[]

/** The backend is an object of the contract's shape, and the members that look at a CLI do so as they may. */
export const shape: Group = ({ backend, found }) => [
  {
    title: 'shape: says the contract, its name and who makes it',
    run() {
      assert.equal(backend.contract, 1, '"contract" must be 1')
      assert.match(backend.name, /^[a-z][a-z0-9-]*$/)
      for (const key of ['title', 'vendor', 'install'] as const) assertLine(backend[key], key)
    },
  },
  {
    title: 'shape: declares known capabilities, and has the members that go with them',
    run() {
      const { capabilities } = backend
      const unknown = Object.keys(capabilities).filter((name) => !(capabilityNames as readonly string[]).includes(name))
      assert.deepEqual(unknown, [], 'capabilities that the contract does not know')
      for (const name of capabilityNames) {
        const allowed: readonly unknown[] = name === 'system_prompt' ? ['native', 'prompt', false, undefined] : [true, false, undefined]
        assert.ok(allowed.includes(capabilities[name]), `capabilities.${name} is ${JSON.stringify(capabilities[name])}`)
      }
      for (const name of ['find', 'inspect', 'command', 'decoder'] as const) assert.equal(typeof backend[name], 'function', name)
      for (const name of ['interactive', 'channel'] as const) {
        assert.equal(typeof backend[name], capabilities[name] ? 'function' : 'undefined', `capabilities.${name} and ${name}()`)
      }
      assert.ok(!capabilities.fork || capabilities.resume, 'a backend that forks also resumes')
    },
  },
  {
    title: 'shape: lists models, flags, variables and limits',
    run() {
      const { models, flags, env, limits } = backend
      for (const list of [models.known, models.patterns]) for (const id of list) assertLine(id, 'a model')
      for (const [alias, id] of Object.entries(models.aliases ?? {})) assertLine(id, `the alias ${alias}`)
      for (const [flag, arity] of Object.entries(flags)) {
        assert.match(flag, /^--?[A-Za-z0-9][^\s=]*$/, `the flag "${flag}"`)
        assert.ok(([0, 1, 'many'] as unknown[]).includes(arity), `flag ${flag} takes ${JSON.stringify(arity)} values`)
      }
      for (const name of [...env.secrets, ...(env.markers ?? [])]) assert.match(name, /^[A-Za-z_]\w*$/)
      for (const name of env.uses) assert.match(name, /^[A-Za-z_]\w*\*?$/)
      assert.ok(Number.isSafeInteger(limits.prompt_chars) && limits.prompt_chars > 0, 'limits.prompt_chars')
    },
  },
  {
    title: 'shape: find looks files up, starts nothing, and may find nothing',
    async run() {
      assert.equal(await backend.find(host(undefined)), undefined, 'a CLI was found that is not there')
      const located = await backend.find(host(process.execPath))
      if (located === undefined) return
      const { file } = located
      assert.ok(isAbsolute(file) && existsSync(file), `found "${file}", which is no absolute path of a file`)
      structuredClone(located)
    },
  },
  {
    title: 'shape: inspect tells a problem of a CLI that answers nonsense',
    async run() {
      const machine: Host = { ...host(found.file), run: async () => ({ code: 1, stdout: '', stderr: '' }) }
      const { problems } = await backend.inspect(machine, found)
      assert.ok(problems.length > 0, 'the CLI ended with 1 and said nothing, and inspect found no problem')
      for (const problem of problems) assertLine(problem, 'a problem')
    },
  },
  {
    title: 'shape: inspect tells no version of a CLI that says nothing',
    async run() {
      const machine: Host = { ...host(found.file), run: async () => ({ code: 0, stdout: '', stderr: '' }) }
      const { version } = await backend.inspect(machine, found)
      assert.equal(version, undefined, 'the CLI ended with 0 and said nothing (some print their version to stderr), and inspect told a version')
    },
  },
]

function assertLine(text: unknown, name: string): void {
  assert.ok(typeof text === 'string' && text.trim() !== '' && !/[\r\n]/.test(text), `${name} must be one line of text`)
}

/** A machine with at most one executable, on which nothing may be started. */
function host(executable: string | undefined): Host {
  const nowhere = '/opt/clinvk-conformance/nowhere'
  return {
    env: {},
    home: nowhere,
    state_dir: `${nowhere}/state`,
    findExecutable: async () => executable,
    run: async (file) => assert.fail(`"find" started "${file}"`),
  }
}
