/**
 * `npm run test:real [-- vitest's options]`: the table of cases with the pinned CLIs. With `--latest` the newest versions
 * are tried instead: what differs is reported, and is no failure.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const given = process.argv.slice(2)
const latest = given.includes('--latest')
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'real', ...given.filter((word) => word !== '--latest')], {
  stdio: 'inherit',
  env: { ...process.env, ...(latest ? { CLINVK_TEST_LATEST: '1' } : {}) },
})
if (latest && status !== 0) process.stdout.write('The newest versions differ where a case failed above: drift, not a failure of this clinvk.\n')
process.exitCode = latest ? 0 : (status ?? 1)
