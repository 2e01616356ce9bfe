/** A session as it may look. */
export const sessionExample = {
  id: 'd2abc50fd56a330e0f0ea23f64c0196f',
  backend: 'codex',
  created_at: '2026-02-03T10:00:00.000Z',
  last_used: '2026-02-03T10:00:05.000Z',
  working_dir: '/home/me/project',
  status: 'completed',
  initial_prompt: 'say hi',
  turn_count: 1,
  tags: ['api'],
} as const
