import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { startServe } from '../serving.ts'
import { fuzz, type FuzzOptions, type FuzzReport } from './fuzz.ts'

/** What became of a server that was fuzzed. */
export interface FuzzedServer {
  readonly report: FuzzReport
  /** Processes of runs that were left, and what stands in the folder for temporary files. */
  readonly left: readonly (number | string)[]
  /** Exit code after SIGTERM. */
  readonly ended: number | null
  /** Lines of its log about faults of its own. */
  readonly unexpected: readonly string[]
  /** Resident memory after a warm-up and at the end, MiB. */
  readonly memory: readonly [number, number]
}

/** Starts a server with replayed CLIs (one answers, one fails, one is not installed), fuzzes it, and looks at what is left. */
export async function fuzzServer({ seed, count, workers }: Pick<FuzzOptions, 'seed' | 'count' | 'workers'>): Promise<FuzzedServer> {
  const sandbox = new Sandbox()
  try {
    const bin = join(sandbox.root, 'bin')
    sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
    writeExecutable(bin, 'codex', [
      'cat >/dev/null',
      'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}\\n\'',
      'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
    ])
    writeExecutable(bin, 'claude', ['cat >/dev/null', 'echo "out of order" >&2', 'exit 3'])
    sandbox.write('home/.clinvk/config.yaml', 'breaker:\n  enabled: false\n')
    const server = await startServe(sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk).split('\n').filter((line) => line !== '' && !line.includes('"msg":"request"')).map((line) => `${line}\n`).join('')))
    const options = { url: server.url, workers, known: known(sandbox), tags: ['native', 'documentation'] }
    const memory = () => residentMib(server.child.pid ?? 0)
    const warm = await fuzz({ ...options, seed: seed + 1_000_000, count: Math.min(100, count) })
    const before = memory()
    const report = await fuzz({ ...options, seed, count })
    const after = memory()
    await until(() => runsOf(sandbox).length === 0, 'the end of the last runs', 30_000)
    const left = [...runsOf(sandbox), ...sandbox.files('tmp').filter((file) => !file.includes('node-compile-cache'))]
    server.child.kill('SIGTERM')
    const { code } = await server.ended
    return { report: { answers: report.answers, faults: [...warm.faults, ...report.faults] }, left, ended: code, unexpected: log.split('\n').filter((line) => line.includes('unexpectedly')), memory: [before, after] }
  } finally {
    sandbox.remove()
  }
}

/** What a schema cannot tell. Short times, so that nothing waits for long. */
function known(sandbox: Sandbox): FuzzOptions['known'] {
  const run = { backend: 'codex', prompt: 'hi' }
  const good = {
    backend: ['codex', 'codex', 'codex', 'claude', 'gemini'],
    fallback: [['codex'], []],
    backends: [['codex'], ['codex', 'claude'], ['claude', 'gemini']],
    all_backends: [false],
    name: ['codex', 'claude', 'gemini'],
    prompt: ['hi', 'what is "this"?', 'ünïcödé 日本'],
    steps: [[run], [run, { ...run, prompt: '{{previous}}' }], [{ parallel: { tasks: [run, run] } }, { ...run, when: { step: 1, is: 'failed' } }], [{ compare: { backends: ['codex', 'claude'], prompt: 'hi' } }, run]],
    workdir: [sandbox.work],
    allowed_dirs: [[sandbox.work]],
    working_dir: [sandbox.work],
    extra: [[]],
    allowed_tools: [[]],
    sandbox_mode: ['default', 'read-only', 'workspace'],
    timeout_secs: [0, 30],
    timeout: [0, 30],
    idle_timeout_secs: [0, 30],
    delay_secs: [0, 0.01],
    max_tokens: [0],
    max_turns: [0],
    output_format: ['default', 'json', 'text'],
    file: ['start.js', 'swagger-ui.css'],
  }
  const { steps: _made, ...rest } = good
  const odd = {
    ...rest,
    backend: [...good.backend, 'codx', ''],
    fallback: [[], ['claude'], ['codex', 'codex'], ['nobody']],
    backends: [['codex'], [], ['codex', 'codex'], ['nobody']],
    name: ['codex', 'nobody'],
    prompt: ['hi', '{{previous}}', ' ', '', '{{steps.x.output}}', '@/etc/passwd', '\u0000', 'x'.repeat(3000)],
    workdir: [sandbox.work, '', '/etc', 'here', '/nowhere', `${sandbox.work}/../work`, '/\u0000'],
    allowed_dirs: [[sandbox.work], ['/etc'], ['x'], []],
    working_dir: [sandbox.work, '/', 'x'],
    extra: [[], ['--oss'], ['-m', 'gpt-5.5'], ['--', 'x'], ['\u0000']],
    timeout_secs: [0, 30, 0.001, 1e9],
    max_tokens: [0, 5],
    max_turns: [0, 3],
    output_format: ['default', 'json', 'text', 'stream-json'],
    file: ['start.js', 'none'],
  }
  return { good, odd, always: { prompt: ['backend'], compare: ['backends'] } }
}

/** Processes of this sandbox's runs. */
function runsOf(sandbox: Sandbox): number[] {
  return sandbox.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes('CLINVK_RUN_ID=')
    } catch {
      return false // gone since it was listed
    }
  })
}

function residentMib(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
}
