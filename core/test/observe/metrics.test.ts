import { expect, test } from 'vitest'
import { Metrics, type Standing } from '../../src/observe/metrics.ts'

const standing: Standing = { slots: { max: 4, active: 1, waiting: 2 }, sessions: { active: 3, created: 5 }, backends: [{ name: 'acme', available: true, breaker: 'half-open' }] }

/** The values of one metric, by its labels. */
async function values(metrics: Metrics, name: string, state = standing): Promise<Record<string, number>> {
  const lines = (await metrics.text(state)).split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return Object.fromEntries(lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')).replaceAll('"', ''), Number(line.slice(line.lastIndexOf(' ')))]))
}

test('each metric of the contract is there, with its labels and buckets', async () => {
  const metrics = new Metrics()
  metrics.request({ method: 'POST', route: '/api/v1/prompt', status: 200, seconds: 0.003 })
  const watch = metrics.run({ run_id: 'r', backend: 'acme' })
  watch.slot?.()
  watch.ended?.({ status: 'success' })
  expect(await values(metrics, 'clinvk_requests_total')).toEqual({ '{method=POST,path=/api/v1/prompt,status=200}': 1 })
  expect(await values(metrics, 'clinvk_backend_executions_total')).toEqual({ '{backend=acme,status=success}': 1 })
  expect(await values(metrics, 'clinvk_active_sessions')).toEqual({ '': 3 })
  expect(await values(metrics, 'clinvk_sessions_created_total')).toEqual({ '': 5 })
  const requests = Object.keys(await values(metrics, 'clinvk_request_duration_seconds_bucket'))
  expect([requests.length, requests[0], requests[14]]).toEqual([16, '{le=0.001,method=POST,path=/api/v1/prompt}', '{le=16.384,method=POST,path=/api/v1/prompt}'])
  const runs = Object.keys(await values(metrics, 'clinvk_backend_execution_duration_seconds_bucket'))
  expect([runs.length, runs[0], runs[11]]).toEqual([13, '{le=0.1,backend=acme}', '{le=204.8,backend=acme}'])
  expect(await values(metrics, 'process_resident_memory_bytes')).toEqual({ '': expect.any(Number) })
})

test('10,000 random paths and methods are one label each', async () => {
  const metrics = new Metrics()
  for (let i = 0; i < 10_000; i++) metrics.request({ method: `M${i}`, route: undefined, status: 404, seconds: 0 })
  expect(await values(metrics, 'clinvk_requests_total')).toEqual({ '{method=other,path=unmatched,status=404}': 10_000 })
})

test('tokens and cost are told by backend and model, and 10,000 models are 51 labels', async () => {
  const metrics = new Metrics()
  const usage = { input_tokens: 10, output_tokens: 2, cached_tokens: 4 }
  for (let i = 0; i < 10_000; i++) {
    const watch = metrics.run({ run_id: 'r', backend: 'acme' })
    watch.slot?.()
    watch.ended?.({ status: 'success', model: `m${i}`, usage, cost_usd: 0.5 })
  }
  const tokens = await values(metrics, 'clinvk_tokens_total')
  expect(tokens['{backend=acme,model=m0,kind=input}']).toBe(10)
  expect(tokens['{backend=acme,model=m0,kind=cached}']).toBe(4)
  expect(Object.keys(tokens)).toHaveLength(51 * 3)
  expect(Object.values(tokens).reduce((sum, count) => sum + count, 0)).toBe(160_000)
  expect((await values(metrics, 'clinvk_cost_usd_total'))['{backend=acme,model=other}']).toBe(9950 * 0.5)
})

test('a run is active from its place to its end; one that found no place is a failure, but no execution', async () => {
  const metrics = new Metrics()
  const [working, refused] = [metrics.run({ run_id: 'a', backend: 'acme' }), metrics.run({ run_id: 'b', backend: 'acme' })]
  working.slot?.()
  refused.ended?.({ status: 'error', code: 'overloaded' })
  expect(await values(metrics, 'clinvk_active_runs')).toEqual({ '{backend=acme}': 1 })
  expect(await values(metrics, 'clinvk_backend_errors_total')).toEqual({ '{backend=acme,code=overloaded}': 1 })
  expect(await values(metrics, 'clinvk_backend_executions_total')).toEqual({})
  working.ended?.({ status: 'error', code: 'backend_error' })
  expect(await values(metrics, 'clinvk_active_runs')).toEqual({ '{backend=acme}': 0 })
  expect(await values(metrics, 'clinvk_queue_wait_seconds_count')).toEqual({ '': 1 })
})

test('places, queue, backends and breakers are told as they stand; a backend that is gone is told no more', async () => {
  const metrics = new Metrics()
  expect([await values(metrics, 'clinvk_run_slots'), await values(metrics, 'clinvk_run_slots_taken'), await values(metrics, 'clinvk_queue_length')]).toEqual([{ '': 4 }, { '': 1 }, { '': 2 }])
  expect(await values(metrics, 'clinvk_backend_available')).toEqual({ '{backend=acme}': 1 })
  expect(await values(metrics, 'clinvk_breaker_state')).toEqual({ '{backend=acme,state=closed}': 0, '{backend=acme,state=half-open}': 1, '{backend=acme,state=open}': 0 })
  expect(await values(metrics, 'clinvk_backend_available', { ...standing, backends: [] })).toEqual({})
})

test('two servers in one process count for themselves', async () => {
  const [one, other] = [new Metrics(), new Metrics()]
  one.stream()
  expect([await values(one, 'clinvk_open_streams'), await values(other, 'clinvk_open_streams')]).toEqual([{ '': 1 }, { '': 0 }])
})
