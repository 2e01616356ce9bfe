import { expect, test } from 'vitest'
import { startMcp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { until } from '../sandbox.ts'

const stage = mcpStage()

const background = (prompt: string) => ({ backend: 'codex', prompt, background: true })

test('a job shows what has come, and cancelling it ends its whole tree before the answer', async () => {
  const { client, call } = await startMcp(stage.sandbox)
  const { job } = (await call('clinvk_prompt', background('linger'))).structuredContent
  let partial: any
  await until(async () => (partial = (await call('clinvk_job', { id: job.id })).structuredContent.job.partial) !== undefined, 'its first words')
  expect(partial).toEqual([{ backend: 'codex', output: 'heard: linger' }])
  expect((await call('clinvk_job')).structuredContent.jobs).toMatchObject([{ id: job.id, state: 'running' }])
  await until(() => hanging(stage.sandbox).length === 1, 'the program with which it lingers')
  expect((await call('clinvk_job', { id: job.id, cancel: true })).structuredContent.job.state).toBe('cancelled')
  expect(hanging(stage.sandbox)).toEqual([])
  expect(await call('clinvk_job', { id: job.id })).toMatchObject({ isError: true, structuredContent: { result: { output: 'heard: linger', error: { code: 'cancelled' } } } })
  await client.close()
})

test('several jobs run at the same time, beside calls in the foreground', async () => {
  const { client, call } = await startMcp(stage.sandbox)
  const jobs = await Promise.all(['linger 1', 'linger 2', 'three'].map(async (prompt) => (await call('clinvk_prompt', background(prompt))).structuredContent.job.id))
  expect((await call('clinvk_prompt', { backend: 'codex', prompt: 'now' })).structuredContent.output).toBe('heard: now')
  expect((await call('clinvk_job', { id: jobs[2], wait_secs: 50 })).structuredContent.result.output).toBe('heard: three')
  expect((await call('clinvk_job', { id: jobs[0], wait_secs: 0 })).structuredContent.job.state).toBe('running')
  await client.close()
})

test.each([
  ['the client closes its end', (_pid: number): unknown => undefined],
  ['SIGTERM comes', (pid: number): unknown => process.kill(pid, 'SIGTERM')],
  ['the server is killed', (pid: number): unknown => process.kill(pid, 'SIGKILL')],
] as const)('nothing of a job is left when %s', async (what, end) => {
  const { client, call, transport } = await startMcp(stage.sandbox)
  const { job } = (await call('clinvk_prompt', background('hang'))).structuredContent
  await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
  expect((await call('clinvk_job', { id: job.id })).structuredContent.job.state).toBe('running')
  end(transport.pid as number)
  await client.close()
  await until(() => stage.sandbox.processes().length === 0, 'the end of everything')
  if (what === 'the server is killed') return // then nobody writes down how it ended
  expect((await stage.sandbox.run(['sessions', 'list', '--json'])).json()['sessions']).toMatchObject([{ status: 'error', turn_count: 1, tags: ['mcp'] }])
})
