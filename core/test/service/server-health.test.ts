import { expect, test } from 'vitest'
import type { ListBackends } from '../../src/service/list-backends.ts'
import { ServerHealth } from '../../src/service/server-health.ts'
import type { Sessions } from '../../src/service/sessions.ts'

/** The parts that it asks; counts how often. */
function parts(backends: { name: string; available: boolean; enabled: boolean }[], sessions: () => Promise<{ total: number }> = async () => ({ total: 3 })) {
  const asked = { backends: 0 }
  const list = { execute: async () => ((asked.backends += 1), { backends, problems: [] }) } as unknown as ListBackends
  const warnings: string[] = []
  return { asked, warnings, health: new ServerHealth(list, { list: sessions } as unknown as Sessions, { max: 4, active: 1, waiting: 2 }, '1.2.3', { debug: () => {}, warn: (message) => warnings.push(message) }) }
}
const here = { name: 'a', available: true, enabled: true }

test('is ok when every enabled backend has its CLI', async () => {
  expect(await parts([here, { name: 'b', available: false, enabled: false }]).health.execute()).toMatchObject({ status: 'ok', version: '1.2.3', backends: [{ name: 'a', available: true }], runs: { max: 4, active: 1, waiting: 2 }, session_store: { available: true, session_count: 3 } })
})

test('is degraded while the CLI of an enabled one is missing', async () => {
  expect(await parts([here, { name: 'b', available: false, enabled: true }]).health.execute()).toMatchObject({ status: 'degraded' })
})

test('is unhealthy when the sessions cannot be read, and tells no path', async () => {
  const health = await parts([here], () => Promise.reject(new Error('EACCES: /home/me/.clinvk'))).health.execute()
  expect(health).toMatchObject({ status: 'unhealthy', session_store: { available: false, session_count: 0 } })
  expect(JSON.stringify(health)).not.toContain('/home')
})

test('tells in the log why, once for each time that it becomes so', async () => {
  let broken = true
  const { health, warnings } = parts([here], async () => {
    if (broken) throw new Error('EACCES: /home/me/.clinvk')
    return { total: 1 }
  })
  for (const now of [0, 2000]) await health.execute(now)
  expect(warnings).toEqual(['the server is unhealthy: EACCES: /home/me/.clinvk'])
  broken = false
  await health.execute(4000)
  broken = true
  await health.execute(6000)
  expect(warnings).toHaveLength(2)
})

test('looks at most once a second, however many ask', async () => {
  const { asked, health } = parts([here])
  await Promise.all([health.execute(0), health.execute(10), health.execute(999)])
  expect(asked.backends).toBe(1)
  await health.execute(1001)
  expect(asked.backends).toBe(2)
})

test('tells the time it has been up for people and for programs', async () => {
  const { uptime, uptime_ms: ms } = await parts([here]).health.execute()
  expect(uptime).toMatch(/^(\d+h)?(\d+m)?\d+s$/)
  expect(ms).toBeGreaterThan(0)
})
