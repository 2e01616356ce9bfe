import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const peak = "data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))"

interface Ran {
  readonly wall: number
  readonly mib: number
  /** Seconds of all tasks together. */
  readonly tasks: number
}

/** `clinvk parallel`: how near it comes to what its workers could do, and what answers cost in memory. */
export function benchParallel(): void {
  const sandbox = new Sandbox()
  const bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  // A CLI that waits for its model for a second, as CLIs do, and answers with 20 KB.
  const answer = (kilobytes: number) => `{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"${'x'.repeat(kilobytes * 1000)}"}}`
  const program = (seconds: number, kilobytes: number) => {
    const file = sandbox.write(`answer-${kilobytes}.json`, `${answer(kilobytes)}\n`)
    writeExecutable(bin, 'codex', ['cat >/dev/null', `sleep ${seconds}`, 'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'', `cat ${file}`, 'echo \'{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\''])
  }
  const parallel = (count: number, args: readonly string[]): Ran => {
    const tasks = JSON.stringify({ tasks: Array.from({ length: count }, (_, index) => ({ id: `t${index}`, prompt: `task ${index}`, backend: 'codex' })), max_parallel: 8 })
    const started = performance.now()
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', peak, clinvk, 'parallel', ...args], { cwd: sandbox.work, env: { ...sandbox.env, CLINVK_SERVER_MAX_RUNS: '8' }, input: tasks, encoding: 'utf8', maxBuffer: 2 ** 30 })
    if (status !== 0) throw new Error(`clinvk parallel ended with ${status}: ${stderr}`)
    const wall = (performance.now() - started) / 1000
    const sum = args.includes('--json') ? (JSON.parse(stdout) as { results: { duration_seconds: number }[] }).results.reduce((total, { duration_seconds: seconds }) => total + seconds, 0) : 0
    return { wall, mib: Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? 0) / 1024, tasks: sum }
  }

  program(1, 20)
  const { wall, tasks } = parallel(100, ['--json'])
  const ideal = tasks / 8
  process.stdout.write(`\nparallel: 100 tasks of a second, 8 workers\n${wall.toFixed(2)} s, ideal (time of all tasks / workers) ${ideal.toFixed(2)} s: ${(wall / ideal).toFixed(2)} of the budget's 1.15; against 13 rounds of 1 s: ${(wall / 13).toFixed(2)}\n`)

  program(0, 20)
  const rows: readonly (readonly [string, Ran])[] = [
    ['10 tasks, text', parallel(10, ['-q', '-o', 'text'])],
    ['1,000 tasks, text', parallel(1000, ['-q', '-o', 'text'])],
    ['1,000 tasks, text, into a folder', parallel(1000, ['-q', '-o', 'text', '--output-dir', 'out'])],
    ['1,000 tasks, one document (20 MB)', parallel(1000, ['--json'])],
  ]
  process.stdout.write(`\nparallel, answers of 20 KB${' '.repeat(12)}seconds  peak MiB\n`)
  for (const [name, ran] of rows) process.stdout.write(`${name.padEnd(36)}${ran.wall.toFixed(1).padStart(9)}  ${ran.mib.toFixed(0).padStart(8)}\n`)
  sandbox.remove()
}
