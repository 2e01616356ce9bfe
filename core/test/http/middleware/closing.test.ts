import { expect, test } from 'vitest'
import { closing } from '../../../src/http/middleware/closing.ts'
import { answer, listening, send } from '../listening.ts'

test('what comes while the server stops is refused, and its connection closed', async () => {
  const { port, activity } = await listening([closing, answer()])
  expect((await send(port)).status).toBe(200)
  activity.close()
  const { status, headers, json } = await send(port)
  expect([status, headers['connection'], headers['retry-after'], json.error.code]).toEqual([503, 'close', '5', 'overloaded'])
})
