import { describe, expect, test } from 'vitest'
import { locateDefinition } from '../../../src/config/read-definition.ts'
import { ChainState } from '../../../src/service/chain/chain-state.ts'
import { type CheckedChain, checkChain, type CheckOptions } from '../../../src/service/chain/check-chain.ts'

type Given = Partial<Pick<CheckOptions, 'input' | 'overrides'>>

async function check(text: string, given: Given = {}): Promise<CheckedChain> {
  const { definition, locate } = await locateDefinition('chain', text, 'chain.yaml')
  return checkChain(definition, { overrides: {}, defaultBackend: 'claude', ...given, locate })
}

const json = (definition: object, given?: Given) => check(JSON.stringify(definition), given)
const refused = (text: string, given?: Given) =>
  check(text, given).then(
    () => 'it was accepted',
    (error: Error & { code: string; hint: string }) => `${error.code} ${error.message}\n${error.hint}`,
  )

const one = { prompt: 'one' }

describe('a chain in order', () => {
  test('stops on a failure, keeps nothing and tries once, unless it says otherwise', async () => {
    const checked = await json({ steps: [one] })
    expect(checked).toMatchObject({ stopOnFailure: true, passWorkingDir: false, input: '', steps: [{ kind: 'prompt', ephemeral: true, retries: 0, retryDelayMs: 0 }] })
    expect(checked.steps[0]).not.toHaveProperty('timeout_secs')
  })

  test('says otherwise', async () => {
    const checked = await json({ stop_on_failure: false, pass_working_dir: true, persist_sessions: true, steps: [one, { prompt: 'two', when: { step: 1, is: 'failed' }, retry: { count: 2, delay_secs: 1.5 }, timeout: 9 }] })
    expect(checked).toMatchObject({ stopOnFailure: false, passWorkingDir: true, steps: [{ ephemeral: false }, { when: { step: 0, is: 'failed' }, retries: 2, retryDelayMs: 1500, timeout_secs: 9 }] })
  })

  test('may be a bare list, or a lone step', async () => {
    expect((await check('- prompt: a\n- prompt: b {{previous}}\n')).steps).toHaveLength(2)
    expect((await check('prompt: a\n')).steps).toHaveLength(1)
  })

  test('has texts that take in what the steps before said', async () => {
    const { steps } = await json({ input: 'in', steps: [{ name: 'first step', prompt: 'a' }, { prompt: '{{input}} {{previous}} {{steps.first step.output}} {{steps.1.error}} {{{{previous}}', system_prompt: 'be {{previous}}' }] })
    const state = new ChainState('in')
    state.ran(0, { item: { backend: 'claude', status: 'failed', exit_code: 1, output: '{{input}}', error: { code: 'timeout', message: 'too slow' } } })
    expect(steps[1]?.text('prompt')?.fill(state)).toBe('in {{input}} {{input}} too slow {{previous}}')
    expect(steps[1]?.text('system_prompt')?.fill(state)).toBe('be {{input}}')
    expect(steps[1]?.text('prompt')?.preview('in', 'as written')).toBe('in {{previous}} {{steps.first step.output}} {{steps.1.error}} {{previous}}')
    expect(steps[1]?.text('prompt')?.preview('in', 'left out')).toBe('in … … … {{previous}}')
  })

  test('has texts in tasks and comparisons too', async () => {
    const { steps } = await json({ steps: [one, { parallel: { tasks: [one, { prompt: 'x {{previous}}' }] } }, { compare: { prompt: 'y {{steps.1.output}}', all_backends: true } }] })
    expect(steps.map(({ kind }) => kind)).toEqual(['prompt', 'parallel', 'compare'])
    expect([steps[1]?.text('parallel', 'tasks', 1, 'prompt')?.preview('', 'as written'), steps[2]?.text('compare', 'prompt')?.preview('', 'as written')]).toEqual(['x {{previous}}', 'y {{steps.1.output}}'])
  })

  test('gives way to a command line', async () => {
    const checked = await json({ input: 'mine', persist_sessions: true, steps: [{ prompt: '{{input}}', system_prompt: '{{nonsense}}', timeout: 3 }] }, { input: 'yours', overrides: { ephemeral: true, system_prompt: 'flag', timeout_secs: 0 } })
    expect(checked).toMatchObject({ input: 'yours', steps: [{ ephemeral: true, timeout_secs: 0 }] })
    expect(checked.steps[0]?.text('system_prompt')).toBeUndefined()
  })

  test('goes on with a session of the same backend only', async () => {
    const steps = [{ prompt: 'a', backend: 'codex' }, { prompt: 'b' }, { prompt: 'c {{session}}', backend: 'codex', session: 'continue' }]
    expect((await json({ persist_sessions: true, steps })).steps[2]?.ephemeral).toBe(false)
    expect((await json({ pass_session_id: true, steps })).steps[2]?.ephemeral).toBe(false)
    expect((await json({ steps: steps.map((step) => ({ ...step, ephemeral: false })) })).steps[2]?.ephemeral).toBe(false)
  })

  test('of ten thousand steps that all refer to each other is checked in one pass', async () => {
    const started = performance.now()
    const steps = Array.from({ length: 10_000 }, (_step, index) => ({ name: `step ${index}x`, prompt: index === 0 ? 'a' : `{{previous}} {{steps.step ${index - 1}x.output}} {{steps.1.output}}` }))
    expect((checkChain({ steps }, { locate: () => ({ label: '' }), overrides: {}, defaultBackend: 'claude' })).steps).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('a chain is refused', () => {
  test.each([
    ['steps: []\n', 'chain.yaml:1:8: no steps defined in chain'],
    ['steps:\n  - name: a\n', 'chain.yaml:2:5: step 1 has nothing to do'],
    ['steps:\n  - prompt: ""\n  - name: b\n', 'chain.yaml:3:5: step 2 has nothing to do'],
    ['steps:\n  - prompt: a\n    name: x\n  - prompt: b\n    name: x\n', 'chain.yaml:5:11: step 2 has the name of step 1: "x"'],
    ['steps:\n  - prompt: a\n    name: "7"\n', 'chain.yaml:3:11: the name "7" is a number'],
    ['steps:\n  - prompt: a\n    parallel: {tasks: [{prompt: b}]}\n', 'chain.yaml:3:15: step 1 has both prompt and parallel'],
    ['steps:\n  - backend: codex\n    parallel: {tasks: [{prompt: b}]}\n', 'chain.yaml:2:14: backend is for a step with a prompt, and step 1 has parallel'],
    ['steps:\n  - prompt: a\n    timeout: 3\n    timeout_secs: 3\n', 'chain.yaml:3:14: timeout and timeout_secs mean the same'],
    ['persist_sessions: true\npass_session_id: false\nsteps:\n  - prompt: a\n', 'chain.yaml:2:18: persist_sessions and pass_session_id mean the same'],
    ['steps:\n  - prompt: a\n    when: {step: 1, is: failed}\n', 'chain.yaml:3:18: step 1 cannot refer to itself'],
    ['steps:\n  - prompt: a\n    when: {step: late, is: failed}\n  - prompt: b\n    name: late\n', 'chain.yaml:3:18: step 2 runs after step 1'],
    ['steps:\n  - prompt: a\n  - prompt: a\n    when: {step: x, is: failed}\n', 'chain.yaml:4:18: there is no step "x"'],
    ['steps:\n  - prompt: "say {{previous}}"\n', 'chain.yaml:2:18: {{previous}} in step 1: there is no step before it'],
    ['steps:\n  - prompt: a\n  - prompt: |\n      first\n      then {{ nonsense }} it\n', 'chain.yaml:5:12: unknown reference {{nonsense}}'],
    ['steps:\n  - prompt: a\n  - prompt: "{{steps.later.output}}"\n  - prompt: c\n    name: later\n', 'chain.yaml:3:14: step 3 runs after step 2'],
    ['steps:\n  - prompt: a\n    name: design\n  - prompt: "{{steps.desing.output}}"\n', 'chain.yaml:4:14: there is no step "desing"\nDid you mean "design"?'],
    ['{"steps":[{"prompt":"a"},\n {"prompt":"b\\n{{nonsense}}"}]}', 'chain.yaml:2:16: unknown reference {{nonsense}}'],
    ['{"steps":[{"prompt":"a"},\n {"prompt":"b\\u007b{nonsense}}"}]}', 'chain.yaml:2:12: unknown reference {{nonsense}}'],
    ['steps:\n  - prompt: a\n  - parallel:\n      tasks:\n        - prompt: b\n        - prompt: "c {{nope}}"\n', 'chain.yaml:6:22: unknown reference {{nope}}'],
    ['steps:\n  - prompt: a\n  - prompt: "{{session}}"\n', 'chain.yaml:3:14: chain step 2 uses {{session}} but sessions are not persisted'],
    ['persist_sessions: true\nsteps:\n  - prompt: "{{session}}"\n', 'chain.yaml:3:14: {{session}} in step 1: no step before it is kept in a session'],
    ['steps:\n  - prompt: a\n  - prompt: b\n    session: continue\n', 'chain.yaml:4:14: step 2 cannot go on with a session: no step before it is kept in one'],
    ['persist_sessions: true\nsteps:\n  - prompt: a\n  - prompt: b\n    backend: codex\n    session: continue\n', 'chain.yaml:6:14: step 2 cannot go on with a session: no step before it leaves one of codex'],
    ['persist_sessions: true\nsteps:\n  - prompt: a\n  - prompt: b\n    session: continue\n    fallback: [codex]\n', 'chain.yaml:5:14: step 2 goes on with a session, and cannot fall back to codex'],
    ['steps:\n  - prompt: "{{input}}"\n', 'chain.yaml:2:14: {{input}} is used, but no input was given'],
    ['input: x\nsteps:\n  - prompt: a\n', 'chain.yaml:1:8: no step uses {{input}}'],
    ['{"steps":[{"prompt":"a"},]}', 'chain.yaml:1:25: a comma behind the last entry'],
    ['{"steps":[{"prompt":"a","retry":{"count":-1}}]}', 'chain.yaml:1:42: steps[0].retry.count must be 0 or more, not -1'],
    ['{"steps":[{"prompt":"a","wehn":{}}]}', 'chain.yaml:1:25: unknown key "wehn" in steps[0]\nDid you mean "when"?'],
    ['{"steps":[{"prompt":"a"},{"prompt":"a","when":{"step":1,"is":"ok"}}]}', 'chain.yaml:1:62: steps[1].when.is must be one of: completed, failed, skipped; not "ok"'],
  ])('%j', async (text, message) => {
    expect(await refused(text)).toContain(message)
    expect(await refused(text)).toMatch(/^invalid_request .*\n./)
  })

  test('for an input that no step asks for', async () => {
    expect(await refused('steps:\n  - prompt: a\n', { input: 'x' })).toContain('an input was given, but no step uses {{input}}')
  })

  test('for a session that a flag takes away', async () => {
    expect(await refused('persist_sessions: true\nsteps:\n  - prompt: a\n  - prompt: "{{session}}"\n', { overrides: { ephemeral: true } })).toContain('no step before it is kept in a session')
  })
})
