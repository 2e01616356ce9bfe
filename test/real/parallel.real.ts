import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { finished } from '../sandbox.ts'
import { everyCli } from './every-cli.ts'
import { realBackends } from './real-backend.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const matrix = join(root, 'examples/pipelines/review-matrix.yaml')
const names = realBackends.map(({ name }) => name)

const clis = everyCli('first')
const { model } = clis
beforeAll(() => symlinkSync(join(root, 'core/bin/run.js'), clis.sandbox.write('bin/README', '').replace('README', 'clinvk')))

test('the review matrix: every backend answers both questions, into a folder', async () => {
  for (const name of names) model(name).script((request) => ({ text: [`${name} on ${request.prompt.includes('no test holds') ? 'tests' : 'errors'}`] }))
  const run = await clis.sandbox.run(['parallel', '-f', matrix, '--output-dir', 'reviews', '--json'])
  expect(run.json(), run.stderr).toMatchObject({ total_tasks: 6, completed: 6, failed: 0, exit_code: 0 })
  expect(run.json()['results'].map(({ task_id: id, output }: Record<string, string>) => `${id}: ${output}`)).toEqual(['errors', 'tests'].flatMap((about) => names.map((name) => `${name}-${about}: ${name} on ${about}`)))
  expect(readdirSync(join(clis.sandbox.work, 'reviews'))).toHaveLength(7)
  expect(JSON.parse(readFileSync(join(clis.sandbox.work, 'reviews/summary.json'), 'utf8'))).toMatchObject({ completed: 6 })
  expect(clis.sandbox.processes()).toEqual([])
})

test('the comparison: all backends review what is piped in', async () => {
  for (const name of names) model(name).script({ text: [`${name} sees nothing wrong`] })
  const child = spawn(join(root, 'examples/pipelines/compare-reviews.sh'), ['--json'], { cwd: clis.sandbox.work, env: { ...clis.sandbox.env, PATH: `${clis.sandbox.root}/bin:${clis.sandbox.env['PATH']}` }, stdio: 'pipe' })
  child.stdin.end('-old\n+new MARKER\n')
  const run = await finished(child)
  expect(run.json(), run.stderr).toMatchObject({ backends: names, completed: 3, exit_code: 0, results: names.map((backend) => ({ backend, output: `${backend} sees nothing wrong`, token_usage: { total_tokens: expect.any(Number) } })) })
  for (const name of names) expect(model(name).requests.at(-1)?.prompt).toContain('+new MARKER')
})

test('with fail-fast the real CLIs that wait for their models are ended, and nothing of them stays', async () => {
  for (const name of names) model(name).script({ hang: 'headers' })
  // Codex is given up on when the others have been waiting for long.
  const tasks = names.map((backend) => ({ backend, prompt: 'hi', ...(backend === 'codex' ? { timeout_secs: 25 } : {}) }))
  const run = await clis.sandbox.run(['parallel', '--fail-fast', '--json'], { stdin: JSON.stringify(tasks) })
  for (const name of names) expect(model(name).requests, name).not.toEqual([])
  expect(run.json(), run.stderr).toMatchObject({ completed: 0, failed: 1, cancelled: 2, exit_code: 1, results: [{ status: 'cancelled', error: { message: 'canceled (fail-fast)' } }, { backend: 'codex', status: 'failed', error: { code: 'timeout' } }, { status: 'cancelled' }] })
  expect(clis.sandbox.processes()).toEqual([])
})
