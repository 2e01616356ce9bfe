import { expect, test } from 'vitest'
import { mask, masked } from '../../src/config/secret.ts'

test.each([
  [['backends', 'acme', 'settings', 'api_key'], 'sk-1', mask],
  [['backends', 'acme', 'settings', 'apiKey'], 'sk-1', mask],
  [['backends', 'acme', 'settings', 'accessToken'], 'sk-1', mask],
  [['server', 'keys', 'ci', 'hash'], 'abc', mask],
  [['server', 'rate_limit_redis_url'], 'redis://me:pass@host:1/0', `redis://me:${mask}@host:1/0`],
  [['server', 'rate_limit_redis_url'], 'redis://:pass@host', `redis://:${mask}@host`],
  [['server', 'rate_limit_redis_url'], 'redis://me:pa@ss@host:1/0', `redis://me:${mask}@host:1/0`],
  [['server', 'rate_limit_redis_url'], 'redis://token@host', `redis://${mask}@host`],
  [['server', 'rate_limit_redis_url'], 'redis://host:1/0?password=p&family=4', `redis://host:1/0?password=${mask}&family=4`],
  [['server', 'rate_limit_redis_url'], 'redis://host:1/0', 'redis://host:1/0'],
  [['server', 'keys', 'ci'], 'sk-1', mask],
  [['server', 'keys', 'ci', 'env'], 'CLINVK_KEY_CI', 'CLINVK_KEY_CI'],
  [['server', 'keys', 'ci', 'sha256'], 'abc', mask],
  [['server', 'keys', 'ci', 'backends'], ['codex'], ['codex']],
  [['backends', 'claude', 'extra_flags'], ['--api-key=sk-1', '--effort=high'], [`--api-key=${mask}`, '--effort=high']],
  [['output', 'show_tokens'], true, true],
  [['unified_flags', 'max_tokens'], 0, 0],
  [['server', 'api_keys_gopass_path'], 'team/keys', 'team/keys'],
  [['backends', 'claude', 'system_prompt'], 'Talk of keys.', 'Talk of keys.'],
  [['backends', 'acme', 'settings', 'api_key'], '', ''],
])('%j: %j is shown as %j', (path, value, shown) => {
  expect(masked(value, path)).toEqual(shown)
})

test('a section is masked in its depth', () => {
  expect(masked({ server: { keys: { ci: { key: 'k', note: 'n' } } }, a: [{ token: 't' }] }, [])).toEqual({ server: { keys: { ci: { key: mask, note: mask } } }, a: [{ token: mask }] })
})
