import type { ResponseSchema } from '../route.ts'

/** The answers of a list of runs: its result, or a stream of what happens with the result as its last line. */
export function listResponses(result: object, example: object): Readonly<Record<number, ResponseSchema>> {
  const stream = { type: 'string', description: 'One JSON document a line, or server-sent events. The last one is `result`.' } as const
  return {
    200: {
      description: 'It has ended. That some of its runs failed stands in their own results.',
      content: { 'application/json': result, 'application/x-ndjson': stream, 'text/event-stream': stream },
      example: { ...example, total_duration_seconds: 4.2, total_duration_ms: 4200, start_time: '2026-02-03T10:00:00.000Z', end_time: '2026-02-03T10:00:04.200Z' },
    },
  }
}
