import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('permissions of $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  const write = async (name: string, ...flags: string[]) => {
    const file = join(stage.sandbox.work, name)
    stage.model.script([{ text: ['I write.'], tools: [backend.write(file, 'written')] }, { text: ['That was it.'] }])
    const run = await stage.sandbox.run(stage.ask('write it', '-o', 'stream-json', ...flags))
    return { run, file, events: run.events() }
  }

  test('read-only and none: a file is not written, and the answer comes all the same', async () => {
    for (const flags of [['--sandbox-mode', 'read-only'], ['--approval-mode', 'none']]) {
      const { run, file, events } = await write(`refused-${flags[1]}.txt`, ...flags)
      expect(existsSync(file), flags.join(' ')).toBe(false)
      expect(events.at(-1), run.stderr).toMatchObject({ type: 'done' })
      expect(run.code).toBe(0)
    }
  })

  test('always: nobody can be asked, so it is denied, with a warning', async () => {
    const { file, events } = await write('always.txt', '--approval-mode', 'always')
    expect(existsSync(file)).toBe(false)
    expect(events.find(({ type }) => type === 'warning')?.['content'].message).toMatch(/ask|approv|denied/i)
  })

  test('workspace and auto: the file is written, and seen as a tool call with its result', async () => {
    for (const flags of [['--sandbox-mode', 'workspace'], ['--approval-mode', 'auto']]) {
      const { run, file, events } = await write(`allowed-${flags[1]}.txt`, ...flags)
      expect(readFileSync(file, 'utf8').trim(), run.stdout).toBe('written')
      const use = events.find(({ type }) => type === 'tool_use')
      const result = events.find(({ type }) => type === 'tool_result')
      expect(use?.['content'].tool_name).toBeTruthy()
      expect(result?.['content']).toMatchObject({ tool_id: use?.['content'].tool_id, tool_name: use?.['content'].tool_name })
      expect(result?.['content'].is_error ?? false).toBe(false)
      expect(run.code).toBe(0)
    }
  })

  test('read-only: a file of the working directory is read', async () => {
    stage.sandbox.write('work/notes.txt', 'NOTES-MARKER\n')
    stage.model.script([{ tools: [backend.read(join(stage.sandbox.work, 'notes.txt'))] }, { text: ['read'] }])
    const run = await stage.sandbox.run(stage.ask('read it', '--sandbox-mode', 'read-only', '-o', 'json'))
    expect(run.json()).toMatchObject({ content: 'read', exit_code: 0 })
    expect(JSON.stringify(stage.model.requests.at(-1)?.tool_results)).toContain('NOTES-MARKER')
  })

  test('full: without limits, or refused by the CLI with a clear error where it guards root', async () => {
    const outside = join(stage.sandbox.root, 'outside.txt')
    stage.model.script([{ tools: [backend.shell(`echo written > ${outside}`)] }, { text: ['done'] }])
    const run = await stage.sandbox.run(stage.ask('write outside', '--sandbox-mode', 'full', '-o', 'json'))
    if (backend.name === 'claude' && process.getuid?.() === 0) {
      expect(run.json()['error']).toMatchObject({ code: 'permission_denied' })
      expect(run.json()['error'].hint).toBeTruthy()
      expect(run.code).toBe(5)
      expect(stage.model.requests).toHaveLength(0)
    } else {
      expect(run.code).toBe(0)
      expect(readFileSync(outside, 'utf8')).toBe('written\n')
    }
  })
})
