import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SessionStore } from '../../core/src/session/store.ts'
import { generateSessions } from '../../core/test/session/generate.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const peak = "data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))"

/** 100,000 sessions against an empty store: a page of the list, a prompt; and a save against a plain write. */
export async function benchSessions(): Promise<void> {
  const full = stage()
  const empty = stage()
  generateSessions(join(full.home, '.clinvk', 'sessions'), 100_000)
  const rows: [string, { ms: number; mib: number }][] = []
  const list = ['sessions', 'list', '-n', '20', '--json']
  rows.push(['first page of 100,000, no index', timed(full, list, 1)])
  rows.push(['first page of 100,000', timed(full, list, 5)])
  rows.push(['first page of an empty store', timed(empty, list, 5)])
  rows.push(['a kept prompt, 100,000 sessions', timed(full, ['-b', 'codex', 'x', '-o', 'text'], 5)])
  rows.push(['a kept prompt, empty store', timed(empty, ['-b', 'codex', 'x', '-o', 'text'], 5)])
  rows.push(['an ephemeral prompt', timed(empty, ['-b', 'codex', 'x', '-o', 'text', '--ephemeral'], 5)])
  process.stdout.write(`\nsessions${' '.repeat(27)}median ms  peak MiB\n`)
  for (const [name, { ms, mib }] of rows) process.stdout.write(`${name.padEnd(35)}${ms.toFixed(0).padStart(9)}  ${mib.toFixed(0).padStart(8)}\n`)
  await save(join(empty.home, '.clinvk', 'sessions'))
  full.remove()
  empty.remove()
}

function stage(): Sandbox {
  const sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  writeExecutable(bin, 'codex', [
    'cat >/dev/null',
    'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'',
    'echo \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}\'',
    'echo \'{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\'',
  ])
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  return sandbox
}

function timed(sandbox: Sandbox, args: readonly string[], rounds: number): { ms: number; mib: number } {
  const runs = Array.from({ length: rounds }, () => {
    const started = performance.now()
    const { status, stderr } = spawnSync(process.execPath, ['--import', peak, clinvk, ...args], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
    if (status !== 0) throw new Error(`clinvk ${args.join(' ')} ended with ${status}: ${stderr}`)
    return { ms: performance.now() - started, mib: Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? 0) / 1024 }
  }).sort((a, b) => a.ms - b.ms)
  return runs[Math.floor(runs.length / 2)] as { ms: number; mib: number }
}

async function save(dir: string): Promise<void> {
  const store = new SessionStore({ dir, log: { debug: () => undefined, warn: (text) => process.stderr.write(`${text}\n`) } })
  const { id } = await store.create({ backend: 'codex', working_dir: '/w', initial_prompt: 'x' })
  const ours: number[] = []
  const plain: number[] = []
  const folder = join(dir, 'plain')
  mkdirSync(folder)
  for (let round = 0; round < 200; round++) {
    let started = performance.now()
    await store.update(id, (session) => ({ ...session, turn_count: round }))
    ours.push(performance.now() - started)
    started = performance.now()
    writePlain(join(folder, 'file'))
    plain.push(performance.now() - started)
  }
  rmSync(folder, { recursive: true })
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number
  process.stdout.write(`a save: ${median(ours).toFixed(2)} ms; a plain write, fsync and rename: ${median(plain).toFixed(2)} ms\n`)
}

function writePlain(path: string): void {
  const file = openSync(`${path}.tmp`, 'w')
  writeSync(file, 'x'.repeat(500))
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.tmp`, path)
}
