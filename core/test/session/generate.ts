import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../../src/session/session.ts'
import { formatSession } from '../../src/session/session-file.ts'

/** What a generated store is made of. */
export interface GenerateOptions {
  /** Milliseconds since 1970 of the newest session; each one before was used a minute earlier. */
  readonly newest?: number
  /** Turns of each session; 0 (default): no turns file. */
  readonly turns?: number
}

const backends = ['claude', 'codex', 'gemini'] as const
const models = ['claude-sonnet-4-5', 'gpt-5-codex', 'gemini-2.5-pro'] as const

/**
 * Fills `dir` with `count` sessions of three backends in 50 directories, the same ones each time, without an index: about
 * 10 seconds for 100,000. Returns their ids, newest first.
 */
export function generateSessions(dir: string, count: number, options: GenerateOptions = {}): string[] {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const newest = options.newest ?? Date.UTC(2026, 0, 1)
  return Array.from({ length: count }, (_unused, i) => {
    const session = generatedSession(i, newest - i * 60_000)
    writeFileSync(join(dir, `${session.id}.json`), formatSession({ session, rest: {} }), { mode: 0o600 })
    if ((options.turns ?? 0) > 0) writeTurns(dir, session, options.turns ?? 0)
    return session.id
  })
}

function generatedSession(i: number, lastUsed: number): Session {
  const kind = i % backends.length
  return {
    id: createHash('sha256').update(`session ${i}`).digest('hex').slice(0, 32),
    backend: backends[kind] as string,
    created_at: new Date(lastUsed - 3_600_000).toISOString(),
    last_used: new Date(lastUsed).toISOString(),
    working_dir: `/home/user/projects/project-${i % 50}`,
    backend_session_id: `native-${i}`,
    model: models[kind] as string,
    initial_prompt: `Question ${i}: why does the import of module ${i % 977} fail, and what has to change? ${'More about it. '.repeat(i % 12)}`,
    status: i % 10 === 0 ? 'error' : 'completed',
    turn_count: 1 + (i % 5),
    token_usage: { input_tokens: 1000 + i, output_tokens: 100 + (i % 400), cached_tokens: i % 900 },
    ...(i % 7 === 0 ? { tags: ['work', `sprint-${i % 20}`] } : {}),
    ...(i % 3 === 0 ? { title: `Import problem ${i}` } : {}),
    cost_usd: (i % 100) / 1000,
  }
}

function writeTurns(dir: string, session: Session, count: number): void {
  mkdirSync(join(dir, session.id), { mode: 0o700 })
  const lines = Array.from({ length: count }, (_unused, n) =>
    JSON.stringify({ turn: n + 1, started_at: session.last_used, duration_ms: 1200, backend: session.backend, model: session.model, prompt: `Question ${n}`, answer: `Answer ${n}`, usage: { input_tokens: 10, output_tokens: 20 }, cost_usd: 0.001, outcome: 'completed' }),
  )
  writeFileSync(join(dir, session.id, 'turns.jsonl'), `${lines.join('\n')}\n`, { mode: 0o600 })
}
