import type { Turn } from '../../src/session/session.ts'

/** A session as it begins. */
export const init = { backend: 'claude', working_dir: '/home/me/project' }

/** Its `n`th turn. */
export const turn = (n: number, more: Partial<Turn> = {}): Turn => ({ turn: n, started_at: '2026-02-03T10:00:00.000Z', duration_ms: 5, backend: 'claude', prompt: `question ${n}`, answer: `answer ${n}`, outcome: 'completed', ...more })

/** All that comes. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** A session file as the original program writes it. */
export function original(id: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ id, backend: 'codex', created_at: '2026-01-30T09:00:00.123456789+08:00', last_used: '2026-01-30T10:00:00.123456789+08:00', working_dir: '', ...more }, undefined, 2)
}
