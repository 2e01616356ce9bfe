import { expect, test } from 'vitest'
import { trustedNetworks } from '../../../src/http/client-address.ts'
import { realIp } from '../../../src/http/middleware/real-ip.ts'
import { answer, listening, send } from '../listening.ts'

test('a forged X-Forwarded-For does not change who asks', async () => {
  const { port } = await listening([realIp(trustedNetworks([])), answer((ctx) => ctx.ip)])
  expect((await send(port, { headers: { 'X-Forwarded-For': '1.2.3.4', 'X-Real-IP': '1.2.3.4', 'True-Client-IP': '1.2.3.4' } })).text).toBe('127.0.0.1')
})

test('a trusted proxy tells who asks, and several headers count as one list', async () => {
  const { port } = await listening([realIp(trustedNetworks(['127.0.0.0/8'])), answer((ctx) => ctx.ip)])
  expect((await send(port, { headers: { 'X-Forwarded-For': ['6.6.6.6', '203.0.113.9'] } })).text).toBe('203.0.113.9')
})
