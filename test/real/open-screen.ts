/**
 * Opens a CLI's own screen on this terminal, as a command does: describe, folder, environment, terminal, and afterwards which
 * conversation it was. Arguments: backend, JSON of what the request has beside the defaults. Prints "SCREEN " and JSON at the end.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Backend, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { createHostFactory } from '../../core/src/backend/host.ts'
import { childEnvironment } from '../../core/src/process/environment.ts'
import { RunFolder } from '../../core/src/process/run-folder.ts'
import { runOnTerminal } from '../../core/src/process/terminal/run-on-terminal.ts'

const [, , name = '', change = '{}'] = process.argv
const { options, ...members } = JSON.parse(change) as Partial<Omit<RunRequest, 'options'>> & { options?: Partial<RunOptions> }
const { default: backend } = (await import(`../../plugins/${name}/src/backend.ts`)) as { default: Backend }
const host = createHostFactory({ env: process.env, home: join(process.env['HOME'] ?? '', '.clinvk') })(name)
const found = await backend.find(host)
if (found === undefined || backend.interactive === undefined) throw new Error(`${name} cannot be opened`)

const request: RunRequest = {
  run_id: randomUUID(),
  input: [],
  native_input: false,
  cwd: process.cwd(),
  ephemeral: false,
  options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 0, ...options },
  ...members,
}
const { file, args, env = {}, files = {}, stop, warnings = [] } = backend.interactive(request, found)
const folder = await RunFolder.create(join(process.env['TMPDIR'] ?? '', 'runs'), request.run_id)
await folder.write(files)
const set = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value === undefined ? undefined : folder.resolve(value)]))
const spec = {
  file,
  args: args.map((word) => folder.resolve(word)),
  env: childEnvironment(process.env, { drop: [...(backend.env.markers ?? [])], set, run_id: request.run_id, tmpdir: folder.tmpdir, depth: 0 }),
  cwd: request.cwd,
  run_id: request.run_id,
  stop,
}
const started_at = new Date().toISOString()
try {
  const end = await runOnTerminal(spec, process, new AbortController().signal)
  const session = await backend.nativeSession?.(host, { request, started_at })
  console.log(`SCREEN ${JSON.stringify({ ...end, session: session ?? null, run_id: request.run_id, warnings: warnings.map(({ code }) => code) })}`)
} finally {
  await folder.remove()
}
