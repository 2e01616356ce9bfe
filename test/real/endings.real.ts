import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'
import { finished, until } from '../sandbox.ts'

describe.each(realBackends)('the end of $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  const leases = () => readdirSync(join(stage.sandbox.home, '.clinvk', 'runs'))
  const folders = () => readdirSync(join(stage.sandbox.tmp, `clinvk-${process.getuid?.()}`))

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s no process, folder or lease is left, and what was said is kept', async (signal) => {
    stage.model.script({ text: ['so far '], hang: 'stream' })
    const child = stage.sandbox.start(stage.ask('hello', '-o', 'json'))
    const end = finished(child)
    await until(() => stage.model.requests.length > 0, 'the request to the model')
    await until(() => stage.sandbox.processes().length > 1, 'the CLI')
    await new Promise((resolve) => setTimeout(resolve, 300)) // the first words are on their way through the CLI: nothing to await
    child.kill(signal)
    const run = await end
    expect(run.code).toBe(7)
    expect(run.json()['error']).toMatchObject({ code: 'cancelled' })
    if (backend.name !== 'codex') expect(run.json()['content']).toBe('so far ')
    expect(stage.sandbox.processes()).toEqual([])
    expect([leases(), folders()]).toEqual([[], []])
  })

  test('while a tool runs: its processes end too', async () => {
    const started = join(stage.sandbox.work, 'started')
    stage.model.script([{ tools: [backend.shell(`touch ${started}; (sleep 300 & sleep 301); true`)] }, { text: ['done'] }])
    const child = stage.sandbox.start(stage.ask('run it', '-o', 'json', ...backend.shellFlags))
    const end = finished(child)
    await until(() => existsSync(started), 'the tool')
    expect(stage.sandbox.processes().length).toBeGreaterThan(2)
    child.kill('SIGINT')
    expect((await end).code).toBe(7)
    expect(stage.sandbox.processes()).toEqual([])
  })

  test('a clinvk that is killed leaves its CLI behind, and the next start clears it away', async () => {
    stage.model.script((_request, index) => (index === 0 ? { hang: 'headers' } : { text: ['fine'] }))
    const child = stage.sandbox.start(stage.ask('hello', '-o', 'json'))
    await until(() => stage.model.requests.length > 0, 'the request to the model')
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const orphans = stage.sandbox.processes()
    expect(orphans.length).toBeGreaterThan(0)
    expect(leases()).toHaveLength(1)
    const run = await stage.sandbox.run(stage.ask('again', '-o', 'json'))
    expect(run.json()).toMatchObject({ content: 'fine', exit_code: 0 })
    expect(stage.sandbox.processes()).toEqual([])
    expect([leases(), folders()]).toEqual([[], []])
  })

  test('a reader that goes away ends the run', async () => {
    stage.model.script({ text: Array.from({ length: 40 }, (_piece, index) => `piece ${index} `), delay_ms: 100 })
    const child = stage.sandbox.start(stage.ask('hello', '-o', 'stream-json'))
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.stdout?.once('data', () => child.stdout?.destroy())
    await gone
    expect(stage.sandbox.processes()).toEqual([])
  })

  test('of an ephemeral run: nothing that was said is on disk', async () => {
    stage.model.script({ text: ['EPHEMERAL-ANSWER'] })
    const run = await stage.sandbox.run(stage.ask('EPHEMERAL-PROMPT', '-o', 'json', '--ephemeral'))
    expect(run.json()['content']).toBe('EPHEMERAL-ANSWER')
    const { readFileSync } = await import('node:fs')
    const traces = stage.sandbox.files().filter((file) => /EPHEMERAL-(PROMPT|ANSWER)/.test(readFileSync(file, 'latin1')))
    expect(traces).toEqual([])
  })
})
